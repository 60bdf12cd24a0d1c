// Sign-in that ends on our own origin with a cookie: asked for, or because the panel has gone.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startWorld, type World } from '../../../harness.ts';
import { acceptAtWiki, comeBack, cookiesOf, startPopup } from '../../../signIn.ts';
import { popupsAt, type Popups } from '../popups.ts';

describe( 'Sign-in', () => {
	let world: World;
	let popups: Popups;
	beforeAll( async () => {
		world = await startWorld( { env: { PAGE_SRE_WIKI_ORIGINS: 'https://other.example.org,https://en.wikipedia.org' } } );
		popups = popupsAt( world );
	} );
	afterAll( () => world.stop() );

	describe( 'on our own origin', () => {
		async function standalone( way = 'standalone' ): Promise<{ response: Response; cookie: string }> {
			const { response, cookie } = await startPopup( world.url, `return=${ encodeURIComponent( way ) }` );
			const callback = await acceptAtWiki( response.headers.get( 'location' )!, world.wiki, 'Steward Foo' );
			return { response: await fetch( callback, { redirect: 'manual', headers: { cookie } } ), cookie };
		}

		it( 'ends with a session cookie that scripts cannot read and other sites cannot use', async () => {
			const { response } = await standalone();
			expect( [ response.status, response.headers.get( 'location' ) ] ).toEqual( [ 303, '/' ] );
			expect( response.headers.getSetCookie() ).toEqual( [ expect.stringMatching( /^page-sre-session=[A-Za-z0-9_-]{43}; Path=\/; Expires=.*; HttpOnly; SameSite=Lax$/ ) ] );
			expect( ( await fetch( `${ world.url }/v1/session`, { headers: { cookie: cookiesOf( response ) } } ) ).status ).toBe( 200 );
		} );

		it( 'ends the session that the browser had before', async () => {
			const before = cookiesOf( ( await standalone() ).response );
			const { response, cookie } = await startPopup( world.url, 'return=standalone' );
			const callback = await acceptAtWiki( response.headers.get( 'location' )!, world.wiki, 'Steward Foo' );
			const after = cookiesOf( await fetch( callback, { redirect: 'manual', headers: { cookie: `${ cookie }; ${ before }` } } ) );
			const statusOf = async ( session: string ): Promise<number> => ( await fetch( `${ world.url }/v1/session`, { headers: { cookie: session } } ) ).status;
			expect( [ await statusOf( before ), await statusOf( after ) ] ).toEqual( [ 401, 200 ] );
		} );

		it.each( [ '/sre/pages/01JDXZ5M4T8N0Q1R2S3T4V5W6X', '/sre/audit?action=grantAdded', '/pages/01JDXZ5M4T8N0Q1R2S3T4V5W6X' ] )( 'goes on where the person was: %s', async ( way ) => {
			const { response } = await standalone( way );
			expect( [ response.status, response.headers.get( 'location' ) ] ).toEqual( [ 303, way ] );
			expect( cookiesOf( response ) ).toMatch( /^page-sre-session=/ );
		} );

		it.each( [
			'//evil.example.org', 'https://evil.example.org/sre', '/\\evil.example.org', '/sre//evil.example.org', '/sre/../..//evil.example.org', '/v1/session', '/oauth/start', '/sre\r\nSet-Cookie: a=b', ''
		] )( 'goes to no other address, and not to the wiki first: %j', async ( way ) => {
			const before = popups.callsOfOurs();
			const { response } = await startPopup( world.url, `return=${ encodeURIComponent( way ) }` );
			expect( [ response.status, response.headers.get( 'location' ) ] ).toEqual( [ 400, null ] );
			expect( popups.callsOfOurs() ).toBe( before );
		} );

		it( 'takes no way from the wiki\'s answer', async () => {
			const { response, cookie } = await startPopup( world.url, 'return=standalone' );
			const callback = await acceptAtWiki( response.headers.get( 'location' )!, world.wiki, 'Steward Foo' );
			const answer = await fetch( `${ callback }&return=/sre`, { redirect: 'manual', headers: { cookie } } );
			expect( [ answer.status, answer.headers.get( 'location' ) ] ).toEqual( [ 400, null ] );
		} );

		it( 'is the whole window, so the wiki shows its whole dialog', async () => {
			const { response } = await startPopup( world.url, 'return=standalone' );
			expect( response.headers.get( 'location' ) ).not.toContain( 'display=popup' );
		} );

		it( 'opens a new session each time, whatever cookie was there before', async () => {
			const first = cookiesOf( ( await standalone() ).response );
			const planted = await startPopup( world.url, 'return=standalone', first );
			const callback = await acceptAtWiki( planted.response.headers.get( 'location' )!, world.wiki, 'Steward Foo' );
			const second = cookiesOf( await fetch( callback, { redirect: 'manual', headers: { cookie: `${ planted.cookie }; ${ first }` } } ) );
			expect( second ).toMatch( /^page-sre-session=/ );
			expect( second ).not.toBe( first );
		} );
	} );

	describe( 'when the panel that opened the window is gone', () => {
		const goOn = ( code: string, headers: Record<string, string> ): Promise<Response> => fetch( `${ world.url }/oauth/continue`, {
			method: 'POST', redirect: 'manual', headers: { 'Content-Type': 'application/x-www-form-urlencoded', ...headers }, body: new URLSearchParams( { code } )
		} );
		async function ended(): Promise<{ code: string; cookie: string }> {
			const { callback, cookie } = await popups.authorized();
			return { code: ( await comeBack( callback, cookie ) ).handoff!.message.code!, cookie };
		}

		it( 'goes on here, in the same browser', async () => {
			const end = await ended();
			const response = await goOn( end.code, { cookie: end.cookie, Origin: world.url } );
			expect( [ response.status, response.headers.get( 'location' ) ] ).toEqual( [ 303, '/' ] );
			expect( ( await fetch( `${ world.url }/v1/session`, { headers: { cookie: cookiesOf( response ) } } ) ).status ).toBe( 200 );
		} );

		it.each( [ 'https://other.example.org', 'https://evil.example.org', 'null' ] )( 'does not go on for a form of %s', async ( Origin ) => {
			const end = await ended();
			const response = await goOn( end.code, { cookie: end.cookie, Origin } );
			expect( [ response.status, response.headers.getSetCookie() ] ).toEqual( [ 403, [] ] );
		} );

		it( 'does not go on in another browser', async () => {
			const end = await ended();
			expect( ( await goOn( end.code, { cookie: ( await popups.begin() ).cookie } ) ).status ).toBe( 403 );
			expect( ( await goOn( ( await ended() ).code, {} ) ).status ).toBe( 403 );
		} );

		it( 'goes on once', async () => {
			const end = await ended();
			await goOn( end.code, { cookie: end.cookie } );
			expect( ( await goOn( end.code, { cookie: end.cookie } ) ).status ).toBe( 403 );
		} );

		it.each( [ '', 'x', `${ 'x'.repeat( 43 ) }"` ] )( 'does not go on with the code %j', async ( wrong ) => {
			expect( ( await goOn( wrong, { cookie: ( await popups.begin() ).cookie } ) ).status ).toBe( 400 );
		} );
	} );
} );
