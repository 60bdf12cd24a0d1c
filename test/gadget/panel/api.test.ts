// @vitest-environment node
// Promises of the panel's door to our server, against a real HTTP server: what was answered, what was
// refused, and what nobody knows are never taken for one another.
import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createApi } from '../../../gadget/panel/api.ts';
import type { Api } from '../../../gadget/panel/api.ts';
import { aPage, problem } from '../fixtures.ts';

let server: Server;
let api: Api;
let answer: ( request: IncomingMessage, response: ServerResponse ) => void;
let seen: { method?: string; url?: string; headers: IncomingMessage[ 'headers' ]; body: string }[];

const json = ( status: number, body: unknown, type = 'application/json' ) => ( _request: IncomingMessage, response: ServerResponse ): void => {
	response.writeHead( status, { 'Content-Type': type } ).end( typeof body === 'string' ? body : JSON.stringify( body ) );
};

const input = { idempotencyKey: 'k'.repeat( 20 ), summary: 'Login fails', scope: 'enwiki' };

beforeEach( async () => {
	seen = [];
	server = createServer( ( request, response ) => {
		let body = '';
		request.on( 'data', ( chunk: Buffer ) => {
			body += chunk.toString();
		} );
		request.on( 'end', () => {
			seen.push( { method: request.method, url: request.url, headers: request.headers, body } );
			answer( request, response );
		} );
	} );
	await new Promise<void>( ( resolve ) => void server.listen( 0, 'localhost', resolve ) );
	api = createApi( `http://localhost:${ ( server.address() as AddressInfo ).port }` );
} );

afterEach( async () => {
	server.closeAllConnections();
	await new Promise( ( resolve ) => void server.close( resolve ) );
} );

describe( 'submitPage', () => {
	it( 'says accepted only with the page in hand', async () => {
		answer = json( 202, aPage() );
		expect( await api.submitPage( input ) ).toEqual( { kind: 'accepted', page: aPage() } );
		expect( seen[ 0 ] ).toMatchObject( { method: 'POST', url: '/v1/pages', body: JSON.stringify( input ) } );
		expect( seen[ 0 ]!.headers[ 'content-type' ] ).toBe( 'application/json' );
	} );

	it( 'hands over our server’s refusal as it is', async () => {
		const refusal = problem( 'notMember', { reason: 'locked' } );
		answer = json( 403, refusal, 'application/problem+json' );
		expect( await api.submitPage( input ) ).toEqual( { kind: 'refused', problem: refusal } );
	} );

	it.each( [
		[ 'a proxy’s error document', json( 502, '<h1>Bad Gateway</h1>', 'text/html' ) ],
		[ 'a proxy’s JSON', json( 403, { error: 'forbidden' } ) ],
		[ 'a code that is not ours', json( 400, { code: 'teapot' } ) ],
		[ 'success without a page', json( 202, {} ) ],
		[ 'success without JSON', json( 200, 'ok', 'text/plain' ) ],
		[ 'half an answer', ( _request: IncomingMessage, response: ServerResponse ) => {
			response.writeHead( 202, { 'Content-Length': '1000' } ).write( '{"id":' );
			response.destroy();
		} ],
		[ 'a broken line', ( request: IncomingMessage ) => void request.socket.destroy() ]
	] )( 'knows nothing after %s', async ( _what, given ) => {
		answer = given;
		expect( await api.submitPage( input ) ).toEqual( { kind: 'noAnswer' } );
	} );

	it( 'knows nothing when nobody listens', async () => {
		expect( await createApi( 'http://localhost:1' ).submitPage( input ) ).toEqual( { kind: 'noAnswer' } );
	} );

	it( 'gives up after ten seconds, and not before', async () => {
		vi.useFakeTimers();
		try {
			let aborted = false;
			const hanging = createApi( 'http://localhost:1', ( _url, init ) => new Promise( ( _resolve, reject ) => {
				init!.signal!.addEventListener( 'abort', () => {
					aborted = true;
					reject( new Error( 'aborted' ) );
				} );
			} ) );
			const outcome = hanging.submitPage( input );
			await vi.advanceTimersByTimeAsync( 9999 );
			expect( aborted ).toBe( false );
			await vi.advanceTimersByTimeAsync( 1 );
			expect( await outcome ).toEqual( { kind: 'noAnswer' } );
		} finally {
			vi.useRealTimers();
		}
	} );
} );

describe( 'authorization', () => {
	it( 'is the token while there is one, and nothing else', async () => {
		answer = json( 200, { pages: [] } );
		await api.findPage( 'k' );
		api.setToken( 'secret' );
		await api.findPage( 'k' );
		api.setToken( null );
		await api.findPage( 'k' );
		expect( seen.map( ( { headers } ) => headers.authorization ) ).toEqual( [ undefined, 'Bearer secret', undefined ] );
	} );
} );

describe( 'findPage', () => {
	it( 'tells a page that is there from one that is not', async () => {
		answer = json( 200, { pages: [ aPage() ] } );
		expect( await api.findPage( 'a+b' ) ).toEqual( { kind: 'answered', value: aPage() } );
		answer = json( 200, { pages: [] } );
		expect( await api.findPage( 'a+b' ) ).toEqual( { kind: 'answered', value: null } );
		expect( seen[ 0 ]!.url ).toBe( '/v1/pages?idempotencyKey=a%2Bb' );
	} );
} );

describe( 'what is asked for about a page', () => {
	it.each<[ string, ( given: Api ) => Promise<unknown>, string, unknown ]>( [
		[ 'a note', ( given ) => given.addNote( 'a/b', 'It is back.' ), '/v1/pages/a%2Fb/notes', { text: 'It is back.' } ],
		[ 'its withdrawal', ( given ) => given.withdrawPage( '01J' ), '/v1/pages/01J/withdraw', {} ],
		[ 'another alert', ( given ) => given.pageAgain( '01J', 2 ), '/v1/pages/01J/again', { round: 2 } ]
	] )( 'is %s, and brings the page as it is then', async ( _what, act, url, body ) => {
		answer = json( 200, aPage( { state: 'withdrawn' } ) );
		expect( await act( api ) ).toEqual( { kind: 'answered', value: aPage( { state: 'withdrawn' } ) } );
		expect( seen[ 0 ] ).toMatchObject( { method: 'POST', url } );
		expect( JSON.parse( seen[ 0 ]!.body ) ).toEqual( body );
		answer = json( 200, {} );
		expect( await act( api ) ).toEqual( { kind: 'noAnswer' } );
	} );
} );

describe( 'openEvents', () => {
	it( 'resumes after the event already known, and reads what comes', async () => {
		answer = ( _request, response ) => {
			response.writeHead( 200, { 'Content-Type': 'text/event-stream' } ).write( ': hello\n\n' );
		};
		const opened = await api.openEvents( '01J', 7, new AbortController().signal );
		expect( seen[ 0 ] ).toMatchObject( { url: '/v1/pages/01J/events', headers: { 'last-event-id': '7', accept: 'text/event-stream' } } );
		if ( opened.kind !== 'answered' ) {
			throw new Error( opened.kind );
		}
		const { value } = await opened.value.read();
		expect( new TextDecoder().decode( value ) ).toBe( ': hello\n\n' );
	} );

	it( 'lets go when it is told to', async () => {
		const gone = new Promise<void>( ( resolve ) => {
			answer = ( request, response ) => {
				response.writeHead( 200 ).write( ':\n\n' );
				response.on( 'close', resolve );
			};
		} );
		const abort = new AbortController();
		await api.openEvents( '01J', 0, abort.signal );
		abort.abort();
		await gone;
	} );
} );

describe( 'loadTranslations', () => {
	it( 'is null for a language that does not exist, and for no answer', async () => {
		answer = json( 404, problem( 'notFound' ) );
		expect( await api.loadTranslations( 'xyz' ) ).toBeNull();
		answer = ( request ) => void request.socket.destroy();
		expect( await api.loadTranslations( 'de' ) ).toBeNull();
	} );

	it( 'hands over what there is', async () => {
		answer = json( 200, { 'page-sre-edit': 'Ändern' } );
		expect( await api.loadTranslations( 'de.0123456789ab' ) ).toEqual( { 'page-sre-edit': 'Ändern' } );
		expect( seen[ 0 ]!.url ).toBe( '/i18n/de.0123456789ab.json' );
	} );
} );

describe( 'readFiles', () => {
	it( 'asks which files of a language there are', async () => {
		answer = json( 200, { de: 'a' } );
		expect( await api.readFiles( 'de' ) ).toEqual( { kind: 'answered', value: { de: 'a' } } );
		expect( seen[ 0 ]!.url ).toBe( '/i18n/de.files.json' );
	} );
} );
