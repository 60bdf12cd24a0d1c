// Languages of the interface: direction, fallbacks, and those that the sandbox offers to choose from.
// Facts as in MediaWiki core (languages/messages), only as many as one needs for trying.

export const offeredLanguages: readonly ( readonly [ code: string, name: string ] )[] = [
	[ 'en', 'English' ], [ 'de', 'Deutsch' ], [ 'fr', 'français' ], [ 'ja', '日本語' ], [ 'ar', 'العربية' ],
	[ 'he', 'עברית' ], [ 'de-at', 'Österreichisches Deutsch' ], [ 'pt-br', 'português do Brasil' ],
	[ 'zh-hant', '中文（繁體）' ], [ 'qqx', 'message keys (qqx)' ]
];

const rightToLeft = [
	'aeb-arab', 'ar', 'arc', 'arz', 'ary', 'azb', 'ckb', 'dv', 'fa', 'glk', 'he', 'khw', 'ks-arab', 'mzn',
	'pnb', 'ps', 'sd', 'ug-arab', 'ur', 'yi'
];

const fallbacks: Record<string, string[]> = {
	'de-at': [ 'de' ], 'de-ch': [ 'de' ], 'de-formal': [ 'de' ], als: [ 'gsw', 'de' ], gsw: [ 'de' ], nds: [ 'de' ],
	'pt-br': [ 'pt' ], pt: [ 'pt-br' ], 'fr-ca': [ 'fr' ], br: [ 'fr' ], oc: [ 'ca', 'fr' ],
	zh: [ 'zh-hans' ], 'zh-cn': [ 'zh-hans', 'zh' ], 'zh-hant': [ 'zh-tw', 'zh-hans' ], 'zh-tw': [ 'zh-hant', 'zh-hans' ],
	'zh-hk': [ 'zh-hant', 'zh-tw', 'zh-hans' ], yue: [ 'yue-hant' ], arz: [ 'ar' ], ary: [ 'ar' ], azb: [ 'fa' ], pnb: [ 'ur' ]
};

/** As in `uselang=`: letters, digits and hyphens. */
export function isLanguageCode( code: string ): boolean {
	return /^[a-z]{2,}(-[a-z0-9]+)*$/.test( code );
}

export function isRightToLeft( code: string ): boolean {
	return rightToLeft.includes( code );
}

/** From the language itself to English. */
export function fallbackChain( code: string ): string[] {
	return [ ...new Set( [ code, ...( fallbacks[ code ] ?? [] ), 'en' ] ) ];
}
