// Asking our server as any program could: every header and every byte chosen by the test. Also what
// every refusal must look like, and a reader of event streams.
import { expect } from 'vitest';
import { errorCodes, problemSchema, type ErrorCode, type Problem } from '../../../server/contract/problem.ts';
import type { PageEvent } from '../../../server/contract/page.ts';

export interface Question {
	method?: string;
	headers?: Record<string, string>;
	/** Sent as it is; anything but a string as JSON, with its type. */
	body?: unknown;
	signal?: AbortSignal;
}

export function ask( url: string, { method = 'GET', headers = {}, body, signal }: Question = {} ): Promise<Response> {
	const json = body !== undefined && typeof body !== 'string';
	return fetch( url, {
		method, redirect: 'manual', signal,
		headers: { ...json ? { 'Content-Type': 'application/json' } : {}, ...headers },
		...body === undefined ? {} : { body: json ? JSON.stringify( body ) : body }
	} );
}

/** Fails unless this is a whole problem document with this code, and nothing that a person wrote or a program leaked. */
export async function expectProblem( response: Response, code: ErrorCode ): Promise<Problem> {
	const problem = problemSchema.parse( await response.json() );
	expect( problem ).toMatchObject( { code, ...errorCodes[ code ], type: `/errors/${ code }` } );
	expect( response.status ).toBe( errorCodes[ code ].status );
	expect( response.headers.get( 'content-type' ) ).toBe( 'application/problem+json; charset=utf-8' );
	expect( response.headers.get( 'x-request-id' ) ).toBe( problem.requestId );
	expect( response.headers.get( 'cache-control' ) ).toBe( 'no-store' );
	return problem;
}

export interface EventReader {
	response: Response;
	/** The next event, or `keep-alive`, or `end`. */
	next(): Promise<{ id: number; event: PageEvent } | 'keep-alive' | 'end'>;
	close(): void;
}

export async function openEvents( url: string, headers: Record<string, string> ): Promise<EventReader> {
	const abort = new AbortController();
	const response = await ask( url, { headers, signal: abort.signal } );
	const reader = response.body!.pipeThrough( new TextDecoderStream() ).getReader();
	let text = '';
	return {
		response,
		async next() {
			while ( !text.includes( '\n\n' ) ) {
				const { done, value } = await reader.read();
				if ( done ) {
					return 'end';
				}
				text += value;
			}
			const [ block = '' ] = text.split( '\n\n', 1 );
			text = text.slice( block.length + 2 );
			if ( block === ': keep-alive' ) {
				return 'keep-alive';
			}
			const [ , id, data ] = /^id: (\d+)\nevent: page\ndata: (.*)$/.exec( block ) ?? [];
			return { id: Number( id ), event: JSON.parse( data! ) as PageEvent };
		},
		close: () => abort.abort()
	};
}
