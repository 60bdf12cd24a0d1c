// Which languages are read instead of which, as MediaWiki has it (its Messages*.php files; table of
// wikimedia/banana-i18n, 2026-11). English ends every chain and is not written here.

const groups: Readonly<Record<string, string>> = {
	ar: 'arz',
	bn: 'bpy',
	ckb: 'ku-arab',
	da: 'jut kl',
	de: 'bar de-at de-ch de-formal dsb frr gsw hsb ksh lb nds pdc pdt pfl sli stq vmf',
	es: 'an arn ay cbk-zam gn lad nah qu',
	et: 'liv vep vro',
	fa: 'bcc bqi glk mzn',
	fi: 'fit vot',
	fr: 'bm ff frc frp ht ln mg pcd sg ty wa wo',
	he: 'yi',
	hi: 'anp mai sa',
	id: 'ace bjn bug jv min su',
	it: 'egl eml fur lij lmo nap pms rgn scn vec',
	ka: 'xmf',
	kn: 'tcy',
	ko: 'ko-kp',
	lt: 'sgs',
	lv: 'ltg',
	mk: 'ruq-cyrl',
	ms: 'dtp',
	nb: 'no',
	nl: 'li nds-nl nl-informal srn vls zea',
	pl: 'csb szl',
	pt: 'gl mwl',
	ro: 'mo rmy ruq-latn',
	ru: 'ab av ba ce crh-cyrl cv inh koi krc kv lbe lez mhr mrj myv os sah tt-cyrl udm uk xal',
	sq: 'aln',
	tr: 'gag kiu lzz',
	uk: 'rue',
	ur: 'khw',
	'zh-hans': 'wuu za zh zh-cn zh-hant zh-sg'
};

// What does not fit "one step, then that language's own chain".
const chains: Readonly<Record<string, readonly string[]>> = {
	als: [ 'gsw', 'de' ],
	'bat-smg': [ 'sgs', 'lt' ],
	'fiu-vro': [ 'vro', 'et' ],
	gan: [ 'gan-hant', 'zh-hant', 'zh-hans' ],
	ii: [ 'zh-cn', 'zh-hans' ],
	'map-bms': [ 'jv', 'id' ],
	pt: [ 'pt-br' ],
	'pt-br': [ 'pt' ],
	qug: [ 'qu', 'es' ],
	rue: [ 'uk', 'ru' ],
	tt: [ 'tt-cyrl', 'ru' ],
	'zh-hk': [ 'zh-hant', 'zh-hans' ],
	'zh-mo': [ 'zh-hk', 'zh-hant', 'zh-hans' ],
	'zh-tw': [ 'zh-hant', 'zh-hans' ]
};

/** Language code -> the languages to read instead, nearest first, without English. */
export const fallbacks: ReadonlyMap<string, readonly string[]> = new Map( [
	...Object.entries( groups ).flatMap( ( [ target, sources ] ) =>
		sources.split( ' ' ).map( ( source ): [ string, readonly string[] ] => [ source, [ target ] ] ) ),
	...Object.entries( chains )
] );
