// Splunk On-Call (VictorOps): raises a page through its REST endpoint and reads back through its
// public API. What a page says and when to try again is decided in pages/, never here.
import { ObservationError } from '../pages/ports.ts';
import type { Alert, DeliveryOutcome, IncidentObservation, Provider } from '../pages/ports.ts';
import type { Millis } from '../pages/page.ts';
import { boundedCall, isSuccess, jsonObject, reasonOf } from './boundedCall.ts';
import type { Secret } from './boundedCall.ts';
import { cutText } from './cutText.ts';
import { readIncidents } from './splunkIncidents.ts';

export interface SplunkOnCallSettings {
	/** https://alert.victorops.com/integrations/generic/20131114/alert/ - without the key. */
	ingestUrl: string;
	/** The only credential of the ingest, and part of its path: the whole URL is a secret. */
	restKey: Secret;
	routingKey: string;
	/** https://api.victorops.com/api-public/v1/ */
	apiUrl: string;
	apiId: Secret;
	/** A read-only key is enough. */
	apiKey: Secret;
	/** Names us and how to reach us. */
	userAgent: string;
	/** For each whole exchange. */
	timeoutMs: number;
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
// Open and recently resolved incidents of the whole organisation, one to two kilobytes each.
const incidentListBytes = 4 * 1024 * 1024;

/**
 * These say that the request itself is wrong, whoever repeats it. 403 is not here: Splunk uses it for
 * rate limits too, and Cloudflare in front of it for its own. In every other doubt we try again: the
 * same entity_id makes that harmless.
 */
const permanent: ReadonlySet<number> = new Set( [
	400, 401, 404, 405, 406, 410, 411, 413, 414, 415, 422, 431
] );

/** @throws Error when a URL in the settings is not http(s); its text names the setting, not the value */
export function createSplunkOnCall(
	settings: SplunkOnCallSettings, deps: { now(): Millis }
): Provider & Required<Pick<Provider, 'observe'>> {
	const { timeoutMs } = settings;
	// Sources disagree whether routing keys are case-sensitive; lower case is right for both.
	const ingestUrl = joined( 'ingestUrl', settings.ingestUrl,
		settings.restKey.reveal(), settings.routingKey.toLowerCase() );
	const incidentsUrl = joined( 'apiUrl', settings.apiUrl, 'incidents' );
	const common = { 'user-agent': settings.userAgent, accept: 'application/json' };

	return {
		name: 'splunk-on-call',

		async deliver( alert: Alert ): Promise<DeliveryOutcome> {
			const result = await boundedCall( {
				method: 'POST',
				url: ingestUrl,
				headers: { ...common, 'content-type': 'application/json' },
				body: JSON.stringify( toIngest( alert, 'CRITICAL' ) ),
				timeoutMs,
				maxBytes: ingestAnswerBytes
			}, () => deps.now() );
			if ( result.kind === 'noAnswer' ) {
				return { kind: 'retry', reason: result.reason };
			}
			const { status, notBefore } = result;
			if ( !isSuccess( status ) ) {
				return permanent.has( status ) ?
					{ kind: 'rejected', reason: reasonOf( status ) } :
					retry( reasonOf( status ), notBefore );
			}
			switch ( jsonObject( result.body )?.result ) {
				case 'success':
					// The answer repeats our entity_id; the incident's number is only read back.
					return { kind: 'delivered', incident: null };
				case 'failure':
					return { kind: 'rejected', reason: 'refused' };
				default:
					return retry( 'unreadable', notBefore );
			}
		},

		async observe(): Promise<IncidentObservation[]> {
			const result = await boundedCall( {
				method: 'GET',
				url: incidentsUrl,
				headers: {
					...common,
					'x-vo-api-id': settings.apiId.reveal(),
					'x-vo-api-key': settings.apiKey.reveal()
				},
				timeoutMs,
				maxBytes: incidentListBytes
			}, () => deps.now() );
			if ( result.kind === 'noAnswer' ) {
				throw new ObservationError( result.reason );
			}
			if ( !isSuccess( result.status ) ) {
				throw new ObservationError( reasonOf( result.status ), result.notBefore );
			}
			const observations = readIncidents( jsonObject( result.body ) );
			if ( observations === undefined ) {
				throw new ObservationError( 'unreadable', result.notBefore );
			}
			return observations;
		}
	};
}

function retry( reason: ReturnType<typeof reasonOf>, notBefore: Millis | undefined ): DeliveryOutcome {
	return notBefore === undefined ? { kind: 'retry', reason } : { kind: 'retry', reason, notBefore };
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

function joined( setting: string, base: string, ...segments: string[] ): string {
	const url = URL.parse( [ base.replace( /\/+$/, '' ), ...segments.map( encodeURIComponent ) ].join( '/' ) );
	if ( url === null || !/^https?:$/.test( url.protocol ) ) {
		throw new Error( `Splunk On-Call: ${ setting } is not an http(s) URL` );
	}
	return url.href;
}
