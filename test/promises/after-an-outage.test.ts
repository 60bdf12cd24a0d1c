// When a provider that was away for a minute is back, whoever waited is heard within seconds, not each in the turn
// that their own retries had come to.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startWorld, type SenderClient, type World } from '../harness.ts';

describe( 'After the provider was away for a minute', () => {
	let world: World;
	let sender: SenderClient;
	beforeEach( async () => {
		world = await startWorld();
		sender = await world.signIn( 'Steward Foo' );
		world.onCall.faults.set( { kind: 'refuseConnections' }, 'ingest' );
	} );
	afterEach( () => world.stop() );

	const delivered = (): number => world.onCall.incidents().length;

	it( 'one page that waited is delivered within five seconds', async () => {
		await sender.sendPage();
		await world.advance( 60_000 );
		world.onCall.faults.set( null );
		await world.advance( 5_000 );
		expect( delivered() ).toBe( 1 );
	} );

	it( 'all pages that waited are delivered within ten seconds, once', async () => {
		for ( let number = 0; number < 30; number++ ) {
			await sender.sendPage();
		}
		await world.advance( 60_000 );
		expect( delivered() ).toBe( 0 );
		world.onCall.faults.set( null );
		await world.advance( 10_000 );
		expect( delivered() ).toBe( 30 );
		await world.advance( 60_000 );
		expect( delivered() ).toBe( 30 );
	} );
} );
