// How Extension:OAuth says no: a message key, a sentence, and on its own endpoints always HTTP 200.
// The sentences that clients can see are the recorded ones where there is a recording.
import { answer, cacheControl, escapeHtml, longExpired } from '../answer.ts';
import type { Answer } from '../answer.ts';

/** One refusal on its way out. `help` is the code of MediaWiki's page about it, E001 to E012. */
export class OAuthRefusal extends Error {
	readonly key: string;
	readonly help: string | undefined;

	constructor( key: string, message: string, help?: string ) {
		super( message );
		this.name = 'OAuthRefusal';
		this.key = key;
		this.help = help;
	}
}

/** A breach of the protocol itself; all of them share one key. */
export function protocolRefusal( text: string ): OAuthRefusal {
	return new OAuthRefusal( 'mwoauth-oauth-exception', `An error occurred in the OAuth protocol: ${ text }` );
}

export type Format = 'raw' | 'json' | 'html';

const headers = {
	Expires: longExpired,
	'Cache-Control': cacheControl.never,
	Pragma: 'no-cache'
};

/** Raw text escapes the sentence but not the link in it: recorded so, with error E009. */
export function refusalAnswer( refusal: OAuthRefusal, format: Format ): Answer {
	return format === 'json' ?
		json( { error: refusal.key, message: withLink( refusal, ( text ) => text ) } ) :
		raw( `Error: ${ withLink( refusal, escapeHtml ) }` );
}

/** The sentence with its link and no other markup, safe to put into a page. */
export function refusalHtml( refusal: OAuthRefusal ): string {
	return withLink( refusal, ( text ) => escapeHtml( text.replace( /<[^>]*>/g, '' ) ) );
}

export function raw( body: string ): Answer {
	return answer( 200, 'text/plain;charset=UTF-8', body, headers );
}

export function json( body: unknown ): Answer {
	return answer( 200, 'application/json', phpJson( body ), headers );
}

/** The identity token: a bare JWT that is labelled as JSON. */
export function bareToken( token: string ): Answer {
	return answer( 200, 'application/json', token, headers );
}

/** MediaWiki's FormatJson: `<`, `>`, `&` and everything beyond ASCII as \u escapes. */
function phpJson( body: unknown ): string {
	return JSON.stringify( body ).replace( /[<>&\u0080-\uffff]/g,
		( sign ) => `\\u${ sign.charCodeAt( 0 ).toString( 16 ).toUpperCase().padStart( 4, '0' ) }` );
}

function withLink( { message, help }: OAuthRefusal, escape: ( text: string ) => string ): string {
	if ( help === undefined ) {
		return escape( message );
	}
	const link = `<a class="external" href="https://www.mediawiki.org/wiki/Help:OAuth/Errors#${ help }">${ help }</a>`;
	return message.split( help ).map( escape ).join( link );
}
