// A signed webhook: any service that understands Standard Webhooks can take pages, and report on them if
// it offers a list of incidents. What a page says and when to try again is decided in pages/, never here.
import { createHash } from 'node:crypto';
import type { ActionOutcome, Alert, DeliveryOutcome, IncidentHandle, Provider } from '../pages/provider.ts';
import type { Millis } from '../pages/page.ts';
import { deliveryFrom, objectFrom } from './answers.ts';
import { boundedCall } from './boundedCall.ts';
import type { Secret } from './boundedCall.ts';
import { signWebhook, verifiedWebhookId, webhookKeys } from './standardWebhooks.ts';
import { readWebhookIncidents } from './webhookIncidents.ts';
import { webhookBody } from './webhookBody.ts';

export interface WebhookSettings {
	/** Where pages are posted; https, but for loopback. Its path is often a credential. */
	url: Secret;
	/** `whsec_...`; the first is the current one, all of them sign. */
	secrets: readonly Secret[];
	/** Where incidents are listed (README.md); without it nothing is read back. */
	incidentsUrl?: Secret;
	/** `whsec_...` of the service's own hooks to us; without them none is believed. */
	hookSecrets?: readonly Secret[];
	/** Names us and how to reach us. */
	userAgent: string;
	/** For each whole exchange. */
	timeoutMs: number;
}

// Nobody reads what a receiver says beside its status; much more than a word is not a receiver.
const answerBytes = 64 * 1024;
const incidentListBytes = 1024 * 1024;

type WebhookProvider = Provider & Required<Pick<Provider, 'resolve' | 'addNote'>>;

/** @throws Error when a URL or a secret cannot work; its text names the setting, not the value */
export function createWebhook( settings: WebhookSettings, deps: { now(): Millis } ): WebhookProvider {
	const { timeoutMs, userAgent } = settings;
	const url = safeUrl( 'url', settings.url );
	const incidentsUrl = settings.incidentsUrl && safeUrl( 'incidentsUrl', settings.incidentsUrl );
	const keys = webhookKeys( settings.secrets );
	const hookKeys = settings.hookSecrets && webhookKeys( settings.hookSecrets );
	const now = (): Millis => deps.now();

	/** @param id the same for every attempt at the same thing, by which a receiver does it once */
	async function post( id: string, body: string ): Promise<DeliveryOutcome> {
		const result = await boundedCall( {
			method: 'POST',
			url,
			headers: { 'user-agent': userAgent, 'content-type': 'application/json', ...signWebhook( keys, id, now(), body ) },
			body,
			timeoutMs,
			maxBytes: answerBytes
		}, now );
		return deliveryFrom( result, ( answer ) =>
			isMarkup( answer.body ) ? undefined : { kind: 'delivered', incident: null } );
	}

	async function act( id: string, body: string ): Promise<ActionOutcome> {
		const outcome = await post( id, body );
		return outcome.kind === 'delivered' ? { kind: 'done' } : { ...outcome, kind: 'failed' };
	}

	return {
		name: 'webhook',

		deliver: ( alert: Alert ) => post( messageId( alert.dedupKey ), webhookBody( 'page.triggered', alert.acceptedAt, {
			dedupKey: alert.dedupKey,
			title: alert.firstLine,
			recordUrl: alert.recordUrl,
			host: alert.host,
			...alert.drill && { drill: true },
			text: alert.body
		} ) ),

		resolve: ( { dedupKey }: IncidentHandle, why: string ) =>
			act( messageId( dedupKey, 'resolved' ), webhookBody( 'page.resolved', now(), { dedupKey, text: why } ) ),

		addNote: ( { dedupKey }: IncidentHandle, text: string ) =>
			act( messageId( dedupKey, 'note', text ), webhookBody( 'page.noted', now(), { dedupKey, text } ) ),

		...incidentsUrl !== undefined && { async observe() {
			const result = await boundedCall( {
				method: 'GET',
				url: incidentsUrl,
				headers: { 'user-agent': userAgent, accept: 'application/json', ...signWebhook( keys, `page-sre/incidents/${ now() }`, now(), '' ) },
				timeoutMs,
				maxBytes: incidentListBytes
			}, now );
			return readWebhookIncidents( objectFrom( result ) );
		} },

		...hookKeys !== undefined && { readHook( hook ) {
			const id = verifiedWebhookId( hookKeys, hook, now() );
			return id === undefined ? { kind: 'forged' } : { kind: 'hint', id };
		} }
	} satisfies WebhookProvider;
}

/**
 * The specification gives a 2xx no meaning but "taken", whatever the body. But no receiver answers with
 * a document: a sign-in page or a captive portal does, and it has told nobody.
 */
function isMarkup( body: string ): boolean {
	return body.trimStart().startsWith( '<' );
}

/** Full stops part what is signed, so there is none; two notes differ, one note repeated does not. */
function messageId( dedupKey: string, ...what: string[] ): string {
	const [ action, text ] = what;
	const hash = text === undefined ? [] : [ createHash( 'sha256' ).update( text ).digest( 'hex' ).slice( 0, 32 ) ];
	return [ dedupKey, ...action === undefined ? [] : [ action ], ...hash ].join( '/' ).replaceAll( '.', '_' );
}

/** Where it leads is the operator's word, which no answer can change: redirects are not followed. */
function safeUrl( setting: string, value: Secret ): string {
	const url = URL.parse( value.reveal() );
	const loopback = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/.test( url?.hostname ?? '' );
	if ( url === null || !( url.protocol === 'https:' || url.protocol === 'http:' && loopback ) || url.username + url.password !== '' ) {
		throw new Error( `Webhook: ${ setting } is not an https URL without a user name` );
	}
	return url.href;
}
