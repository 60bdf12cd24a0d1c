// One question to api.php: bounded in time and size, anonymous, named, and nothing is an answer that
// does not look like one.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createActionApi, type ActionApi, type ApiResult } from '../../../server/wiki/actionApi.ts';
import { cutShort, endless, hang, say, startRawWiki, type RawAnswer, type RawWiki } from '../rawWiki.ts';

describe( 'ActionApi', () => {
	const now = Date.parse( '2026-11-23T12:00:00Z' );
	const clock = { now: (): number => now };
	const userAgent = 'PageSRE/0.1 (https://page-sre.example.org; test@example.org)';
	let wiki: RawWiki;
	let api: ActionApi;
	beforeAll( async () => {
		wiki = await startRawWiki();
	} );
	beforeEach( () => {
		api = createActionApi( { wikiUrl: wiki.url, userAgent, timeoutMs: 2_000, clock } );
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
		expect( await asked( json( { error: { code: 'badvalue', info: 'Unrecognized value' } } ) ) ).toEqual( { kind: 'apiError', code: 'badvalue', info: 'Unrecognized value' } );
	} );

	it.each( [
		[ 'maxlag', 'serverError' ], [ 'readonly', 'serverError' ], [ 'ratelimited', 'rateLimited' ], [ 'internal_api_error_DBQueryError', 'serverError' ]
	] )( 'takes the error %j for "not now", because it says nothing about anybody', async ( code, reason ) => {
		expect( await asked( json( { error: { code, info: 'x' } } ) ) ).toEqual( { kind: 'noAnswer', reason } );
	} );

	it.each( [
		{ error: 'text' }, { error: null }, { error: { code: 5 } }, { error: { code: '' } }, { error: [] }, { errors: null }, { errors: [] }, { errors: [ null ] }
	] )( 'cannot read an error without a code: %j', async ( body ) => {
		expect( await asked( json( { query: { x: 1 }, ...body } ) ) ).toEqual( { kind: 'unreadable', reason: 'unreadable' } );
	} );

	it.each( [
		[ 'readapidenied', { kind: 'apiError', code: 'readapidenied' } ],
		[ 'internal_api_error_X', { kind: 'noAnswer', reason: 'serverError' } ]
	] )( 'hears the error %j in the newer form and in the header, whatever else the body says', async ( code, result ) => {
		expect( await asked( json( { query: { x: 1 }, errors: [ { code } ] } ) ) ).toEqual( result );
		expect( await asked( json( { query: { x: 1 } }, { 'MediaWiki-API-Error': code } ) ) ).toEqual( result );
	} );

	it.each( [
		[ 429, 'rateLimited' ], [ 500, 'serverError' ], [ 503, 'serverError' ], [ 204, 'unreadable' ], [ 304, 'unreadable' ]
	] )( 'has no answer with status %i', async ( status, reason ) => {
		expect( await asked( say( [ 204, 304 ].includes( status ) ? '' : '{"query":{}}', status ) ) ).toEqual( { kind: 'noAnswer', reason } );
	} );

	it.each( [ 400, 403, 404 ] )( 'was refused with status %i: somebody answered', async ( status ) => {
		expect( await asked( say( '{"query":{}}', status ) ) ).toEqual( { kind: 'unreadable', reason: 'refused' } );
	} );

	describe( 'when told to come back', () => {
		it.each( [
			[ 'in seconds', '7', now + 7_000 ],
			[ 'by a date', 'Mon, 23 Nov 2026 12:01:30 GMT', now + 90_000 ],
			[ 'tomorrow, which is too long', '86400', now + 300_000 ],
			[ 'tomorrow by a date', 'Tue, 24 Nov 2026 12:00:00 GMT', now + 300_000 ]
		] )( 'knows when: %s', async ( _how, header, notBefore ) => {
			expect( await asked( say( '', 429, { 'Retry-After': header } ) ) ).toEqual( { kind: 'noAnswer', reason: 'rateLimited', notBefore } );
		} );

		it.each( [ '0', '-5', 'soon', '1.5', 'Mon, 23 Nov 2026 11:59:00 GMT', 'never GMT', '99999999999' ] )( 'knows no time in %j', async ( header ) => {
			expect( await asked( say( '', 429, { 'Retry-After': header } ) ) ).toEqual( { kind: 'noAnswer', reason: 'rateLimited' } );
		} );

		it( 'hears it from a broken server and from a lagging database, too', async () => {
			expect( await asked( say( '', 503, { 'Retry-After': '5' } ) ) ).toMatchObject( { kind: 'noAnswer', notBefore: now + 5_000 } );
			expect( await asked( json( { error: { code: 'maxlag' } }, { 'Retry-After': '5' } ) ) ).toMatchObject( { kind: 'noAnswer', notBefore: now + 5_000 } );
		} );

		it( 'does not wait beside an answer', async () => {
			expect( await asked( json( { query: {} }, { 'Retry-After': '5' } ) ) ).toEqual( { kind: 'answer', body: { query: {} } } );
		} );
	} );

	it( 'follows no redirect', async () => {
		const before = wiki.requests.length;
		expect( await asked( say( '', 302, { Location: '/elsewhere' } ) ) ).toEqual( { kind: 'noAnswer', reason: 'unreadable' } );
		expect( wiki.requests.length ).toBe( before + 1 );
	} );

	it.each( [ '', '<!DOCTYPE html><title>Error</title>', '{"query":', '\uFEFF' ] )( 'has no answer in %j, which is no JSON', async ( text ) => {
		expect( await asked( say( text ) ) ).toEqual( { kind: 'noAnswer', reason: 'unreadable' } );
	} );

	it.each( [ 'null', '[]', '"text"', '5' ] )( 'cannot read %j', async ( text ) => {
		expect( await asked( say( text ) ) ).toEqual( { kind: 'unreadable', reason: 'unreadable' } );
	} );

	it( 'has no answer when the connection is cut in the middle', async () => {
		expect( await asked( cutShort( JSON.stringify( { query: { x: 1 } } ) ) ) ).toEqual( { kind: 'noAnswer', reason: 'network' } );
	} );

	it( 'does not read on without end', async () => {
		expect( await asked( endless ) ).toEqual( { kind: 'noAnswer', reason: 'network' } );
	} );

	describe( 'with a short limit', () => {
		beforeEach( () => {
			api = createActionApi( { wikiUrl: wiki.url, userAgent, timeoutMs: 50, clock } );
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

	it( 'waits no longer than who asks can wait, nor longer than it may', async () => {
		wiki.answerWith( hang );
		expect( await createActionApi( { wikiUrl: wiki.url, userAgent, timeoutMs: 3_600_000, clock } ).get( {}, 50 ) ).toEqual( { kind: 'noAnswer', reason: 'timeout' } );
		expect( await createActionApi( { wikiUrl: wiki.url, userAgent, timeoutMs: 50, clock } ).get( {}, 3_600_000 ) ).toEqual( { kind: 'noAnswer', reason: 'timeout' } );
	} );

	it( 'says that nobody is there', async () => {
		api = createActionApi( { wikiUrl: 'http://localhost:1', userAgent, timeoutMs: 2_000, clock } );
		expect( await api.get( {} ) ).toEqual( { kind: 'noAnswer', reason: 'network' } );
	} );
} );
