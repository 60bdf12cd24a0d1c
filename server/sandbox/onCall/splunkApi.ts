// What Splunk On-Call's ingest and public API answer: paths, methods, keys and shapes. It decides nothing
// about incidents (incidents.ts) and misbehaves only through faults.ts.
// Sources: the REST endpoint guide and the public OpenAPI description 0.0.3, read 2026-11.
import type { Answer, Side } from './faults.ts';
import type { Ledger, SandboxIncident } from './incidents.ts';
import type { Maintenance } from './maintenance.ts';
import { apiUser } from './people.ts';
import type { Policy, SandboxPerson } from './people.ts';
import { onCallView, policyView, routingKeysView, team } from './policyViews.ts';

export const ingestPath = '/integrations/generic/20131114/alert/';
export const apiPath = '/api-public/v1/';

export interface SplunkRequest {
	method: string;
	/** Without the query. */
	path: string;
	headers: Record<string, string | string[] | undefined>;
	body: string;
}

export interface SplunkApiOptions {
	/** With apiKey one may only read. */
	keys: { restKey: string; apiId: string; apiKey: string; writeKey: string };
	ledger: Ledger;
	maintenance: Maintenance;
	people: readonly SandboxPerson[];
	policies: readonly Policy[];
	/** Routing keys, and slugs of the policies to which they lead. */
	routes: ReadonlyMap<string, string>;
	rotaEmpty: () => boolean;
	now: () => number;
}

/** Undefined: no such path or method at the real service, so nothing here answers for it. */
export type SplunkApi = ( request: SplunkRequest ) => { side: Side; accept: () => Answer } | undefined;

type Fields = Record<string, unknown>;
type Handler = ( body: Fields, match: string[] ) => Answer;

export function createSplunkApi( options: SplunkApiOptions ): SplunkApi {
	const { keys, ledger, maintenance, policies } = options;

	function ingest( segments: string[], text: string ): Answer {
		const [ key, routingKey = '' ] = segments;
		if ( key !== keys.restKey || segments.length > 2 ) {
			return { status: 404, json: { result: 'failure', message: 'No such integration' } };
		}
		const alert = parse( text );
		if ( typeof alert.message_type !== 'string' || alert.message_type === '' ) {
			return { status: 200, json: { result: 'failure', message: 'Missing fields: message_type' } };
		}
		const entityId = ledger.ingest( routingKey.toLowerCase(), alert );
		return { status: 200, json: { result: 'success', entity_id: entityId } };
	}

	function find( number: string | undefined ): SandboxIncident | undefined {
		return ledger.read().find( ( incident ) => String( incident.number ) === number );
	}

	function wire( incident: SandboxIncident ): Fields {
		return toWire( incident, policies );
	}

	function isUser( name: string ): boolean {
		return name === apiUser || options.people.some( ( { username } ) => username === name );
	}

	/** PATCH incidents/ack and /resolve: one command for a list of numbers, each with its own verdict. */
	function command( body: Fields, act: ( number: number, by: string, message: string ) => boolean ): Answer {
		const by = stringOf( body.userName );
		if ( !isUser( by ) ) {
			return unknownUser;
		}
		return ok( { results: listOf( body.incidentNames ).map( ( name ) => {
			const accepted = act( Number( name ), by, stringOf( body.message ) );
			return {
				incidentNumber: name,
				entityId: find( name )?.entityId,
				cmdAccepted: accepted,
				message: accepted ? '' : 'Not in a phase that allows this'
			};
		} ) } );
	}

	function reroute( body: Fields ): Answer {
		if ( !isUser( stringOf( body.userName ) ) ) {
			return unknownUser;
		}
		const reroutes = Array.isArray( body.reroutes ) ? body.reroutes as Fields[] : [];
		return ok( { statuses: reroutes.map( ( { incidentNumber, targets } ) => {
			const status = ( Array.isArray( targets ) ? targets as Fields[] : [] ).map( ( { type, slug } ) => ( {
				type,
				slug,
				success: type === 'EscalationPolicy' && ledger.reroute( Number( incidentNumber ), stringOf( slug ) )
			} ) );
			const success = status.length > 0 && status.every( ( target ) => target.success );
			return { incidentNumber, success, message: success ? '' : 'Not rerouted', targetStatus: status };
		} ) } );
	}

	const routes: readonly [ string, RegExp, Handler ][] = [
		[ 'GET', /^incidents$/, () => ok( { incidents: ledger.read().filter( stillListed ).map( wire ) } ) ],
		[ 'GET', /^incidents\/(\d+)$/, ( _, [ number ] ) => given( find( number ), wire ) ],
		[ 'GET', /^incidents\/(\d+)\/notes$/, ( _, [ number ] ) => given( find( number ), ( { notes } ) => ( {
			notes: notes.map( ( { name, text, at } ) => ( { name, displayName: name, json: { text }, createdAt: iso( at ) } ) )
		} ) ) ],
		[ 'POST', /^incidents\/(\d+)\/notes$/, ( body, [ number ] ) => given( find( number ), () => {
			ledger.addNote( Number( number ), stringOf( body.name ), noteText( body.json ) );
			return { result: 'success' };
		} ) ],
		[ 'PATCH', /^incidents\/ack$/, ( body ) => command( body, ledger.acknowledge ) ],
		[ 'PATCH', /^incidents\/resolve$/, ( body ) => command( body, ledger.resolve ) ],
		[ 'POST', /^incidents\/reroute$/, ( body ) => reroute( body ) ],
		[ 'GET', /^oncall\/current$/, () => ok( onCallView( policies, options.rotaEmpty() ) ) ],
		[ 'GET', /^policies\/([\w-]+)$/, ( _, [ slug ] ) => given( policies.find( ( policy ) => policy.slug === slug ), policyView ) ],
		[ 'GET', /^org\/routing-keys$/, () => ok( routingKeysView( options.routes, policies ) ) ],
		[ 'GET', /^maintenancemode$/, () => ok( maintenance.state() ) ],
		[ 'POST', /^maintenancemode\/start$/, ( body ) => maintenance.start( listOf( body.names ), stringOf( body.purpose ) ) ?
			ok( maintenance.state() ) :
			{ status: 409, json: { error: 'Global maintenance mode is already active' } } ],
		[ 'PUT', /^maintenancemode\/([\w-]+)\/end$/, ( _, [ id = '' ] ) => maintenance.end( id ) ? ok( maintenance.state() ) : notFound ]
	];

	/** Open ones, and those resolved within a day. */
	function stillListed( { phase, transitions }: SandboxIncident ): boolean {
		return phase !== 'resolved' || ( transitions.at( -1 )?.at ?? 0 ) > options.now() - 86_400_000;
	}

	return ( { method, path, headers, body } ) => {
		if ( path.startsWith( ingestPath ) && method === 'POST' ) {
			const segments = path.slice( ingestPath.length ).split( '/' ).map( decode );
			return { side: 'ingest', accept: () => ingest( segments, body ) };
		}
		if ( path.startsWith( apiPath ) ) {
			for ( const [ verb, pattern, handle ] of routes ) {
				const match = verb === method ? pattern.exec( path.slice( apiPath.length ) ) : null;
				if ( match !== null ) {
					return { side: 'api', accept: () => refusal( method, headers, keys ) ?? handle( parse( body ), match.slice( 1 ) ) };
				}
			}
		}
		return undefined;
	};
}

const notFound: Answer = { status: 404, json: { error: 'Not found' } };
const unknownUser: Answer = { status: 400, json: { error: 'Unknown userName' } };

function refusal( method: string, headers: SplunkRequest[ 'headers' ], keys: SplunkApiOptions[ 'keys' ] ): Answer | undefined {
	const id = headers[ 'x-vo-api-id' ];
	const key = headers[ 'x-vo-api-key' ];
	if ( id === undefined || key === undefined ) {
		return { status: 401, json: { error: 'Authentication headers are missing' } };
	}
	return id === keys.apiId && ( key === keys.writeKey || ( key === keys.apiKey && method === 'GET' ) ) ?
		undefined :
		{ status: 403, json: { error: 'Authentication failed or rate limit reached' } };
}

function toWire( incident: SandboxIncident, policies: readonly Policy[] ): Fields {
	const phases = { triggered: 'UNACKED', acknowledged: 'ACKED', resolved: 'RESOLVED' } as const;
	const paged = policies.filter( ( { slug } ) => incident.pagedPolicies.includes( slug ) );
	return {
		incidentNumber: String( incident.number ),
		entityId: incident.entityId,
		entityDisplayName: incident.firstLine,
		entityType: 'SERVICE',
		entityState: incident.phase === 'resolved' ? 'OK' : incident.lastMessageType,
		service: incident.firstLine,
		host: incident.host,
		monitorName: incident.tool,
		routingKey: incident.routingKey,
		currentPhase: phases[ incident.phase ],
		alertCount: incident.alertCount,
		lastAlertTime: iso( incident.lastAlertAt ),
		startTime: iso( incident.openedAt ),
		pagedUsers: incident.pagedUsers,
		pagedTeams: paged.length > 0 ? [ team.slug ] : [],
		pagedPolicies: paged.map( ( { name, slug } ) => ( { policy: { name, slug }, team } ) ),
		transitions: incident.transitions.map( ( transition ) => ( { ...transition, at: iso( transition.at ) } ) )
	};
}

function ok( json: unknown ): Answer {
	return { status: 200, json };
}

function given<T>( value: T | undefined, view: ( value: T ) => unknown ): Answer {
	return value === undefined ? notFound : ok( view( value ) );
}

/** Splunk's times have no fraction. */
function iso( at: number ): string {
	return new Date( at ).toISOString().replace( /\.\d+Z$/, 'Z' );
}

/** A note is JSON of any shape; an object may carry its words as `text`. */
function noteText( json: unknown ): string {
	const { text } = typeof json === 'object' && json !== null ? json as Fields : {};
	return typeof text === 'string' ? text : JSON.stringify( json ?? '' );
}

function stringOf( value: unknown ): string {
	return typeof value === 'string' ? value : '';
}

function listOf( value: unknown ): string[] {
	return Array.isArray( value ) ? value.map( String ) : [];
}

function decode( segment: string ): string {
	try {
		return decodeURIComponent( segment );
	} catch {
		return segment;
	}
}

/** An unreadable body has no fields; what is then missing is the handler's to say. */
function parse( text: string ): Fields {
	try {
		const value: unknown = JSON.parse( text );
		return typeof value === 'object' && value !== null ? value as Fields : {};
	} catch {
		return {};
	}
}
