// One bounded, anonymous GET of the wiki's api.php. Errors come with HTTP 200, edge errors as HTML,
// so nothing is an answer before its shape says so. An OAuth token must never enter here: with an
// authonly grant the API refuses even what is public (readapidenied).
import axios, { isAxiosError } from 'axios';
import type { FailureReason } from '../contract/page.ts';
import type { Millis } from '../pages/page.ts';
import { retryAfter } from '../retryAfter.ts';

/**
 * `answer`: a JSON object that tells of no error. `apiError`: MediaWiki said no, with its code.
 * `unreadable`: it answered, but not as the API does, or its edge refused us (`refused`).
 * `noAnswer`: nothing usable at all, or "not now"; nobody knows. `notBefore`: when it asks us to come back.
 */
export type ApiResult =
	| { kind: 'answer'; body: Record<string, unknown> }
	| { kind: 'apiError'; code: string; info?: string }
	| { kind: 'unreadable'; reason: Extract<FailureReason, 'refused' | 'unreadable'> }
	| { kind: 'noAnswer'; reason: FailureReason; notBefore?: Millis };

export interface ActionApi {
	/**
	 * Never throws.
	 *
	 * @param withinMs for who cannot wait as long as the settings allow
	 */
	get( parameters: Record<string, string>, withinMs?: number ): Promise<ApiResult>;
}

export interface ActionApiSettings {
	/** Base URL of the wiki without a trailing slash. */
	wikiUrl: string;
	userAgent: string;
	/** For the whole exchange, body included. */
	timeoutMs: number;
	clock: { now(): Millis };
}

/** Above any answer we ask for: fifty accounts with all rights of the largest group are a fifth of it. */
const MAX_BYTES = 1024 * 1024;

/** Codes that say "not now" rather than "no". */
const temporaryCodes = new Set( [ 'maxlag', 'ratelimited', 'readonly' ] );

export function createActionApi( { wikiUrl, userAgent, timeoutMs, clock }: ActionApiSettings ): ActionApi {
	const client = axios.create( {
		baseURL: wikiUrl,
		headers: { 'User-Agent': userAgent, Accept: 'application/json' },
		maxRedirects: 0,
		maxContentLength: MAX_BYTES,
		proxy: false,
		responseType: 'text',
		transformResponse: ( text: unknown ) => text,
		validateStatus: () => true
	} );
	return {
		async get( parameters, withinMs = timeoutMs ) {
			try {
				const { status, data, headers } = await client.get<string>( '/w/api.php', {
					params: { action: 'query', format: 'json', formatversion: '2', ...parameters },
					signal: AbortSignal.timeout( Math.min( withinMs, timeoutMs ) )
				} );
				return resultOf( status, data, headers, clock.now() );
			} catch ( error ) {
				return resultOfFailure( error );
			}
		}
	};
}

/** What an answer of api.php means. */
export function resultOf( status: number, text: string, headers: Readonly<Record<string, unknown>>, now: Millis ): ApiResult {
	const result = status === 200 ? understood( text, headers[ 'mediawiki-api-error' ] ) : resultOfStatus( status );
	const notBefore = retryAfter( headers[ 'retry-after' ], now );
	return result.kind === 'noAnswer' && notBefore !== undefined ? { ...result, notBefore } : result;
}

/** What it means that there was none. */
export function resultOfFailure( error: unknown ): ApiResult {
	return { kind: 'noAnswer', reason: isAxiosError( error ) && error.code === 'ERR_CANCELED' ? 'timeout' : 'network' };
}

/** @param errorHeader MediaWiki says there that there was an error, wherever the body tells it */
function understood( text: string, errorHeader: unknown ): ApiResult {
	let body: unknown;
	try {
		body = JSON.parse( text );
	} catch {
		return { kind: 'noAnswer', reason: 'unreadable' };
	}
	if ( typeof body !== 'object' || body === null || Array.isArray( body ) ) {
		return { kind: 'unreadable', reason: 'unreadable' };
	}
	const { error, errors } = body as { error?: { code?: unknown; info?: unknown } | null; errors?: { code?: unknown }[] | null };
	if ( error === undefined && errors === undefined && errorHeader === undefined ) {
		return { kind: 'answer', body: body as Record<string, unknown> };
	}
	const code = [ error?.code, errors?.[ 0 ]?.code, errorHeader ].find( ( value ) => typeof value === 'string' && value !== '' );
	return typeof code === 'string' ? resultOfCode( code, typeof error?.info === 'string' ? error.info : undefined ) : { kind: 'unreadable', reason: 'unreadable' };
}

function resultOfCode( code: string, info: string | undefined ): ApiResult {
	return code.startsWith( 'internal_api_error' ) || temporaryCodes.has( code ) ?
		{ kind: 'noAnswer', reason: code === 'ratelimited' ? 'rateLimited' : 'serverError' } :
		{ kind: 'apiError', code, ...info === undefined ? {} : { info } };
}

function resultOfStatus( status: number ): ApiResult {
	if ( status === 429 ) {
		return { kind: 'noAnswer', reason: 'rateLimited' };
	}
	if ( status >= 500 ) {
		return { kind: 'noAnswer', reason: 'serverError' };
	}
	// A redirect is somebody else's answer, or a portal's.
	return status >= 400 ? { kind: 'unreadable', reason: 'refused' } : { kind: 'noAnswer', reason: 'unreadable' };
}
