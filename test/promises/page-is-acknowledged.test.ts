// The story, without a browser: a steward signs in and pages; the engineer gets it and acknowledges;
// the steward sees every step.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startWorld, type World } from '../harness.ts';

describe( 'A page', () => {
	let world: World;
	beforeEach( async () => {
		world = await startWorld();
	} );
	afterEach( () => world.stop() );

	it( 'is accepted, delivered, rings, is acknowledged and resolved, and its sender sees each', async () => {
		const sender = await world.signIn( 'Steward Foo' );
		const { status, headers, body: page } = await sender.sendPage();
		expect( status ).toBe( 202 );
		expect( headers.get( 'location' ) ).toBe( `/v1/pages/${ page.id }` );
		expect( page.state ).toBe( 'accepted' );

		await sender.sees( page.id, 'ringing' );
		expect( world.onCall.incidents().map( ( { firstLine } ) => firstLine ) ).toEqual( [ 'Login fails for everyone - enwiki - Steward Foo' ] );

		world.onCall.acknowledge( `page-sre/${ page.id }`, 'alice' );
		const acknowledged = await sender.sees( page.id, 'acknowledged' );
		expect( acknowledged.state ).toBe( 'acknowledged' );
		expect( acknowledged.events.at( -1 ) ).toMatchObject( { kind: 'acknowledged', by: 'alice' } );

		world.onCall.resolve( `page-sre/${ page.id }`, 'alice' );
		const resolved = await sender.sees( page.id, 'resolved' );
		expect( resolved.state ).toBe( 'resolved' );
		expect( resolved.events.map( ( { kind } ) => kind ) ).toEqual( [ 'accepted', 'delivered', 'ringing', 'acknowledged', 'resolved' ] );
	} );
} );
