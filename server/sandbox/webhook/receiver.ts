// A service that takes pages by Standard Webhooks, on localhost, for trying and for tests: it proves each
// message with its own arithmetic, does one id once, lists its incidents, and can tell of changes by hooks
// of its own. Nothing of the product may be imported here.
import { createHmac } from 'node:crypto';
import { createServer } from 'node:http';
import type { IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface ReceivedMessage {
	id: string;
	type: string;
	timestamp: string;
	data: Record<string, unknown>;
	bytes: number;
	userAgent: string;
}

export interface ReceiverIncident {
	dedupKey: string;
	incident: string;
	phase: 'triggered' | 'acknowledged' | 'resolved';
	notified: number;
	by: string | null;
	notes: string[];
}

export interface SandboxReceiver {
	/** Where pages are posted and incidents are listed. */
	url: string;
	incidentsUrl: string;
	/** Messages that were proved, repeated ones included. */
	messages: readonly ReceivedMessage[];
	/** What was not proved, or is not known here. */
	unexpected: readonly string[];
	incidents(): readonly ReceiverIncident[];
	/** False when there is none. */
	acknowledge( dedupKey: string, by: string ): boolean;
	/** A signed hook, as it would be posted to the product. */
	hook( id: string, body: string ): { headers: Record<string, string>; rawBody: Buffer };
	stop(): Promise<void>;
}

export interface SandboxReceiverOptions {
	/** `whsec_...`: one for what comes in, one for hooks that go out. */
	secret: string;
	hookSecret: string;
	now?: () => number;
}

const toleranceSeconds = 300;

export async function startSandboxReceiver( options: SandboxReceiverOptions ): Promise<SandboxReceiver> {
	const { now = Date.now } = options;
	const messages: ReceivedMessage[] = [];
	const unexpected: string[] = [];
	const incidents = new Map<string, ReceiverIncident>();
	const done = new Set<string>();

	function proved( headers: IncomingHttpHeaders, body: Buffer ): boolean {
		const id = String( headers[ 'webhook-id' ] );
		const timestamp = String( headers[ 'webhook-timestamp' ] );
		const fresh = Math.abs( now() / 1000 - Number( timestamp ) ) <= toleranceSeconds;
		const signatures = String( headers[ 'webhook-signature' ] ).split( ' ' );
		return fresh && signatures.includes( signatureOf( options.secret, id, timestamp, body ) );
	}

	function act( { type, data }: ReceivedMessage ): void {
		const dedupKey = String( data.dedupKey );
		const open = incidents.get( dedupKey );
		if ( type === 'page.triggered' ) {
			incidents.set( dedupKey, { dedupKey, incident: `INC-${ incidents.size + 1 }`, phase: 'triggered', notified: 1, by: null, notes: [] } );
		} else if ( type === 'page.resolved' && open ) {
			Object.assign( open, { phase: 'resolved', by: 'page-sre' } );
		} else if ( type === 'page.noted' && open ) {
			open.notes.push( String( data.text ) );
		} else {
			unexpected.push( `${ type } ${ dedupKey }` );
		}
	}

	const server = createServer( ( request, response ) => {
		const chunks: Buffer[] = [];
		request.on( 'data', ( chunk: Buffer ) => chunks.push( chunk ) ).on( 'end', () => {
			const body = Buffer.concat( chunks );
			const call = `${ request.method } ${ request.url }`;
			if ( !proved( request.headers, body ) ) {
				unexpected.push( `${ call }: not proved` );
				response.writeHead( 401 ).end();
			} else if ( call === 'POST /pages' ) {
				const id = String( request.headers[ 'webhook-id' ] );
				const message = {
					...JSON.parse( body.toString() ) as Pick<ReceivedMessage, 'type' | 'timestamp' | 'data'>,
					id,
					bytes: body.length,
					userAgent: String( request.headers[ 'user-agent' ] )
				};
				messages.push( message );
				if ( !done.has( id ) ) {
					done.add( id );
					act( message );
				}
				response.writeHead( 202 ).end( 'Taken\n' );
			} else if ( call === 'GET /incidents' ) {
				response.writeHead( 200, { 'content-type': 'application/json' } );
				response.end( JSON.stringify( { incidents: [ ...incidents.values() ] } ) );
			} else {
				unexpected.push( call );
				response.writeHead( 404 ).end();
			}
		} );
	} );
	await new Promise<void>( ( resolve ) => server.listen( 0, 'localhost', resolve ) );
	const url = `http://localhost:${ ( server.address() as AddressInfo ).port }`;

	return {
		url: `${ url }/pages`,
		incidentsUrl: `${ url }/incidents`,
		messages,
		unexpected,
		incidents: () => [ ...incidents.values() ],
		acknowledge( dedupKey, by ) {
			const incident = incidents.get( dedupKey );
			return incident !== undefined && Object.assign( incident, { phase: 'acknowledged', by } ) === incident;
		},
		hook( id, body ) {
			const timestamp = String( Math.floor( now() / 1000 ) );
			const rawBody = Buffer.from( body );
			return { rawBody, headers: {
				'webhook-id': id,
				'webhook-timestamp': timestamp,
				'webhook-signature': signatureOf( options.hookSecret, id, timestamp, rawBody )
			} };
		},
		async stop() {
			const closed = new Promise( ( resolve ) => server.close( resolve ) );
			server.closeAllConnections();
			await closed;
		}
	};
}

function signatureOf( secret: string, id: string, timestamp: string, body: Buffer ): string {
	const key = Buffer.from( secret.replace( /^whsec_/, '' ), 'base64' );
	const whole = Buffer.concat( [ Buffer.from( `${ id }.${ timestamp }.` ), body ] );
	return 'v1,' + createHmac( 'sha256', key ).update( whole ).digest( 'base64' );
}
