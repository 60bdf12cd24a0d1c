// A mail server that falls silent in the middle of agreeing on TLS must not hold a page, nor the process.
import { createServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createEmail } from '../../../server/oncall/email.ts';
import { alert } from './deliveryContract.ts';

/** Replies line by line, then never again. Tells when its caller has gone. */
async function stubborn( replies: readonly string[] ): Promise<{ port: number; gone: Promise<void> }> {
	const sockets: Socket[] = [];
	let leave = (): void => {};
	const gone = new Promise<void>( ( resolve ) => {
		leave = resolve;
	} );
	const server = createServer( ( socket ) => {
		sockets.push( socket );
		const [ greeting, ...rest ] = replies;
		socket.on( 'error', () => {} ).on( 'close', leave ).on( 'data', () => {
			const next = rest.shift();
			if ( next !== undefined ) {
				socket.write( next );
			}
		} );
		if ( greeting !== undefined ) {
			socket.write( greeting );
		}
	} );
	await new Promise<void>( ( resolve ) => server.listen( 0, 'localhost', resolve ) );
	onTestFinished( async () => {
		sockets.forEach( ( socket ) => socket.destroy() );
		await new Promise( ( resolve ) => server.close( resolve ) );
	} );
	return { port: ( server.address() as AddressInfo ).port, gone };
}

describe( 'a page by mail under TLS', () => {
	it.each( [
		[ 'implicit', 'before the handshake', [] ],
		[ 'implicit', 'in half a handshake', [ '', '\u0016\u0003\u0003\u0000\u0040' ] ],
		[ 'starttls', 'before the handshake', [ '220 x\r\n', '250-x\r\n250 STARTTLS\r\n', '220 go\r\n' ] ],
		[ 'starttls', 'in half a handshake', [ '220 x\r\n', '250-x\r\n250 STARTTLS\r\n', '220 go\r\n', '\u0016\u0003\u0003\u0000\u0040' ] ]
	] as const )( 'with %s has its time when the server falls silent %s, and lets go', async ( tls, _, replies ) => {
		const { port, gone } = await stubborn( replies );
		const { deliver } = createEmail( {
			host: 'localhost', port, tls, from: 'page-sre@example.org', to: [ { reveal: () => 'sre@example.org' } ], timeoutMs: 300
		} );
		expect( await deliver( alert ) ).toEqual( { kind: 'retry', reason: 'timeout' } );
		await gone;
	} );
} );
