// Who is asking: by token from anywhere that may call us, by cookie from our own pages only.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SESSION_MS } from '../../../../server/auth/sessions.ts';
import { aPage, startWorld, type SenderClient, type World } from '../../../harness.ts';
import { acceptAtWiki, cookiesOf, startPopup } from '../../../signIn.ts';
import { ask, expectProblem } from '../ask.ts';

describe( 'Authentication', () => {
	let world: World;
	let sender: SenderClient;
	let cookie: string;
	async function signInHere( name: string ): Promise<string> {
		const started = await startPopup( world.url, 'return=standalone' );
		const callback = await acceptAtWiki( started.response.headers.get( 'location' )!, world.wiki, name );
		return cookiesOf( await ask( callback, { headers: { cookie: started.cookie } } ) );
	}
	beforeAll( async () => {
		world = await startWorld();
		sender = await world.signIn( 'Steward Foo' );
		cookie = await signInHere( '東京 執事' );
	} );
	afterAll( () => world.stop() );

	const session = ( headers: Record<string, string>, method = 'GET' ): Promise<Response> => ask( `${ world.url }/v1/session`, { method, headers } );
	const nameOf = async ( response: Response ): Promise<string> => ( await response.json() as { sender: { name: string } } ).sender.name;

	it( 'knows a sender by bearer token', async () => {
		expect( await nameOf( await session( { Authorization: `Bearer ${ sender.token }` } ) ) ).toBe( 'Steward Foo' );
	} );

	it.each( [ '', 'Bearer', 'Bearer ', 'Bearer x', `Bearer ${ 'A'.repeat( 43 ) }`, `Bearer ${ 'A'.repeat( 44 ) }`, `Basic ${ 'A'.repeat( 43 ) }`, `${ 'A'.repeat( 43 ) }`, `Bearer ${ 'A'.repeat( 43 ) } x` ] )( 'knows nobody by %j', async ( Authorization ) => {
		await expectProblem( await session( { Authorization } ), 'notSignedIn' );
	} );

	it.each( [ 'token', 'access_token' ] )( 'takes no token from the address (?%s=)', async ( name ) => {
		await expectProblem( await ask( `${ world.url }/v1/session?${ name }=${ sender.token }` ), 'notSignedIn' );
	} );

	it( 'prefers the token, and does not fall back to the cookie when the token is no good', async () => {
		expect( await nameOf( await session( { cookie, Authorization: `Bearer ${ sender.token }` } ) ) ).toBe( 'Steward Foo' );
		await expectProblem( await session( { cookie, Authorization: `Bearer ${ 'A'.repeat( 43 ) }` } ), 'notSignedIn' );
	} );

	it( 'tells an expired session from an unknown one', async () => {
		const { token } = await world.signIn( 'Steward Foo' );
		world.clock.jump( SESSION_MS );
		await expectProblem( await session( { Authorization: `Bearer ${ token }` } ), 'sessionExpired' );
		sender = await world.signIn( 'Steward Foo' );
		cookie = await signInHere( '東京 執事' );
	} );

	describe( 'with a cookie', () => {
		it.each( [ [ 'no site named', {} ], [ 'our own page', { 'Sec-Fetch-Site': 'same-origin' } ], [ 'the address bar', { 'Sec-Fetch-Site': 'none' } ] ] )( 'lets read: %s', async ( _who, headers ) => {
			expect( await nameOf( await session( { cookie, ...headers } ) ) ).toBe( '東京 執事' );
		} );

		it( 'lets our own origin read and write', async () => {
			expect( ( await session( { cookie, Origin: world.url } ) ).status ).toBe( 200 );
			// The same person has read the guidance elsewhere.
			await world.signIn( '東京 執事' );
			const posted = await ask( `${ world.url }/v1/pages`, { method: 'POST', headers: { cookie, Origin: world.url }, body: aPage() } );
			expect( posted.status ).toBe( 202 );
		} );

		it.each( [ 'cross-site', 'same-site', 'something-new' ] )( 'does not let read who comes from elsewhere: %s', async ( site ) => {
			await expectProblem( await session( { cookie, 'Sec-Fetch-Site': site } ), 'notSignedIn' );
		} );

		it( 'is worth nothing to a wiki', async () => {
			await expectProblem( await session( { cookie, Origin: world.wiki.url } ), 'notSignedIn' );
			await expectProblem( await ask( `${ world.url }/v1/pages`, { method: 'POST', headers: { cookie, Origin: world.wiki.url }, body: aPage() } ), 'notSignedIn' );
		} );

		it.each<Record<string, string>>( [ {}, { 'Sec-Fetch-Site': 'same-origin' } ] )( 'writes nothing without an Origin: %j', async ( headers ) => {
			await expectProblem( await ask( `${ world.url }/v1/pages`, { method: 'POST', headers: { cookie, ...headers }, body: aPage() } ), 'notSignedIn' );
			await expectProblem( await session( { cookie, ...headers }, 'DELETE' ), 'notSignedIn' );
		} );

		it( 'finds ours among others', async () => {
			expect( ( await session( { cookie: `a=b; page-sre-session=short; ${ cookie }; page-sre-session-x=${ 'A'.repeat( 43 ) }` } ) ).status ).toBe( 200 );
		} );

		it( 'ends with sign-out, and the browser forgets it', async () => {
			const ours = await signInHere( 'Steward Foo' );
			const ended = await session( { cookie: ours, Origin: world.url }, 'DELETE' );
			expect( ended.status ).toBe( 204 );
			expect( ended.headers.getSetCookie() ).toEqual( [ expect.stringMatching( /^page-sre-session=; Path=\/; Expires=Thu, 01 Jan 1970/ ) ] );
			await expectProblem( await session( { cookie: ours } ), 'notSignedIn' );
		} );
	} );

	it( 'ends with sign-out by token, at once', async () => {
		const { token } = await world.signIn( 'Steward Foo' );
		expect( ( await session( { Authorization: `Bearer ${ token }` }, 'DELETE' ) ).status ).toBe( 204 );
		await expectProblem( await session( { Authorization: `Bearer ${ token }` } ), 'notSignedIn' );
	} );
} );
