// A page that nobody takes says so: to its sender in red, to operators as an ERROR. Retries go on, and
// when the provider is back the page still arrives, once.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startWorld, type SenderClient, type World } from '../harness.ts';
import { scrape } from '../server/watching/scraping.ts';

describe( 'While the provider', () => {
	let world: World;
	let sender: SenderClient;
	beforeEach( async () => {
		world = await startWorld();
		sender = await world.signIn( 'Steward Foo' );
	} );
	afterEach( () => world.stop() );

	const saidUndelivered = (): unknown[] => world.log
		.filter( ( { level, message } ) => level === 'error' && message.startsWith( 'page undelivered' ) ).map( ( { facts } ) => facts.pageId );
	const counted = async (): Promise<number | undefined> => ( await scrape( world.url ) ).get( 'page_sre_pages_undelivered_total' );

	it.each( [
		[ 'refuses connections', { kind: 'refuseConnections' } ],
		[ 'answers 503', { kind: 'status', status: 503, html: true } ],
		[ 'answers 403', { kind: 'status', status: 403, html: true } ],
		[ 'answers success in HTML', { kind: 'status', status: 200, html: true } ]
	] as const )( '%s, a page becomes undelivered at its deadline and is delivered once afterwards', async ( _how, fault ) => {
		world.expectErrors( /page undelivered/ );
		world.onCall.faults.set( fault, 'ingest' );
		const { body: page } = await sender.sendPage();
		await world.advance( 60_000 );
		expect( ( await sender.readPage( page.id ) ).state ).toBe( 'accepted' );

		await world.advance( 61_000 );
		const undelivered = await sender.readPage( page.id );
		expect( undelivered.state ).toBe( 'undelivered' );
		expect( undelivered.events.map( ( { kind } ) => kind ) ).toEqual( [ 'accepted', 'attemptFailed', 'undelivered' ] );
		expect( world.log.filter( ( { level } ) => level === 'error' ).map( ( { facts } ) => facts.pageId ) ).toEqual( [ page.id ] );

		world.onCall.faults.set( null );
		const delivered = await sender.sees( page.id, 'delivered' );
		expect( delivered.state ).toBe( 'delivered' );
		expect( world.onCall.incidents() ).toHaveLength( 1 );
	} );

	it( 'rejects it as configured, the page is undelivered at once and operators are told', async () => {
		world.expectErrors( /rejects pages as configured/, /page undelivered: every provider/ );
		world.onCall.faults.set( { kind: 'status', status: 404 }, 'ingest' );
		const { body: page } = await sender.sendPage();
		const undelivered = await sender.sees( page.id, 'undelivered' );
		expect( undelivered.events ).toContainEqual( expect.objectContaining( { kind: 'attemptFailed', final: true } ) );
		await world.advance( 3 * 60_000 );
		expect( saidUndelivered() ).toEqual( [ page.id ] );
		expect( await counted() ).toBe( 1 );

		world.onCall.faults.set( null );
		await world.advance( 5 * 60_000 );
		expect( ( await sender.sees( page.id, 'delivered' ) ).state ).toBe( 'delivered' );
	} );

	it( 'takes it and keeps it silent, operators are told once', async () => {
		world.expectErrors( /page undelivered: every provider/ );
		world.onCall.faults.set( { kind: 'maintenanceMode' } );
		const { body: page } = await sender.sendPage();
		await sender.sees( page.id, 'undelivered' );
		await world.advance( 3 * 60_000 );
		expect( saidUndelivered() ).toEqual( [ page.id ] );
		expect( await counted() ).toBe( 1 );
	} );

	it( 'loses its answers after taking the alert, one incident comes of it', async () => {
		world.onCall.faults.set( { kind: 'resetAfterAccept' }, 'ingest' );
		const { body: page } = await sender.sendPage();
		await world.advance( 10_000 );
		world.onCall.faults.set( null );
		await sender.sees( page.id, 'delivered' );
		expect( world.onCall.received.length ).toBeGreaterThan( 1 );
		expect( world.onCall.incidents() ).toHaveLength( 1 );
	} );

	it( 'cannot be read back, the page stays delivered and is acknowledged once it can', async () => {
		world.onCall.faults.set( { kind: 'status', status: 503, html: true }, 'api' );
		const { body: page } = await sender.sendPage();
		await sender.sees( page.id, 'delivered' );
		world.onCall.acknowledge( `page-sre/${ page.id }`, 'alice' );
		await world.advance( 60_000 );
		expect( ( await sender.readPage( page.id ) ).state ).toBe( 'delivered' );

		world.onCall.faults.set( null );
		expect( ( await sender.sees( page.id, 'acknowledged' ) ).state ).toBe( 'acknowledged' );
	} );
} );
