// One bounded, anonymous GET of the wiki's api.php. Errors come with HTTP 200, edge errors as HTML,
// so nothing is an answer before its shape says so. An OAuth token must never enter here: with an
// authonly grant the API refuses even what is public (readapidenied).
import axios, { isAxiosError } from 'axios';
import type { FailureReason } from '../contract/page.ts';

/**
 * `answer`: a JSON object without `error`. `apiError`: MediaWiki said no, with its code.
 * `noAnswer`: everything else; nobody knows.
 */
export type ApiResult =
	| { kind: 'answer'; body: Record<string, unknown> }
	| { kind: 'apiError'; code: string }
	| { kind: 'noAnswer'; reason: FailureReason };

export interface ActionApi {
	/** Never throws. */
	get( parameters: Record<string, string> ): Promise<ApiResult>;
}

export interface ActionApiSettings {
	/** Base URL of the wiki without a trailing slash. */
	wikiUrl: string;
	userAgent: string;
	/** For the whole exchange, body included. */
	timeoutMs: number;
}

/** Far above any answer we ask for. */
const MAX_BYTES = 1024 * 1024;

/** Codes that say "not now" rather than "no". */
const temporaryCodes = new Set( [ 'maxlag', 'ratelimited', 'readonly' ] );

export function createActionApi( settings: ActionApiSettings ): ActionApi {
	const client = axios.create( {
		baseURL: settings.wikiUrl,
		headers: { 'User-Agent': settings.userAgent, Accept: 'application/json' },
		maxRedirects: 0,
		maxContentLength: MAX_BYTES,
		proxy: false,
		responseType: 'text',
		transformResponse: ( text: unknown ) => text,
		validateStatus: () => true
	} );
	return {
		async get( parameters ) {
			try {
				const { status, data, headers } = await client.get<string>( '/w/api.php', {
					params: { action: 'query', format: 'json', formatversion: '2', ...parameters },
					signal: AbortSignal.timeout( settings.timeoutMs )
				} );
				return status === 200 ?
					understood( data, 'mediawiki-api-error' in headers ) :
					{ kind: 'noAnswer', reason: reasonOfStatus( status ) };
			} catch ( error ) {
				return { kind: 'noAnswer', reason: isAxiosError( error ) && error.code === 'ERR_CANCELED' ? 'timeout' : 'network' };
			}
		}
	};
}

/** @param failed MediaWiki says in a header that there was an error, wherever the body tells it */
function understood( text: string, failed: boolean ): ApiResult {
	let body: unknown;
	try {
		body = JSON.parse( text );
	} catch {
		return { kind: 'noAnswer', reason: 'unreadable' };
	}
	if ( typeof body !== 'object' || body === null || Array.isArray( body ) ) {
		return { kind: 'noAnswer', reason: 'unreadable' };
	}
	const { error } = body as { error?: { code?: unknown } };
	if ( error === undefined && ( failed || 'errors' in body ) ) {
		return { kind: 'noAnswer', reason: 'unreadable' };
	}
	if ( error === undefined ) {
		return { kind: 'answer', body: body as Record<string, unknown> };
	}
	const code = typeof error?.code === 'string' ? error.code : '';
	if ( code === '' || code.startsWith( 'internal_api_error' ) || temporaryCodes.has( code ) ) {
		return { kind: 'noAnswer', reason: code === 'ratelimited' ? 'rateLimited' : 'serverError' };
	}
	return { kind: 'apiError', code };
}

function reasonOfStatus( status: number ): FailureReason {
	if ( status === 429 ) {
		return 'rateLimited';
	}
	return status >= 500 ? 'serverError' : 'refused';
}
