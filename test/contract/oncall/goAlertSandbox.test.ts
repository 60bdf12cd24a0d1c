// Our GoAlert provider against the sandbox's service: the story from alert to closing, who is on call, and
// the ways it can misbehave. After any of them, a repeated alert makes one alert.
import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import type { DeliveryOutcome } from '../../../server/pages/provider.ts';
import type { Fault } from '../../../server/sandbox/onCall/faults.ts';
import { alert } from './deliveryContract.ts';
import { goAlertWorld } from './goAlertWorld.ts';

const seen = { dedupKey: alert.dedupKey, incident: '1' };
const handle = { dedupKey: alert.dedupKey, incident: null };

describe( 'GoAlert in the sandbox', () => {
	it( 'is told of an alert from the first moment to its closing', async () => {
		const { sandbox, goAlert, advance } = await goAlertWorld();
		expect( await goAlert.deliver( alert ) ).toEqual( { kind: 'delivered', incident: '1' } );
		expect( await goAlert.observe( [] ) ).toEqual( [ { ...seen, phase: 'triggered', notified: 0, by: null } ] );
		advance( 6000 );
		// By SMS and by voice, but one person.
		expect( await goAlert.observe( [] ) ).toEqual( [ { ...seen, phase: 'triggered', notified: 1, by: null } ] );
		sandbox.acknowledge( alert.dedupKey, 'Bjørn Lindqvist' );
		expect( await goAlert.observe( [] ) ).toEqual( [ { ...seen, phase: 'acknowledged', notified: null, by: 'Bjørn Lindqvist' } ] );
		advance( 60_000 );
		sandbox.close( alert.dedupKey, 'Amal Haddad' );
		expect( await goAlert.observe( [] ) ).toEqual( [ { ...seen, phase: 'resolved', notified: null, by: 'Amal Haddad' } ] );
	} );

	it( 'closes an alert of ours, and is content when there is none', async () => {
		const { sandbox, goAlert } = await goAlertWorld();
		await goAlert.deliver( alert );
		expect( await goAlert.resolve( handle, 'Withdrawn by Steward Foo' ) ).toEqual( { kind: 'done' } );
		expect( sandbox.alerts() ).toMatchObject( [ { status: 'StatusClosed', summary: alert.firstLine } ] );
		expect( await goAlert.resolve( handle, '' ) ).toEqual( { kind: 'done' } );
		expect( sandbox.alerts() ).toHaveLength( 1 );
		expect( await goAlert.observe( [] ) ).toMatchObject( [ { phase: 'resolved', by: 'Page SRE integration' } ] );
	} );

	it( 'speaks of the newer alert when the same key was opened twice', async () => {
		const { sandbox, goAlert } = await goAlertWorld();
		await goAlert.deliver( alert );
		sandbox.close( alert.dedupKey );
		expect( await goAlert.deliver( alert ) ).toEqual( { kind: 'delivered', incident: '2' } );
		expect( await goAlert.observe( [] ) ).toMatchObject( [ { incident: '2', phase: 'triggered' } ] );
	} );

	it.each( [ [ 'maintenanceMode', { muted: true } ], [ 'emptyRota', {} ] ] as const )( 'knows that nobody is being notified with %s', async ( kind, silence ) => {
		const { sandbox, goAlert, advance } = await goAlertWorld();
		sandbox.faults.set( { kind } );
		expect( await goAlert.deliver( alert ) ).toEqual( { kind: 'delivered', incident: '1' } );
		advance( 60_000 );
		expect( await goAlert.observe( [] ) ).toEqual( [ { ...seen, phase: 'triggered', notified: 0, by: null, ...silence } ] );
	} );

	it( 'leaves the alerts of others alone', async () => {
		const { sandbox, goAlert } = await goAlertWorld();
		await goAlert.deliver( { ...alert, dedupKey: 'icinga/host' } );
		expect( sandbox.alerts() ).toHaveLength( 1 );
		expect( await goAlert.observe( [] ) ).toEqual( [] );
	} );

	it( 'says who is on call', async () => {
		const { sandbox, goAlert } = await goAlertWorld();
		expect( await goAlert.onCallNow() ).toEqual( [ 'Amal Haddad', 'Bjørn Lindqvist (he)' ] );
		sandbox.faults.set( { kind: 'emptyRota' } );
		expect( await goAlert.onCallNow() ).toEqual( [] );
	} );

	it.each( [
		[ null, 'pages' ],
		[ { kind: 'emptyRota' }, 'pagesNobody' ],
		[ { kind: 'maintenanceMode' }, 'pagesNobody' ],
		[ { kind: 'status', status: 500 }, 'unknown' ],
		[ { kind: 'status', status: 200, html: true }, 'unknown' ]
	] as const )( 'with %j checks itself and says %s', async ( fault, verdict ) => {
		const { sandbox, goAlert } = await goAlertWorld();
		sandbox.faults.set( fault );
		expect( await goAlert.selfCheck() ).toEqual( [
			{ subject: `service ${ sandbox.serviceId }`, verdict, detail: expect.stringMatching( /^[A-Z].*\.$/ ) as string }
		] );
	} );
} );

describe( 'GoAlert refusing to be read', () => {
	it.each<[ string, Parameters<typeof goAlertWorld>, string ]>( [
		[ 'a key that is wrong', [ { graphqlKey: { reveal: () => 'wrong' } } ], 'unauthorized' ],
		[ 'a service that is not there', [ { serviceId: 'gone' } ], 'refused' ],
		[ 'a key made for a query that the schema does not know', [ {}, 'query ($service: ID!) { service(id: $service) { nickname } }' ], 'refused' ],
		[ 'a key made for a query that shows no alerts', [ {}, 'query ($service: ID!) { service(id: $service) { name } }' ], 'unreadable' ]
	] )( 'has no answer with %s', async ( _, settings, reason ) => {
		const { goAlert } = await goAlertWorld( ...settings );
		await goAlert.deliver( alert );
		const error: unknown = await goAlert.observe( [] ).catch( ( thrown: unknown ) => thrown );
		expect( error ).toMatchObject( { name: 'ObservationError', reason } );
		expect( inspect( error, { showHidden: true } ) ).not.toMatch( /eySandbox|integration-key/ );
		await expect( goAlert.onCallNow() ).rejects.toMatchObject( { name: 'ObservationError' } );
		expect( await goAlert.selfCheck() ).toMatchObject( [ { verdict: 'unknown' } ] );
	} );

	it( 'says when to come back', async () => {
		const { sandbox, goAlert } = await goAlertWorld();
		sandbox.faults.set( { kind: 'status', status: 429, retryAfterSeconds: 30 } );
		await expect( goAlert.observe( [] ) ).rejects.toMatchObject( { reason: 'rateLimited', notBefore: Date.parse( '2026-11-23T14:00:30Z' ) } );
		expect( await goAlert.resolve( handle, '' ) ).toEqual( { kind: 'failed', reason: 'rateLimited', notBefore: Date.parse( '2026-11-23T14:00:30Z' ) } );
	} );
} );

const taken: DeliveryOutcome = { kind: 'delivered', incident: '1' };

describe( 'GoAlert misbehaving', () => {
	it.each<[ Fault, DeliveryOutcome, number ]>( [
		[ { kind: 'hang' }, { kind: 'retry', reason: 'timeout' }, 0 ],
		[ { kind: 'hangAfterAccept' }, { kind: 'retry', reason: 'timeout' }, 1 ],
		[ { kind: 'slowBody' }, { kind: 'retry', reason: 'timeout' }, 1 ],
		[ { kind: 'resetAfterAccept' }, { kind: 'retry', reason: 'network' }, 1 ],
		[ { kind: 'truncate' }, { kind: 'retry', reason: 'network' }, 1 ],
		[ { kind: 'refuseConnections' }, { kind: 'retry', reason: 'network' }, 0 ],
		[ { kind: 'status', status: 503, html: true }, { kind: 'retry', reason: 'serverError' }, 0 ],
		[ { kind: 'status', status: 200, html: true }, { kind: 'retry', reason: 'unreadable' }, 0 ]
	] )( 'gets one alert out of two attempts when the first met %j', async ( fault, outcome, alerts ) => {
		const { sandbox, goAlert, hastyGoAlert } = await goAlertWorld();
		const endsByLimit = outcome.kind === 'retry' && outcome.reason === 'timeout';
		sandbox.faults.set( fault );
		expect( await ( endsByLimit ? hastyGoAlert : goAlert ).deliver( alert ) ).toEqual( outcome );
		expect( sandbox.alerts() ).toHaveLength( alerts );
		sandbox.faults.set( null );
		expect( await goAlert.deliver( alert ) ).toEqual( taken );
		expect( sandbox.alerts() ).toMatchObject( [ { dedup: alert.dedupKey, received: alerts + 1 } ] );
	} );

	it( 'rejects a key that is wrong and an alert that says nothing', async () => {
		const { sandbox, goAlert } = await goAlertWorld();
		expect( await goAlert.deliver( { ...alert, firstLine: '' } ) ).toEqual( { kind: 'rejected', reason: 'refused' } );
		const wrong = await goAlertWorld( { integrationKey: { reveal: () => 'wrong' } } );
		expect( await wrong.goAlert.deliver( alert ) ).toEqual( { kind: 'rejected', reason: 'unauthorized' } );
		expect( sandbox.alerts() ).toEqual( [] );
	} );
} );
