// One HTTP call to an on-call service, bounded in time and size, for every provider in this room.
// Nothing of a URL, a header or a foreign error text leaves this file: URLs here are credentials.
import http from 'node:http';
import https from 'node:https';
import axios from 'axios';
import type { FailureReason } from '../contract/page.ts';
import type { Millis } from '../pages/page.ts';
import { retryAfter } from '../retryAfter.ts';

/** A configured value that must never be printed; `server/config.ts` makes them. */
export interface Secret {
	reveal(): string;
}

export interface BoundedRequest {
	method: 'GET' | 'POST' | 'PUT' | 'PATCH';
	url: string;
	headers: Record<string, string>;
	/** JSON text; absent for a GET. */
	body?: string;
	/** Milliseconds for the whole exchange: connecting, our request, their last byte. */
	timeoutMs: number;
	/** Bytes of a 2xx body that are read; a longer one is no answer. */
	maxBytes: number;
}

/**
 * `answer`: a status came; `body` is whole, and '' unless the status is 2xx (nobody needs the rest).
 * `noAnswer`: no status came, or the body of a 2xx was late, cut off, too large or not UTF-8.
 */
export type CallResult =
	| { kind: 'answer'; status: number; body: string; notBefore: Millis | undefined }
	| { kind: 'noAnswer'; reason: FailureReason };

// Pages are rare, so a kept connection is usually stale and would cost the first attempt. Own agents
// also mean that no proxy from the environment ever sees the URL.
const agents = {
	httpAgent: new http.Agent( { keepAlive: false } ),
	httpsAgent: new https.Agent( { keepAlive: false } )
};

const client = axios.create( {
	...agents,
	proxy: false,
	maxRedirects: 0,
	decompress: false,
	responseType: 'stream',
	validateStatus: () => true,
	transformRequest: [ ( data: unknown ) => data ]
} );

/** Never throws and never rejects. */
export async function boundedCall( request: BoundedRequest, now: () => Millis ): Promise<CallResult> {
	const signal = AbortSignal.timeout( request.timeoutMs );
	try {
		const response = await client.request<http.IncomingMessage>( {
			method: request.method,
			url: request.url,
			headers: { 'accept-encoding': 'identity', ...request.headers },
			data: request.body,
			signal
		} );
		const { status, data: stream } = response;
		const notBefore = retryAfter( response.headers[ 'retry-after' ], now() );
		if ( !isSuccess( status ) ) {
			stream.on( 'error', () => {} ).destroy();
			return { kind: 'answer', status, body: '', notBefore };
		}
		const body = await readText( stream, request.maxBytes );
		return body === undefined ?
			{ kind: 'noAnswer', reason: 'unreadable' } :
			{ kind: 'answer', status, body, notBefore };
	} catch ( error ) {
		if ( signal.aborted ) {
			return { kind: 'noAnswer', reason: 'timeout' };
		}
		// HPE_*: llhttp could not parse what came back; everything else never got so far.
		const code = ( error as { code?: unknown } ).code;
		const garbled = typeof code === 'string' && code.startsWith( 'HPE_' );
		return { kind: 'noAnswer', reason: garbled ? 'unreadable' : 'network' };
	}
}

export function isSuccess( status: number ): boolean {
	return status >= 200 && status <= 299;
}

/** Which of our reasons a status that is not 2xx stands for. */
export function reasonOf( status: number ): FailureReason {
	switch ( status ) {
		case 401:
		case 403:
			return 'unauthorized';
		case 404:
			return 'notFound';
		case 408:
			return 'timeout';
		case 429:
			return 'rateLimited';
	}
	if ( status >= 500 && status <= 599 ) {
		return 'serverError';
	}
	return status >= 400 && status <= 499 ? 'refused' : 'unreadable';
}

/** JSON text as a plain object; undefined for anything else, HTML included. */
export function jsonObject( text: string ): Record<string, unknown> | undefined {
	try {
		const value: unknown = JSON.parse( text );
		return typeof value === 'object' && value !== null && !Array.isArray( value ) ?
			value as Record<string, unknown> :
			undefined;
	} catch {
		return undefined;
	}
}

/** Rejects when the stream breaks off or, through axios, when the time is up. */
async function readText( stream: http.IncomingMessage, maxBytes: number ): Promise<string | undefined> {
	const chunks: Buffer[] = [];
	let size = 0;
	for await ( const chunk of stream as AsyncIterable<Buffer> ) {
		size += chunk.length;
		if ( size > maxBytes ) {
			return undefined;
		}
		chunks.push( chunk );
	}
	try {
		return new TextDecoder( 'utf-8', { fatal: true } ).decode( Buffer.concat( chunks ) );
	} catch {
		return undefined;
	}
}
