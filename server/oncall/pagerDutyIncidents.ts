// What PagerDuty says about our incidents: their phase, who answered, who is really being notified, and
// whether the service is silenced. Reading only, and no more of it in one round than the account's other
// users can spare.
import { ObservationError } from '../pages/provider.ts';
import type { ForeignIncident, IncidentHandle, IncidentObservation, Provider } from '../pages/provider.ts';
import { told } from './answers.ts';
import { fieldsIn, fieldsOf, latestBy, personName, textOf, timeOf } from './foreignFields.ts';
import type { Fields } from './foreignFields.ts';
import { foreignIncidents } from './foreignIncidents.ts';
import type { PagerDutyApi } from './pagerDutyApi.ts';

/**
 * Calls in one round. PagerDuty allows 960 a minute and key; with a round every 10 s this takes an eighth
 * of it. What is left over comes first in the next round.
 */
const callsPerRound = 20;

const phases: ReadonlyMap<unknown, IncidentObservation[ 'phase' ]> = new Map(
	( [ 'triggered', 'acknowledged', 'resolved' ] as const ).map( ( phase ) => [ phase, phase ] )
);

/**
 * The newest incident under our key: after a resolution the same key opens another. One that groups
 * alerts shows no key of its own, so only a different one rules it out.
 *
 * @throws ObservationError
 */
export async function newestIncident( api: PagerDutyApi, dedupKey: string ): Promise<Fields | undefined> {
	const { incidents } = await api.read( [ 'incidents' ], {
		incident_key: dedupKey, date_range: 'all', sort_by: 'created_at:desc', limit: '10'
	} );
	if ( !Array.isArray( incidents ) ) {
		throw new ObservationError( 'unreadable' );
	}
	return latestBy( fieldsIn( incidents ).filter( ( { id, incident_key: key } ) =>
		textOf( id ) !== '' && [ dedupKey, undefined, null, '' ].includes( key as string ) ), 'created_at' );
}

/**
 * Urgent ones of the whole account, as far as the key sees it: monitoring has services of its own. One that groups
 * alerts shows no key, so it cannot be told from here whether it is ours.
 *
 * @throws ObservationError
 */
async function othersIncidents( api: PagerDutyApi ): Promise<ForeignIncident[]> {
	const { incidents } = await api.read( [ 'incidents' ], [
		[ 'statuses[]', 'triggered' ], [ 'statuses[]', 'acknowledged' ], [ 'urgencies[]', 'high' ],
		[ 'date_range', 'all' ], [ 'sort_by', 'created_at:desc' ], [ 'limit', '50' ]
	] );
	if ( !Array.isArray( incidents ) ) {
		throw new ObservationError( 'unreadable' );
	}
	return foreignIncidents( fieldsIn( incidents ).flatMap( ( incident ) => {
		const { id, incident_key: key, title, status, created_at: since } = incident;
		const phase = phases.get( status );
		return textOf( key ).startsWith( 'page-sre/' ) || phase === undefined || phase === 'resolved' ? [] : [
			{ incident: id, titles: [ title ], phase, since, by: actor( phase, incident ) }
		];
	} ) );
}

/** A service in one of these takes events with 202 and opens nothing. */
export function isSilenced( service: Fields ): boolean {
	return [ 'maintenance', 'disabled' ].includes( textOf( service.status ) );
}

export function pagerDutyIncidents( api: PagerDutyApi, serviceId: string | undefined ): Required<Pick<Provider, 'observe' | 'openIncidents'>> {
	const lastAsked = new Map<string, number>();
	let rounds = 0;

	async function observeOne( { dedupKey, incident }: IncidentHandle ): Promise<IncidentObservation | undefined> {
		const found = await newestIncident( api, dedupKey );
		if ( found === undefined ) {
			// Nothing of it ever showed: perhaps it never will.
			return incident === null || incident === dedupKey ?
				{ dedupKey, incident: dedupKey, phase: 'triggered', notified: 0, by: null } :
				undefined;
		}
		const phase = phases.get( found.status );
		const id = textOf( found.id );
		return phase && {
			dedupKey,
			incident: id,
			phase,
			notified: phase === 'triggered' ? await countNotified( id, found.assignments ) : null,
			by: actor( phase, found )
		};
	}

	/** Assignments say whom it concerns; only the log says who was notified. Null when it does not. */
	async function countNotified( id: string, assignments: unknown ): Promise<number | null> {
		if ( Array.isArray( assignments ) && assignments.length === 0 ) {
			return 0;
		}
		const log = await told( api.read( [ 'incidents', id, 'log_entries' ], { limit: '100' } ) );
		if ( typeof log === 'string' || !Array.isArray( log.log_entries ) ) {
			return null;
		}
		const entries = fieldsIn( log.log_entries );
		// Whoever was notified before it came back unanswered is not being notified by that.
		const since = timeOf( latestBy( entries.filter( ( { type } ) => type === 'unacknowledge_log_entry' ), 'created_at' )?.created_at );
		return new Set( entries
			.filter( ( { type, created_at: at } ) => type === 'notify_log_entry' && timeOf( at ) >= since )
			.map( ( { user } ) => JSON.stringify( fieldsOf( user ).id ?? user ) ) ).size;
	}

	async function silenced(): Promise<boolean> {
		const answer = serviceId === undefined ? 'notFound' : await told( api.read( [ 'services', serviceId ] ) );
		return typeof answer !== 'string' && isSilenced( fieldsOf( answer.service ) );
	}

	return {
		openIncidents: () => othersIncidents( api ),

		async observe( watched ) {
			rounds++;
			const known = new Set( watched.map( ( { dedupKey } ) => dedupKey ) );
			Array.from( lastAsked.keys() ).filter( ( key ) => !known.has( key ) ).forEach( ( key ) => lastAsked.delete( key ) );
			// Two calls each at most, and one for the service.
			const turn = watched
				.toSorted( ( a, b ) => ( lastAsked.get( a.dedupKey ) ?? 0 ) - ( lastAsked.get( b.dedupKey ) ?? 0 ) )
				.slice( 0, Math.floor( ( callsPerRound - 1 ) / 2 ) );
			const seen: IncidentObservation[] = [];
			for ( const handle of turn ) {
				lastAsked.set( handle.dedupKey, rounds );
				try {
					const observation = await observeOne( handle );
					seen.push( ...observation === undefined ? [] : [ observation ] );
				} catch ( error ) {
					// What was seen is true without the rest; a rate limit must be heard though.
					if ( !( error instanceof ObservationError ) || seen.length === 0 || error.notBefore !== undefined ) {
						throw error;
					}
					break;
				}
			}
			const muted = seen.some( isSilent ) && await silenced();
			return seen
				.filter( ( { dedupKey, incident } ) => muted || incident !== dedupKey )
				.map( ( observation ) => muted && isSilent( observation ) ? { ...observation, muted } : observation );
		}
	};
}

function isSilent( { phase, notified }: IncidentObservation ): boolean {
	return phase === 'triggered' && notified === 0;
}

/** `acknowledgements` is emptied by a resolution; the last change of status is then the resolution's. */
function actor( phase: IncidentObservation[ 'phase' ], incident: Fields ): string | null {
	switch ( phase ) {
		case 'triggered':
			return null;
		case 'acknowledged':
			return personName( fieldsOf( latestBy( fieldsIn( incident.acknowledgements ), 'at' )?.acknowledger ).summary );
		case 'resolved':
			return personName( fieldsOf( incident.last_status_change_by ).summary );
	}
}
