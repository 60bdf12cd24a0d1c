// One invented outside service on localhost: a plain HTTP server, the switches that make it misbehave, and
// a list of what it was asked that the real one does not know. What it answers is its own file's business.
import { createServer } from 'node:http';
import type { IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createFaults } from './faults.ts';
import type { Answer, Faults, FaultyWire, Side } from './faults.ts';

export interface ServiceRequest {
	method: string;
	/** Without the query. */
	path: string;
	query: URLSearchParams;
	headers: IncomingMessage[ 'headers' ];
	body: string;
}

/** Undefined: the real service knows no such path or method. */
export type ServiceRoute = ( request: ServiceRequest ) => { side: Side; accept: () => Answer } | undefined;

export interface HttpService {
	/** Ends with a slash. */
	url: string;
	faults: Faults;
	/** Everything that came in, oldest first. */
	requests: readonly ServiceRequest[];
	/** A harness should want none. */
	unexpected: readonly { method: string; path: string }[];
	stop(): Promise<void>;
}

// No service here takes more than half of it.
const maxBodyBytes = 1024 * 1024;

/**
 * @param makeRoute given the switches, for those that are about what the service knows and not how it answers
 * @param port default: any free one
 */
export async function startHttpService( makeRoute: ( faults: FaultyWire ) => ServiceRoute, port = 0 ): Promise<HttpService> {
	const requests: ServiceRequest[] = [];
	const unexpected: { method: string; path: string }[] = [];
	const faults = createFaults( () => {} );
	const route = makeRoute( faults );

	async function read( incoming: IncomingMessage ): Promise<ServiceRequest> {
		const { pathname, searchParams } = new URL( incoming.url ?? '/', 'http://localhost' );
		return { method: incoming.method ?? '', path: pathname, query: searchParams, headers: incoming.headers, body: await bodyOf( incoming ) };
	}

	const server = createServer( ( incoming, response ) => {
		read( incoming ).then( ( request ) => {
			requests.push( request );
			const call = route( request );
			if ( call !== undefined ) {
				return faults.answer( call.side, incoming, response, call.accept );
			}
			unexpected.push( { method: request.method, path: request.path } );
			response.writeHead( 404, { 'content-type': 'text/plain' } ).end( 'Not found\n' );
			return undefined;
		} ).catch( ( error: unknown ) => {
			// The caller went away in the middle, or this sandbox has a bug: both end the connection.
			response.destroy( error as Error );
		} );
	} );
	await new Promise<void>( ( resolve, reject ) => {
		server.once( 'error', reject );
		server.listen( port, 'localhost', resolve );
	} );

	return {
		url: `http://localhost:${ ( server.address() as AddressInfo ).port }/`,
		faults: { set: faults.set, release: faults.release, held: faults.held },
		requests,
		unexpected,
		async stop() {
			const closed = new Promise( ( resolve ) => server.close( resolve ) );
			server.closeAllConnections();
			await closed;
		}
	};
}

export async function bodyOf( request: IncomingMessage ): Promise<string> {
	const chunks: Buffer[] = [];
	let size = 0;
	for await ( const chunk of request as AsyncIterable<Buffer> ) {
		size += chunk.length;
		if ( size > maxBodyBytes ) {
			throw new Error( 'Too large' );
		}
		chunks.push( chunk );
	}
	return Buffer.concat( chunks ).toString();
}

/** Null for anything but a JSON object. */
export function objectOf( text: string ): Record<string, unknown> | null {
	try {
		const value: unknown = JSON.parse( text );
		return typeof value === 'object' && value !== null && !Array.isArray( value ) ? value as Record<string, unknown> : null;
	} catch {
		return null;
	}
}
