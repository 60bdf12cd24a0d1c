// Our Splunk On-Call provider against the sandbox's service: the story from alert to resolution, and every
// way the service can misbehave. After any of them, a repeated alert makes one incident.
import { describe, expect, it } from 'vitest';
import { createSplunkOnCall } from '../../../server/oncall/splunkOnCall.ts';
import { faultSwitches } from '../../../server/sandbox/onCall/faults.ts';
import type { DeliveryOutcome } from '../../../server/pages/provider.ts';
import { alert } from './deliveryContract.ts';
import { splunkWorld } from './splunkWorld.ts';

const seen = { dedupKey: alert.dedupKey, incident: '1' };

describe( 'Splunk On-Call in the sandbox', () => {
	it( 'is told of an incident from ringing to resolution', async () => {
		const { sandbox, splunk, advance } = await splunkWorld();
		expect( await splunk.deliver( alert ) ).toEqual( { kind: 'delivered', incident: null } );
		expect( await splunk.observe() ).toEqual( [ { ...seen, phase: 'triggered', notified: 0, by: null } ] );
		advance( 2000 );
		expect( await splunk.observe() ).toEqual( [ { ...seen, phase: 'triggered', notified: 1, by: null } ] );
		advance( 300_000 );
		expect( await splunk.observe() ).toEqual( [ { ...seen, phase: 'triggered', notified: 2, by: null } ] );
		sandbox.acknowledge( alert.dedupKey, 'bjorn' );
		expect( await splunk.observe() ).toEqual( [ { ...seen, phase: 'acknowledged', notified: null, by: 'bjorn' } ] );
		advance( 60_000 );
		sandbox.resolve( alert.dedupKey, 'amal' );
		expect( await splunk.observe() ).toEqual( [ { ...seen, phase: 'resolved', notified: null, by: 'amal' } ] );
	} );

	it( 'says who acknowledged last after a reopening', async () => {
		const { sandbox, splunk, advance } = await splunkWorld();
		await splunk.deliver( alert );
		sandbox.acknowledge( alert.dedupKey, 'amal' );
		sandbox.reopen( alert.dedupKey );
		advance( 2000 );
		expect( await splunk.observe() ).toEqual( [ { ...seen, phase: 'triggered', notified: 1, by: null } ] );
		sandbox.acknowledge( alert.dedupKey, 'chioma' );
		expect( await splunk.observe() ).toMatchObject( [ { phase: 'acknowledged', by: 'chioma' } ] );
	} );

	it( 'speaks of the newer incident when the same id was opened twice', async () => {
		const { sandbox, splunk } = await splunkWorld();
		await splunk.deliver( alert );
		sandbox.resolve( alert.dedupKey );
		await splunk.deliver( alert );
		expect( await splunk.observe() ).toEqual( [ { dedupKey: alert.dedupKey, incident: '2', phase: 'triggered', notified: 0, by: null } ] );
	} );

	it( 'leaves the incidents of others alone', async () => {
		const { splunk } = await splunkWorld();
		await splunk.deliver( { ...alert, dedupKey: 'icinga/host' } );
		expect( await splunk.observe() ).toEqual( [] );
	} );

	it.each( [ [ 'maintenanceMode', { muted: true } ], [ 'emptyRota', {} ] ] as const )( 'knows that nobody is being rung with %s', async ( kind, silence ) => {
		const { sandbox, splunk, advance } = await splunkWorld();
		sandbox.faults.set( { kind } );
		expect( await splunk.deliver( alert ) ).toEqual( { kind: 'delivered', incident: null } );
		advance( 600_000 );
		expect( await splunk.observe() ).toEqual( [ { ...seen, phase: 'triggered', notified: 0, by: null, ...silence } ] );
	} );
} );

/** What each switch makes of a delivery, and how many incidents there are before the next attempt. */
const verdicts: Record<string, [ DeliveryOutcome, number ]> = {
	hang: [ { kind: 'retry', reason: 'timeout' }, 0 ],
	hangAfterAccept: [ { kind: 'retry', reason: 'timeout' }, 1 ],
	resetAfterAccept: [ { kind: 'retry', reason: 'network' }, 1 ],
	refuseConnections: [ { kind: 'retry', reason: 'network' }, 0 ],
	slowBody: [ { kind: 'retry', reason: 'timeout' }, 1 ],
	truncate: [ { kind: 'retry', reason: 'network' }, 1 ],
	rateLimited: [ { kind: 'retry', reason: 'rateLimited', notBefore: Date.parse( '2026-11-23T14:00:05Z' ) }, 0 ],
	unavailable: [ { kind: 'retry', reason: 'serverError' }, 0 ],
	forbidden: [ { kind: 'retry', reason: 'unauthorized' }, 0 ],
	htmlSuccess: [ { kind: 'retry', reason: 'unreadable' }, 0 ],
	notFound: [ { kind: 'rejected', reason: 'notFound' }, 0 ],
	resultFailure: [ { kind: 'rejected', reason: 'refused' }, 0 ],
	maintenanceMode: [ { kind: 'delivered', incident: null }, 1 ],
	emptyRota: [ { kind: 'delivered', incident: null }, 1 ]
};

describe( 'Splunk On-Call misbehaving', () => {
	it( 'is expected to do something with every switch there is', () => {
		expect( Object.keys( verdicts ).sort() ).toEqual( faultSwitches.map( ( { id } ) => id ).sort() );
	} );

	it.each( faultSwitches )( 'gets one incident out of two attempts when the first met "$title"', async ( { id, fault } ) => {
		const [ outcome, incidents ] = verdicts[ id ]!;
		const { sandbox, splunk, hastySplunk } = await splunkWorld();
		const endsByLimit = outcome.kind === 'retry' && outcome.reason === 'timeout';
		sandbox.faults.set( fault );
		expect( await ( endsByLimit ? hastySplunk : splunk ).deliver( alert ) ).toEqual( outcome );
		expect( sandbox.incidents() ).toHaveLength( incidents );

		sandbox.faults.set( null );
		expect( await splunk.deliver( alert ) ).toEqual( { kind: 'delivered', incident: null } );
		expect( sandbox.incidents() ).toMatchObject( [ { entityId: alert.dedupKey, alertCount: incidents + 1 } ] );
	} );

	it( 'can be read again as soon as it is well', async () => {
		const { sandbox, splunk } = await splunkWorld();
		await splunk.deliver( alert );
		sandbox.faults.set( { kind: 'status', status: 403, html: true }, 'api' );
		await expect( splunk.observe() ).rejects.toMatchObject( { reason: 'unauthorized' } );
		sandbox.faults.release();
		expect( await splunk.observe() ).toMatchObject( [ seen ] );
	} );

	it.each( [
		[ 'truncate', 'network' ],
		[ 'refuseConnections', 'network' ],
		[ 'resetAfterAccept', 'network' ]
	] as const )( 'cannot be read back with %s', async ( kind, reason ) => {
		const { sandbox, splunk } = await splunkWorld();
		sandbox.faults.set( { kind }, 'api' );
		await expect( splunk.observe() ).rejects.toMatchObject( { reason } );
	} );

	it( 'refuses keys that are wrong', async () => {
		const { sandbox } = await splunkWorld();
		const splunk = createSplunkOnCall( {
			ingestUrl: sandbox.ingestUrl,
			restKey: { reveal: () => 'wrong' },
			routingKey: 'sre',
			apiUrl: sandbox.apiUrl,
			apiId: { reveal: () => sandbox.apiId },
			apiKey: { reveal: () => 'wrong' },
			userAgent: 'page-sre',
			timeoutMs: 20_000
		}, { now: () => 0 } );
		expect( await splunk.deliver( alert ) ).toEqual( { kind: 'rejected', reason: 'notFound' } );
		await expect( splunk.observe() ).rejects.toMatchObject( { reason: 'unauthorized' } );
		expect( sandbox.incidents() ).toEqual( [] );
	} );
} );
