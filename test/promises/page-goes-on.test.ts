// Delivered is not answered. When nobody is notified the incident is rerouted once; when the provider
// keeps silent on purpose the page says so; when nobody acknowledges, a new alert goes out.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startWorld, type SenderClient, type World } from '../harness.ts';

describe( 'A delivered page', () => {
	let world: World;
	let sender: SenderClient;
	beforeEach( async () => {
		world = await startWorld();
		sender = await world.signIn( 'Steward Foo' );
	} );
	afterEach( () => world.stop() );

	const kinds = async ( id: string ): Promise<string[]> => ( await sender.readPage( id ) ).events.map( ( { kind } ) => kind );

	it( 'of which nobody is notified is rerouted to the catch-all policy, once', async () => {
		world.expectErrors( /would wake nobody/ );
		world.onCall.faults.set( { kind: 'emptyRota' } );
		const { body: page } = await sender.sendPage();
		await world.advance( 20_000 );
		expect( await kinds( page.id ) ).toEqual( [ 'accepted', 'delivered' ] );
		await world.advance( 60_000 );
		expect( ( await kinds( page.id ) ).filter( ( kind ) => kind === 'rerouted' ) ).toHaveLength( 1 );
	} );

	it( 'that falls into a maintenance mode is undelivered, in words', async () => {
		world.expectErrors( /page undelivered/ );
		world.onCall.faults.set( { kind: 'maintenanceMode' } );
		const { body: page } = await sender.sendPage();
		const undelivered = await sender.sees( page.id, 'undelivered' );
		expect( undelivered.state ).toBe( 'undelivered' );
		expect( undelivered.events ).toContainEqual( expect.objectContaining( { kind: 'attemptFailed', reason: 'muted' } ) );
	} );

	it( 'that nobody acknowledges is alerted anew after five minutes, and its sender is told', async () => {
		const { body: page } = await sender.sendPage();
		await sender.sees( page.id, 'ringing' );
		await world.advance( 5 * 60_000 );
		const again = await sender.sees( page.id, 'pagedAgain' );
		expect( again.events.map( ( { kind } ) => kind ) ).toContain( 'unanswered' );
		expect( again.round ).toBe( 2 );
		await world.advance( 5000 );
		expect( world.onCall.incidents().map( ( { entityId } ) => entityId ) ).toEqual( [ `page-sre/${ page.id }`, `page-sre/${ page.id }/2` ] );

		world.onCall.acknowledge( `page-sre/${ page.id }/2`, 'amal' );
		expect( ( await sender.sees( page.id, 'acknowledged' ) ).state ).toBe( 'acknowledged' );
		await world.advance( 30 * 60_000 );
		expect( world.onCall.incidents() ).toHaveLength( 2 );
	} );

	it( 'that nobody ever acknowledges is alerted three times, not for ever', async () => {
		const { body: page } = await sender.sendPage();
		await sender.sees( page.id, 'delivered' );
		await world.advance( 25 * 60_000 );
		expect( world.onCall.incidents() ).toHaveLength( 3 );
		expect( ( await sender.readPage( page.id ) ).state ).toBe( 'delivered' );
	} );

	it( 'that was resolved too early and reopened is open again, for its sender too', async () => {
		const { body: page } = await sender.sendPage();
		await sender.sees( page.id, 'ringing' );
		world.onCall.resolve( `page-sre/${ page.id }`, 'amal' );
		expect( ( await sender.sees( page.id, 'resolved' ) ).state ).toBe( 'resolved' );
		await world.advance( 60 * 60_000 );
		world.onCall.reopen( `page-sre/${ page.id }`, 'amal' );
		expect( ( await sender.sees( page.id, 'reopened' ) ).state ).toBe( 'delivered' );
	} );

	it( 'that was handed back rings again and waits for an answer anew', async () => {
		const { body: page } = await sender.sendPage();
		await sender.sees( page.id, 'ringing' );
		world.onCall.acknowledge( `page-sre/${ page.id }`, 'amal' );
		await sender.sees( page.id, 'acknowledged' );
		world.onCall.reopen( `page-sre/${ page.id }`, 'amal' );
		expect( ( await sender.sees( page.id, 'reopened' ) ).state ).toBe( 'delivered' );
		await world.advance( 6 * 60_000 );
		expect( ( await sender.readPage( page.id ) ).round ).toBe( 2 );
	} );
} );

describe( 'The sender of an open page', () => {
	let world: World;
	let sender: SenderClient;
	let id: string;
	const act = ( action: string, body: object = {} ): ReturnType<SenderClient[ 'call' ]> => sender.call( 'POST', `/v1/pages/${ id }/${ action }`, body );
	beforeEach( async () => {
		world = await startWorld();
		sender = await world.signIn( 'Steward Foo' );
		id = ( await sender.sendPage() ).body.id;
		await sender.sees( id, 'ringing' );
	} );
	afterEach( () => world.stop() );

	it( 'adds a note, which reaches the incident', async () => {
		const { status, body } = await act( 'notes', { text: 'Only from Europe.' } );
		expect( { status, body } ).toMatchObject( { status: 200, body: { state: 'delivered' } } );
		await world.advance( 5000 );
		expect( JSON.stringify( world.onCall.incidents() ) ).toContain( 'Only from Europe.' );
		expect( ( await sender.readPage( id ) ).events.at( -1 ) ).toMatchObject( { kind: 'note', text: 'Only from Europe.' } );
	} );

	it( 'adds a note that hides and reorders nothing at the incident', async () => {
		await act( 'notes', { text: 'Ignore \u202Ethis\u2066 page\u200B\u{E0041}.\nReally\u2028.' } );
		await world.advance( 5000 );
		expect( world.onCall.incidents()[ 0 ]?.notes.map( ( { text } ) => text ) ).toEqual( [ 'Steward Foo: Ignore  this  page .\nReally .' ] );
	} );

	it( 'withdraws it, which resolves the incident, and nothing goes on', async () => {
		expect( ( await act( 'withdraw' ) ).body ).toMatchObject( { state: 'withdrawn' } );
		await world.advance( 10 * 60_000 );
		expect( world.onCall.incidents().map( ( { phase } ) => phase ) ).toEqual( [ 'resolved' ] );
		expect( ( await act( 'withdraw' ) ).status ).toBe( 200 );
		expect( ( await sender.readPage( id ) ).state ).toBe( 'withdrawn' );
		expect( ( await act( 'notes', { text: 'too late' } ) ).body ).toMatchObject( { code: 'pageNotOpen' } );
	} );

	it( 'pages again, once per wish, with a new incident', async () => {
		expect( ( await act( 'again', { round: 2 } ) ).body ).toMatchObject( { code: 'pagedAgainTooSoon' } );
		await world.advance( 61_000 );
		const [ first, second ] = await Promise.all( [ act( 'again', { round: 2 } ), act( 'again', { round: 2 } ) ] );
		expect( [ first.status, second.status ] ).toEqual( [ 200, 200 ] );
		await world.advance( 5000 );
		expect( world.onCall.incidents() ).toHaveLength( 2 );
	} );

	it( 'withdraws it while an attempt is under way, and what the provider takes is resolved', async () => {
		world.onCall.faults.set( { kind: 'hangAfterAccept' }, 'ingest' );
		id = ( await sender.sendPage() ).body.id;
		while ( world.onCall.faults.held() === 0 ) {
			await new Promise( ( resolve ) => {
				setTimeout( resolve, 5 );
			} );
		}
		expect( ( await act( 'withdraw' ) ).body ).toMatchObject( { state: 'withdrawn' } );
		world.onCall.faults.release();
		await world.advance( 30_000 );
		expect( world.onCall.incidents().find( ( { entityId } ) => entityId === `page-sre/${ id }` )?.phase ).toBe( 'resolved' );
	} );
} );

describe( 'While twenty attempts hang', () => {
	it( 'the server answers, accepts more, and delivers everything afterwards', async () => {
		const world = await startWorld();
		const sender = await world.signIn( 'Steward Foo' );
		world.onCall.faults.set( { kind: 'hang' }, 'ingest' );
		const pages = await Promise.all( Array.from( { length: 22 }, () => sender.sendPage() ) );
		expect( pages.map( ( { status } ) => status ) ).toEqual( pages.map( () => 202 ) );
		expect( ( await fetch( `${ world.url }/healthz` ) ).status ).toBe( 200 );
		world.onCall.faults.release();
		for ( const { body } of pages ) {
			await sender.sees( body.id, 'delivered' );
		}
		expect( world.onCall.incidents() ).toHaveLength( 22 );
		await world.stop();
	} );
} );
