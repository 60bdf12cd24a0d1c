// A relay in the manner of tcpircbot, on localhost, for trying and for tests: it reads at most 425 bytes at
// a time, decodes each piece by itself and says it on IRC; a line break inside a piece kills it, as the IRC
// library of the real one does. Nothing of the product may be imported here.
import { createServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';

export interface SandboxRelay {
	host: string;
	port: number;
	/** What the channel read. */
	said: readonly string[];
	/** How often it would have died. */
	deaths: () => number;
	/** How many have connected. */
	connections: () => number;
	/** Neither reads nor hangs up, or cuts the connection at once. */
	mood: 'well' | 'deaf' | 'rude';
	/** Resolves once so much was said. */
	whenSaid( count: number ): Promise<void>;
	/** Resolves when nobody is connected. */
	abandoned(): Promise<void>;
	stop(): Promise<void>;
}

const pieceBytes = 425;

export async function startSandboxRelay(): Promise<SandboxRelay> {
	const said: string[] = [];
	const sockets = new Set<Socket>();
	const waiting = new Set<() => void>();
	let deaths = 0;
	let connections = 0;

	function hear( piece: Buffer ): void {
		const text = piece.toString().trim();
		if ( /[\r\n\0]/.test( text ) ) {
			deaths++;
		} else if ( text !== '' ) {
			said.push( text );
		}
	}

	/** Tells those who wait that something has happened. */
	function stir(): void {
		waiting.forEach( ( look ) => {
			look();
		} );
	}

	function until( condition: () => boolean ): Promise<void> {
		return new Promise( ( resolve ) => {
			const look = (): void => {
				if ( condition() ) {
					waiting.delete( look );
					resolve();
				}
			};
			waiting.add( look );
			look();
		} );
	}

	const server = createServer( ( socket ) => {
		connections++;
		sockets.add( socket );
		socket.on( 'error', () => {} ).once( 'close', () => {
			sockets.delete( socket );
			stir();
		} );
		if ( relay.mood === 'rude' ) {
			socket.resetAndDestroy();
		} else if ( relay.mood === 'well' ) {
			socket.on( 'data', ( data ) => {
				for ( let start = 0; start < data.length; start += pieceBytes ) {
					hear( data.subarray( start, start + pieceBytes ) );
				}
				stir();
			} );
		}
	} );
	await new Promise<void>( ( resolve ) => server.listen( 0, 'localhost', resolve ) );

	const relay: SandboxRelay = {
		host: 'localhost',
		port: ( server.address() as AddressInfo ).port,
		said,
		deaths: () => deaths,
		connections: () => connections,
		mood: 'well',
		whenSaid: ( count ) => until( () => said.length >= count ),
		abandoned: () => until( () => sockets.size === 0 ),
		async stop() {
			const closed = new Promise( ( resolve ) => server.close( resolve ) );
			sockets.forEach( ( socket ) => socket.destroy() );
			await closed;
		}
	};
	return relay;
}
