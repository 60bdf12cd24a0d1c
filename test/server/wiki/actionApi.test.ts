// One question to api.php: bounded in time and size, anonymous, named, and nothing is an answer that
// does not look like one.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createActionApi, type ActionApi, type ApiResult } from '../../../server/wiki/actionApi.ts';
import { cutShort, endless, hang, say, startRawWiki, type RawAnswer, type RawWiki } from '../rawWiki.ts';

describe( 'ActionApi', () => {
	const userAgent = 'PageSRE/0.1 (https://page-sre.example.org; test@example.org)';
	let wiki: RawWiki;
	let api: ActionApi;
	beforeAll( async () => {
		wiki = await startRawWiki();
	} );
	beforeEach( () => {
		api = createActionApi( { wikiUrl: wiki.url, userAgent, timeoutMs: 2_000 } );
	} );
	afterAll( () => wiki.stop() );

	async function asked( answer: RawAnswer, parameters: Record<string, string> = { list: 'globalusers' } ): Promise<ApiResult> {
		wiki.answerWith( answer );
		return api.get( parameters );
	}
	const json = ( body: unknown, headers: Record<string, string> = {} ): RawAnswer => say( JSON.stringify( body ), 200, headers );

	it( 'asks in JSON, version 2, by name, and as nobody', async () => {
		await asked( json( {} ), { meta: 'globaluserinfo', guiid: '5' } );
		const { method, url, headers } = wiki.requests.at( -1 )!;
		expect( method ).toBe( 'GET' );
		expect( Object.fromEntries( new URL( url, wiki.url ).searchParams ) )
			.toEqual( { action: 'query', format: 'json', formatversion: '2', meta: 'globaluserinfo', guiid: '5' } );
		expect( headers[ 'user-agent' ] ).toBe( userAgent );
		expect( headers ).not.toHaveProperty( 'authorization' );
		expect( headers ).not.toHaveProperty( 'cookie' );
	} );

	it( 'gives an answer as it is', async () => {
		expect( await asked( json( { batchcomplete: true, query: { x: 1 } } ) ) ).toEqual( { kind: 'answer', body: { batchcomplete: true, query: { x: 1 } } } );
	} );

	it( 'tells MediaWiki\'s own no by its code', async () => {
		expect( await asked( json( { error: { code: 'badvalue', info: 'Unrecognized value' } } ) ) ).toEqual( { kind: 'apiError', code: 'badvalue' } );
	} );

	it.each( [
		[ 'maxlag', 'serverError' ], [ 'readonly', 'serverError' ], [ 'ratelimited', 'rateLimited' ], [ 'internal_api_error_DBQueryError', 'serverError' ], [ '', 'serverError' ]
	] )( 'takes the error %j for "not now", because it says nothing about anybody', async ( code, reason ) => {
		expect( await asked( json( { error: { code, info: 'x' } } ) ) ).toEqual( { kind: 'noAnswer', reason } );
	} );

	it.each( [ { error: 'text' }, { error: null }, { error: { code: 5 } }, { error: [] } ] )( 'has no answer in an error without a code: %j', async ( body ) => {
		expect( await asked( json( body ) ) ).toEqual( { kind: 'noAnswer', reason: 'serverError' } );
	} );

	it( 'has no answer beside errors of the newer form', async () => {
		expect( await asked( json( { query: { x: 1 }, errors: [ { code: 'internal_api_error_X' } ] } ) ) ).toMatchObject( { kind: 'noAnswer' } );
	} );

	it( 'has no answer when a header says that there was an error', async () => {
		expect( await asked( json( { query: { x: 1 } }, { 'MediaWiki-API-Error': 'readapidenied' } ) ) ).toMatchObject( { kind: 'noAnswer' } );
	} );

	it.each( [
		[ 429, 'rateLimited' ], [ 500, 'serverError' ], [ 503, 'serverError' ], [ 403, 'refused' ], [ 404, 'refused' ], [ 204, 'refused' ]
	] )( 'has no answer with status %i', async ( status, reason ) => {
		expect( await asked( say( status === 204 ? '' : '{"query":{}}', status ) ) ).toEqual( { kind: 'noAnswer', reason } );
	} );

	it( 'follows no redirect', async () => {
		const before = wiki.requests.length;
		expect( await asked( say( '', 302, { Location: '/elsewhere' } ) ) ).toEqual( { kind: 'noAnswer', reason: 'refused' } );
		expect( wiki.requests.length ).toBe( before + 1 );
	} );

	it.each( [ '', '<!DOCTYPE html><title>Error</title>', 'null', '[]', '"text"', '5', '{"query":', '\uFEFF' ] )( 'cannot read %j', async ( text ) => {
		expect( await asked( say( text ) ) ).toEqual( { kind: 'noAnswer', reason: 'unreadable' } );
	} );

	it( 'has no answer when the connection is cut in the middle', async () => {
		expect( await asked( cutShort( JSON.stringify( { query: { x: 1 } } ) ) ) ).toEqual( { kind: 'noAnswer', reason: 'network' } );
	} );

	it( 'does not read on without end', async () => {
		expect( await asked( endless ) ).toEqual( { kind: 'noAnswer', reason: 'network' } );
	} );

	describe( 'with a short limit', () => {
		beforeEach( () => {
			api = createActionApi( { wikiUrl: wiki.url, userAgent, timeoutMs: 50 } );
		} );

		it( 'does not wait for a wiki that never answers', async () => {
			expect( await asked( hang ) ).toEqual( { kind: 'noAnswer', reason: 'timeout' } );
		} );

		it( 'does not wait for a body that never ends', async () => {
			expect( await asked( ( _request, response ) => {
				response.writeHead( 200 ).write( '{' );
			} ) ).toEqual( { kind: 'noAnswer', reason: 'timeout' } );
		} );
	} );

	it( 'says that nobody is there', async () => {
		api = createActionApi( { wikiUrl: 'http://localhost:1', userAgent, timeoutMs: 2_000 } );
		expect( await api.get( {} ) ).toEqual( { kind: 'noAnswer', reason: 'network' } );
	} );
} );
