// OAuth 1.0a signatures as Extension:OAuth checks them: base string and HMAC-SHA1 (RFC 5849 section
// 3.4). Pure; knows nothing of requests, consumers or time.
import { createHmac, timingSafeEqual } from 'node:crypto';

/** Every parameter with all its values; the order of keys does not matter. */
export type OAuthParameters = ReadonlyMap<string, readonly string[]>;

/** RFC 3986: only letters, digits and `-._~` stay. */
function percentEncode( text: string ): string {
	return encodeURIComponent( text )
		.replace( /[!'()*]/g, ( mark ) => `%${ mark.charCodeAt( 0 ).toString( 16 ).toUpperCase() }` );
}

/**
 * @param url absolute and without a query: what is in the query belongs to the parameters
 */
export function signatureBase( method: string, url: string, parameters: OAuthParameters ): string {
	// Encoded text is ASCII, so comparing code units is comparing bytes.
	const pairs = [ ...parameters ]
		.filter( ( [ key ] ) => key !== 'oauth_signature' )
		.flatMap( ( [ key, values ] ) => values.map( ( value ) => [ percentEncode( key ), percentEncode( value ) ] as const ) )
		.sort( ( [ keyA, valueA ], [ keyB, valueB ] ) => compare( keyA, keyB ) || compare( valueA, valueB ) )
		.map( ( pair ) => pair.join( '=' ) );
	return [ method.toUpperCase(), normalUrl( url ), pairs.join( '&' ) ].map( percentEncode ).join( '&' );
}

/** Base64 of HMAC-SHA1; the token secret is empty while there is no token. */
export function sign( base: string, consumerSecret: string, tokenSecret = '' ): string {
	const key = `${ percentEncode( consumerSecret ) }&${ percentEncode( tokenSecret ) }`;
	return createHmac( 'sha1', key ).update( base ).digest( 'base64' );
}

export function sameSignature( expected: string, given: string ): boolean {
	const [ a, b ] = [ Buffer.from( expected ), Buffer.from( given ) ];
	return a.length === b.length && timingSafeEqual( a, b );
}

/** Host in lower case and without a default port, which is what URL does. */
function normalUrl( url: string ): string {
	const { protocol, host, pathname } = new URL( url );
	return `${ protocol }//${ host }${ pathname }`;
}

function compare( a: string, b: string ): number {
	return a === b ? 0 : a < b ? -1 : 1;
}
