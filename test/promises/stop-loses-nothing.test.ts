// Stopping as a supervisor does it: attempts under way are recorded, streams end so that panels come
// back, and what was not delivered is delivered by the next process.
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { startWorld, type SenderClient, type World } from '../harness.ts';

describe( 'A stop', () => {
	let world: World;
	let sender: SenderClient;
	beforeEach( async () => {
		world = await startWorld();
		sender = await world.signIn( 'Steward Foo' );
	} );
	afterEach( () => world.stop() );

	it( 'waits until the attempt under way is recorded', async () => {
		world.onCall.faults.set( { kind: 'hang' }, 'ingest' );
		const { body: page } = await sender.sendPage();
		await vi.waitUntil( () => world.onCall.faults.held() === 1 );
		const stopped = world.stopServer();
		world.onCall.faults.release();
		await stopped;
		await world.restart();
		expect( ( await sender.readPage( page.id ) ).state ).toBe( 'delivered' );
		expect( world.onCall.received ).toHaveLength( 1 );
	} );

	it( 'ends event streams, and a panel goes on after the last event that it saw', async () => {
		const { body: page } = await sender.sendPage();
		const open = ( after: number ): Promise<Response> => fetch( `${ world.url }/v1/pages/${ page.id }/events`, {
			headers: { Authorization: `Bearer ${ sender.token }`, 'Last-Event-ID': String( after ) }
		} );
		const stream = await open( 0 );
		await sender.sees( page.id, 'delivered' );
		await world.stopServer();
		const seen = [ ...( await stream.text() ).matchAll( /^id: (\d+)$/gm ) ].map( ( [ , id ] ) => Number( id ) );
		expect( seen.slice( 0, 2 ) ).toEqual( [ 1, 2 ] );

		await world.restart();
		const next = await open( 1 );
		const first = new TextDecoder().decode( ( await next.body!.getReader().read() ).value );
		expect( first ).toMatch( /^id: 2\nevent: page\ndata: \{/ );
	} );

	it( 'keeps a page that nobody has taken yet for the next process', async () => {
		world.onCall.faults.set( { kind: 'refuseConnections' }, 'ingest' );
		const { body: page } = await sender.sendPage();
		await world.stopServer();
		world.onCall.faults.set( null );
		await world.restart();
		expect( ( await sender.sees( page.id, 'delivered' ) ).state ).toBe( 'delivered' );
		expect( world.onCall.incidents() ).toHaveLength( 1 );
	} );
} );
