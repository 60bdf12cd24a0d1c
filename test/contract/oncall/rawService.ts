// A service that answers whatever a test says, down to single bytes, on a free port of localhost. For
// what no well-behaved server would send; the well-behaved one is the sandbox.
import { createServer } from 'node:http';
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { createServer as createTcpServer } from 'node:net';
import type { AddressInfo, Server, Socket } from 'node:net';
import { onTestFinished } from 'vitest';

export interface RawService {
	url: string;
	/** Requests that came in, with their bodies. */
	requests: { method: string; path: string; headers: IncomingMessage[ 'headers' ]; body: string }[];
	/** Resolves when the caller has let go of the last connection. */
	abandoned(): Promise<void>;
}

export type Reply = ( request: IncomingMessage, response: ServerResponse ) => void;

/** Stops by itself after the test. */
export async function rawService( reply: Reply ): Promise<RawService> {
	const requests: RawService[ 'requests' ] = [];
	const listener: RequestListener = ( request, response ) => {
		let body = '';
		request.setEncoding( 'utf8' ).on( 'data', ( chunk: string ) => {
			body += chunk;
		} ).on( 'end', () => {
			requests.push( { method: request.method ?? '', path: request.url ?? '', headers: request.headers, body } );
			reply( request, response );
		} );
	};
	const server = createServer( listener );
	return { ...await listening( server ), requests };
}

/** Speaks no HTTP at all: sends these bytes to whoever asks, or at once to whoever connects, then ends. */
export async function rawBytes( bytes: string, { atOnce = false } = {} ): Promise<Omit<RawService, 'requests'>> {
	return listening( createTcpServer( ( socket ) => {
		socket.on( 'error', () => {} );
		if ( atOnce ) {
			socket.end( bytes );
		} else {
			socket.once( 'data', () => socket.end( bytes ) );
		}
	} ) );
}

/** An address where nobody listens. */
export async function nobody(): Promise<string> {
	const server = createTcpServer();
	await new Promise<void>( ( resolve ) => server.listen( 0, 'localhost', resolve ) );
	const url = urlOf( server );
	await new Promise( ( resolve ) => server.close( resolve ) );
	return url;
}

async function listening( server: Server ): Promise<Omit<RawService, 'requests'>> {
	const sockets = new Set<Socket>();
	const leaving: ( () => void )[] = [];
	server.on( 'connection', ( socket: Socket ) => {
		sockets.add( socket );
		socket.once( 'close', () => {
			sockets.delete( socket );
			if ( sockets.size === 0 ) {
				leaving.splice( 0 ).forEach( ( resolve ) => {
					resolve();
				} );
			}
		} );
	} );
	await new Promise<void>( ( resolve ) => server.listen( 0, 'localhost', resolve ) );
	onTestFinished( async () => {
		const closed = new Promise( ( resolve ) => server.close( resolve ) );
		sockets.forEach( ( socket ) => socket.destroy() );
		await closed;
	} );
	return {
		url: urlOf( server ),
		abandoned: () => new Promise( ( resolve ) => {
			if ( sockets.size === 0 ) {
				resolve();
			} else {
				leaving.push( resolve );
			}
		} )
	};
}

function urlOf( server: Server ): string {
	return `http://localhost:${ ( server.address() as AddressInfo ).port }/`;
}
