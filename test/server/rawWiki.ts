// A server that answers exactly what a test tells it, byte for byte: for answers that no wiki should
// give, which the sandbox wiki therefore cannot. Knows nothing of OAuth or of the action API.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export type RawAnswer = ( request: IncomingMessage, response: ServerResponse, body: string ) => void;

export interface RawWiki {
	url: string;
	/** Every request, oldest first. */
	requests: { method: string; url: string; headers: IncomingMessage[ 'headers' ]; body: string }[];
	/** From now on. */
	answerWith( answer: RawAnswer ): void;
	stop(): Promise<void>;
}

/** A whole answer with this status and text. */
export function say( text: string, status = 200, headers: Record<string, string> = {} ): RawAnswer {
	return ( _request, response ) => {
		response.writeHead( status, headers ).end( text );
	};
}

/** Takes the request and never answers. */
export const hang: RawAnswer = () => undefined;

/** Begins an answer, and cuts the connection in the middle of it. */
export function cutShort( text: string ): RawAnswer {
	return ( _request, response ) => {
		response.writeHead( 200, { 'Content-Length': Buffer.byteLength( text ) } );
		response.write( text.slice( 0, text.length / 2 ), () => response.socket?.destroy() );
	};
}

/** Never ends; as fast as the reader takes it. */
export const endless: RawAnswer = ( _request, response ) => {
	const chunk = 'x'.repeat( 16 * 1024 );
	const more = (): void => {
		while ( !response.destroyed && response.write( chunk ) ) {
			// On until the buffer is full.
		}
	};
	response.on( 'drain', more );
	more();
};

export async function startRawWiki(): Promise<RawWiki> {
	let answer: RawAnswer = say( '', 404 );
	const requests: RawWiki[ 'requests' ] = [];
	const server = createServer( ( request, response ) => {
		let body = '';
		request.setEncoding( 'utf8' ).on( 'data', ( chunk: string ) => {
			body += chunk;
		} ).on( 'end', () => {
			requests.push( { method: request.method!, url: request.url!, headers: request.headers, body } );
			answer( request, response, body );
		} );
	} );
	await new Promise<void>( ( resolve ) => {
		server.listen( 0, 'localhost', resolve );
	} );
	return {
		url: `http://localhost:${ ( server.address() as AddressInfo ).port }`,
		requests,
		answerWith( next ) {
			answer = next;
		},
		stop: () => new Promise( ( resolve ) => {
			server.close( () => resolve() );
			server.closeAllConnections();
		} )
	};
}
