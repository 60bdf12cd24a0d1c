// Which sites are the farm's wikis: exact origins, and families like `https://*.wikipedia.org`. A browser says
// who asks; this says who is meant, and whoever only looks like one of them is nobody.

/** A host's part as DNS has it, in lower case as browsers send it; names in other scripts come as `xn--`. */
const LABEL = '[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?';

/** `en`, and `en.m` for the mobile site. */
const FAMILY = `${ LABEL }(?:\\.${ LABEL })?`;

export type IsWikiOrigin = ( origin: string ) => boolean;

/**
 * @param listed each an origin, whose host may begin with `*.`: one or two labels, never none. Scheme and port
 * are as written
 */
export function wikiOrigins( listed: readonly string[] ): IsWikiOrigin {
	const exact = new Set( listed.filter( ( one ) => !one.includes( '*' ) ) );
	const families = listed.filter( ( one ) => one.includes( '*' ) )
		// Of the characters of an origin only the dot means something to a pattern.
		.map( ( one ) => new RegExp( `^${ one.replaceAll( '.', '\\.' ).replace( '*', FAMILY ) }$` ) );
	return ( origin ) => exact.has( origin ) || families.some( ( family ) => family.test( origin ) );
}
