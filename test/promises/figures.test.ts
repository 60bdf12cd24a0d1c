// Whoever watches sees how pages fare without looking into anybody's page: each state, each wait and each
// failure has a figure, and the figures come even when nothing else does.
import { rename } from 'node:fs/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startWorld, type SenderClient, type World } from '../harness.ts';
import { scrape } from '../server/watching/scraping.ts';
import { startPopup } from '../signIn.ts';

describe( 'The figures', () => {
	let world: World;
	let sender: SenderClient;
	beforeEach( async () => {
		world = await startWorld( { env: { PAGE_SRE_SENDER_LIMITS: '2/1h' } } );
		sender = await world.signIn( 'Steward Foo' );
	} );
	afterEach( () => world.stop() );

	/** After what a server may remember of its last look. */
	const figure = async ( series: string ): Promise<number | undefined> => {
		await world.advance( 5_000 );
		return ( await scrape( world.url ) ).get( series );
	};

	it( 'follow a page from acceptance to its acknowledgement', async () => {
		const { body: page } = await sender.sendPage();
		await sender.sees( page.id, 'delivered' );
		expect( await figure( 'page_sre_pages_open{state="delivered"}' ) ).toBe( 1 );
		expect( await figure( 'page_sre_page_delivery_seconds_count' ) ).toBe( 1 );
		expect( await figure( 'page_sre_page_acknowledgement_seconds_count' ) ).toBe( 0 );

		world.onCall.acknowledge( `page-sre/${ page.id }`, 'alice' );
		await sender.sees( page.id, 'acknowledged' );
		expect( await figure( 'page_sre_pages_open{state="acknowledged"}' ) ).toBe( 1 );
		expect( await figure( 'page_sre_page_acknowledgement_seconds_count' ) ).toBe( 1 );
		expect( await figure( 'page_sre_page_acknowledgement_seconds_bucket{le="30"}' ) ).toBe( 1 );

		world.onCall.resolve( `page-sre/${ page.id }`, 'alice' );
		await sender.sees( page.id, 'resolved' );
		expect( await figure( 'page_sre_pages_open{state="acknowledged"}' ) ).toBe( 0 );
		expect( await figure( 'page_sre_page_acknowledgement_seconds_count' ) ).toBe( 1 );
		expect( await figure( 'page_sre_provider_read_timestamp_seconds{provider="splunk-on-call"}' ) ).toBeGreaterThan( world.clock.now() / 1000 - 20 );
	} );

	it( 'show how long a page waits that nobody takes, and who fails', async () => {
		world.expectErrors( /page undelivered/ );
		world.onCall.faults.set( { kind: 'status', status: 503, html: true }, 'ingest' );
		const { body: page } = await sender.sendPage();
		await world.advance( 60_000 );
		expect( await figure( 'page_sre_queue_age_seconds' ) ).toBeGreaterThanOrEqual( 60 );
		expect( await figure( 'page_sre_queue_late_seconds' ) ).toBeLessThan( 1 );
		expect( await figure( 'page_sre_delivery_attempts_total{provider="splunk-on-call",outcome="retry",reason="serverError"}' ) ).toBeGreaterThan( 3 );
		await world.advance( 60_000 );
		expect( await figure( 'page_sre_pages_undelivered_total' ) ).toBe( 1 );
		expect( await figure( 'page_sre_pages_open{state="undelivered"}' ) ).toBe( 1 );

		world.onCall.faults.set( null );
		await sender.sees( page.id, 'delivered' );
		expect( await figure( 'page_sre_queue_age_seconds' ) ).toBe( 0 );
		expect( await figure( 'page_sre_page_delivery_seconds_bucket{le="120"}' ) ).toBe( 0 );
		expect( await figure( 'page_sre_page_delivery_seconds_count' ) ).toBe( 1 );
	} );

	it( 'show pages that nobody answers, and incidents that ring nobody', async () => {
		world.expectErrors( /could not be rerouted/, /would wake nobody/ );
		world.onCall.faults.set( { kind: 'emptyRota' } );
		await sender.sendPage();
		await world.advance( 6 * 60_000 );
		expect( await figure( 'page_sre_pages_unanswered_total' ) ).toBeGreaterThanOrEqual( 1 );
		const series = await scrape( world.url );
		expect( series.get( 'page_sre_incidents_silent_total{rerouted="yes"}' )! + series.get( 'page_sre_incidents_silent_total{rerouted="no"}' )! ).toBeGreaterThanOrEqual( 1 );
		expect( series.get( 'page_sre_provider_verdict{provider="splunk-on-call",verdict="pagesNobody"}' ) ).toBe( 1 );
	} );

	it( 'count refusals and sign-ins by code, and limits by their scope', async () => {
		await sender.pageAnyway();
		await sender.pageAnyway();
		expect( ( await sender.pageAnyway() ).status ).toBe( 429 );
		await startPopup( world.url, 'origin=https://elsewhere.example.org&challenge=x' );
		expect( await figure( 'page_sre_limits_met_total{scope="sender"}' ) ).toBe( 1 );
		const series = await scrape( world.url );
		expect( series.get( 'page_sre_refusals_total{code="limitReached"}' ) ).toBe( 1 );
		expect( series.get( 'page_sre_sign_in_failures_total{code="signInInvalid"}' ) ).toBe( 1 );
		expect( series.get( 'page_sre_sign_in_failures_total{code="limitReached"}' ) ).toBe( 0 );
		expect( series.get( 'page_sre_sign_ins_total{way="wiki"}' ) ).toBe( 1 );
		expect( series.get( 'page_sre_membership_checks_total{verdict="member",ground="globalusers"}' ) ).toBeGreaterThanOrEqual( 3 );
		expect( series.get( 'page_sre_http_requests_total{method="POST",route="/v1/pages",status="4xx"}' ) ).toBe( 1 );
	} );

	it( 'count the panels that follow a page, for as long as they do', async () => {
		const { body: page } = await sender.sendPage();
		const leaving = new AbortController();
		const stream = await fetch( `${ world.url }/v1/pages/${ page.id }/events`, { headers: { Authorization: `Bearer ${ sender.token }` }, signal: leaving.signal } );
		expect( stream.status ).toBe( 200 );
		expect( ( await scrape( world.url ) ).get( 'page_sre_event_streams' ) ).toBe( 1 );
		leaving.abort();
		await expect.poll( async () => ( await scrape( world.url ) ).get( 'page_sre_event_streams' ) ).toBe( 0 );
		expect( [ ...( await scrape( world.url ) ).keys() ].filter( ( series ) => series.includes( 'duration_seconds_count{route="/v1/pages/:id/events"' ) ) ).toEqual( [] );
	} );

	it( 'come when the store is gone, and say so', async () => {
		world.expectErrors( /background work keeps failing/, /could not be recorded/ );
		world.onCall.faults.set( { kind: 'refuseConnections' }, 'ingest' );
		await sender.sendPage();
		expect( await figure( 'page_sre_store_writable' ) ).toBe( 1 );
		await rename( world.config.store, `${ world.config.store }.away` );
		expect( await figure( 'page_sre_store_writable' ) ).toBe( 0 );
		expect( await figure( 'page_sre_pages_open{state="accepted"}' ) ).toBe( 1 );
		await rename( `${ world.config.store }.away`, world.config.store );
		expect( await figure( 'page_sre_store_writable' ) ).toBe( 1 );
	} );
} );

describe( '/metrics with keys', () => {
	it( 'answers whoever has one, and nobody else, on this machine neither', async () => {
		const keys = [ 'first-key-of-a-monitoring-0123456789', 'second-key-of-a-monitoring-0123456789' ] as const;
		const world = await startWorld( { env: { PAGE_SRE_METRICS_KEYS: keys.join( ',' ) } } );
		const status = async ( authorization?: string ): Promise<number> =>
			( await fetch( `${ world.url }/metrics`, { headers: { Connection: 'close', ...authorization === undefined ? {} : { authorization } } } ) ).status;
		expect( await Promise.all( keys.map( ( key ) => status( `Bearer ${ key }` ) ) ) ).toEqual( [ 200, 200 ] );
		expect( await Promise.all( [ undefined, 'Bearer', `Bearer ${ keys[ 0 ] }x`, `Basic ${ keys[ 0 ] }`, keys[ 0 ] ].map( status ) ) ).toEqual( [ 401, 401, 401, 401, 401 ] );
		await world.stop();
	} );
} );
