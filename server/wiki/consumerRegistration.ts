// How the wiki has our OAuth consumer registered, as anybody can read at Special:OAuthListConsumers: the
// only place that tells its callback and its state before a person is there. Asked for in the language `qqx`,
// so that labels are keys, the same on every wiki (Extension:OAuth at commit 1cb9461e, 2026-08-20).
import type { WikiGet } from './wikiGet.ts';

/** `notFound`: the wiki knows no such key. `unreadable`: no such title, or one that looks otherwise; nothing is known. */
export type Registration =
	| { kind: 'read'; stage: string; callbackUrl: string; callbackIsPrefix: boolean }
	| { kind: 'notFound' }
	| { kind: 'unreadable'; reason: string };

/** Where a person finds it. */
export function registrationUrl( wikiUrl: string, consumerKey: string ): string {
	return `${ wikiUrl }/wiki/Special:OAuthListConsumers/view/${ consumerKey }`;
}

/** Never throws. */
export async function readRegistration( get: WikiGet, wikiUrl: string, consumerKey: string ): Promise<Registration> {
	const page = await get( `${ registrationUrl( wikiUrl, consumerKey ) }?uselang=qqx` );
	if ( page.kind === 'noAnswer' ) {
		return { kind: 'unreadable', reason: page.reason };
	}
	if ( page.text.includes( '(mwoauth-invalid-consumer-key)' ) ) {
		return { kind: 'notFound' };
	}
	const table = new Map( [ ...page.text.matchAll( /<dt[^>]*>\(([a-z-]+)\)<\/dt>\s*<dd[^>]*>(.*?)<\/dd>/gs ) ]
		.map( ( [ , name = '', value = '' ] ) => [ name, plain( value ) ] ) );
	const callbackUrl = table.get( 'mwoauthlistconsumers-callbackurl' );
	const stage = /^\(mwoauthlistconsumers-status-([a-z-]+)\)$/.exec( table.get( 'mwoauthlistconsumers-status' ) ?? '' )?.[ 1 ];
	return callbackUrl === undefined || stage === undefined ?
		{ kind: 'unreadable', reason: `The answer, HTTP ${ page.status }, does not tell.` } :
		{ kind: 'read', stage, callbackUrl, callbackIsPrefix: table.get( 'mwoauthlistconsumers-callbackisprefix' ) === '(htmlform-yes)' };
}

/** A URL or a key has no markup but escaped characters. */
function plain( html: string ): string {
	return html.replace( /<[^>]*>/g, '' ).replaceAll( '&#039;', '\'' ).replaceAll( '&quot;', '"' ).replaceAll( '&lt;', '<' ).replaceAll( '&gt;', '>' )
		.replaceAll( '&amp;', '&' ).trim();
}
