// The on-call service of a measured server: it takes every page at once, or late, or never, or is not there, and
// says what it is told to say of its incidents. A real one keeps what it was told; this one only counts.
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Incident {
	dedupKey: string;
	phase: 'triggered' | 'acknowledged';
	by: string;
}

export interface StubProvider {
	url: string;
	/** Where its incidents are listed. */
	incidentsUrl: string;
	/** `delayMs` of every answer from now on; Infinity: none. */
	delay( ms: number ): void;
	/** Nobody listens there any more, and nobody has been told anything. */
	goAway(): Promise<void>;
	comeBack(): Promise<void>;
	/** What it lists from now on. */
	report( incidents: readonly Incident[] ): void;
	/** When it was first told of this page, in ms of performance.now(); resolves then. */
	hears( id: string ): Promise<number>;
	/** Of how many pages it was told. */
	pages(): number;
	/** How often it was told of anything, also by whom: by User-Agent. */
	calls(): number;
	callsBy: ReadonlyMap<string, number>;
	stop(): Promise<void>;
}

export async function startStubProvider(): Promise<StubProvider> {
	let delayMs = 0;
	let list = JSON.stringify( { incidents: [] } );
	const heard = new Map<string, number>();
	const waiting = new Map<string, ( at: number ) => void>();
	const callsBy = new Map<string, number>();

	function note( { headers }: IncomingMessage ): void {
		const id = String( headers[ 'webhook-id' ] ).split( '/' )[ 1 ]!;
		if ( !heard.has( id ) ) {
			const now = performance.now();
			heard.set( id, now );
			waiting.get( id )?.( now );
			waiting.delete( id );
		}
		const by = String( headers[ 'user-agent' ] );
		callsBy.set( by, ( callsBy.get( by ) ?? 0 ) + 1 );
	}

	function take( request: IncomingMessage, response: ServerResponse ): void {
		note( request );
		request.resume().on( 'end', () => {
			if ( delayMs === 0 ) {
				response.writeHead( 202 ).end();
			} else if ( delayMs < Infinity ) {
				setTimeout( () => response.writeHead( 202 ).end(), delayMs );
			}
		} );
	}

	async function listen( port: number ): Promise<Server> {
		const listening = createServer( ( request, response ) => {
			if ( request.method === 'GET' ) {
				response.writeHead( 200, { 'Content-Type': 'application/json' } ).end( list );
			} else {
				take( request, response );
			}
		} ).listen( port, '127.0.0.1' );
		await once( listening, 'listening' );
		return listening;
	}

	async function end(): Promise<void> {
		if ( server.listening ) {
			server.closeAllConnections();
			server.close();
			await once( server, 'close' );
		}
	}

	let server = await listen( 0 );
	const { port } = server.address() as AddressInfo;
	return {
		url: `http://127.0.0.1:${ port }/pages`,
		incidentsUrl: `http://127.0.0.1:${ port }/incidents`,
		delay( ms ) {
			delayMs = ms;
		},
		goAway: end,
		async comeBack() {
			server = await listen( port );
		},
		report( incidents ) {
			list = JSON.stringify( { incidents } );
		},
		hears: ( id ) => new Promise( ( resolve ) => {
			const at = heard.get( id );
			if ( at === undefined ) {
				waiting.set( id, resolve );
			} else {
				resolve( at );
			}
		} ),
		pages: () => heard.size,
		callsBy,
		calls: () => [ ...callsBy.values() ].reduce( ( sum, calls ) => sum + calls, 0 ),
		stop: end
	};
}
