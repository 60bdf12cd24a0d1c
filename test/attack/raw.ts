// Requests as no client library would send them: bytes to a port, and what comes back until somebody closes or
// the time is up. For attacks only.
import { connect } from 'node:net';

export interface RawAnswer {
	/** 0: the connection was closed without an answer. */
	status: number;
	text: string;
	/** The server had not ended it when the time was up. */
	hung: boolean;
}

export interface RawOptions {
	/** Until then the server has closed, or it hangs. */
	withinMs?: number;
}

/** One connection for these bytes alone; resolves when the server has answered and closed, or let it hang. */
export function rawAsk( port: number, bytes: string | Buffer, { withinMs = 10_000 }: RawOptions = {} ): Promise<RawAnswer> {
	return new Promise( ( resolve ) => {
		const socket = connect( port, '127.0.0.1' );
		let text = '';
		let hung = false;
		const limit = setTimeout( () => {
			hung = true;
			socket.destroy();
		}, withinMs );
		socket.setEncoding( 'latin1' ).on( 'data', ( chunk ) => {
			text += String( chunk );
		} );
		socket.on( 'error', () => undefined );
		socket.on( 'close', () => {
			clearTimeout( limit );
			resolve( { status: Number( /^HTTP\/1\.1 (\d{3})/.exec( text )?.[ 1 ] ?? 0 ), text, hung } );
		} );
		socket.write( bytes, 'latin1' as never );
	} );
}

/** A whole request that asks the server to close afterwards. */
export function rawRequest( method: string, path: string, headers: readonly ( readonly [ string, string ] )[], body: Buffer ): Buffer {
	const head = [
		`${ method } ${ path } HTTP/1.1`, 'Host: localhost', 'Connection: close', `Content-Length: ${ body.length }`,
		...headers.map( ( [ name, value ] ) => `${ name }: ${ value }` ), '', ''
	].join( '\r\n' );
	return Buffer.concat( [ Buffer.from( head, 'latin1' ), body ] );
}
