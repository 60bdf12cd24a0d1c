// PagerDuty: raises and resolves by its Events API v2, and reads back by its REST API if there is a key for
// it. What a page says and when to try again is decided in pages/, never here.
// Sources: PagerDuty's Events v2 and REST descriptions and webhook guide, read 2026-11.
import type { ActionOutcome, Alert, DeliveryOutcome, Provider } from '../pages/provider.ts';
import type { Millis } from '../pages/page.ts';
import { deliveryFrom } from './answers.ts';
import { boundedCall, jsonObject } from './boundedCall.ts';
import type { Secret } from './boundedCall.ts';
import { cutText } from '../cutText.ts';
import { pagerDutyActions } from './pagerDutyActions.ts';
import type { PagerDutyActionSettings } from './pagerDutyActions.ts';
import { createPagerDutyApi } from './pagerDutyApi.ts';
import type { PagerDutyApiSettings } from './pagerDutyApi.ts';
import { pagerDutyHook } from './pagerDutyHook.ts';
import { pagerDutyIncidents } from './pagerDutyIncidents.ts';
import { pagerDutyRota } from './pagerDutyRota.ts';
import { serviceUrl } from './serviceUrl.ts';

export interface PagerDutySettings extends Omit<PagerDutyApiSettings, 'apiKey'>, PagerDutyActionSettings {
	/** https://events.pagerduty.com/v2/, or https://events.eu.pagerduty.com/v2/ */
	eventsUrl: string;
	/** The integration key of a service; the Events API asks for no other credential. */
	routingKey: Secret;
	/** Without it nothing is read back. One that may only read is enough, except for notes and rerouting. */
	apiKey?: Secret;
	/** The service that the routing key belongs to, like PIJ90N7; who is on call is asked for it. */
	serviceId?: string;
	/** Of the webhook subscription; two while one replaces the other. */
	hookSecrets?: readonly Secret[];
}

// dedup_key (255) is our own: never cut, because two pages cut to the same key would become one incident.
const limits = { summary: 1024, details: 20480, url: 2000 };

// It answers one line.
const eventsAnswerBytes = 64 * 1024;

type PagerDutyEvent =
	| { event_action: 'trigger'; dedup_key: string; payload: Record<string, unknown>; [ more: string ]: unknown }
	| { event_action: 'resolve'; dedup_key: string };

/** @throws Error when a URL in the settings is not http(s); its text names the setting, not the value */
export function createPagerDuty( settings: PagerDutySettings, deps: { now(): Millis } ): Provider {
	const now = (): Millis => deps.now();
	const { apiKey, serviceId } = settings;
	const eventsUrl = serviceUrl( 'PagerDuty', 'eventsUrl', settings.eventsUrl, 'enqueue' );
	const api = apiKey && createPagerDutyApi( { ...settings, apiKey }, now );
	const actions = pagerDutyActions( settings, api );

	async function enqueue( event: PagerDutyEvent ): Promise<DeliveryOutcome> {
		const result = await boundedCall( {
			method: 'POST',
			url: eventsUrl,
			headers: { 'user-agent': settings.userAgent, accept: 'application/json', 'content-type': 'application/json' },
			body: JSON.stringify( { routing_key: settings.routingKey.reveal(), ...event } ),
			timeoutMs: settings.timeoutMs,
			maxBytes: eventsAnswerBytes
		}, now );
		return deliveryFrom( result, ( { body } ) => {
			switch ( jsonObject( body )?.status ) {
				case 'success':
					// Taken, not yet an incident; its id is only read back.
					return { kind: 'delivered', incident: null };
				case 'invalid event':
					return { kind: 'rejected', reason: 'refused' };
				default:
					return undefined;
			}
		} );
	}

	return {
		name: 'pagerduty',

		deliver: ( alert ) => enqueue( toEvent( alert ) ),

		// By event, so that it needs no key of the REST API; why it was resolved has no field there, and is
		// told in a note where notes can be written.
		async resolve( incident, why ): Promise<ActionOutcome> {
			await actions.addNote?.( incident, why );
			const outcome = await enqueue( { event_action: 'resolve', dedup_key: incident.dedupKey } );
			return outcome.kind === 'delivered' ? { kind: 'done' } : { ...outcome, kind: 'failed' };
		},

		...( api && pagerDutyIncidents( api, serviceId ) ),
		...( api && serviceId !== undefined && pagerDutyRota( api, serviceId, settings.catchAllPolicy ) ),
		...actions,
		...pagerDutyHook( settings.hookSecrets ?? [], now )
	};
}

function toEvent( alert: Alert ): PagerDutyEvent {
	// Half a URL leads nowhere; the body carries it as well.
	const url = alert.recordUrl.length <= limits.url ? alert.recordUrl : undefined;
	return {
		event_action: 'trigger',
		dedup_key: alert.dedupKey,
		payload: {
			summary: cutText( alert.firstLine, limits.summary ),
			source: alert.host,
			// A service with dynamic urgency notifies quietly of it.
			severity: alert.drill ? 'info' : 'critical',
			timestamp: new Date( alert.acceptedAt ).toISOString(),
			component: 'page-sre',
			custom_details: { page: cutText( alert.body, limits.details ) }
		},
		client: 'Page SRE',
		...( url !== undefined && { client_url: url, links: [ { href: url, text: 'Page record' } ] } )
	};
}
