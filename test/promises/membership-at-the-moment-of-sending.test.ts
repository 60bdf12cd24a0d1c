// Membership is asked when the page is sent, not when the panel was opened: what changed in between
// counts, and a rename changes nothing but the name.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Problem } from '../../server/contract/problem.ts';
import { startWorld, type SenderClient, type World } from '../harness.ts';

describe( 'A steward who signed in', () => {
	let world: World;
	let sender: SenderClient;
	beforeEach( async () => {
		world = await startWorld();
		sender = await world.signIn( 'Steward Foo' );
	} );
	afterEach( () => world.stop() );

	async function expectRefused( problem: Partial<Problem> ): Promise<void> {
		const { status, body } = await sender.sendPage();
		expect( { status, body } ).toMatchObject( { status: problem.status, body: problem } );
		await world.advance( 60_000 );
		expect( world.onCall.received ).toEqual( [] );
		expect( ( await sender.call<{ pages: unknown[] }>( 'GET', '/v1/pages' ) ).body.pages ).toEqual( [] );
	}

	it( 'is refused when demoted since', async () => {
		world.wiki.accounts.demote( 'Steward Foo' );
		await expectRefused( { status: 403, code: 'notMember', reason: 'notInGroup' } );
	} );

	it( 'is refused when locked since', async () => {
		world.wiki.accounts.lock( 'Steward Foo' );
		await expectRefused( { status: 403, code: 'notMember', reason: 'locked' } );
	} );

	it( 'is refused when suppressed since', async () => {
		world.wiki.accounts.suppress( 'Steward Foo' );
		await expectRefused( { status: 403, code: 'notMember', reason: 'missing' } );
	} );

	it( 'is refused when the membership has run out since', async () => {
		world.wiki.accounts.promote( 'Steward Foo', new Date( world.clock.now() + 60_000 ).toISOString() );
		expect( ( await sender.sendPage() ).status ).toBe( 202 );
		await world.advance( 120_000 );
		expect( ( await sender.sendPage() ).body ).toMatchObject( { code: 'notMember' } );
		expect( world.onCall.received ).toHaveLength( 1 );
	} );

	it( 'is not refused when renamed since, and the new name shows everywhere', async () => {
		world.wiki.accounts.rename( 'Steward Foo', 'Quiet Steward' );
		const { status, body: page } = await sender.sendPage();
		expect( status ).toBe( 202 );
		expect( page.sender ).toEqual( { centralId: 50001, name: 'Quiet Steward' } );
		await sender.sees( page.id, 'delivered' );
		const [ incident ] = world.onCall.incidents();
		expect( incident?.firstLine ).toBe( 'Login fails for everyone - enwiki - Quiet Steward' );
		expect( incident?.body ).toContain( '/wiki/User_talk:Quiet_Steward' );
	} );

	it.each( [
		[ 'hangs', { kind: 'hang' } ],
		[ 'answers half', { kind: 'truncate' } ],
		[ 'asks to slow down', { kind: 'tooManyRequests', retryAfterSeconds: 5 } ],
		[ 'answers an error page', { kind: 'serverErrorHtml', status: 503 } ],
		[ 'lags', { kind: 'maxlag' } ],
		[ 'is gone', { kind: 'refuseConnections' } ]
	] as const )( 'is refused, retryably, while the wiki %s', async ( _how, fault ) => {
		world.wiki.faults.set( fault, 'api' );
		await expectRefused( { status: 503, code: 'membershipUnknown', retryable: true } );
		world.wiki.faults.set( null );
		expect( ( await sender.sendPage() ).status ).toBe( 202 );
	} );

	it( 'may page at a wiki that has no list=globalusers', async () => {
		world.wiki.faults.set( { kind: 'oldWiki' }, 'api' );
		const { status, body: page } = await sender.sendPage();
		expect( status ).toBe( 202 );
		expect( page.membership ).toMatchObject( { standing: 'group', source: 'globaluserinfo' } );
	} );

	it( 'gets the same page for the same key even when the wiki is down or the membership gone', async () => {
		const idempotencyKey = 'the-same-intent-1';
		const first = await sender.sendPage( { idempotencyKey } );
		world.wiki.accounts.demote( 'Steward Foo' );
		world.wiki.faults.set( { kind: 'refuseConnections' }, 'api' );
		const again = await sender.sendPage( { idempotencyKey } );
		expect( again.status ).toBe( 202 );
		expect( again.body.id ).toBe( first.body.id );
	} );
} );

describe( 'Somebody who never was a member', () => {
	it.each( [ [ 'Former Bar' ], [ 'Plain Baz' ] ] )( 'is refused: %s', async ( name ) => {
		const world = await startWorld();
		const sender = await world.signIn( name );
		expect( ( await sender.sendPage() ).body ).toMatchObject( { code: 'notMember', reason: 'notInGroup' } );
		expect( ( await sender.call( 'GET', '/v1/session' ) ).body ).toMatchObject( { membership: { verdict: 'notMember', reason: 'notInGroup' } } );
		await world.stop();
	} );
} );
