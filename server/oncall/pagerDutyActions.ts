// What we may do to an incident of ours by PagerDuty's REST API: add a note, give it to everybody. Each acts
// in the name of a real PagerDuty user, whose address must be configured. (Resolving needs neither.)
import { ObservationError } from '../pages/provider.ts';
import type { IncidentHandle, Provider } from '../pages/provider.ts';
import { actionFrom } from './answers.ts';
import { cutText } from '../cutText.ts';
import { textOf } from './foreignFields.ts';
import type { PagerDutyApi } from './pagerDutyApi.ts';
import { newestIncident } from './pagerDutyIncidents.ts';

export interface PagerDutyActionSettings {
	/** E-mail address of a PagerDuty user. */
	from?: string;
	/** Id of the escalation policy that reaches everybody, like PT20YPA. */
	catchAllPolicy?: string;
}

// Not documented; as much as we put into an alert.
const noteBytes = 20480;

export function pagerDutyActions(
	{ from, catchAllPolicy }: PagerDutyActionSettings, api: PagerDutyApi | undefined
): Pick<Provider, 'reroute' | 'addNote'> {
	if ( from === undefined || api === undefined ) {
		return {};
	}

	async function idOf( { dedupKey }: IncidentHandle ): Promise<string> {
		const id = textOf( ( await newestIncident( api!, dedupKey ) )?.id );
		if ( id === '' ) {
			throw new ObservationError( 'notFound' );
		}
		return id;
	}

	const reroute = ( policy: string ): Required<Provider>[ 'reroute' ] => ( incident ) => actionFrom( async () => {
		await api.write( from, 'PUT', [ 'incidents', await idOf( incident ) ], { incident: {
			type: 'incident_reference',
			escalation_policy: { id: policy, type: 'escalation_policy_reference' }
		} } );
		return undefined;
	} );

	return {
		...( catchAllPolicy !== undefined && { reroute: reroute( catchAllPolicy ) } ),

		addNote: ( incident, text ) => actionFrom( async () => {
			await api.write( from, 'POST', [ 'incidents', await idOf( incident ), 'notes' ], {
				note: { content: cutText( text, noteBytes ) }
			} );
			return undefined;
		} )
	};
}
