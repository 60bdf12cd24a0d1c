// How single settings are read: each a schema from the variable's text to its meaning, with a message
// that says the rule. Shared by the settings of the server and of the providers.
import { z } from 'zod';
import { Secret } from './secret.ts';

export const secret = z.string().trim().min( 1, 'must not be empty' ).transform( ( value ) => new Secret( value ) );

/** Separated by white space or commas; none of them empty. */
export const secrets = z.string()
	.transform( ( value ) => value.split( /[\s,]+/ ).filter( Boolean ).map( ( one ) => new Secret( one ) ) )
	.refine( ( list ) => list.length > 0, 'must not be empty' );

export const list = z.string()
	.transform( ( value ) => value.split( ',' ).map( ( one ) => one.trim() ).filter( Boolean ) )
	.refine( ( items ) => items.length > 0, 'must not be empty' );

export const name = z.string().trim().min( 1, 'must not be empty' );

export const origin = z.string().refine( ( value ) => {
	const url = URL.parse( value );
	return url !== null && /^https?:$/.test( url.protocol ) && url.origin === value;
}, 'must be scheme and host, like https://meta.wikimedia.org, without a trailing slash' );

/** As an origin; or a family of them, `https://*.wikipedia.org`, under a name of at least two parts. */
export const originOrFamily = z.string().refine( ( value ) => {
	const url = URL.parse( value.replace( /^(https?:\/\/)\*\./, '$1any.' ) );
	const isFamily = value.includes( '*' );
	return url !== null && /^https?:$/.test( url.protocol ) && url.origin === value.replace( '*', 'any' ) &&
		( !isFamily || /^any(\.[a-z0-9-]+){2,}$/.test( url.hostname ) );
}, 'must be scheme and host, like https://meta.wikimedia.org or https://*.wikipedia.org, without a trailing slash' );

export const baseUrl = z.url( { protocol: /^https?$/, error: 'must be an http(s) URL' } )
	.transform( ( value ) => value.endsWith( '/' ) ? value : `${ value }/` );

/** A secret, because it holds a password. */
export const databaseUrl = z.string().trim().refine( ( value ) => {
	const url = URL.parse( value );
	return url !== null && /^postgres(ql)?:$/.test( url.protocol ) && url.pathname.length > 1;
}, 'must be like postgres://user:password@host:5432/database' ).transform( ( value ) => new Secret( value ) );

/** Text in seconds, meaning in ms. */
export const seconds = ( fallback: number, min: number, max: number ): z.ZodType<number, string | undefined> =>
	z.string().default( String( fallback ) )
		.refine( ( value ) => /^\d+(\.\d+)?$/.test( value ) && Number( value ) >= min && Number( value ) <= max,
			`must be a number of seconds from ${ min } to ${ max }` )
		// 1.1 s are 1100.0000000000002 ms, and stores count whole ones.
		.transform( ( value ) => Math.round( Number( value ) * 1000 ) );

export const port = z.string().regex( /^\d{1,5}$/, 'must be a port' ).transform( Number )
	.refine( ( value ) => value > 0 && value < 65536, 'must be a port from 1 to 65535' );

/** host:port, port, or [address]:port. */
export const hostAndPort = z.string().transform( ( value, context ) => {
	const match = /^(?:(?<host>[^:]+|\[[0-9a-f:]+\]):)?(?<port>\d{1,5})$/i.exec( value );
	const found = Number( match?.groups?.port );
	if ( !match || found > 65535 ) {
		context.addIssue( 'must be host:port or port, like 127.0.0.1:3000' );
		return z.NEVER;
	}
	return { host: match.groups?.host?.replace( /[[\]]/g, '' ) ?? '127.0.0.1', port: found };
} );
