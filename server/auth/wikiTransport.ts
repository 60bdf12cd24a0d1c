// Bounds and tells apart what passport-mediawiki-oauth's HTTP client leaves open: no time limit, no
// size limit, redirects followed anywhere, and MediaWiki's errors, which come with HTTP 200
// (Special:OAuth answers `Error: ...` or `{"error":...}`), taken for success.
import { randomBytes } from 'node:crypto';
import type { OAuthCallback, OAuthClient } from 'passport-mediawiki-oauth';
import { ServiceError } from '../errors.ts';

/** Sign-in is interactive: after this the sender is better served by a clear word. */
export const SIGN_IN_TIMEOUT_MS = 10_000;

/** The largest honest answer is an identity token of about 2 kB. */
const MAX_BYTES = 64 * 1024;

/** MediaWiki's own message key where it tells one: safe to show, never free text. */
const wikiErrorKey = /^mwoauth[a-z-]{0,80}$/;

/**
 * Makes every call of this client end in time, within bounds, and with the wiki's real error.
 *
 * @param timeoutMs for one call, from its first byte to the last of its answer
 */
export function boundTransport( client: OAuthClient, now: () => number, timeoutMs: number ): void {
	client.setClientOptions( { followRedirects: false } );
	client._getNonce = () => randomBytes( 16 ).toString( 'hex' );
	client._getTimestamp = () => Math.floor( now() / 1000 );

	const createClient = client._createClient.bind( client );
	const perform = client._performSecureRequest.bind( client );

	client._performSecureRequest = ( token, secret, method, url, parameters, body, contentType, callback ) => {
		const once = settleOnce( callback );
		const deadline = setTimeout( () => once( new ServiceError( 'wikiUnavailable', {}, new Error( `no whole answer in ${ timeoutMs } ms` ) ) ), timeoutMs );
		perform( token, secret, method, url, parameters, body, contentType, ( error, text, response, orderedParameters ) => {
			clearTimeout( deadline );
			const failure = failureOf( error, text );
			if ( failure ) {
				once( failure );
			} else {
				once( null, text, response, orderedParameters );
			}
		} );
	};

	client._createClient = ( ...call ) => {
		const request = createClient( ...call );
		const abort = setTimeout( () => request.destroy( new Error( 'timeout' ) ), timeoutMs );
		request.on( 'close', () => clearTimeout( abort ) );
		request.on( 'response', ( response ) => {
			let bytes = 0;
			response.on( 'data', ( chunk: string ) => {
				bytes += Buffer.byteLength( chunk );
				if ( bytes > MAX_BYTES ) {
					request.destroy( new Error( 'answer too large' ) );
				}
			} );
			// A connection cut in mid-answer ends in 'close' without 'end', which the client ignores.
			response.on( 'close', () => {
				if ( !response.complete ) {
					request.emit( 'error', new Error( 'answer cut short' ) );
				}
			} );
		} );
		return request;
	};
}

function settleOnce( callback: OAuthCallback ): OAuthCallback {
	let settled = false;
	return ( ...outcome ) => {
		if ( !settled ) {
			settled = true;
			callback( ...outcome );
		}
	};
}

/** What went wrong, or undefined when the answer is what was asked for. */
function failureOf( error: unknown, text: string | undefined ): ServiceError | undefined {
	if ( error ) {
		// For a status beyond 2xx the client's error is an object, which a log would not show.
		const { statusCode } = error as { statusCode?: number };
		return new ServiceError( 'wikiUnavailable', {}, statusCode === undefined ? error : new Error( `HTTP ${ statusCode }` ) );
	}
	const answer = text ?? '';
	if ( answer.startsWith( 'Error:' ) ) {
		return refusedByWiki( undefined, answer );
	}
	if ( answer.startsWith( '{' ) ) {
		const { error: key } = parsedObject( answer );
		return refusedByWiki( typeof key === 'string' && wikiErrorKey.test( key ) ? key : undefined, answer );
	}
	if ( /^\s*</.test( answer ) ) {
		return new ServiceError( 'wikiUnavailable', {}, new Error( 'HTML instead of an OAuth answer' ) );
	}
	return undefined;
}

function parsedObject( json: string ): { error?: unknown } {
	try {
		return JSON.parse( json ) as { error?: unknown };
	} catch {
		return {};
	}
}

function refusedByWiki( key: string | undefined, text: string ): ServiceError {
	const cause = new Error( text.slice( 0, 300 ).replace( /\p{Cc}+/gu, ' ' ) );
	// Globally locked, or blocked where blocks disable login: the account, not the sign-in, is at fault.
	return key === 'mwoauth-invalid-authorization-blocked-user' ?
		new ServiceError( 'accountNotUsable', {}, cause ) :
		new ServiceError( 'signInRefusedByWiki', key === undefined ? {} : { wikiError: key }, cause );
}
