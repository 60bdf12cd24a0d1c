// Our PagerDuty provider against the sandbox's service: the story from event to resolution, and the ways it
// can misbehave. After any of them, a repeated alert makes one incident.
import { describe, expect, it } from 'vitest';
import type { DeliveryOutcome } from '../../../server/pages/provider.ts';
import type { Fault } from '../../../server/sandbox/onCall/faults.ts';
import { alert } from './deliveryContract.ts';
import { pagerDutyWorld } from './pagerDutyWorld.ts';

const taken: DeliveryOutcome = { kind: 'delivered', incident: null };
const fresh = [ { dedupKey: alert.dedupKey, incident: null } ];
const seen = { dedupKey: alert.dedupKey, incident: 'Q0000000000001' };

describe( 'PagerDuty in the sandbox', () => {
	it( 'is told of an incident from the first moment to its resolution', async () => {
		const { sandbox, pagerDuty, advance } = await pagerDutyWorld();
		expect( await pagerDuty.deliver( alert ) ).toEqual( taken );
		// 202 is not an incident: at first there is none to be seen.
		expect( await pagerDuty.observe( fresh ) ).toEqual( [] );
		advance( 600 );
		expect( await pagerDuty.observe( fresh ) ).toEqual( [ { ...seen, phase: 'triggered', notified: 0, by: null } ] );
		advance( 600 );
		expect( await pagerDuty.observe( fresh ) ).toEqual( [ { ...seen, phase: 'triggered', notified: 1, by: null } ] );
		sandbox.acknowledge( alert.dedupKey, 'Bjørn Lindqvist' );
		expect( await pagerDuty.observe( fresh ) ).toEqual( [ { ...seen, phase: 'acknowledged', notified: null, by: 'Bjørn Lindqvist' } ] );
		sandbox.resolve( alert.dedupKey, 'Chioma Eze' );
		expect( await pagerDuty.observe( fresh ) ).toEqual( [ { ...seen, phase: 'resolved', notified: null, by: 'Chioma Eze' } ] );
	} );

	it( 'counts those who are notified since it came back unanswered', async () => {
		const { sandbox, pagerDuty, advance } = await pagerDutyWorld();
		await pagerDuty.deliver( alert );
		advance( 2000 );
		sandbox.acknowledge( alert.dedupKey );
		advance( 60_000 );
		sandbox.unacknowledge( alert.dedupKey );
		expect( await pagerDuty.observe( fresh ) ).toMatchObject( [ { phase: 'triggered', notified: 0 } ] );
		advance( 2000 );
		expect( await pagerDuty.observe( fresh ) ).toMatchObject( [ { phase: 'triggered', notified: 1 } ] );
	} );

	it( 'speaks of the newer incident when the same key was opened twice', async () => {
		const { sandbox, pagerDuty, advance } = await pagerDutyWorld();
		await pagerDuty.deliver( alert );
		sandbox.resolve( alert.dedupKey );
		advance( 1000 );
		await pagerDuty.deliver( alert );
		advance( 1000 );
		expect( await pagerDuty.observe( fresh ) ).toMatchObject( [ { incident: 'Q0000000000002', phase: 'triggered' } ] );
	} );

	it( 'says so when the service takes events and opens nothing', async () => {
		const { sandbox, pagerDuty, advance } = await pagerDutyWorld();
		sandbox.faults.set( { kind: 'maintenanceMode' } );
		expect( await pagerDuty.deliver( alert ) ).toEqual( taken );
		advance( 10_000 );
		const muted = { dedupKey: alert.dedupKey, incident: alert.dedupKey, phase: 'triggered', notified: 0, muted: true, by: null };
		expect( await pagerDuty.observe( fresh ) ).toEqual( [ muted ] );
		expect( await pagerDuty.observe( [ { dedupKey: alert.dedupKey, incident: alert.dedupKey } ] ) ).toEqual( [ muted ] );
		// What once showed is not muted because it cannot be seen for a moment.
		expect( await pagerDuty.observe( [ { dedupKey: alert.dedupKey, incident: 'Q0000000000001' } ] ) ).toEqual( [] );
	} );

	it( 'knows that nobody is being notified when the rota is empty, and wakes everybody when told', async () => {
		const { sandbox, pagerDuty, advance } = await pagerDutyWorld();
		sandbox.faults.set( { kind: 'emptyRota' } );
		await pagerDuty.deliver( alert );
		advance( 25_000 );
		expect( await pagerDuty.observe( fresh ) ).toEqual( [ { ...seen, phase: 'triggered', notified: 0, by: null } ] );
		expect( await pagerDuty.reroute( fresh[ 0 ]! ) ).toEqual( { kind: 'done' } );
		advance( 2000 );
		expect( await pagerDuty.observe( fresh ) ).toMatchObject( [ { notified: 3 } ] );
	} );

	it( 'takes an incident back and says why', async () => {
		const { sandbox, pagerDuty, advance } = await pagerDutyWorld();
		await pagerDuty.deliver( alert );
		advance( 1000 );
		expect( await pagerDuty.resolve( fresh[ 0 ]!, 'Withdrawn by Steward Foo' ) ).toEqual( { kind: 'done' } );
		expect( sandbox.incidents() ).toMatchObject( [ { status: 'resolved', notes: [ { text: 'Withdrawn by Steward Foo' } ] } ] );
	} );

	it( 'takes an incident back although no reason can be written', async () => {
		const { sandbox, pagerDuty } = await pagerDutyWorld();
		await pagerDuty.deliver( alert );
		sandbox.faults.set( { kind: 'status', status: 500 }, 'api' );
		expect( await pagerDuty.resolve( fresh[ 0 ]!, 'Withdrawn' ) ).toEqual( { kind: 'done' } );
		expect( sandbox.incidents() ).toMatchObject( [ { status: 'resolved' } ] );
	} );

	it( 'carries a note', async () => {
		const { sandbox, pagerDuty, advance } = await pagerDutyWorld();
		await pagerDuty.deliver( alert );
		expect( await pagerDuty.addNote( fresh[ 0 ]!, 'Too early' ) ).toEqual( { kind: 'failed', reason: 'notFound' } );
		advance( 1000 );
		expect( await pagerDuty.addNote( fresh[ 0 ]!, 'Only on mobile' ) ).toEqual( { kind: 'done' } );
		expect( sandbox.incidents() ).toMatchObject( [ { notes: [ { text: 'Only on mobile' } ] } ] );
	} );

	it.each<[ string, Parameters<typeof pagerDutyWorld>[ 0 ], string ]>( [
		[ 'a key that may only read', { apiKey: { reveal: () => 'sandbox-read-key' } }, 'unauthorized' ],
		[ 'a user who is nobody there', { from: 'nobody@example.org' }, 'refused' ]
	] )( 'cannot act with %s', async ( _, overrides, reason ) => {
		const { pagerDuty, advance } = await pagerDutyWorld( overrides );
		await pagerDuty.deliver( alert );
		advance( 1000 );
		expect( await pagerDuty.addNote( fresh[ 0 ]!, 'Hello' ) ).toEqual( { kind: 'failed', reason } );
		expect( await pagerDuty.reroute( fresh[ 0 ]! ) ).toEqual( { kind: 'failed', reason } );
	} );

	it( 'is rejected under a routing key that is wrong', async () => {
		const { sandbox, pagerDuty } = await pagerDutyWorld( { routingKey: { reveal: () => 'wrong' } } );
		expect( await pagerDuty.deliver( alert ) ).toEqual( { kind: 'rejected', reason: 'refused' } );
		expect( await pagerDuty.resolve( fresh[ 0 ]!, '' ) ).toEqual( { kind: 'failed', reason: 'refused' } );
		expect( sandbox.incidents() ).toEqual( [] );
	} );
} );

describe( 'PagerDuty misbehaving', () => {
	it.each<[ Fault, DeliveryOutcome, number ]>( [
		[ { kind: 'hang' }, { kind: 'retry', reason: 'timeout' }, 0 ],
		[ { kind: 'hangAfterAccept' }, { kind: 'retry', reason: 'timeout' }, 1 ],
		[ { kind: 'slowBody' }, { kind: 'retry', reason: 'timeout' }, 1 ],
		[ { kind: 'resetAfterAccept' }, { kind: 'retry', reason: 'network' }, 1 ],
		[ { kind: 'truncate' }, { kind: 'retry', reason: 'network' }, 1 ],
		[ { kind: 'refuseConnections' }, { kind: 'retry', reason: 'network' }, 0 ],
		[ { kind: 'status', status: 429, retryAfterSeconds: 5 }, { kind: 'retry', reason: 'rateLimited', notBefore: Date.parse( '2026-11-23T14:00:05Z' ) }, 0 ],
		[ { kind: 'status', status: 503, html: true }, { kind: 'retry', reason: 'serverError' }, 0 ],
		[ { kind: 'status', status: 200, html: true }, { kind: 'retry', reason: 'unreadable' }, 0 ]
	] )( 'gets one incident out of two attempts when the first met %j', async ( fault, outcome, incidents ) => {
		const { sandbox, pagerDuty, hastyPagerDuty } = await pagerDutyWorld();
		const endsByLimit = outcome.kind === 'retry' && outcome.reason === 'timeout';
		sandbox.faults.set( fault );
		expect( await ( endsByLimit ? hastyPagerDuty : pagerDuty ).deliver( alert ) ).toEqual( outcome );
		expect( sandbox.incidents() ).toHaveLength( incidents );
		sandbox.faults.set( null );
		expect( await pagerDuty.deliver( alert ) ).toEqual( taken );
		expect( sandbox.incidents() ).toMatchObject( [ { dedupKey: alert.dedupKey, triggers: incidents + 1 } ] );
	} );

	it( 'wakes nobody twice by a repeated alert', async () => {
		const { sandbox, pagerDuty, advance } = await pagerDutyWorld();
		await pagerDuty.deliver( alert );
		advance( 2000 );
		await pagerDuty.observe( fresh );
		sandbox.acknowledge( alert.dedupKey );
		await pagerDuty.deliver( alert );
		advance( 2000 );
		expect( await pagerDuty.observe( fresh ) ).toMatchObject( [ { phase: 'acknowledged' } ] );
		expect( sandbox.incidents()[ 0 ]!.log.filter( ( { type } ) => type === 'notify' ) ).toHaveLength( 1 );
	} );
} );
