// One kept connection of the load generator: one request at a time, and of each answer only what is needed to
// know where it ends. Small, because what the generator costs, the reference seems to be slower by.
import { connect, type Socket } from 'node:net';

export interface Connection {
	/** Resolves with the status of the answer. Rejects when the connection breaks. */
	ask( request: string ): Promise<number>;
	close(): void;
}

export function openConnection( port: number ): Promise<Connection> {
	const socket = connect( { port, host: '127.0.0.1', noDelay: true } );
	return new Promise( ( resolve, reject ) => {
		socket.once( 'error', reject );
		socket.once( 'connect', () => {
			socket.off( 'error', reject );
			resolve( over( socket ) );
		} );
	} );
}

function over( socket: Socket ): Connection {
	let waiting: { resolve: ( status: number ) => void; reject: ( error: Error ) => void } | undefined;
	let received = '';
	socket.setEncoding( 'latin1' );
	socket.on( 'data', ( chunk ) => {
		received = received === '' ? String( chunk ) : received + String( chunk );
		const status = statusOfWhole( received );
		if ( status !== undefined ) {
			received = '';
			const told = waiting;
			waiting = undefined;
			told?.resolve( status );
		}
	} );
	const broken = ( error: Error ): void => {
		waiting?.reject( error );
		waiting = undefined;
	};
	socket.on( 'error', broken );
	socket.on( 'close', () => broken( new Error( 'the connection was closed' ) ) );
	return {
		ask: ( request ) => new Promise( ( resolve, reject ) => {
			if ( socket.destroyed ) {
				reject( new Error( 'the connection was closed' ) );
				return;
			}
			waiting = { resolve, reject };
			socket.write( request, 'latin1' );
		} ),
		close: () => socket.destroy()
	};
}

/** Of an answer with a Content-Length, once all of it is there. */
function statusOfWhole( received: string ): number | undefined {
	const end = received.indexOf( '\r\n\r\n' );
	if ( end === -1 ) {
		return undefined;
	}
	const length = /\r\ncontent-length: *(\d+)/i.exec( received.slice( 0, end ) );
	return received.length < end + 4 + Number( length?.[ 1 ] ?? 0 ) ? undefined : Number( received.slice( 9, 12 ) );
}
