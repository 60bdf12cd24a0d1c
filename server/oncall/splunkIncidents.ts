// What Splunk On-Call's incident list says about our alerts. Its documentation calls every field
// optional, and one odd incident must never hide the others.
//
// currentPhase: UNACKED -> triggered, ACKED -> acknowledged, RESOLVED -> resolved, else left out.
import type { IncidentObservation } from '../pages/provider.ts';
import { fieldsIn, isFields, latestBy, personName } from './foreignFields.ts';
import type { Fields } from './foreignFields.ts';

const phases: ReadonlyMap<unknown, IncidentObservation[ 'phase' ]> = new Map( [
	[ 'UNACKED', 'triggered' ],
	[ 'ACKED', 'acknowledged' ],
	[ 'RESOLVED', 'resolved' ]
] as const );

/** Only what page-sre raised; the organisation's other incidents are none of our business. */
const ours = 'page-sre/';

/** Undefined when this is not an incident list at all; an absent list is an empty one. */
export function readIncidents( answer: Fields | undefined ): IncidentObservation[] | undefined {
	const list = answer?.incidents ?? [];
	if ( answer === undefined || !Array.isArray( list ) ) {
		return undefined;
	}
	// After a RECOVERY the same entity_id opens a new incident, and both are listed for a while: the
	// newer one speaks for the page.
	const newest = new Map<string, { rank: number; observation: IncidentObservation }>();
	for ( const incident of list.filter( isFields ) ) {
		const observation = readIncident( incident );
		if ( observation !== undefined ) {
			const rank = Number( incident.incidentNumber ) || 0;
			const known = newest.get( observation.dedupKey );
			if ( known === undefined || rank > known.rank ) {
				newest.set( observation.dedupKey, { rank, observation } );
			}
		}
	}
	return Array.from( newest.values(), ( { observation } ) => observation );
}

function readIncident( incident: Fields ): IncidentObservation | undefined {
	const { entityId, incidentNumber, currentPhase } = incident;
	const phase = phases.get( currentPhase );
	if ( typeof entityId !== 'string' || !entityId.startsWith( ours ) || phase === undefined ) {
		return undefined;
	}
	return {
		dedupKey: entityId,
		// A string today, once a number; without it the entity id still finds the incident.
		incident: [ 'string', 'number' ].includes( typeof incidentNumber ) ? String( incidentNumber ) : entityId,
		phase,
		notified: phase === 'triggered' ? countNotified( incident.pagedUsers ) : null,
		by: phase === 'triggered' ? null : actor( incident.transitions, currentPhase )
	};
}

/**
 * pagedUsers is empty once acknowledged and also when nobody was reached, so it only counts while
 * UNACKED. pagedTeams and pagedPolicies do not count: they name where the incident was routed, stay
 * after an acknowledgement, and are filled although nobody is on the rota.
 */
export function countNotified( pagedUsers: unknown ): number | null {
	return Array.isArray( pagedUsers ) ?
		new Set( pagedUsers.map( ( user ) => JSON.stringify( user ) ) ).size :
		null;
}

/** Who made the last transition into this phase; by time, because the order is not promised. */
function actor( transitions: unknown, phase: unknown ): string | null {
	return personName( latestBy( fieldsIn( transitions ).filter( ( { name } ) => name === phase ), 'at' )?.by );
}
