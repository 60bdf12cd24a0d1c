// What Splunk On-Call's incident list says about our alerts. Its documentation calls every field
// optional, and one odd incident must never hide the others.
//
// currentPhase: UNACKED -> triggered, ACKED -> acknowledged, RESOLVED -> resolved, else left out.
import type { ForeignIncident, IncidentObservation } from '../pages/provider.ts';
import { fieldsIn, fieldsOf, isFields, latestBy, personName, textOf } from './foreignFields.ts';
import type { Fields } from './foreignFields.ts';
import { foreignIncidents } from './foreignIncidents.ts';

const phases: ReadonlyMap<unknown, IncidentObservation[ 'phase' ]> = new Map( [
	[ 'UNACKED', 'triggered' ],
	[ 'ACKED', 'acknowledged' ],
	[ 'RESOLVED', 'resolved' ]
] as const );

/** What page-sre raised, drills too. */
const ours = 'page-sre/';

/** Undefined when this is not an incident list at all; an absent list is an empty one. */
function listIn( answer: Fields | undefined ): Fields[] | undefined {
	const list = answer?.incidents ?? [];
	return answer === undefined || !Array.isArray( list ) ? undefined : list.filter( isFields );
}

/** Of ours. Undefined when this is not an incident list at all. */
export function readIncidents( answer: Fields | undefined ): IncidentObservation[] | undefined {
	const list = listIn( answer );
	if ( list === undefined ) {
		return undefined;
	}
	// After a RECOVERY the same entity_id opens a new incident, and both are listed for a while: the
	// newer one speaks for the page.
	const newest = new Map<string, { rank: number; observation: IncidentObservation }>();
	for ( const incident of list ) {
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

/**
 * Unresolved ones that page-sre did not raise. Undefined when this is not an incident list at all.
 *
 * @param teams slugs or names; what names none of them may be anybody's, and is left out. Default: all
 */
export function readOthersIncidents( answer: Fields, teams: readonly string[] | undefined ): ForeignIncident[] | undefined {
	const list = listIn( answer );
	return list && foreignIncidents( list.flatMap( ( incident ) => {
		const { entityId, incidentNumber, currentPhase, entityDisplayName, service, startTime, transitions } = incident;
		const phase = phases.get( currentPhase );
		const isOurs = textOf( entityId ).startsWith( ours );
		const concernsUs = teams === undefined || teamsOf( incident ).some( ( team ) => teams.includes( team ) );
		return isOurs || !concernsUs || phase === undefined || phase === 'resolved' ? [] : [ {
			incident: incidentNumber, titles: [ entityDisplayName, service, entityId ], phase, since: startTime,
			by: actor( transitions, currentPhase )
		} ];
	} ) );
}

/** Slugs and names of the teams that it was routed to, as far as told. */
export function teamsOf( incident: Fields ): string[] {
	const listed = Array.isArray( incident.pagedTeams ) ? incident.pagedTeams.filter( ( team ) => typeof team === 'string' ) : [];
	return [ ...listed, ...fieldsIn( incident.pagedPolicies ).flatMap( ( { team } ) => {
		const { name, slug } = fieldsOf( team );
		return [ textOf( name ), textOf( slug ) ];
	} ) ].filter( Boolean );
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
