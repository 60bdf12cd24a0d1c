// The sandbox's on-call service: Splunk On-Call's ingest and public API and an inbox for a person, on
// localhost, for trying and for tests. The product must not be able to tell it from the real one, so
// nothing of the product may be imported here.
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createFaults } from './faults.ts';
import type { Faults } from './faults.ts';
import { bodyOf, objectOf } from './httpService.ts';
import { createInboxSite } from './inboxSite.ts';
import { createLedger } from './incidents.ts';
import type { SandboxIncident } from './incidents.ts';
import { createMaintenance } from './maintenance.ts';
import { apiUser, defaultPeople, policiesFor, routes as usualRoutes } from './people.ts';
import type { SandboxPerson } from './people.ts';
import { apiPath, createSplunkApi, ingestPath } from './splunkApi.ts';
import { createStateFile } from './stateFile.ts';

export interface SandboxOnCallOptions {
	/** Default: any free one. */
	port?: number;
	/** Where incidents outlive a restart; without it they are in memory only. */
	stateFile?: string;
	/** Milliseconds; when people are paged goes by it. */
	now?: () => number;
	/** At least one; the first answers where nobody is named. */
	people?: readonly SandboxPerson[];
}

export interface ReceivedAlert {
	at: number;
	/** After the REST key. */
	routingKey: string;
	userAgent: string;
	/** The body as it came, and as JSON; null when it is none. */
	raw: string;
	alert: Record<string, unknown> | null;
}

export interface SandboxOnCall {
	/** The inbox. */
	url: string;
	/** Without the key, as in the product's settings. */
	ingestUrl: string;
	restKey: string;
	routingKey: string;
	/** Leads to a policy that calls nobody. */
	drillRoutingKey: string;
	apiUrl: string;
	apiId: string;
	/** Reads only. */
	apiKey: string;
	/** Reads and writes. */
	writeKey: string;
	/** An account in whose name a program may act. */
	apiUser: string;
	/** Slug of the policy that reaches everybody, rota or not. */
	catchAllPolicy: string;
	/** Oldest first. Looking begins nothing. */
	incidents(): SandboxIncident[];
	/** Every alert that came in, those that a fault then swallowed included. */
	received: readonly ReceivedAlert[];
	/** Resolves once so many alerts have come in. */
	whenReceived( count: number ): Promise<void>;
	/** Somebody with a hand for settings: a routing key leads to this policy from now on; null: the key is gone. */
	lead( routingKey: string, policy: string | null ): void;
	/** Requests that neither the real service nor the inbox knows; a harness should want none. */
	unexpected: readonly { method: string; path: string }[];
	/** Monitoring raises an incident, by its own ways. */
	raise( entityId: string, title: string ): void;
	/** Each acts on the newest incident of this entity; false when there is none in such a phase. */
	acknowledge( entityId: string, by?: string ): boolean;
	resolve( entityId: string, by?: string ): boolean;
	reopen( entityId: string, by?: string ): boolean;
	faults: Faults;
	stop(): Promise<void>;
}

/** Fixed, because they protect nothing: whoever reaches this port is the person at this computer. */
const keys = { restKey: 'sandbox-rest-key', apiId: 'sandbox-api-id', apiKey: 'sandbox-api-key', writeKey: 'sandbox-write-key' };
const routingKey = 'sre';
const drillRoutingKey = 'drill';

/** @throws Error when the port is taken or the state file cannot be read */
export async function startSandboxOnCall( options: SandboxOnCallOptions = {} ): Promise<SandboxOnCall> {
	const { now = Date.now, people = defaultPeople } = options;
	const file = createStateFile( options.stateFile );
	const incidents = file.load();
	const policies = policiesFor( people );
	const routes = new Map<string, string>( Object.entries( usualRoutes ) );
	const received: ReceivedAlert[] = [];
	const unexpected: { method: string; path: string }[] = [];
	const waiting = new Set<{ count: number; resolve: () => void }>();

	const faults = createFaults( () => {
		site.refresh();
	} );
	const maintenance = createMaintenance( now, () => faults.has( 'maintenanceMode' ) );
	const rotaEmpty = (): boolean => faults.has( 'emptyRota' );
	const ledger = createLedger( {
		now,
		policies,
		routeOf: ( key ) => routes.get( key ),
		incidents,
		rotaEmpty,
		muted: ( key ) => maintenance.muted( key ),
		changed: () => {
			file.save( incidents );
			// After the change is whole, not in the middle of it.
			queueMicrotask( () => {
				site.refresh();
			} );
		}
	} );
	const site = createInboxSite( { ledger, faults, people, drillRoutingKey, unexpected } );
	const splunk = createSplunkApi( { keys, ledger, maintenance, people, policies, routes, rotaEmpty, now } );

	function note( request: IncomingMessage, path: string, raw: string ): void {
		received.push( {
			at: now(),
			routingKey: path.slice( ingestPath.length ).split( '/' )[ 1 ] ?? '',
			userAgent: request.headers[ 'user-agent' ] ?? '',
			raw,
			alert: objectOf( raw )
		} );
		for ( const waiter of waiting ) {
			if ( received.length >= waiter.count ) {
				waiting.delete( waiter );
				waiter.resolve();
			}
		}
	}

	async function serve( request: IncomingMessage, response: ServerResponse ): Promise<void> {
		const { method = '', headers } = request;
		const path = ( request.url ?? '' ).replace( /\?.*$/, '' );
		const body = await bodyOf( request );
		const call = splunk( { method, path, headers, body } );
		if ( call !== undefined ) {
			if ( call.side === 'ingest' && faults.current( 'ingest' )?.kind !== 'refuseConnections' ) {
				note( request, path, body );
			}
			await faults.answer( call.side, request, response, call.accept );
		} else if ( !site.serve( request, response, path, body ) ) {
			unexpected.push( { method, path } );
			response.writeHead( 404, { 'content-type': 'text/plain' } );
			response.end( 'Not found\n' );
		}
	}

	const server = createServer( ( request, response ) => {
		serve( request, response ).catch( ( error: unknown ) => {
			// The caller went away in the middle, or this sandbox has a bug: both end the connection.
			response.destroy( error as Error );
		} );
	} );
	await new Promise<void>( ( resolve, reject ) => {
		server.once( 'error', reject );
		server.listen( options.port ?? 0, 'localhost', resolve );
	} );
	const url = `http://localhost:${ ( server.address() as AddressInfo ).port }`;

	function newest( entityId: string ): number {
		return incidents.findLast( ( incident ) => incident.entityId === entityId )?.number ?? 0;
	}
	const somebody = people[ 0 ]?.username ?? 'sandbox';

	return {
		url,
		ingestUrl: url + ingestPath,
		apiUrl: url + apiPath,
		...keys,
		routingKey,
		drillRoutingKey,
		apiUser,
		catchAllPolicy: policies[ 1 ].slug,
		received,
		lead( key, policy ) {
			if ( policy === null ) {
				routes.delete( key );
			} else {
				routes.set( key, policy );
			}
		},
		unexpected,
		faults: { set: faults.set, release: faults.release, held: faults.held },
		incidents: () => ledger.list(),
		whenReceived: ( count ) => new Promise( ( resolve ) => {
			if ( received.length >= count ) {
				resolve();
			} else {
				waiting.add( { count, resolve } );
			}
		} ),
		raise: ( entityId, title ) => {
			ledger.ingest( routingKey, { message_type: 'CRITICAL', entity_id: entityId, entity_display_name: title, monitoring_tool: 'monitoring' } );
		},
		acknowledge: ( entityId, by = somebody ) => ledger.acknowledge( newest( entityId ), by ),
		resolve: ( entityId, by = somebody ) => ledger.resolve( newest( entityId ), by ),
		reopen: ( entityId, by = somebody ) => ledger.reopen( newest( entityId ), by ),
		async stop() {
			site.stop();
			const closed = new Promise( ( resolve ) => server.close( resolve ) );
			server.closeAllConnections();
			await closed;
		}
	};
}
