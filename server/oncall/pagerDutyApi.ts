// PagerDuty's REST API as all parts of the provider share it: where it is, who asks, how long and how much.
// What is asked and what the answer means is decided in the files that use it.
import type { Millis } from '../pages/page.ts';
import { objectFrom } from './answers.ts';
import { boundedCall } from './boundedCall.ts';
import type { BoundedRequest, Secret } from './boundedCall.ts';
import type { Fields } from './foreignFields.ts';
import { serviceUrl } from './serviceUrl.ts';

export interface PagerDutyApiSettings {
	/** https://api.pagerduty.com/, or https://api.eu.pagerduty.com/ */
	apiUrl: string;
	apiKey: Secret;
	/** Names us and how to reach us. */
	userAgent: string;
	/** For each whole exchange. */
	timeoutMs: number;
}

/** Each throws ObservationError unless the answer is a JSON object. */
export interface PagerDutyApi {
	/** @param query pairs where a name comes more than once */
	read( path: readonly string[], query?: Record<string, string> | [ string, string ][] ): Promise<Fields>;
	/** @param from e-mail address of the PagerDuty user in whose name it is done */
	write( from: string, method: 'POST' | 'PUT', path: readonly string[], body: unknown ): Promise<Fields>;
}

// A hundred log entries of about a kilobyte are the most that we ask for at once.
const answerBytes = 1024 * 1024;

/** @throws Error when apiUrl is not http(s) */
export function createPagerDutyApi( settings: PagerDutyApiSettings, now: () => Millis ): PagerDutyApi {
	const urlOf = ( path: readonly string[], query: Record<string, string> | [ string, string ][] = {} ): string => {
		const url = new URL( serviceUrl( 'PagerDuty', 'apiUrl', settings.apiUrl, ...path ) );
		url.search = new URLSearchParams( query ).toString();
		return url.href;
	};
	urlOf( [] );

	async function call(
		request: Pick<BoundedRequest, 'method' | 'url' | 'body'>, headers: Record<string, string> = {}
	): Promise<Fields> {
		return objectFrom( await boundedCall( {
			...request,
			headers: {
				'user-agent': settings.userAgent,
				accept: 'application/vnd.pagerduty+json;version=2',
				authorization: `Token token=${ settings.apiKey.reveal() }`,
				...headers
			},
			timeoutMs: settings.timeoutMs,
			maxBytes: answerBytes
		}, now ) );
	}

	return {
		read: ( path, query ) => call( { method: 'GET', url: urlOf( path, query ) } ),
		write: ( from, method, path, body ) => call(
			{ method, url: urlOf( path ), body: JSON.stringify( body ) },
			{ 'content-type': 'application/json', from }
		)
	};
}
