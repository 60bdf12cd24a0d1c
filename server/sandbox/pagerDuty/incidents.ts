// The sandbox's PagerDuty incidents: how events become them, and who is notified when. No HTTP in here.
// Rules from PagerDuty's Events API v2 guide, read 2026-11: the same dedup_key on an open incident adds a
// log entry and notifies nobody; after a resolution it opens another; an event is taken before anything shows.
//
//   trigger -> triggered <-> acknowledged        (acknowledged times out)
//                  |              |
//                  +-> resolved <-+              the same key then opens a new one
import { onCallPolicy } from './people.ts';
import type { PagerDutyPerson, PagerDutyPolicy } from './people.ts';

export interface LogEntry {
	type: 'trigger' | 'assign' | 'notify' | 'acknowledge' | 'unacknowledge' | 'annotate' | 'resolve' | 'escalate';
	at: number;
	user: PagerDutyPerson | null;
}

export interface PagerDutyIncident {
	id: string;
	number: number;
	dedupKey: string;
	title: string;
	details: unknown;
	status: 'triggered' | 'acknowledged' | 'resolved';
	openedAt: number;
	/** Every trigger event that went into it. */
	triggers: number;
	policy: PagerDutyPolicy;
	assignees: readonly PagerDutyPerson[];
	/** Null: by an event. */
	lastChangedBy: PagerDutyPerson | null;
	log: LogEntry[];
	notes: { by: PagerDutyPerson; text: string; at: number }[];
}

export interface PagerDutyEvent {
	event_action: 'trigger' | 'acknowledge' | 'resolve';
	dedup_key: string;
	payload?: { summary?: unknown; custom_details?: unknown };
}

export interface PagerDutyLedgerOptions {
	now: () => number;
	rotaEmpty: () => boolean;
	/** The service opens nothing while this is so. */
	silenced: () => boolean;
}

export interface PagerDutyLedger {
	/** What the REST API would show: nothing that is too young. */
	list(): PagerDutyIncident[];
	/** Oldest first. */
	all(): readonly PagerDutyIncident[];
	take( event: PagerDutyEvent ): void;
	acknowledge( dedupKey: string, by: PagerDutyPerson | null ): boolean;
	unacknowledge( dedupKey: string ): boolean;
	resolve( dedupKey: string, by: PagerDutyPerson | null ): boolean;
	reassign( id: string, policy: PagerDutyPolicy, by: PagerDutyPerson ): boolean;
	addNote( id: string, by: PagerDutyPerson, text: string ): boolean;
}

/** Long enough to be caught asking too early. */
const showsAfterMs = 500;
const notifiesAfterMs = 1000;

export function createPagerDutyLedger( { now, rotaEmpty, silenced }: PagerDutyLedgerOptions ): PagerDutyLedger {
	const incidents: PagerDutyIncident[] = [];

	const open = ( dedupKey: string ): PagerDutyIncident | undefined =>
		incidents.find( ( incident ) => incident.dedupKey === dedupKey && incident.status !== 'resolved' );
	const visible = (): PagerDutyIncident[] => incidents.filter( ( { openedAt } ) => now() >= openedAt + showsAfterMs );

	function note( incident: PagerDutyIncident, type: LogEntry[ 'type' ], user: PagerDutyPerson | null = null ): void {
		incident.log.push( { type, at: now(), user } );
	}

	function assign( incident: PagerDutyIncident, policy: PagerDutyPolicy ): void {
		incident.policy = policy;
		incident.assignees = policy.byRota && rotaEmpty() ? [] : policy.levels[ 0 ] ?? [];
		note( incident, 'assign' );
	}

	/** Phones ring a moment after an assignment, once for each of it. */
	function notify( incident: PagerDutyIncident ): void {
		const assigned = incident.log.findLastIndex( ( { type } ) => type === 'assign' );
		const at = ( incident.log[ assigned ]?.at ?? 0 ) + notifiesAfterMs;
		const notified = incident.log.slice( assigned ).some( ( { type } ) => type === 'notify' );
		if ( incident.status === 'triggered' && !notified && now() >= at ) {
			incident.assignees.forEach( ( user ) => {
				note( incident, 'notify', user );
			} );
		}
	}

	function change( dedupKey: string, to: PagerDutyIncident[ 'status' ], type: LogEntry[ 'type' ], by: PagerDutyPerson | null ): boolean {
		const incident = open( dedupKey );
		if ( incident === undefined || incident.status === to ) {
			return false;
		}
		notify( incident );
		incident.status = to;
		incident.lastChangedBy = by;
		note( incident, type, by );
		if ( to === 'resolved' ) {
			incident.assignees = [];
		}
		return true;
	}

	const acknowledge: PagerDutyLedger[ 'acknowledge' ] = ( key, by ) => change( key, 'acknowledged', 'acknowledge', by );
	const resolve: PagerDutyLedger[ 'resolve' ] = ( key, by ) => change( key, 'resolved', 'resolve', by );

	function trigger( { dedup_key: dedupKey, payload }: PagerDutyEvent ): void {
		const known = open( dedupKey );
		if ( known !== undefined ) {
			known.triggers++;
			note( known, 'trigger' );
			return;
		}
		const number = incidents.length + 1;
		const incident: PagerDutyIncident = {
			id: `Q${ number.toString( 36 ).toUpperCase().padStart( 13, '0' ) }`, number, dedupKey,
			title: String( payload?.summary ).slice( 0, 1024 ), details: payload?.custom_details, status: 'triggered',
			openedAt: now(), triggers: 1, policy: onCallPolicy, assignees: [], lastChangedBy: null, log: [], notes: []
		};
		note( incident, 'trigger' );
		assign( incident, onCallPolicy );
		incidents.push( incident );
	}

	return {
		list() {
			visible().forEach( notify );
			return structuredClone( visible() );
		},
		all: () => structuredClone( incidents ),
		take( event ) {
			switch ( event.event_action ) {
				case 'trigger':
					if ( !silenced() ) {
						trigger( event );
					}
					break;
				// For a key that is not open they are dropped without a word.
				case 'acknowledge':
					acknowledge( event.dedup_key, null );
					break;
				case 'resolve':
					resolve( event.dedup_key, null );
			}
		},
		acknowledge,
		resolve,
		unacknowledge( dedupKey ) {
			const incident = open( dedupKey );
			const done = incident?.status === 'acknowledged' && change( dedupKey, 'triggered', 'unacknowledge', null );
			if ( incident !== undefined && done ) {
				assign( incident, incident.policy );
			}
			return done;
		},
		reassign( id, policy, by ) {
			const incident = incidents.find( ( candidate ) => candidate.id === id && candidate.status !== 'resolved' );
			if ( incident !== undefined ) {
				note( incident, 'escalate', by );
				assign( incident, policy );
			}
			return incident !== undefined;
		},
		addNote( id, by, text ) {
			const incident = incidents.find( ( candidate ) => candidate.id === id );
			incident?.notes.push( { by, text, at: now() } );
			return incident !== undefined;
		}
	};
}
