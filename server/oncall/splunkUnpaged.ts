// Incidents of the whole organisation that ring nobody at Splunk On-Call: an escalation step that finds
// nobody on call still waits its full time in silence. They go to the policy that reaches everybody. This
// acts on incidents that are not ours, so it must never guess: what is not told is left to a person.
import { ObservationError } from '../pages/provider.ts';
import type { Provider } from '../pages/provider.ts';
import type { Millis } from '../pages/page.ts';
import type { UnpagedIncident, UnpagedOutcome } from '../pages/unpaged.ts';
import { told } from './answers.ts';
import { fieldsIn, textOf, timeOf } from './foreignFields.ts';
import type { Fields } from './foreignFields.ts';
import type { SplunkActionSettings } from './splunkActions.ts';
import type { SplunkApi } from './splunkApi.ts';
import { countNotified, teamsOf } from './splunkIncidents.ts';
import { isMuted } from './splunkMaintenance.ts';

export interface SplunkUnpagedSettings extends SplunkActionSettings {
	teams?: readonly string[];
	/** What goes there rings nobody on purpose. */
	drillRoutingKey?: string;
}

/** In one call; how many it takes is not documented. */
const reroutesAtOnce = 20;

const ours = 'page-sre/';

/** @param now milliseconds, by the same clock as the incidents' times */
export function splunkUnpaged(
	settings: SplunkUnpagedSettings, api: SplunkApi, now: () => Millis
): Pick<Provider, 'escalateUnpaged'> {
	const { apiUser: userName, writeKey, catchAllPolicy } = settings;
	if ( userName === undefined || writeKey === undefined || catchAllPolicy === undefined ) {
		return {};
	}
	const drillRoutingKey = settings.drillRoutingKey?.toLowerCase();
	const isDrill = ( { routingKey }: Fields ): boolean => drillRoutingKey !== undefined && textOf( routingKey ).toLowerCase() === drillRoutingKey;

	/** What became of each number. */
	const rerouteAll = async ( numbers: readonly string[] ): Promise<Map<string, UnpagedOutcome>> => {
		const outcomes = new Map<string, UnpagedOutcome>();
		for ( let start = 0; start < numbers.length; start += reroutesAtOnce ) {
			const batch = numbers.slice( start, start + reroutesAtOnce );
			const answer = await told( api.write( writeKey, 'POST', [ 'incidents', 'reroute' ], {
				userName,
				reroutes: batch.map( ( incidentNumber ) => ( {
					incidentNumber, targets: [ { type: 'EscalationPolicy', slug: catchAllPolicy } ]
				} ) )
			} ) );
			const statuses = typeof answer === 'string' ? [] : fieldsIn( answer.statuses );
			for ( const number of batch ) {
				const done = statuses.some( ( status ) => String( status.incidentNumber ) === number && status.success === true );
				outcomes.set( number, done ? { kind: 'rerouted' } : { kind: 'failed', reason: typeof answer === 'string' ? answer : 'refused' } );
			}
		}
		return outcomes;
	};

	/** A refusal is nobody's trouble when somebody has answered meanwhile. */
	async function isStillOpen( number: string ): Promise<boolean> {
		const answer = await told( api.read( 'incidents', number ) );
		return typeof answer === 'string' || answer.currentPhase === 'UNACKED';
	}

	async function withoutMuted( silent: readonly Silent[] ): Promise<Silent[]> {
		if ( !silent.some( ( { outcome } ) => outcome.kind === 'found' ) ) {
			return [ ...silent ];
		}
		// Unreadable: waking somebody in vain is the smaller harm.
		const maintenance = await told( api.read( 'maintenancemode' ) );
		return silent.map( ( one ) => typeof maintenance !== 'string' && isMuted( maintenance, one.routingKey ) ?
			{ ...one, outcome: { kind: 'muted' } } : one );
	}

	return {
		async escalateUnpaged( { teams = settings.teams, graceMs, dryRun } ) {
			const { incidents = [] } = await api.read( 'incidents' );
			if ( !Array.isArray( incidents ) ) {
				throw new ObservationError( 'unreadable' );
			}
			const silent = new Map<string | Fields, Silent>();
			for ( const incident of fieldsIn( incidents ) ) {
				if ( incident.currentPhase === 'UNACKED' && triggeredAt( incident ) + graceMs <= now() && isOf( incident, teams ) !== 'others' && !isDrill( incident ) ) {
					const number = numberOf( incident );
					const outcome = judge( incident, teams );
					if ( outcome !== undefined ) {
						silent.set( number || incident, {
							incident: number, name: textOf( incident.entityId ), routingKey: textOf( incident.routingKey ).toLowerCase(), outcome
						} );
					}
				}
			}
			const judged = await withoutMuted( Array.from( silent.values() ) );
			const found = dryRun ? [] : judged.filter( ( { outcome } ) => outcome.kind === 'found' );
			const outcomes = await rerouteAll( found.map( ( { incident } ) => incident ) );
			const said: UnpagedIncident[] = [];
			for ( const { incident, name, outcome: before } of judged ) {
				const outcome = outcomes.get( incident ) ?? before;
				if ( outcome.kind !== 'failed' || await isStillOpen( incident ) ) {
					said.push( { incident, name, outcome } );
				}
			}
			return said;
		}
	};
}

interface Silent extends UnpagedIncident {
	routingKey: string;
}

/** Undefined when somebody is being notified. */
function judge( incident: Fields, teams: readonly string[] | undefined ): UnpagedOutcome | undefined {
	const notified = countNotified( incident.pagedUsers );
	if ( notified !== null && notified > 0 ) {
		return undefined;
	}
	const missing = numberOf( incident ) === '' ? 'number' :
		notified === null ? 'notified' :
			isOf( incident, teams ) === 'notTold' ? 'team' : undefined;
	return missing === undefined ? { kind: 'found' } : { kind: 'unclear', missing };
}

/** Where it was routed stays told although nobody was on the rota. What we raised concerns us always. */
function isOf( incident: Fields, teams: readonly string[] | undefined ): 'ours' | 'others' | 'notTold' {
	if ( teams === undefined || textOf( incident.entityId ).startsWith( ours ) ) {
		return 'ours';
	}
	const named = teamsOf( incident );
	if ( named.length === 0 ) {
		return 'notTold';
	}
	return named.some( ( name ) => teams.includes( name ) ) ? 'ours' : 'others';
}

function numberOf( { incidentNumber }: Fields ): string {
	const number = typeof incidentNumber === 'number' ? String( incidentNumber ) : textOf( incidentNumber );
	return /^\d+$/.test( number ) ? number : '';
}

/** When paging began: anew after it was reopened. One without any time is as old as can be. */
function triggeredAt( incident: Fields ): Millis {
	return Math.max( timeOf( incident.startTime ), ...fieldsIn( incident.transitions ).map( ( { at } ) => timeOf( at ) ) );
}
