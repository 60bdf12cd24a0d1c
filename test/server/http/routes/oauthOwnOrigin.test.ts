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
		async function standalone(): Promise<{ response: Response; cookie: string }> {
			const { response, cookie } = await startPopup( world.url, 'return=standalone' );
			const callback = await acceptAtWiki( response.headers.get( 'location' )!, world.wiki, 'Steward Foo' );
			return { response: await fetch( callback, { redirect: 'manual', headers: { cookie } } ), cookie };
		}

		it( 'ends with a session cookie that scripts cannot read and other sites cannot use', async () => {
			const { response } = await standalone();
			expect( [ response.status, response.headers.get( 'location' ) ] ).toEqual( [ 303, '/' ] );
			expect( response.headers.getSetCookie() ).toEqual( [ expect.stringMatching( /^page-sre-session=[A-Za-z0-9_-]{43}; Path=\/; Expires=.*; HttpOnly; SameSite=Lax$/ ) ] );
			expect( ( await fetch( `${ world.url }/v1/session`, { headers: { cookie: cookiesOf( response ) } } ) ).status ).toBe( 200 );
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
