// More of everything than anybody needs, at a server in a process of its own: connections that say nothing, or a
// byte a second, headers and bodies without end, streams by the thousand, tokens by guessing. Loopback only, and
// each ends by itself.
import { randomBytes } from 'node:crypto';
import { connect, type Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { rawAsk } from './raw.ts';

/** Where to, and as whom. */
export interface Aim {
	url: string;
	token: string;
}

export interface Bystander {
	/** ms of each answer that somebody else got meanwhile. */
	waits: readonly number[];
	/** Of those, how many were none within a second, or no 200. */
	unserved: number;
}

/** Asks for something small all the time, as everybody else would, while `attack` goes on. */
export async function besides<Result>( { url }: Pick<Aim, 'url'>, attack: () => Promise<Result> ): Promise<{ result: Result; others: Bystander }> {
	const waits: number[] = [];
	let unserved = 0;
	let over = false;
	const asking = ( async () => {
		while ( !over ) {
			const began = performance.now();
			const status = await fetch( `${ url }/healthz`, { headers: { Connection: 'close' }, signal: AbortSignal.timeout( 5_000 ) } ).then( async ( response ) => {
				await response.text();
				return response.status;
			}, () => 0 );
			const wait = performance.now() - began;
			waits.push( wait );
			unserved += status === 200 && wait < 1_000 ? 0 : 1;
			await pause( 50 );
		}
	} )();
	try {
		return { result: await attack(), others: { waits, get unserved() {
			return unserved;
		} } };
	} finally {
		over = true;
		await asking;
	}
}

const portOf = ( { url }: Pick<Aim, 'url'> ): number => Number( new URL( url ).port );

/** @returns ms until each was hung up on; Infinity: not within the limit */
export async function slowLoris( target: Pick<Aim, 'url'>, connections: number, limitMs: number ): Promise<number[]> {
	return Promise.all( Array.from( { length: connections }, () => new Promise<number>( ( resolve ) => {
		const began = performance.now();
		const socket = connect( portOf( target ), '127.0.0.1' );
		const drip = setInterval( () => socket.write( 'x' ), 500 );
		const limit = setTimeout( () => socket.destroy(), limitMs );
		socket.on( 'error', () => undefined ).on( 'close', () => {
			clearInterval( drip );
			clearTimeout( limit );
			const took = performance.now() - began;
			resolve( took >= limitMs ? Infinity : took );
		} );
		socket.resume().write( 'POST /v1/pages HTTP/1.1\r\nHost: x\r\nX-Slow: ' );
	} ) ) );
}

/** One request with so many bytes of headers. */
export async function headerFlood( target: Pick<Aim, 'url'>, bytes: number ): Promise<number> {
	const { status, hung } = await rawAsk( portOf( target ), `GET /healthz HTTP/1.1\r\nHost: x\r\nX-Long: ${ 'a'.repeat( bytes ) }\r\n\r\n` );
	return hung ? NaN : status;
}

/** A body without end. @returns how many bytes the server took before it hung up, and what it said */
export function bodyFlood(
	target: Pick<Aim, 'url'>, path: string, headers: Record<string, string>, mostBytes: number
): Promise<{ status: number; bytes: number }> {
	return new Promise( ( resolve ) => {
		const socket = connect( portOf( target ), '127.0.0.1' );
		const chunk = `10000\r\n${ 'a'.repeat( 65_536 ) }\r\n`;
		let bytes = 0;
		let text = '';
		const more = (): void => {
			while ( !socket.destroyed && bytes < mostBytes ) {
				bytes += 65_536;
				if ( !socket.write( chunk ) ) {
					return;
				}
			}
			socket.end();
		};
		socket.setEncoding( 'latin1' ).on( 'data', ( data ) => {
			text += String( data );
		} ).on( 'drain', more ).on( 'error', () => undefined );
		socket.on( 'close', () => resolve( { status: Number( text.slice( 9, 12 ) ), bytes } ) );
		const lines = Object.entries( headers ).map( ( [ name, value ] ) => `${ name }: ${ value }` );
		socket.write( [ `POST ${ path } HTTP/1.1`, 'Host: x', 'Transfer-Encoding: chunked', ...lines, '', '' ].join( '\r\n' ) );
		more();
	} );
}

export interface IdleStreams {
	/** How many our server has neither ended nor refused. */
	open(): number;
	/** How many have heard these words. */
	heard( words: string ): number;
	/** What could not be opened. */
	failed: number;
	close(): void;
}

/** Connections that ask for a stream of this page and then only listen; each in the name of the next of these tokens. */
export async function idleStreams( target: Pick<Aim, 'url'>, pageId: string, tokens: readonly string[], count: number ): Promise<IdleStreams> {
	const streams: { socket: Socket; said: string; over: boolean }[] = [];
	const failed: Error[] = [];
	for ( let opened = 0; opened < count; opened += 100 ) {
		await Promise.all( Array.from( { length: Math.min( 100, count - opened ) }, ( _none, index ) => new Promise<void>( ( resolve ) => {
			const token = tokens[ ( opened + index ) % tokens.length ]!;
			const socket = connect( portOf( target ), '127.0.0.1', () => socket.write( `GET /v1/pages/${ pageId }/events HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${ token }\r\n\r\n` ) );
			const stream = { socket, said: '', over: false };
			socket.setEncoding( 'latin1' ).on( 'data', ( data ) => {
				// Enough to find the last words in.
				stream.said = ( stream.said + String( data ) ).slice( -2_000 );
				stream.over ||= /\r\n0\r\n\r\n$|^HTTP\/1\.1 (?!200)/.test( stream.said );
				resolve();
			} );
			socket.once( 'error', ( error ) => failed.push( error ) ).once( 'close', () => {
				stream.over = true;
				resolve();
			} );
			streams.push( stream );
		} ) ) );
	}
	return {
		failed: failed.length,
		open: () => streams.filter( ( { over } ) => !over ).length,
		heard: ( words ) => streams.filter( ( { said } ) => said.includes( words ) ).length,
		close: () => streams.forEach( ( { socket } ) => socket.destroy() )
	};
}

/** Connections that are gone in the middle of asking. */
export async function churn( target: Aim, count: number ): Promise<void> {
	const headers = `Host: x\r\nAuthorization: Bearer ${ target.token }\r\nContent-Type: application/json\r\nContent-Length: 500`;
	const begun = [ 'GET', 'GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n', `POST /v1/pages HTTP/1.1\r\n${ headers }\r\n\r\n{"` ];
	for ( let done = 0; done < count; done += 50 ) {
		await Promise.all( Array.from( { length: 50 }, ( _none, index ) => new Promise<void>( ( resolve ) => {
			const socket = connect( portOf( target ), '127.0.0.1', () => {
				socket.write( begun[ index % begun.length ]! );
				setImmediate( () => socket.resetAndDestroy() );
			} );
			socket.on( 'error', () => undefined ).on( 'close', () => resolve() );
		} ) ) );
	}
}

/** @returns how many guesses a second were answered, and with what; a token has 256 bits */
export async function guessTokens( { url }: Pick<Aim, 'url'>, guesses: number ): Promise<{ perSecond: number; statuses: Set<number> }> {
	const statuses = new Set<number>();
	const began = performance.now();
	for ( let done = 0; done < guesses; done += 50 ) {
		await Promise.all( Array.from( { length: 50 }, async () => {
			const response = await fetch( `${ url }/v1/session`, { headers: { Authorization: `Bearer ${ randomBytes( 32 ).toString( 'base64url' ) }` } } );
			await response.text();
			statuses.add( response.status );
		} ) );
	}
	return { perSecond: guesses * 1000 / ( performance.now() - began ), statuses };
}
