// What we may do to an incident of ours at Splunk On-Call: send it to everybody, resolve it, add a note.
// Each acts in the name of a real Splunk user, with a key that may write; without both there is none.
// Sources: public API description 0.0.3 and Klaxon's use of reroute, read 2026-11.
import { createHash } from 'node:crypto';
import { ObservationError } from '../pages/provider.ts';
import type { IncidentHandle, Provider } from '../pages/provider.ts';
import { actionFrom } from './answers.ts';
import type { Secret } from './boundedCall.ts';
import { cutText } from '../cutText.ts';
import { fieldsIn } from './foreignFields.ts';
import type { SplunkApi } from './splunkApi.ts';
import { readIncidents } from './splunkIncidents.ts';

export interface SplunkActionSettings {
	/** The Splunk user in whose name we act; it must exist there. */
	apiUser?: string;
	/** May change things, unlike `apiKey`. */
	writeKey?: Secret;
	/** Slug of the policy that reaches everybody, like pol-V2neyZAfRV4fBh3U. */
	catchAllPolicy?: string;
}

type SplunkActions = Pick<Provider, 'reroute' | 'resolve' | 'addNote'>;

// Not documented; that of state_message, which the same screen shows.
const noteBytes = 20480;

export function splunkActions( settings: SplunkActionSettings, api: SplunkApi ): SplunkActions {
	const { apiUser: userName, writeKey, catchAllPolicy } = settings;
	if ( userName === undefined || writeKey === undefined ) {
		return {};
	}

	/** Delivery tells no number, so it may have to be looked up by the name that we gave. */
	async function numberOf( { incident, dedupKey }: IncidentHandle ): Promise<string> {
		const known = ( told: string | null | undefined ): told is string => /^\d+$/.test( told ?? '' );
		if ( known( incident ) ) {
			return incident;
		}
		const listed = readIncidents( await api.read( 'incidents' ) );
		const found = listed?.find( ( observation ) => observation.dedupKey === dedupKey )?.incident;
		if ( !known( found ) ) {
			throw new ObservationError( listed === undefined ? 'unreadable' : 'notFound' );
		}
		return found;
	}

	const reroute = ( slug: string ): Required<SplunkActions>[ 'reroute' ] => ( incident ) => actionFrom( async () => {
		const { statuses } = await api.write( writeKey, 'POST', [ 'incidents', 'reroute' ], {
			userName,
			reroutes: [ {
				incidentNumber: await numberOf( incident ),
				targets: [ { type: 'EscalationPolicy', slug } ]
			} ]
		} );
		// 200 says only that the request was understood; each incident has its own verdict.
		return fieldsIn( statuses )[ 0 ]?.success === true ? undefined : 'refused';
	} );

	return {
		...( catchAllPolicy !== undefined && { reroute: reroute( catchAllPolicy ) } ),

		resolve: ( incident, why ) => actionFrom( async () => {
			const number = await numberOf( incident );
			const { results } = await api.write( writeKey, 'PATCH', [ 'incidents', 'resolve' ], {
				userName, incidentNames: [ number ], message: cutText( why, noteBytes )
			} );
			if ( fieldsIn( results )[ 0 ]?.cmdAccepted === true ) {
				return undefined;
			}
			// It refuses what is resolved already, and then there is nothing left to do.
			const { currentPhase } = await api.read( 'incidents', number );
			return currentPhase === 'RESOLVED' ? undefined : 'refused';
		} ),

		addNote: ( incident, text ) => actionFrom( async () => {
			// A note is known by its name within the incident; the same text twice is one note.
			const name = `page-sre-${ createHash( 'sha256' ).update( text ).digest( 'hex' ).slice( 0, 12 ) }`;
			await api.write( writeKey, 'POST', [ 'incidents', await numberOf( incident ), 'notes' ], {
				name, displayName: 'Page SRE', json: { text: cutText( text, noteBytes ) }
			} );
			return undefined;
		} )
	};
}
