// What a webhook service's list of incidents says about our alerts. It is somebody else's program: one
// odd entry must never hide the others, and nothing in it is believed without looking.
import { ObservationError } from '../pages/provider.ts';
import type { IncidentObservation } from '../pages/provider.ts';
import { fieldsIn, personName } from './foreignFields.ts';
import type { Fields } from './foreignFields.ts';

const phases: readonly unknown[] = [ 'triggered', 'acknowledged', 'resolved' ] satisfies IncidentObservation[ 'phase' ][];

/** @throws ObservationError when this is no list at all: `{ "incidents": [ { dedupKey, phase, ... } ] }` */
export function readWebhookIncidents( answer: Fields ): IncidentObservation[] {
	if ( !Array.isArray( answer.incidents ) ) {
		throw new ObservationError( 'unreadable' );
	}
	return fieldsIn( answer.incidents ).map( readIncident ).filter( ( one ) => one !== undefined );
}

function readIncident( { dedupKey, incident, phase, notified, muted, by }: Fields ): IncidentObservation | undefined {
	if ( typeof dedupKey !== 'string' || !dedupKey.startsWith( 'page-sre/' ) || !phases.includes( phase ) ) {
		return undefined;
	}
	return {
		dedupKey,
		incident: personName( incident ) ?? dedupKey,
		phase: phase as IncidentObservation[ 'phase' ],
		notified: phase === 'triggered' && Number.isSafeInteger( notified ) && Number( notified ) >= 0 ? Number( notified ) : null,
		...muted === true && { muted },
		by: phase === 'triggered' ? null : personName( by )
	};
}
