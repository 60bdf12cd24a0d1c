// A drill goes all the way and shows its whole course, and nobody is woken: not by its route, not when the
// route fails, not by misconfiguration. It is nobody else's business and counts for nothing.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readConfig } from '../../server/config.ts';
import type { PageView } from '../../server/contract/page.ts';
import type { Problem } from '../../server/contract/problem.ts';
import { environmentFor, newConsumer } from '../environment.ts';
import { aPage, startWorld, type SenderClient, type World } from '../harness.ts';
import { startTwoProviderWorld } from './twoProviders.ts';

const env = { PAGE_SRE_SPLUNK_ON_CALL_DRILL_ROUTING_KEY: 'drill' };
const kinds = ( page: PageView ): string[] => page.events.map( ( { kind } ) => kind );

describe( 'A drill', () => {
	let world: World;
	let sender: SenderClient;
	beforeEach( async () => {
		world = await startWorld( { env } );
		sender = await world.signIn( 'Steward Foo' );
		// Its route is asked about at the start.
		await world.advance( 1000 );
	} );
	afterEach( () => world.stop() );

	const drillsOffered = async (): Promise<unknown> => ( await sender.call<{ drill: boolean }>( 'GET', '/v1/session' ) ).body.drill;
	const routes = (): string[] => world.onCall.received.map( ( { routingKey } ) => routingKey );
	const wokenPeople = (): string[] => world.onCall.incidents().flatMap( ( { pagedUsers } ) => pagedUsers );

	it( 'shows its sender the whole course of a page, and rings nobody at any moment of it', async () => {
		expect( await drillsOffered() ).toBe( true );
		const { status, body: { id } } = await sender.sendPage( { drill: true } );
		expect( status ).toBe( 202 );
		await sender.sees( id, 'delivered' );
		await world.advance( 5000 );
		expect( wokenPeople() ).toEqual( [] );
		await sender.sees( id, 'acknowledged' );
		expect( wokenPeople() ).toEqual( [] );
		const page = await sender.sees( id, 'resolved' );
		expect( page ).toMatchObject( { state: 'resolved', drill: true } );
		expect( page.events ).toMatchObject( [
			{ kind: 'accepted' }, { kind: 'delivered', provider: 'drill/splunk-on-call' },
			{ kind: 'acknowledged', provider: 'page-sre', by: 'Page SRE' }, { kind: 'resolved', provider: 'page-sre', by: 'Page SRE' }
		] );
		// Closed at the service as well.
		await world.advance( 30_000 );
		expect( world.onCall.incidents() ).toMatchObject( [ { routingKey: 'drill', phase: 'resolved', pagedUsers: [], pagedPolicies: [ 'pol-drill' ] } ] );
		expect( world.onCall.incidents()[ 0 ]!.transitions.map( ( { name } ) => name ) ).toEqual( [ 'RESOLVED' ] );
		expect( routes() ).toEqual( [ 'drill' ] );
	} );

	it( 'says that it is one before anything else', async () => {
		const { body: { id } } = await sender.sendPage( { drill: true } );
		await sender.sees( id, 'delivered' );
		const [ incident ] = world.onCall.incidents();
		expect( incident!.firstLine ).toBe( 'DRILL Login fails for everyone - enwiki - Steward Foo' );
		expect( incident!.body ).toMatch( /^DRILL: this is practice, nobody needs to act\.\n/ );
	} );

	it( 'is left to whoever acknowledges it where drills go', async () => {
		const { body: { id } } = await sender.sendPage( { drill: true } );
		await sender.sees( id, 'delivered' );
		expect( world.onCall.acknowledge( `page-sre/${ id }`, 'amal' ) ).toBe( true );
		expect( ( await sender.sees( id, 'acknowledged' ) ).events.at( -1 ) ).toMatchObject( { provider: 'drill/splunk-on-call', by: 'amal' } );
		await world.advance( 10 * 60_000 );
		expect( ( await sender.readPage( id ) ).state ).toBe( 'acknowledged' );
		world.onCall.resolve( `page-sre/${ id }`, 'amal' );
		expect( ( await sender.sees( id, 'resolved' ) ).events.at( -1 ) ).toMatchObject( { by: 'amal' } );
	} );

	it( 'never goes to those who page when they who took it give it back, and does not go on unanswered', async () => {
		const { body: { id } } = await sender.sendPage( { drill: true } );
		await sender.sees( id, 'delivered' );
		world.onCall.acknowledge( `page-sre/${ id }`, 'amal' );
		await sender.sees( id, 'acknowledged' );
		world.onCall.reopen( `page-sre/${ id }`, 'amal' );
		await sender.sees( id, 'reopened' );
		// Longer than three rounds of a page.
		await world.advance( 16 * 60_000 );
		const page = await sender.readPage( id );
		expect( kinds( page ) ).toEqual( [ 'accepted', 'delivered', 'acknowledged', 'reopened' ] );
		expect( page.round ).toBe( 1 );
		expect( routes() ).toEqual( [ 'drill' ] );
		expect( wokenPeople() ).toEqual( [] );
	} );

	it( 'never goes to those who page while its route fails for an hour, and the server is started anew', async () => {
		world.expectErrors( /page undelivered/ );
		world.onCall.faults.set( { kind: 'status', status: 503, html: true }, 'ingest' );
		const { body: { id } } = await sender.sendPage( { drill: true } );
		await world.advance( 10 * 60_000 );
		expect( ( await sender.readPage( id ) ).state ).toBe( 'undelivered' );
		await world.leap( 45 * 60_000 );
		await world.advance( 5 * 60_000 );
		expect( new Set( routes() ) ).toEqual( new Set( [ 'drill' ] ) );
		expect( routes().length ).toBeGreaterThan( 20 );
		world.onCall.faults.release();
		await sender.sees( id, 'delivered' );
		await sender.sees( id, 'resolved' );
		expect( new Set( routes() ) ).toEqual( new Set( [ 'drill' ] ) );
		expect( wokenPeople() ).toEqual( [] );
	} );

	it( 'cannot be paged again', async () => {
		const { body: { id } } = await sender.sendPage( { drill: true } );
		await sender.sees( id, 'delivered' );
		await world.advance( 2000 );
		expect( await sender.call( 'POST', `/v1/pages/${ id }/again`, { round: 2 } ) ).toMatchObject( { status: 409, body: { code: 'pageNotOpen' } } );
		await world.advance( 60_000 );
		expect( routes() ).toEqual( [ 'drill' ] );
	} );

	it( 'is no open page for others, nor are theirs for it', async () => {
		const other = await world.signIn( '東京 執事' );
		expect( ( await sender.sendPage( { drill: true } ) ).status ).toBe( 202 );
		expect( ( await other.sendPage() ).status ).toBe( 202 );
		expect( ( await sender.sendPage( { drill: true } ) ).status ).toBe( 202 );
		expect( ( await sender.sendPage() ).body ).toMatchObject( { code: 'unseenPages', openPages: [ { by: '東京 執事' } ] } );
		await world.advance( 5000 );
	} );

	it( 'changes nothing about a page beside it', async () => {
		await sender.sendPage( { drill: true } );
		const { body: { id } } = await sender.sendPage();
		await sender.sees( id, 'ringing' );
		const incident = world.onCall.incidents().find( ( { entityId } ) => entityId === `page-sre/${ id }` );
		expect( incident ).toMatchObject( { routingKey: 'sre', pagedUsers: [ 'amal' ], firstLine: 'Login fails for everyone - enwiki - Steward Foo' } );
	} );

	it( 'is refused as soon as its route is known to wake people, and one under way is kept back', async () => {
		world.expectErrors( /drills by this route would wake people/, /page undelivered/ );
		world.onCall.faults.set( { kind: 'status', status: 503 }, 'ingest' );
		const { body: { id } } = await sender.sendPage( { drill: true } );
		await sender.sees( id, 'attemptFailed' );
		world.onCall.lead( 'drill', 'pol-sre' );
		// Asked every five minutes.
		await world.advance( 6 * 60_000 );
		const attempts = routes().length;
		world.onCall.faults.release();
		await world.advance( 10 * 60_000 );
		expect( routes() ).toHaveLength( attempts );
		expect( world.onCall.incidents() ).toEqual( [] );
		expect( await drillsOffered() ).toBe( false );
		expect( ( await sender.sendPage( { drill: true } ) ).body ).toMatchObject( { code: 'drillUnavailable' } );
		// The pager itself is well.
		expect( ( await sender.sendPage() ).status ).toBe( 202 );
		world.onCall.lead( 'drill', 'pol-drill' );
		await world.advance( 6 * 60_000 );
		expect( await drillsOffered() ).toBe( true );
		await sender.sees( id, 'delivered' );
		await sender.sees( id, 'resolved' );
	} );
} );

describe( 'The limits', () => {
	it( 'of pages count no drills, and those of drills no pages', async () => {
		const world = await startWorld( { env: { ...env, PAGE_SRE_SENDER_LIMITS: '1/1h', PAGE_SRE_OVERALL_LIMITS: '2/1h', PAGE_SRE_DRILL_LIMITS: '3/1h' } } );
		const sender = await world.signIn( 'Steward Foo' );
		await world.advance( 1000 );
		const answers: unknown[] = [];
		for ( const drill of [ true, true, false, true, false, true ] ) {
			const { status, body } = await sender.sendPage( { drill } );
			answers.push( status === 202 ? drill : ( body as unknown as Problem ).limit?.scope );
		}
		expect( answers ).toEqual( [ true, true, false, true, 'sender', 'drills' ] );
		await world.advance( 5000 );
		await world.stop();
	} );
} );

describe( 'A drill where its route', () => {
	it( 'is none, is refused', async () => {
		const world = await startWorld();
		const sender = await world.signIn( 'Steward Foo' );
		await world.advance( 1000 );
		expect( ( await sender.sendPage( { drill: true } ) ).body ).toMatchObject( { code: 'drillUnavailable' } );
		expect( world.onCall.received ).toEqual( [] );
		await world.stop();
	} );

	it( 'is a routing key that does not exist, is refused, because the default policy would wake people', async () => {
		const world = await startWorld( { env: { PAGE_SRE_SPLUNK_ON_CALL_DRILL_ROUTING_KEY: 'dril' } } );
		world.expectErrors( /drills by this route would wake people/ );
		const sender = await world.signIn( 'Steward Foo' );
		await world.advance( 1000 );
		expect( ( await sender.sendPage( { drill: true } ) ).body ).toMatchObject( { code: 'drillUnavailable' } );
		expect( world.onCall.received ).toEqual( [] );
		await world.stop();
	} );

	it( 'cannot be asked about at the start, is refused until it can', async () => {
		const world = await startWorld( { env } );
		world.onCall.faults.set( { kind: 'status', status: 503 }, 'api' );
		await world.restart();
		const sender = await world.signIn( 'Steward Foo' );
		await world.advance( 1000 );
		expect( ( await sender.sendPage( { drill: true } ) ).body ).toMatchObject( { code: 'drillUnavailable' } );
		world.onCall.faults.release();
		await world.advance( 6 * 60_000 );
		expect( ( await sender.sendPage( { drill: true } ) ).status ).toBe( 202 );
		await world.advance( 5000 );
		await world.stop();
	} );

	it( 'is the route of pages, keeps the server from starting, by the names of both variables', async () => {
		const world = await startWorld();
		const { wiki, onCall } = world;
		const whole = environmentFor( { port: 1, store: 'x', wiki, onCall, consumer: newConsumer( 1 ) } );
		const result = readConfig( { ...whole, PAGE_SRE_SPLUNK_ON_CALL_DRILL_ROUTING_KEY: onCall.routingKey.toUpperCase() }, () => '' );
		expect( result ).toEqual( { kind: 'faults', faults: [ {
			name: 'PAGE_SRE_SPLUNK_ON_CALL_DRILL_ROUTING_KEY',
			problem: 'must lead elsewhere than PAGE_SRE_SPLUNK_ON_CALL_ROUTING_KEY: a drill would wake people'
		} ] } );
		await world.stop();
	} );
} );

describe( 'A drill with two on-call services', () => {
	it( 'never fails over to those who page', async () => {
		const two = await startTwoProviderWorld( env );
		const { world } = two;
		world.expectErrors( /page undelivered/ );
		const sender = await world.signIn( 'Steward Foo' );
		await world.advance( 1000 );
		two.first.faults.set( { kind: 'status', status: 503 }, 'ingest' );
		const { body: { id } } = await sender.sendPage( aPage( { drill: true } ) );
		await world.advance( 10 * 60_000 );
		expect( ( await sender.readPage( id ) ).state ).toBe( 'undelivered' );
		expect( two.incidents() ).toEqual( [] );
		two.heal();
		await sender.sees( id, 'delivered' );
		await sender.sees( id, 'resolved' );
		expect( two.incidents() ).toMatchObject( [ { provider: 'splunk-on-call', dedupKey: `page-sre/${ id }` } ] );
		expect( new Set( world.onCall.received.map( ( { routingKey } ) => routingKey ) ) ).toEqual( new Set( [ 'drill' ] ) );
		await two.stop();
	} );
} );
