// What PagerDuty's REST API answers about incidents, services and who is on call: paths, methods, keys and
// shapes, as its OpenAPI description shows them (read 2026-11). It decides nothing about incidents.
import type { Answer } from '../onCall/faults.ts';
import { objectOf } from '../onCall/httpService.ts';
import type { ServiceRequest } from '../onCall/httpService.ts';
import type { LogEntry, PagerDutyIncident, PagerDutyLedger } from './incidents.ts';
import { onCallPolicy, people, policies } from './people.ts';
import type { PagerDutyPerson } from './people.ts';

export interface RestApiOptions {
	/** With readKey one may only read. */
	keys: { apiKey: string; readKey: string };
	serviceId: string;
	ledger: PagerDutyLedger;
	rotaEmpty: () => boolean;
	silenced: () => boolean;
}

type Fields = Record<string, unknown>;

/** Undefined: no such path or method. */
export function createRestApi( options: RestApiOptions ): ( request: ServiceRequest ) => ( () => Answer ) | undefined {
	const { keys, ledger, serviceId } = options;
	const find = ( id: string | undefined ): PagerDutyIncident | undefined => ledger.list().find( ( incident ) => incident.id === id );

	function incidents( { query }: ServiceRequest ): Answer {
		const key = query.get( 'incident_key' );
		const statuses = query.getAll( 'statuses[]' );
		const found = ledger.list().filter( ( { dedupKey, status } ) =>
			( key === null || dedupKey === key ) && ( statuses.length === 0 || statuses.includes( status ) ) );
		return ok( { incidents: ( query.get( 'sort_by' ) === 'created_at:desc' ? found.toReversed() : found )
			.slice( 0, Number( query.get( 'limit' ) ?? 25 ) ).map( toWire ), more: false } );
	}

	/** In the name of whoever `From` names; it must be somebody there. */
	function inNameOf( request: ServiceRequest, act: ( by: PagerDutyPerson, body: Fields ) => Answer ): Answer {
		const by = people.find( ( { email } ) => email === request.headers.from );
		return by === undefined ? failure( 400, 2001, 'Requester User Not Found' ) : act( by, objectOf( request.body ) ?? {} );
	}

	function oncalls( { query }: ServiceRequest ): Answer {
		const wanted = query.getAll( 'escalation_policy_ids[]' );
		return ok( { oncalls: policies
			.filter( ( { id, byRota } ) => wanted.includes( id ) && !( byRota && options.rotaEmpty() ) )
			.flatMap( ( { id, name, levels } ) => levels.flatMap( ( level, index ) => level.map( ( person ) => ( {
				user: userReference( person ), escalation_policy: { id, type: 'escalation_policy_reference', summary: name }, escalation_level: index + 1
			} ) ) ) ), more: false } );
	}

	const service = (): Answer => ok( { service: {
		id: serviceId, type: 'service', name: 'Page SRE', status: options.silenced() ? 'maintenance' : 'active',
		incident_urgency_rule: { type: 'constant', urgency: 'high' },
		escalation_policy: { id: onCallPolicy.id, type: 'escalation_policy_reference', summary: onCallPolicy.name }
	} } );

	const routes: readonly [ string, RegExp, ( request: ServiceRequest, id: string | undefined ) => Answer ][] = [
		[ 'GET', /^\/incidents$/, incidents ],
		[ 'GET', /^\/incidents\/(\w+)\/log_entries$/, ( _, id ) => given( find( id ), ( incident ) => ok( {
			log_entries: incident.log.toReversed().map( logEntry ), more: false
		} ) ) ],
		[ 'POST', /^\/incidents\/(\w+)\/notes$/, ( request, id ) => inNameOf( request, ( by, body ) => given( find( id ), ( incident ) => {
			const { content } = ( body.note ?? {} ) as Fields;
			if ( typeof content !== 'string' ) {
				return failure( 400, 2001, 'Invalid Input Provided' );
			}
			ledger.addNote( incident.id, by, content );
			return { status: 200, json: { note: { id: `P${ incident.notes.length }`, user: userReference( by ), content } } };
		} ) ) ],
		[ 'PUT', /^\/incidents\/(\w+)$/, ( request, id ) => inNameOf( request, ( by, body ) => given( find( id ), ( incident ) => {
			const wanted = ( ( body.incident as Fields | undefined )?.escalation_policy as Fields | undefined )?.id;
			const policy = policies.find( ( candidate ) => candidate.id === wanted );
			return policy !== undefined && ledger.reassign( incident.id, policy, by ) ?
				ok( { incident: toWire( find( id ) ?? incident ) } ) :
				failure( 400, 2001, 'Invalid Input Provided' );
		} ) ) ],
		[ 'GET', /^\/oncalls$/, oncalls ],
		[ 'GET', /^\/services\/(\w+)$/, ( _, id ) => id === serviceId ? service() : notFound ]
	];

	function refusal( { method, headers }: ServiceRequest ): Answer | undefined {
		const key = /^Token token=(.+)$/.exec( headers.authorization ?? '' )?.[ 1 ];
		if ( key !== keys.apiKey && key !== keys.readKey ) {
			return failure( 401, 2006, 'Authentication failed' );
		}
		return method !== 'GET' && key === keys.readKey ? failure( 403, 2010, 'Access Denied' ) : undefined;
	}

	return ( request ) => {
		for ( const [ method, pattern, handle ] of routes ) {
			const match = request.method === method ? pattern.exec( request.path ) : null;
			if ( match !== null ) {
				return () => refusal( request ) ?? handle( request, match[ 1 ] );
			}
		}
		return undefined;
	};
}

function toWire( incident: PagerDutyIncident ): Fields {
	const acknowledged = incident.status === 'acknowledged' ? incident.log.filter( ( { type } ) => type === 'acknowledge' ).slice( -1 ) : [];
	return {
		id: incident.id, type: 'incident', incident_number: incident.number, title: incident.title, status: incident.status,
		incident_key: incident.dedupKey, created_at: iso( incident.openedAt ), urgency: 'high',
		assignments: incident.assignees.map( ( person ) => ( { at: iso( incident.openedAt ), assignee: userReference( person ) } ) ),
		acknowledgements: acknowledged.map( ( { at, user } ) => ( { at: iso( at ), acknowledger: agentReference( user ) } ) ),
		last_status_change_by: agentReference( incident.lastChangedBy ),
		escalation_policy: { id: incident.policy.id, type: 'escalation_policy_reference', summary: incident.policy.name }
	};
}

function logEntry( { type, at, user }: LogEntry ): Fields {
	const agent = agentReference( user );
	return { type: `${ type }_log_entry`, created_at: iso( at ), agent, ...( type === 'notify' && { user: agent } ) };
}

const integration = { id: 'PINTEG1', type: 'events_api_v2_inbound_integration_reference', summary: 'Page SRE events' };

/** Null: the integration that events come in by. */
function agentReference( person: PagerDutyPerson | null ): Fields {
	return person === null ? integration : userReference( person );
}

function userReference( { id, name }: PagerDutyPerson ): Fields {
	return { id, type: 'user_reference', summary: name };
}

const notFound = failure( 404, 2100, 'Not Found' );

function failure( status: number, code: number, message: string ): Answer {
	return { status, json: { error: { message, code, errors: [ message ] } } };
}

function ok( json: unknown ): Answer {
	return { status: 200, json };
}

function given<T>( value: T | undefined, view: ( value: T ) => Answer ): Answer {
	return value === undefined ? notFound : view( value );
}

/** PagerDuty's times have no fraction. */
function iso( at: number ): string {
	return new Date( at ).toISOString().replace( /\.\d+Z$/, 'Z' );
}
