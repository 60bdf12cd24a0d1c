// Every misbehaviour of the sandbox wiki does what its name says, on the surface it is set for and on no
// other, and ends when it is told to.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { browse } from './browse.ts';
import { startSandboxWiki } from '../../../server/sandbox/wiki/index.ts';
import type { SandboxWiki } from '../../../server/sandbox/wiki/index.ts';

const now = Date.parse( '2026-11-23T12:00:00Z' );
const consumer = { key: 'a'.repeat( 32 ), secret: 'b'.repeat( 40 ), callbackUrl: 'http://localhost:3000/callback' };
const api = '/w/api.php?action=query&meta=siteinfo&format=json&formatversion=2';
const identify = '/w/index.php?title=Special:OAuth/identify';
const mainPage = '/wiki/Main_Page';

let wiki: SandboxWiki;
beforeEach( async () => {
	wiki = await startSandboxWiki( { consumer, backendUrl: 'http://localhost:3000', gadgetPages: async () => ( {} ), now: () => now } );
} );
afterEach( () => wiki.stop() );

const get = ( target: string ): Promise<Response> => fetch( wiki.url + target );
const statuses = async (): Promise<number[]> => Promise.all( [ api, identify, mainPage ].map( async ( target ) => ( await get( target ) ).status ) );

describe( 'faults of the sandbox wiki', () => {
	it.each( [
		[ 'api', [ 503, 200, 200 ] ], [ 'oauth', [ 200, 503, 200 ] ], [ 'pages', [ 200, 200, 503 ] ], [ 'all', [ 503, 503, 503 ] ]
	] as const )( 'set for %s show there only, and end with null', async ( where, expected ) => {
		wiki.faults.set( { kind: 'serverErrorHtml', status: 503 }, where );
		expect( await statuses() ).toEqual( expected );
		wiki.faults.set( null );
		expect( await statuses() ).toEqual( [ 200, 200, 200 ] );
	} );

	it( 'strictPolicy lets titles fetch from the wiki only', async () => {
		wiki.faults.set( { kind: 'strictPolicy' } );
		const { headers } = await get( mainPage );
		expect( headers.get( 'content-security-policy' ) ).toContain( 'default-src \'self\' data: blob:;' );
		expect( ( await get( api ) ).status ).toBe( 200 );
	} );

	it( 'serverErrorHtml is HTML even where JSON was asked for', async () => {
		wiki.faults.set( { kind: 'serverErrorHtml', status: 502 } );
		const response = await get( api );
		expect( response.status ).toBe( 502 );
		expect( response.headers.get( 'content-type' ) ).toContain( 'text/html' );
	} );

	it( 'tooManyRequests says when to come again', async () => {
		wiki.faults.set( { kind: 'tooManyRequests', retryAfterSeconds: 7 }, 'api' );
		const response = await get( api );
		expect( [ response.status, response.headers.get( 'retry-after' ) ] ).toEqual( [ 429, '7' ] );
	} );

	it( 'maxlag is an error in a good answer', async () => {
		wiki.faults.set( { kind: 'maxlag' } );
		const response = await get( api );
		expect( response.status ).toBe( 200 );
		expect( response.headers.get( 'retry-after' ) ).toBe( '5' );
		expect( await response.json() ).toMatchObject( { error: { code: 'maxlag', lag: 8.2 } } );
		expect( ( await get( mainPage ) ).headers.has( 'retry-after' ) ).toBe( false );
	} );

	it( 'hang holds requests until release, then answers them', async () => {
		wiki.faults.set( { kind: 'hang' }, 'api' );
		const pending = get( api );
		await wiki.arrived( ( { path } ) => path === '/w/api.php' );
		expect( wiki.faults.hanging() ).toBe( 1 );
		wiki.faults.release();
		expect( ( await pending ).status ).toBe( 200 );
		expect( wiki.faults.hanging() ).toBe( 0 );
	} );

	it( 'hang does not outlive the wiki: stop() ends the connections', async () => {
		wiki.faults.set( { kind: 'hang' } );
		const refused = expect( get( api ) ).rejects.toThrow();
		await wiki.arrived( ( { path } ) => path === '/w/api.php' );
		await wiki.stop();
		await refused;
	} );

	it( 'truncate breaks off in the middle of the body', async () => {
		wiki.faults.set( { kind: 'truncate' }, 'api' );
		const response = await get( api );
		expect( response.status ).toBe( 200 );
		await expect( response.text() ).rejects.toThrow();
	} );

	it( 'refuseConnections gives no answer at all', async () => {
		wiki.faults.set( { kind: 'refuseConnections' }, 'oauth' );
		await expect( get( identify ) ).rejects.toThrow();
		expect( ( await get( api ) ).status ).toBe( 200 );
	} );

	it( 'clockSkew moves the clock of one surface', async () => {
		wiki.faults.set( { kind: 'clockSkew', seconds: 3600 }, 'api' );
		const response = await get( api );
		expect( await response.json() ).toMatchObject( { query: { general: { time: '2026-11-23T13:00:00Z' } } } );
		expect( response.headers.get( 'date' ) ).toBe( 'Mon, 23 Nov 2026 13:00:00 GMT' );
		expect( ( await get( mainPage ) ).headers.get( 'date' ) ).toBe( 'Mon, 23 Nov 2026 12:00:00 GMT' );
	} );

	it( 'oldWiki does not know list=globalusers: a warning and no result, or an error', async () => {
		const globalUsers = '/w/api.php?action=query&list=globalusers&guscentralids=50001&format=json&formatversion=2';
		wiki.faults.set( { kind: 'oldWiki' } );
		expect( await ( await get( globalUsers ) ).json() ).toEqual( { batchcomplete: true, warnings: {
			query: { warnings: 'Unrecognized value for parameter "list": globalusers' },
			main: { warnings: 'Unrecognized parameter: guscentralids.' }
		} } );
		wiki.faults.set( { kind: 'oldWiki', says: 'badvalue' } );
		expect( await ( await get( globalUsers ) ).json() ).toMatchObject( { error: { code: 'badvalue' } } );
		const byId = await get( '/w/api.php?action=query&meta=globaluserinfo&guiid=50001&guiprop=groups&format=json&formatversion=2' );
		expect( await byId.json() ).toMatchObject( { query: { globaluserinfo: { groups: [ 'steward' ] } } } );
	} );
} );

describe( 'a body larger than any form here', () => {
	it( 'is refused, and the wiki goes on', async () => {
		expect( ( await fetch( wiki.url + api, { method: 'POST', body: 'x'.repeat( 100_000 ) } ) ).status ).toBe( 413 );
		expect( ( await get( api ) ).status ).toBe( 200 );
	} );
} );

describe( 'the control page', () => {
	it( 'works while everything else is broken, and ends it', async () => {
		wiki.faults.set( { kind: 'refuseConnections' } );
		const person = browse( wiki );
		expect( ( await person.get( '/sandbox' ) ).html ).toContain( 'Sandbox controls' );
		await person.post( '/sandbox', { press: 'fault:none', where: 'pages' } );
		expect( ( await get( mainPage ) ).status ).toBe( 200 );
	} );

	it( 'sets faults on a surface', async () => {
		await browse( wiki ).post( '/sandbox', { press: 'fault:busy', where: 'api' } );
		expect( wiki.faults.on( 'api' ) ).toEqual( { kind: 'tooManyRequests', retryAfterSeconds: 30 } );
		expect( wiki.faults.on( 'oauth' ) ).toBeUndefined();
	} );

	it( 'changes people as stewards do', async () => {
		const press = ( fields: Record<string, string> ): Promise<unknown> => browse( wiki ).post( '/sandbox', { account: 'Steward Foo', ...fields } );
		await press( { press: 'account:demote' } );
		await press( { press: 'account:lock' } );
		expect( wiki.accounts.find( 'Steward Foo' ) ).toMatchObject( { globalGroups: [], locked: true } );
		await press( { press: 'account:rename', name: 'Steward Oof' } );
		expect( wiki.accounts.findById( 50001 )?.name ).toBe( 'Steward Oof' );
		await browse( wiki ).post( '/sandbox', { account: 'Steward Oof', press: 'account:withoutSecondFactor' } );
		expect( wiki.accounts.findById( 50001 )?.secondFactor ).toBe( false );
		expect( ( await browse( wiki ).get( '/sandbox' ) ).html ).toContain( 'without second factor' );
	} );

	it( 'takes no orders from other origins', async () => {
		const seen = await browse( wiki ).post( '/sandbox', { press: 'account:lock', account: 'Steward Foo' }, { origin: 'http://evil.example' } );
		expect( seen.status ).toBe( 403 );
		expect( wiki.accounts.find( 'Steward Foo' )?.locked ).toBe( false );
	} );
} );
