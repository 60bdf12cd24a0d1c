// Whoever could page by the organisation's single sign-on before can page now: by the same rules as
// stewards, on our own origin, and by nothing but the word of the one proxy that the operator trusts.
import { afterEach, describe, expect, it } from 'vitest';
import type { PageView } from '../../server/contract/page.ts';
import { startWorld, type World, type WorldOptions } from '../harness.ts';
import { cookiesOf } from '../signIn.ts';
import { headersOf, proxyEnv, signInByProxy, startAs, type Named, type OwnSiteClient } from '../singleSignOn.ts';

const foo: Named = { user: 'foo', email: 'foo@example.org', groups: 'wmf' };

let world: World;
afterEach( () => world.stop() );

async function worldBehindProxy( env: WorldOptions[ 'env' ] = {} ): Promise<void> {
	world = await startWorld( { env: { ...proxyEnv, ...env } } );
}

/** Signed in and ready to page. */
async function reader( named: Named = foo ): Promise<OwnSiteClient> {
	const client = await signInByProxy( world.url, named );
	expect( ( await client.readGuidance() ).status ).toBe( 200 );
	return client;
}

describe( 'A person whom a trusted proxy names', () => {
	it( 'reads the guidance, pages, and is answered like anybody else', async () => {
		await worldBehindProxy();
		const client = await signInByProxy( world.url, foo );
		expect( ( await client.session() ).guidance ).toMatchObject( { confirmed: false } );
		expect( await client.sendPage() ).toMatchObject( { status: 403, body: { code: 'guidanceNotConfirmed' } } );
		expect( ( await client.readGuidance() ).body.guidance ).toMatchObject( { confirmed: true } );

		const accepted = await client.sendPage( { summary: 'Login fails for everyone', scope: 'enwiki' } );
		expect( accepted ).toMatchObject( { status: 202, body: { sender: { name: 'foo' }, membership: { standing: 'singleSignOn', source: 'singleSignOn' } } } );
		await world.advance( 30_000 );
		const page = ( await client.call<PageView>( 'GET', `/v1/pages/${ accepted.body.id }` ) ).body;
		expect( page.state ).toBe( 'delivered' );
		expect( world.onCall.received ).toHaveLength( 1 );
	} );

	it( 'is named in the alert with an e-mail address, and with no link to anybody of that name on the wiki', async () => {
		await worldBehindProxy();
		await ( await reader( { ...foo, user: 'Steward Foo' } ) ).sendPage();
		await world.advance( 30_000 );
		const [ incident ] = world.onCall.incidents();
		expect( incident?.firstLine ).toBe( 'Login fails for everyone - enwiki - Steward Foo' );
		expect( incident?.body ).toContain( 'single sign-on' );
		expect( incident?.body ).toContain( 'foo@example.org' );
		expect( incident?.body ).not.toMatch( /User_talk|EmailUser|member of steward/ );
	} );

	it( 'is held to the same limits, however they write their own name', async () => {
		await worldBehindProxy( { PAGE_SRE_SENDER_LIMITS: '1/1m' } );
		expect( ( await ( await reader() ).sendPage() ).status ).toBe( 202 );
		for ( const user of [ 'foo', 'FOO', ' Foo ' ] ) {
			expect( await ( await signInByProxy( world.url, { ...foo, user } ) ).sendPage() ).toMatchObject( { status: 429, body: { code: 'limitReached' } } );
		}
		await world.advance( 60_000 );
		expect( ( await ( await signInByProxy( world.url, foo ) ).sendPage() ).status ).toBe( 202 );
	} );

	it( 'is shown a steward\'s open page first, and a steward theirs', async () => {
		await worldBehindProxy();
		const steward = await world.signIn( 'Steward Foo' );
		const { body: first } = await steward.sendPage();
		const client = await reader();
		expect( await client.sendPage() ).toMatchObject( { status: 409, body: { code: 'unseenPages', openPages: [ { id: first.id, by: 'Steward Foo' } ] } } );
		const { body: second } = await client.sendPage( { seen: [ first.id ] } );
		expect( await steward.sendPage() ).toMatchObject( { status: 409, body: { openPages: [ { id: second.id, by: 'foo' } ] } } );
	} );

	it( 'is asked to sign in again after an hour, and finds their page again, and no one else\'s', async () => {
		await worldBehindProxy();
		const client = await reader();
		const { body: page } = await client.sendPage();
		world.clock.jump( 60 * 60 * 1000 - 1 );
		expect( ( await client.call( 'GET', '/v1/session' ) ).status ).toBe( 200 );
		world.clock.jump( 1 );
		expect( await client.call( 'GET', '/v1/session' ) ).toMatchObject( { status: 401, body: { code: 'sessionExpired' } } );
		expect( await client.sendPage() ).toMatchObject( { status: 401, body: { code: 'sessionExpired' } } );

		await world.restart();
		const again = await signInByProxy( world.url, foo );
		expect( ( await again.session() ).guidance.confirmed ).toBe( true );
		expect( ( await again.call<PageView>( 'GET', `/v1/pages/${ page.id }` ) ).body.sender ).toEqual( page.sender );
		const other = await signInByProxy( world.url, { ...foo, user: 'bar' } );
		expect( ( await other.call( 'GET', `/v1/pages/${ page.id }` ) ).status ).toBe( 404 );
	} );

	it( 'may page no more once they have left the group and signed in again', async () => {
		await worldBehindProxy();
		await reader();
		const left = await startAs( world.url, { ...foo, groups: 'alumni' } );
		expect( [ left.status, cookiesOf( left ) ] ).toEqual( [ 403, '' ] );
		const answersOnly = await signInByProxy( world.url, { ...foo, groups: 'ops' } );
		expect( await answersOnly.sendPage() ).toMatchObject( { status: 403, body: { code: 'notMember', reason: 'notInGroup' } } );
		expect( world.onCall.received ).toEqual( [] );
	} );

	it( 'can page while the wiki is down', async () => {
		await worldBehindProxy();
		const client = await reader();
		world.wiki.faults.set( { kind: 'refuseConnections' } );
		expect( ( await client.sendPage() ).status ).toBe( 202 );
		await world.advance( 30_000 );
		expect( world.onCall.received ).toHaveLength( 1 );
	} );
} );

describe( 'The word of anybody but that proxy', () => {
	it( 'opens no session', async () => {
		await worldBehindProxy( { PAGE_SRE_SSO_PEERS: '192.0.2.1' } );
		const response = await startAs( world.url, foo, '', { 'X-Forwarded-For': '192.0.2.1' } );
		expect( [ response.status, cookiesOf( response ) ] ).toEqual( [ 403, '' ] );
	} );

	it( 'makes no sender of somebody whom the wiki has signed in as another, nor a member of one who is none', async () => {
		await worldBehindProxy();
		const steward = await world.signIn( 'Steward Foo' );
		const former = await world.signIn( 'Former Bar' );
		const page = ( token: string ): Promise<Response> => fetch( `${ world.url }/v1/pages`, {
			method: 'POST',
			headers: { ...headersOf( { ...foo, groups: 'wmf,ops' } ), Authorization: `Bearer ${ token }`, Origin: world.wiki.url, 'Content-Type': 'application/json' },
			body: JSON.stringify( { idempotencyKey: 'a'.repeat( 32 ), summary: 'Login fails for everyone', scope: 'enwiki' } )
		} );
		expect( await ( await page( steward.token ) ).json() ).toMatchObject( { sender: { centralId: 50001, name: 'Steward Foo' }, membership: { standing: 'group' } } );
		expect( ( await page( former.token ) ).status ).toBe( 403 );
	} );
} );
