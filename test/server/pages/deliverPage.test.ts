// The last barrier before a provider's call: whatever the store says, no drill reaches those who page, and no
// page is handed to those who wake nobody.
import { beforeEach, describe, expect, it } from 'vitest';
import { composeAlert } from '../../../server/pages/alertText.ts';
import { createDeliverPages } from '../../../server/pages/deliverPage.ts';
import { isDrillRoute, type DeliveryOutcome, type Provider } from '../../../server/pages/provider.ts';
import type { ClaimedDelivery } from '../../../server/pages/ports.ts';
import type { PageKind } from '../../../server/pages/page.ts';
import { recordingLogger, type LogLine } from '../../recordingLogger.ts';
import { domainPage } from './aPage.ts';

describe( 'Delivering', () => {
	let called: string[];
	let recorded: DeliveryOutcome[];
	let log: LogLine[];
	let drillsAreSafe: boolean;
	beforeEach( () => {
		called = [];
		recorded = [];
		log = [];
		drillsAreSafe = true;
	} );

	async function deliver( kind: PageKind, provider: string ): Promise<void> {
		const claim: ClaimedDelivery = { deliveryId: 1, lease: 'l', provider, attempts: 0, round: 1, isRepeat: false, page: domainPage( {}, { kind } ) };
		const taking = ( name: string ): Provider => ( { name, deliver: async () => {
			called.push( name );
			return { kind: 'delivered', incident: null };
		} } );
		const deliverer = createDeliverPages( {
			store: {
				claimDue: async () => [ claim ],
				recordOutcome: async ( _, outcome ) => {
					recorded.push( outcome );
					return true;
				},
				nextDue: async () => undefined,
				hasten: async () => undefined,
				markUndelivered: async () => [],
				nextDeadline: async () => undefined
			},
			course: { escalateUnanswered: async () => [] },
			providers: new Map( [ 'splunk-on-call', 'drill/splunk-on-call', 'heartbeat' ].map( ( name ) => [ name, taking( name ) ] ) ),
			composeAlert: ( page, round ) => composeAlert( page, round, {
				publicUrl: 'https://page-sre.example.org', wikiUrl: 'https://meta.wikimedia.org', ircChannel: '#x', personLinks: () => ( { talkUrl: '', emailUrl: '' } )
			} ),
			clock: { now: () => 0 },
			feed: { changed: () => {}, subscribe: () => () => {} },
			log: recordingLogger( log, new AbortController().signal ),
			random: () => 0,
			drillsAreSafe: () => drillsAreSafe,
			metrics: { attempt: () => {}, pageTaken: () => {}, pageUndelivered: () => {}, pageUnanswered: () => {} },
			onSettled: () => {}
		} );
		await deliverer.deliverDue();
		await deliverer.settled();
	}

	it.each( [ [ 'page', 'splunk-on-call' ], [ 'drill', 'drill/splunk-on-call' ], [ 'heartbeat', 'heartbeat' ] ] as const )(
		'hands a %s to %s', async ( kind, provider ) => {
			await deliver( kind, provider );
			expect( called ).toEqual( [ provider ] );
			expect( recorded ).toEqual( [ { kind: 'delivered', incident: null } ] );
		} );

	it.each( [
		[ 'page', 'drill/splunk-on-call' ], [ 'page', 'heartbeat' ],
		[ 'drill', 'splunk-on-call' ], [ 'drill', 'heartbeat' ],
		[ 'heartbeat', 'splunk-on-call' ], [ 'heartbeat', 'drill/splunk-on-call' ]
	] as const )( 'never hands a %s to %s, and calls for an operator', async ( kind, provider ) => {
		await deliver( kind, provider );
		expect( called ).toEqual( [] );
		expect( recorded ).toEqual( [ { kind: 'rejected', reason: 'refused' } ] );
		expect( log ).toContainEqual( expect.objectContaining( { level: 'error', message: expect.stringMatching( /^not attempted/ ) as string } ) );
	} );

	it( 'keeps a drill back while its route may wake somebody, and a page never', async () => {
		drillsAreSafe = false;
		await deliver( 'drill', 'drill/splunk-on-call' );
		expect( called ).toEqual( [] );
		expect( recorded ).toEqual( [ { kind: 'retry', reason: 'refused' } ] );
		await deliver( 'page', 'splunk-on-call' );
		expect( called ).toEqual( [ 'splunk-on-call' ] );
	} );
} );

describe( 'isDrillRoute', () => {
	it.each( [ [ 'drill/webhook', true ], [ 'heartbeat', true ], [ 'splunk-on-call', false ], [ 'webhook', false ], [ 'drills', false ] ] )( 'says of %s: %j', ( name, is ) => {
		expect( isDrillRoute( name ) ).toBe( is );
	} );
} );
