// Prometheus Alertmanager, API v2. Every instance is told, never a load balancer in front of them:
// instances share silences and what they have notified, but not alerts (its docs on high availability,
// read 2026-11). What a page says and when to try again is decided in pages/, never here.
import { ObservationError } from '../pages/provider.ts';
import type { ActionOutcome, Alert, DeliveryOutcome, IncidentHandle, Provider, SelfCheck } from '../pages/provider.ts';
import type { Millis } from '../pages/page.ts';
import { checkedLabels, firing, labelsOf, resolved } from './alertmanagerAlert.ts';
import type { Labels } from './alertmanagerAlert.ts';
import { listFrom, merged, othersQuery, readAlerts, readOthersAlerts, silencing } from './alertmanagerReading.ts';
import { deliveryFrom } from './answers.ts';
import { boundedCall, isSuccess } from './boundedCall.ts';
import type { CallResult, Secret } from './boundedCall.ts';
import type { Fields } from './foreignFields.ts';
import { serviceUrl } from './serviceUrl.ts';

export interface AlertmanagerSettings {
	/** Of every instance: http://alertmanager1.example.org:9093/, with its path prefix if it has one. */
	urls: readonly string[];
	/** What routes the page to whom it shall wake, e.g. `{ team: 'sre', severity: 'page' }`. */
	labels: Labels;
	/** The whole Authorization header, e.g. `Basic ...`, for the proxy in front of it. */
	authorization?: Secret;
	/** Milliseconds; default one minute. Alerts are in memory only, and an instance may restart. */
	repeatEveryMs?: number;
	/** Names us and how to reach us. */
	userAgent: string;
	/** For each whole exchange; the instances are asked at the same time. */
	timeoutMs: number;
}

// It says nothing when it takes an alert; lists are a kilobyte an entry.
const answerBytes = 64 * 1024;
const listBytes = 4 * 1024 * 1024;

/** Any page of ours, to ask whether a silence would mute the next one. */
const anyPage = 'page-sre/00000000000000000000000000';

type AlertmanagerProvider = Provider & Required<Pick<Provider, 'observe' | 'openIncidents' | 'repeatEveryMs' | 'resolve' | 'selfCheck'>>;

/** @throws Error when URLs, labels or the header cannot work; its text shows none of them but a label's name */
export function createAlertmanager( settings: AlertmanagerSettings, deps: { now(): Millis } ): AlertmanagerProvider {
	const instances = checkedInstances( settings.urls );
	const labels = checkedLabels( settings.labels );
	const authorization = settings.authorization?.reveal();
	if ( authorization !== undefined && !/^[\x21-\x7E]+( [\x21-\x7E]+)*$/.test( authorization ) ) {
		throw new Error( 'Alertmanager: authorization is not the value of a header' );
	}
	const headers = { 'user-agent': settings.userAgent, ...authorization !== undefined && { authorization } };
	const now = (): Millis => deps.now();

	const get = ( url: string, maxBytes: number ): Promise<CallResult> =>
		boundedCall( { method: 'GET', url, headers, timeoutMs: settings.timeoutMs, maxBytes }, now );

	/** Tells every instance at once. */
	async function post( body: string ): Promise<DeliveryOutcome[]> {
		return Promise.all( instances.map( async ( { alertsUrl } ) => deliveryFrom( await boundedCall( {
			method: 'POST',
			url: alertsUrl,
			headers: { ...headers, 'content-type': 'application/json' },
			body,
			timeoutMs: settings.timeoutMs,
			maxBytes: answerBytes
		}, now ), ( { body: said } ) => said.trim() === '' ? { kind: 'delivered', incident: null } : undefined ) ) );
	}

	/** What each instance that answers lists. @throws ObservationError when none does */
	async function listed( query: string ): Promise<Fields[][]> {
		const answers = await Promise.all( instances.map( async ( { alertsUrl } ) =>
			listFrom( await get( `${ alertsUrl }?${ query }`, listBytes ) ) ) );
		const lists = answers.filter( ( answer ) => Array.isArray( answer ) );
		if ( lists.length === 0 ) {
			throw answers[ 0 ] as ObservationError;
		}
		return lists;
	}

	return {
		name: 'alertmanager',
		repeatEveryMs: settings.repeatEveryMs ?? 60_000,

		deliver: async ( alert: Alert ) => joined( await post( firing( labels, alert, now() ) ) ),

		observe: async () => merged( ( await listed( `filter=${ encodeURIComponent( 'page_id=~"page-sre/.+"' ) }` ) ).flatMap( readAlerts ) ),

		openIncidents: async () => readOthersAlerts( ( await listed( othersQuery( labels ) ) ).flat() ),

		/** Done when every instance knows: one that does not would go on and notify anew. */
		async resolve( { dedupKey }: IncidentHandle, why: string ): Promise<ActionOutcome> {
			const failed = ( await post( resolved( labels, dedupKey, why, now() ) ) ).find( ( { kind } ) => kind !== 'delivered' );
			return failed === undefined || failed.kind === 'delivered' ? { kind: 'done' } : { ...failed, kind: 'failed' };
		},

		async selfCheck() {
			const ready = await Promise.all( instances.map( async ( { readyUrl, place } ) =>
				readiness( place, await get( readyUrl, answerBytes ) ) ) );
			for ( const { silencesUrl } of instances ) {
				const list = listFrom( await get( silencesUrl, listBytes ) );
				if ( !( list instanceof ObservationError ) ) {
					return [ ...ready, silences( silencing( list, labelsOf( labels, anyPage ) ) ) ];
				}
			}
			return [ ...ready, { subject: 'silences', verdict: 'unknown', detail: 'No instance lists its silences.' } ];
		}
	};
}

/**
 * Taken when at least one instance took it: that one notifies by itself, and the repetition reaches the
 * others. Asked to come back later only if all that may yet take it ask so.
 */
function joined( outcomes: readonly DeliveryOutcome[] ): DeliveryOutcome {
	const waiting = outcomes.filter( ( outcome ) => outcome.kind === 'retry' );
	const best = outcomes.find( ( { kind } ) => kind === 'delivered' ) ?? waiting[ 0 ] ?? outcomes[ 0 ]!;
	if ( best.kind !== 'retry' ) {
		return best;
	}
	const times = waiting.map( ( { notBefore } ) => notBefore ).filter( ( time ) => time !== undefined );
	return { kind: 'retry', reason: best.reason, ...times.length === waiting.length && { notBefore: Math.min( ...times ) } };
}

function readiness( place: string, result: CallResult ): SelfCheck {
	const subject = `Alertmanager at ${ place }`;
	if ( result.kind === 'noAnswer' ) {
		return { subject, verdict: 'unknown', detail: `It does not answer: ${ result.reason }.` };
	}
	return isSuccess( result.status ) ?
		{ subject, verdict: 'pages', detail: 'It says that it is ready.' } :
		{ subject, verdict: 'pagesNobody', detail: `It is not ready: status ${ result.status }.` };
}

function silences( { ids, unknown }: ReturnType<typeof silencing> ): SelfCheck {
	const subject = 'silences';
	if ( ids.length > 0 ) {
		return { subject, verdict: 'pagesNobody', detail: `Pages are silenced; expire ${ ids.join( ', ' ) }.` };
	}
	return unknown ?
		{ subject, verdict: 'unknown', detail: 'A silence is written in a way that cannot be judged from here.' } :
		{ subject, verdict: 'pages', detail: 'No active silence matches the labels of a page.' };
}

function checkedInstances( urls: readonly string[] ): { place: string; alertsUrl: string; silencesUrl: string; readyUrl: string }[] {
	const at = ( base: string, ...path: string[] ): string => serviceUrl( 'Alertmanager', 'urls', base, ...path );
	const places = urls.map( ( base ) => new URL( at( base ) ) );
	if ( places.length === 0 || new Set( places.map( ( { href } ) => href ) ).size < places.length || places.some( ( { username, password } ) => username + password !== '' ) ) {
		throw new Error( 'Alertmanager: urls must name every instance once, without a user name' );
	}
	return urls.map( ( base, index ) => ( {
		place: places[ index ]!.host,
		alertsUrl: at( base, 'api', 'v2', 'alerts' ),
		silencesUrl: at( base, 'api', 'v2', 'silences' ),
		readyUrl: at( base, '-', 'ready' )
	} ) );
}
