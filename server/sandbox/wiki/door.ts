// The door of the sandbox wiki: it listens as `localhost` on both loopbacks and writes answers to
// sockets, whole or in part. The only file here that knows node:http's responses.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Delivery } from './misbehave.ts';

export interface Door {
	port: number;
	/** Ends every connection, hung ones too. */
	close(): Promise<void>;
}

type Handler = ( incoming: IncomingMessage, outgoing: ServerResponse ) => void;

/** Two tries in a row for the same free port on both loopbacks hardly ever fail; ten never did. */
const tries = 10;

/** @param port 0 = any */
export async function openDoor( port: number, handler: Handler ): Promise<Door> {
	for ( let left = tries; ; left-- ) {
		const ipv4 = await listen( handler, port, '127.0.0.1' );
		const taken = ( ipv4.address() as AddressInfo ).port;
		try {
			const servers = [ ipv4, await listen( handler, taken, '::1' ) ];
			return { port: taken, close: () => closeAll( servers ) };
		} catch ( error ) {
			// No IPv6 on this machine: then localhost is 127.0.0.1 for everybody.
			if ( [ 'EADDRNOTAVAIL', 'EAFNOSUPPORT', 'EINVAL' ].includes( ( error as NodeJS.ErrnoException ).code ?? '' ) ) {
				return { port: taken, close: () => closeAll( [ ipv4 ] ) };
			}
			await closeAll( [ ipv4 ] );
			if ( port !== 0 || left === 0 ) {
				throw error;
			}
		}
	}
}

/** @param time of the wiki's clock, for the Date header */
export function deliver( outgoing: ServerResponse, delivery: Delivery, time: number, requestId: string ): void {
	if ( delivery.kind === 'reset' ) {
		outgoing.socket?.resetAndDestroy();
		return;
	}
	const { status, headers, body } = delivery.answer;
	const bytes = Buffer.from( body );
	outgoing.writeHead( status, {
		Date: new Date( time ).toUTCString(),
		...headers,
		...( status === 204 ? {} : { 'Content-Length': bytes.length } ),
		'X-Request-Id': requestId
	} );
	if ( delivery.kind === 'whole' ) {
		outgoing.end( status === 204 || outgoing.req.method === 'HEAD' ? undefined : bytes );
		return;
	}
	outgoing.write( bytes.subarray( 0, Math.ceil( bytes.length / 2 ) ), () => outgoing.socket?.destroy() );
}

function listen( handler: Handler, port: number, host: string ): Promise<Server> {
	return new Promise( ( resolve, reject ) => {
		const server = createServer( handler );
		server.once( 'error', reject );
		server.listen( port, host, () => resolve( server ) );
	} );
}

async function closeAll( servers: readonly Server[] ): Promise<void> {
	await Promise.all( servers.map( ( server ) => new Promise<void>( ( resolve ) => {
		server.close( () => resolve() );
		server.closeAllConnections();
	} ) ) );
}
