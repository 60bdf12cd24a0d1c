// The sandbox's incidents: how alerts become them, and who is paged when. The rules are Splunk
// On-Call's (REST endpoint guide, glossary and aggregation pages, read 2026-11); no HTTP in here.
//
//               CRITICAL after WARNING, reopen
//             +-----------------------------------+
//             v                                   |
//   alert -> triggered ----------------> acknowledged
//             |   ^                               |
//             v   | reopen                        v
//            resolved <---------------------------+      the same entity id then opens a new one
import type { Policy } from './people.ts';

export type Phase = 'triggered' | 'acknowledged' | 'resolved';

export interface Transition {
	name: 'ACKED' | 'RESOLVED' | 'UNACKED';
	at: number;
	by: string;
	manually: boolean;
	message: string;
}

export interface SandboxIncident {
	number: number;
	entityId: string;
	firstLine: string;
	body: string;
	host: string;
	tool: string;
	routingKey: string;
	/** `vo_annotate.u.*`: label and URL. */
	links: { label: string; url: string }[];
	phase: Phase;
	/** Alerts rolled into it, the first included. */
	alertCount: number;
	openedAt: number;
	lastAlertAt: number;
	lastMessageType: string;
	/** Usernames being paged now; empty before paging begins, when nobody is there, and once acknowledged. */
	pagedUsers: string[];
	/** Of the policies that have paged for it; stays after an acknowledgement. */
	pagedPolicies: string[];
	transitions: Transition[];
	notes: { name: string; text: string; at: number }[];
	escalation: { policy: string; beginsAt: number; stepsDone: number };
}

export interface LedgerOptions {
	now: () => number;
	/** The first is the default. */
	policies: readonly Policy[];
	/** Slug of the policy of a routing key; undefined for an unknown key. */
	routeOf: ( routingKey: string ) => string | undefined;
	rotaEmpty: () => boolean;
	muted: ( routingKey: string ) => boolean;
	changed: () => void;
	incidents: SandboxIncident[];
}

type Answering = ( number: number, by: string, message?: string, manually?: boolean ) => boolean;

export interface Ledger {
	/** Copies, oldest first; looking does not begin anything. */
	list(): SandboxIncident[];
	/** As the public API reads them: being read begins the paging, seen by the next reader. */
	read(): SandboxIncident[];
	ingest( routingKey: string, alert: Record<string, unknown> ): string;
	/** False when there is no such incident in a phase that allows it; the same for those that follow. */
	acknowledge: Answering;
	resolve: Answering;
	reopen( number: number, by: string ): boolean;
	reroute( number: number, slug: string ): boolean;
	addNote( number: number, name: string, text: string ): boolean;
}

/** Splunk On-Call takes a moment before it rings; long enough to be caught asking too early. */
const pagingBeginsAfterMs = 1000;

// Splunk's incident fields glossary.
const limits = { entityId: 512, title: 1024, body: 20480 };

export function createLedger( options: LedgerOptions ): Ledger {
	const { incidents, now, changed } = options;

	function policyOf( slug: string ): Policy | undefined {
		return options.policies.find( ( policy ) => policy.slug === slug );
	}

	function beginPaging( incident: SandboxIncident, slug: string ): void {
		incident.pagedUsers = [];
		incident.escalation = { policy: slug, beginsAt: now() + pagingBeginsAfterMs, stepsDone: 0 };
	}

	/** Takes every step whose time has come. A step that finds nobody has still been taken. */
	function escalate( incident: SandboxIncident ): void {
		const { escalation } = incident;
		const policy = policyOf( escalation.policy );
		while ( policy !== undefined && incident.phase === 'triggered' ) {
			const step = policy.steps[ escalation.stepsDone ];
			if ( step === undefined || now() < escalation.beginsAt + step.afterMs ) {
				return;
			}
			escalation.stepsDone++;
			if ( !options.muted( incident.routingKey ) ) {
				incident.pagedPolicies = Array.from( new Set( [ ...incident.pagedPolicies, policy.slug ] ) );
				const reached = policy.byRota && options.rotaEmpty() ? [] : step.usernames;
				incident.pagedUsers = Array.from( new Set( [ ...incident.pagedUsers, ...reached ] ) );
			}
			changed();
		}
	}

	function move(
		number: number, from: readonly Phase[], to: Phase, transition: Omit<Transition, 'at'>
	): SandboxIncident | undefined {
		const incident = incidents.find( ( candidate ) => candidate.number === number );
		if ( incident === undefined || !from.includes( incident.phase ) ) {
			return undefined;
		}
		incident.phase = to;
		incident.pagedUsers = [];
		incident.transitions.push( { ...transition, at: now() } );
		changed();
		return incident;
	}

	function acknowledge( number: number, by: string, message = '', manually = true ): boolean {
		return move( number, [ 'triggered' ], 'acknowledged', { name: 'ACKED', by, message, manually } ) !== undefined;
	}

	function resolve( number: number, by: string, message = '', manually = true ): boolean {
		return move( number, [ 'triggered', 'acknowledged' ], 'resolved',
			{ name: 'RESOLVED', by, message, manually } ) !== undefined;
	}

	function reopen( number: number, by: string, manually = true ): boolean {
		const incident = move( number, [ 'acknowledged', 'resolved' ], 'triggered',
			{ name: 'UNACKED', by, message: '', manually } );
		if ( incident !== undefined ) {
			beginPaging( incident, incident.escalation.policy );
		}
		return incident !== undefined;
	}

	function open( entityId: string, routingKey: string, type: string, alert: Record<string, unknown> ): void {
		const incident: SandboxIncident = {
			number: Math.max( 0, ...incidents.map( ( known ) => known.number ) ) + 1,
			entityId,
			firstLine: textOf( alert.entity_display_name, limits.title ) || entityId,
			body: textOf( alert.state_message, limits.body ),
			host: textOf( alert.hostname, limits.title ),
			tool: textOf( alert.monitoring_tool, limits.title ),
			routingKey,
			links: Object.entries( alert )
				.filter( ( [ key ] ) => key.startsWith( 'vo_annotate.u.' ) )
				.map( ( [ key, value ] ) => ( { label: key.slice( 'vo_annotate.u.'.length ), url: textOf( value, 1124 ) } ) ),
			phase: 'triggered',
			alertCount: 1,
			openedAt: now(),
			lastAlertAt: now(),
			lastMessageType: type,
			pagedUsers: [],
			pagedPolicies: [],
			transitions: [],
			notes: [],
			escalation: { policy: '', beginsAt: 0, stepsDone: 0 }
		};
		beginPaging( incident, options.routeOf( routingKey ) ?? options.policies[ 0 ]?.slug ?? '' );
		incidents.push( incident );
		changed();
	}

	function rollUp( incident: SandboxIncident, type: string ): void {
		incident.alertCount++;
		incident.lastAlertAt = now();
		if ( type === 'CRITICAL' && incident.lastMessageType === 'WARNING' && incident.phase === 'acknowledged' ) {
			reopen( incident.number, 'SYSTEM', false );
		}
		incident.lastMessageType = type;
		changed();
	}

	return {
		list() {
			incidents.forEach( escalate );
			return structuredClone( incidents );
		},
		read() {
			incidents.forEach( escalate );
			const seen = structuredClone( incidents );
			for ( const { escalation } of incidents ) {
				escalation.beginsAt = Math.min( escalation.beginsAt, now() );
			}
			return seen;
		},
		ingest( routingKey, alert ) {
			const type = String( alert.message_type );
			const entityId = textOf( alert.entity_id, limits.entityId ) || crypto.randomUUID();
			const known = incidents.findLast( ( incident ) => incident.entityId === entityId && incident.phase !== 'resolved' );
			switch ( type ) {
				case 'CRITICAL':
				case 'WARNING':
					if ( known === undefined ) {
						open( entityId, routingKey, type, alert );
					} else {
						escalate( known );
						rollUp( known, type );
					}
					break;
				case 'ACKNOWLEDGEMENT':
				case 'RECOVERY':
					if ( known !== undefined ) {
						const by = textOf( alert.ack_author, limits.title ) || 'SYSTEM';
						( type === 'RECOVERY' ? resolve : acknowledge )( known.number, by, '', false );
					}
					break;
				default:
					// INFO, and every word that is none: taken with "success", opens nothing, wakes nobody.
			}
			return entityId;
		},
		acknowledge,
		resolve,
		reopen,
		reroute( number, slug ) {
			const incident = incidents.find( ( candidate ) => candidate.number === number );
			if ( incident?.phase !== 'triggered' || policyOf( slug ) === undefined ) {
				return false;
			}
			beginPaging( incident, slug );
			changed();
			return true;
		},
		addNote( number, name, text ) {
			const incident = incidents.find( ( candidate ) => candidate.number === number );
			if ( incident === undefined ) {
				return false;
			}
			// Known by its name within the incident.
			incident.notes = [ ...incident.notes.filter( ( note ) => note.name !== name ), { name, text, at: now() } ];
			changed();
			return true;
		}
	};
}

function textOf( value: unknown, max: number ): string {
	return typeof value === 'string' || typeof value === 'number' ? String( value ).slice( 0, max ) : '';
}
