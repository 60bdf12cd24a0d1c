// kill -9 at each of the three moments where a page could be lost or doubled. After a restart there is
// exactly one incident, and the panel finds its page again by the same key.
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { startKillableWorld, type KillableWorld } from '../childServer.ts';
import { newKey, type SenderClient } from '../harness.ts';

/** More than a lease, so that the next process may take over at once. */
const AHEAD = 20_000;

describe( 'A server killed with -9', () => {
	let world: KillableWorld;
	let sender: SenderClient;
	const idempotencyKey = newKey();
	const sendPage = (): ReturnType<SenderClient[ 'sendPage' ]> => sender.sendPage( { idempotencyKey } );

	beforeEach( async () => {
		world = await startKillableWorld();
	} );
	afterEach( () => world.stop() );

	async function expectOneIncident(): Promise<void> {
		const { status, body: page } = await sendPage();
		expect( status ).toBe( 202 );
		const delivered = await sender.sees( page.id, 'delivered' );
		expect( delivered.events.filter( ( { kind } ) => kind === 'accepted' || kind === 'delivered' ) ).toHaveLength( 2 );
		expect( world.onCall.incidents().map( ( { entityId } ) => entityId ) ).toEqual( [ `page-sre/${ page.id }` ] );
		const found = await sender.call<{ pages: { id: string }[] }>( 'GET', `/v1/pages?idempotencyKey=${ idempotencyKey }` );
		expect( found.body.pages.map( ( { id } ) => id ) ).toEqual( [ page.id ] );
	}

	it( 'between the COMMIT of a page and its answer delivers it once, and answers the retry with the same page', async () => {
		await world.start( { dieAfterCommit: true } );
		sender = await world.signIn( 'Steward Foo' );
		await expect( sendPage() ).rejects.toThrow( 'fetch failed' );
		await world.dead();
		expect( world.onCall.incidents() ).toEqual( [] );

		await world.start( { ahead: AHEAD } );
		await vi.waitUntil( () => world.onCall.incidents().length === 1, { timeout: 10_000 } );
		await expectOneIncident();
	} );

	it( 'between claiming a delivery and the provider\'s taking it delivers it once after the lease', async () => {
		world.onCall.faults.set( { kind: 'hang' }, 'ingest' );
		await world.start();
		sender = await world.signIn( 'Steward Foo' );
		await sendPage();
		await vi.waitUntil( () => world.onCall.faults.held() === 1, { timeout: 10_000 } );
		await world.kill();
		world.onCall.faults.set( null );
		expect( world.onCall.incidents() ).toEqual( [] );

		await world.start( { ahead: AHEAD } );
		await expectOneIncident();
	} );

	it( 'between the provider\'s taking it and our record makes no second incident', async () => {
		world.onCall.faults.set( { kind: 'hangAfterAccept' }, 'ingest' );
		await world.start();
		sender = await world.signIn( 'Steward Foo' );
		await sendPage();
		await vi.waitUntil( () => world.onCall.incidents().length === 1, { timeout: 10_000 } );
		await world.kill();
		world.onCall.faults.set( null );

		await world.start( { ahead: AHEAD } );
		await expectOneIncident();
		expect( world.onCall.received ).toHaveLength( 2 );
	} );
} );
