// What happens to a whole process: a second one on the same file, a clock that is set, an hour of being
// stopped. Pages that wait are delivered once, and nothing is said that is not so.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startServer, type RunningServer } from '../../server/server.ts';
import { recordingLogger, type LogLine } from '../recordingLogger.ts';
import { senderClient, startWorld, type SenderClient, type World } from '../harness.ts';
import { breaches, type ProviderIncident } from './judge.ts';

const HOUR = 3_600_000;

describe( 'Beside', () => {
	let world: World;
	let sender: SenderClient;
	beforeEach( async () => {
		world = await startWorld();
		sender = await world.signIn( 'Steward Foo' );
	} );
	afterEach( () => world.stop() );

	const incidents = (): ProviderIncident[] => world.onCall.incidents()
		.map( ( { entityId, phase } ) => ( { provider: 'splunk-on-call', dedupKey: entityId, phase } ) );
	const expectDeliveredOnce = async ( id: string ): Promise<void> => {
		const page = await sender.sees( id, 'delivered' );
		expect( page.events.filter( ( { kind } ) => kind === 'delivered' ) ).toHaveLength( 1 );
		expect( breaches( page, incidents() ) ).toEqual( [] );
		expect( world.onCall.incidents().map( ( { entityId } ) => entityId ) ).toContain( `page-sre/${ id }` );
	};

	describe( 'a second process on the same file', () => {
		let second: RunningServer;
		let log: LogLine[];
		let there: SenderClient;
		beforeEach( async () => {
			log = [];
			second = await startServer(
				{ ...world.config, listen: { host: '127.0.0.1', port: 0 } },
				{ clock: world.clock, log: recordingLogger( log, new AbortController().signal ), random: () => 0 }
			);
			there = senderClient( `http://127.0.0.1:${ second.port }`, sender.token, world.clock );
		} );
		afterEach( async () => {
			await second.stop();
			expect( log.filter( ( { level } ) => level === 'error' ) ).toEqual( [] );
		} );

		it( 'each page is claimed by one of them, whichever accepted it', async () => {
			const answers = await Promise.all( Array.from( { length: 24 }, ( _none, index ) => ( index % 2 === 0 ? sender : there ).sendPage() ) );
			expect( answers.map( ( { status } ) => status ) ).toEqual( answers.map( () => 202 ) );
			for ( const { body } of answers ) {
				await expectDeliveredOnce( body.id );
			}
			// Not even a second attempt: a claim of one is invisible to the other.
			expect( world.onCall.received ).toHaveLength( answers.length );
		} );

		it( 'the same key at both at once is one page', async () => {
			const idempotencyKey = 'the-same-key-at-both';
			const answers = await Promise.all( [ sender, there, sender, there ].map( ( one ) => one.sendPage( { idempotencyKey } ) ) );
			expect( new Set( answers.map( ( { body } ) => body.id ) ).size ).toBe( 1 );
			await expectDeliveredOnce( answers[ 0 ]!.body.id );
			expect( world.onCall.incidents() ).toHaveLength( 1 );
		} );

		it( 'an acknowledgement is told once, though both read it', async () => {
			const { body: { id } } = await there.sendPage();
			await sender.sees( id, 'ringing' );
			world.onCall.acknowledge( `page-sre/${ id }`, 'amal' );
			await there.sees( id, 'acknowledged' );
			await world.advance( 30_000 );
			const { events } = await sender.readPage( id );
			expect( events.filter( ( { kind } ) => kind === 'acknowledged' || kind === 'ringing' ) ).toHaveLength( 2 );
		} );
	} );

	describe( 'a clock that is set', () => {
		it.each( [ [ 'an hour ahead', HOUR ], [ 'an hour back', -HOUR ] ] )( '%s, a page that waits for its provider is delivered, once', async ( _how, jump ) => {
			// An hour ahead is past every deadline, and says so until it is delivered.
			world.expectErrors( /page undelivered/ );
			world.onCall.faults.set( { kind: 'status', status: 500 }, 'ingest' );
			const { body: { id } } = await sender.sendPage();
			await world.advance( 5_000 );
			world.clock.jump( jump );
			await world.advance( 20_000 );
			expect( ( await sender.readPage( id ) ).state ).toBe( jump > 0 ? 'undelivered' : 'accepted' );
			world.onCall.faults.set( null );
			await world.advance( 60_000 );
			await expectDeliveredOnce( id );
			expect( world.onCall.incidents().filter( ( { entityId } ) => entityId === `page-sre/${ id }` ) ).toHaveLength( 1 );
		} );

		it.each( [ [ 'an hour ahead', HOUR ], [ 'an hour back', -HOUR ] ] )( '%s during an attempt, its outcome is recorded once', async ( _how, jump ) => {
			world.expectErrors( /page undelivered/ );
			world.onCall.faults.set( { kind: 'hangAfterAccept' }, 'ingest' );
			const { body: { id } } = await sender.sendPage();
			await world.onCall.whenReceived( 1 );
			world.clock.jump( jump );
			await world.advance( 20_000 );
			world.onCall.faults.release();
			await world.advance( 60_000 );
			await expectDeliveredOnce( id );
		} );

		it.each( [ [ 'an hour ahead', HOUR ], [ 'an hour back', -HOUR ] ] )( '%s, a delivered page is not delivered again and its acknowledgement comes', async ( _how, jump ) => {
			const { body: { id } } = await sender.sendPage();
			await sender.sees( id, 'ringing' );
			world.onCall.acknowledge( `page-sre/${ id }`, 'amal' );
			world.clock.jump( jump );
			await world.advance( 15_000 );
			expect( ( await sender.sees( id, 'acknowledged' ) ).state ).toBe( 'acknowledged' );
			expect( world.onCall.received ).toHaveLength( 1 );
		} );
	} );

	describe( 'an hour of being stopped', () => {
		it( 'a page that waited is delivered once, and its deadline was told', async () => {
			world.expectErrors( /page undelivered/ );
			world.onCall.faults.set( { kind: 'refuseConnections' }, 'ingest' );
			const { body: { id } } = await sender.sendPage();
			await world.advance( 3_000 );
			await world.stopServer();
			world.clock.jump( HOUR );
			world.onCall.faults.set( null );
			await world.restart();
			await expectDeliveredOnce( id );
			expect( world.onCall.incidents() ).toHaveLength( 1 );
		} );

		it( 'a page that was acknowledged meanwhile is told so, and nobody is alerted again', async () => {
			const { body: { id } } = await sender.sendPage();
			await sender.sees( id, 'ringing' );
			await world.stopServer();
			world.onCall.acknowledge( `page-sre/${ id }`, 'amal' );
			world.clock.jump( HOUR );
			await world.restart();
			const page = await sender.sees( id, 'acknowledged' );
			expect( page.events.at( -1 ) ).toMatchObject( { kind: 'acknowledged', by: 'amal' } );
			await world.advance( 60_000 );
			expect( [ page.state, ( await sender.readPage( id ) ).round, world.onCall.incidents().length ] ).toEqual( [ 'acknowledged', 1, 1 ] );
		} );
	} );
} );
