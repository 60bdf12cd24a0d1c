// Splunk On-Call (VictorOps): raises a page through its REST endpoint and reads back through its
// public API. What a page says and when to try again is decided in pages/, never here.
import { ObservationError } from '../pages/provider.ts';
import type { Alert, IncidentObservation, Provider } from '../pages/provider.ts';
import type { Millis } from '../pages/page.ts';
import { deliveryFrom, told } from './answers.ts';
import { boundedCall, jsonObject } from './boundedCall.ts';
import type { Secret } from './boundedCall.ts';
import { cutText } from '../cutText.ts';
import { serviceUrl } from './serviceUrl.ts';
import { splunkActions } from './splunkActions.ts';
import { createSplunkApi } from './splunkApi.ts';
import type { SplunkApiSettings } from './splunkApi.ts';
import { splunkDrillRoute } from './splunkDrillRoute.ts';
import type { SplunkDrillSettings } from './splunkDrillRoute.ts';
import { splunkHook } from './splunkHook.ts';
import { readIncidents, readOthersIncidents } from './splunkIncidents.ts';
import { isMuted } from './splunkMaintenance.ts';
import { splunkRota } from './splunkRota.ts';
import type { SplunkRotaSettings } from './splunkRota.ts';
import { splunkUnpaged } from './splunkUnpaged.ts';
import type { SplunkUnpagedSettings } from './splunkUnpaged.ts';

export interface SplunkOnCallSettings extends SplunkApiSettings, SplunkUnpagedSettings, SplunkRotaSettings, SplunkDrillSettings {
	/** https://alert.victorops.com/integrations/generic/20131114/alert/ - without the key. */
	ingestUrl: string;
	/** The only credential of the ingest, and part of its path: the whole URL is a secret. */
	restKey: Secret;
	routingKey: string;
	/** What the header of a webhook must carry (splunkHook.ts). */
	hookSecret?: Secret;
}

/**
 * An unknown value is taken as INFO by Splunk On-Call: it answers success and wakes nobody. So the
 * type is closed (Splunk's REST endpoint guide, read 2026-11).
 */
type MessageType = 'CRITICAL' | 'WARNING' | 'INFO' | 'ACKNOWLEDGEMENT' | 'RECOVERY';

// Splunk's incident fields glossary, read 2026-11. entity_id (512) is our dedup key: never cut,
// because two pages cut to the same id would become one incident.
const limits = { title: 1024, body: 20480, annotation: 1124 };

// The endpoint answers one line; anything longer is not the endpoint.
const ingestAnswerBytes = 64 * 1024;

/** @throws Error when a URL in the settings is not http(s); its text names the setting, not the value */
export function createSplunkOnCall(
	settings: SplunkOnCallSettings, deps: { now(): Millis }
): Provider & { observe(): Promise<IncidentObservation[]> } {
	const now = (): Millis => deps.now();
	// Sources disagree whether routing keys are case-sensitive; lower case is right for both.
	const routingKey = settings.routingKey.toLowerCase();
	const ingestUrl = serviceUrl( 'Splunk On-Call', 'ingestUrl', settings.ingestUrl, settings.restKey.reveal(), routingKey );
	const api = createSplunkApi( settings, now );

	return {
		name: 'splunk-on-call',

		async deliver( alert ) {
			const result = await boundedCall( {
				method: 'POST',
				url: ingestUrl,
				headers: { 'user-agent': settings.userAgent, accept: 'application/json', 'content-type': 'application/json' },
				body: JSON.stringify( toIngest( alert, messageTypeOf( alert, settings ) ) ),
				timeoutMs: settings.timeoutMs,
				maxBytes: ingestAnswerBytes
			}, now );
			return deliveryFrom( result, ( { body } ) => {
				switch ( jsonObject( body )?.result ) {
					case 'success':
						// The answer repeats our entity_id; the incident's number is only read back.
						return { kind: 'delivered', incident: null };
					case 'failure':
						return { kind: 'rejected', reason: 'refused' };
					default:
						return undefined;
				}
			} );
		},

		async observe() {
			const observations = readIncidents( await api.read( 'incidents' ) );
			if ( observations === undefined ) {
				throw new ObservationError( 'unreadable' );
			}
			// Silence only matters where somebody ought to be rung and is not; nothing is asked for the rest.
			if ( !observations.some( isSilent ) ) {
				return observations;
			}
			const maintenance = await told( api.read( 'maintenancemode' ) );
			const muted = typeof maintenance !== 'string' && isMuted( maintenance, routingKey );
			return observations.map( ( observation ) => muted && isSilent( observation ) ? { ...observation, muted } : observation );
		},

		async openIncidents() {
			const incidents = readOthersIncidents( await api.read( 'incidents' ), settings.teams );
			if ( incidents === undefined ) {
				throw new ObservationError( 'unreadable' );
			}
			return incidents;
		},

		...splunkRota( settings, api ),
		...splunkActions( settings, api ),
		...splunkUnpaged( settings, api, now ),
		...splunkHook( settings.hookSecret, now ),
		...splunkDrillRoute( settings, api )
	};
}

function isSilent( { phase, notified }: IncidentObservation ): boolean {
	return phase === 'triggered' && ( notified ?? 0 ) === 0;
}

/**
 * A drill is CRITICAL too, or it would open nothing and prove nothing: its route wakes nobody
 * (splunkDrillRoute.ts). By any other route it is INFO, which opens nothing.
 */
function messageTypeOf( { drill = false }: Alert, { insteadOf }: SplunkDrillSettings ): MessageType {
	return drill && insteadOf === undefined ? 'INFO' : 'CRITICAL';
}

function toIngest( alert: Alert, messageType: MessageType ): Record<string, string | number> {
	const acceptedAt = Math.floor( alert.acceptedAt / 1000 );
	return {
		message_type: messageType,
		entity_id: alert.dedupKey,
		entity_display_name: cutText( alert.firstLine, limits.title ),
		state_message: cutText( alert.body, limits.body ),
		monitoring_tool: 'page-sre',
		state_start_time: acceptedAt,
		hostname: alert.host,
		// Half a URL leads nowhere; the body carries it as well.
		...( Buffer.byteLength( alert.recordUrl ) <= limits.annotation &&
			{ 'vo_annotate.u.Page record': alert.recordUrl } )
	};
}
