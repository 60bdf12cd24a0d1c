// action=sitematrix: the wikis of a farm, by language and then the special ones. Shape read in SiteMatrix's
// ApiSiteMatrix.php of 2026-08: languages are numbered keys beside `count`, flags are there or not.
import type { ApiCall } from './call.ts';

interface MatrixSite {
	url: string;
	dbname: string;
	code: string;
	sitename: string;
	closed?: true;
	private?: true;
	fishbowl?: true;
	nonglobal?: true;
}

const site = ( lang: string, code: string, domain: string, flags: Partial<MatrixSite> = {} ): MatrixSite => ( {
	url: `https://${ lang.replaceAll( '_', '-' ) }.${ domain }.org`, dbname: `${ lang }${ code }`, code, sitename: domain.charAt( 0 ).toUpperCase() + domain.slice( 1 ), ...flags
} );

const languages = [
	{ code: 'aa', name: 'Qafár af', localname: 'Afar', dir: 'ltr', site: [ site( 'aa', 'wiki', 'wikipedia', { closed: true } ) ] },
	{ code: 'ar', name: 'العربية', localname: 'Arabic', dir: 'rtl', site: [ site( 'ar', 'wiki', 'wikipedia' ) ] },
	{ code: 'de', name: 'Deutsch', localname: 'German', dir: 'ltr', site: [ site( 'de', 'wiki', 'wikipedia' ), site( 'de', 'wiktionary', 'wiktionary' ) ] },
	{ code: 'en', name: 'English', localname: 'English', dir: 'ltr', site: [ site( 'en', 'wiki', 'wikipedia' ), site( 'en', 'wikinews', 'wikinews' ) ] },
	{ code: 'zh-min-nan', name: '閩南語', localname: 'Minnan', dir: 'ltr', site: [ site( 'zh_min_nan', 'wiki', 'wikipedia' ) ] }
];

const special = ( code: string, url: string, flags: Partial<MatrixSite> = {} ): MatrixSite => ( {
	url, dbname: `${ code }wiki`, code, sitename: code.charAt( 0 ).toUpperCase() + code.slice( 1 ), ...flags
} );

export const siteMatrixParameters = [ 'smtype', 'smstate', 'smlangprop', 'smsiteprop', 'smlimit', 'smcontinue' ];

export function siteMatrix( call: ApiCall ): Record<string, unknown> {
	const types = call.known( 'smtype', [ 'special', 'language' ], [ 'special', 'language' ] );
	const langProps = call.known( 'smlangprop', [ 'code', 'name', 'site', 'dir', 'localname' ], [ 'code', 'name', 'site', 'dir', 'localname' ] );
	const siteProps = call.known( 'smsiteprop', [ 'url', 'dbname', 'code', 'lang', 'sitename' ], [ 'url', 'dbname', 'code', 'sitename' ] );
	const specials = [
		special( 'commons', 'https://commons.wikimedia.org' ),
		special( 'meta', call.site.server ),
		special( 'advisory', 'https://advisory.wikimedia.org', { closed: true } ),
		special( 'steward', 'https://steward.wikimedia.org', { private: true } ),
		special( 'foundation', 'https://foundation.wikimedia.org', { fishbowl: true, nonglobal: true } )
	];
	const flags = [ 'closed', 'private', 'fishbowl', 'nonglobal' ];
	const only = ( value: object, properties: readonly string[] ): Record<string, unknown> =>
		Object.fromEntries( Object.entries( value ).filter( ( [ name ] ) => properties.includes( name ) ) );
	const shownSite = ( one: MatrixSite ): object => only( one, [ ...siteProps, ...flags ] );
	return {
		count: languages.flatMap( ( language ) => language.site ).length + specials.length,
		...types.includes( 'language' ) ?
			languages.map( ( language ) => only( { ...language, site: language.site.map( shownSite ) }, langProps ) ) : {},
		...types.includes( 'special' ) ? { specials: specials.map( shownSite ) } : {}
	};
}
