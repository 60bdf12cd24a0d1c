// Splunk On-Call's public API as all its parts share it: where it is, who asks, how long and how much.
// What is asked and what the answer means is decided in the files that use it.
import type { Millis } from '../pages/page.ts';
import { boundedCall } from './boundedCall.ts';
import type { BoundedRequest, Secret } from './boundedCall.ts';
import { objectFrom } from './answers.ts';
import type { Fields } from './foreignFields.ts';
import { serviceUrl } from './serviceUrl.ts';

export interface SplunkApiSettings {
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

/** Each throws ObservationError unless the answer is a JSON object. */
export interface SplunkApi {
	/** @param path segments below the API's address */
	read( ...path: string[] ): Promise<Fields>;
	/** With a key that may change things. */
	write( key: Secret, method: 'POST' | 'PATCH', path: readonly string[], body: unknown ): Promise<Fields>;
}

// Open and recently resolved incidents of the whole organisation, one to two kilobytes each, are the most
// that it has to say.
const answerBytes = 4 * 1024 * 1024;

/** @throws Error when apiUrl is not http(s) */
export function createSplunkApi( settings: SplunkApiSettings, now: () => Millis ): SplunkApi {
	const urlOf = ( path: readonly string[] ): string => serviceUrl( 'Splunk On-Call', 'apiUrl', settings.apiUrl, ...path );
	urlOf( [] );

	async function call(
		key: Secret, path: readonly string[], request: Pick<BoundedRequest, 'method' | 'body'>
	): Promise<Fields> {
		return objectFrom( await boundedCall( {
			...request,
			url: urlOf( path ),
			headers: {
				'user-agent': settings.userAgent,
				accept: 'application/json',
				...( request.body !== undefined && { 'content-type': 'application/json' } ),
				'x-vo-api-id': settings.apiId.reveal(),
				'x-vo-api-key': key.reveal()
			},
			timeoutMs: settings.timeoutMs,
			maxBytes: answerBytes
		}, now ) );
	}

	return {
		read: ( ...path ) => call( settings.apiKey, path, { method: 'GET' } ),
		write: ( key, method, path, body ) => call( key, path, { method, body: JSON.stringify( body ) } )
	};
}
