// What is read back, in real stores: applied to delivery and page at once, and never against what is
// known by now.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Recorded, WatchedDelivery } from '../../../server/pages/ports.ts';
import type { IncidentObservation } from '../../../server/pages/provider.ts';
import type { NewPageEvent } from '../../../server/pages/page.ts';
import { acceptedAt as t0, domainPage } from '../../server/pages/aPage.ts';
import { stores, type OpenStore } from './stores.ts';
import { termsFor } from './verbs.ts';

describe.each( stores )( 'IncidentStore on $name', ( { open } ) => {
	let store: OpenStore;
	const { id } = domainPage();
	beforeEach( async () => {
		store = await open();
		await store.pages.accept( domainPage(), [ 'one', 'two' ], termsFor( domainPage() ) );
		const [ claim ] = await store.deliveries.claimDue( t0, 1000, 1 );
		await store.deliveries.recordOutcome( claim!, { kind: 'delivered', incident: null }, null, t0 + 5 );
	} );
	afterEach( () => store.remove() );

	const watched = async (): Promise<WatchedDelivery> => ( await store.incidents.watched( 'one' ) )[ 0 ]!;
	const record = ( known: WatchedDelivery, change: Partial<IncidentObservation>, events: NewPageEvent[] = [] ): Promise<Recorded> => {
		const seen = { dedupKey: `page-sre/${ id }`, incident: '42', phase: 'triggered', notified: null, by: null, ...change } as const;
		return store.incidents.recordObservation( known, seen, events, t0 + 10 );
	};
	const acknowledged: NewPageEvent = { kind: 'acknowledged', provider: 'one', by: 'alice' };

	it( 'watches what this provider took and has not resolved', async () => {
		expect( await store.incidents.watched( 'one' ) ).toEqual( [ {
			deliveryId: 1, pageId: id, dedupKey: `page-sre/${ id }`, provider: 'one', incident: null, phase: 'triggered',
			notified: null, muted: false, rerouted: false, deliveredAt: t0 + 5
		} ] );
		expect( await store.incidents.watched( 'two' ) ).toEqual( [] );
		await record( await watched(), { phase: 'resolved' } );
		expect( await store.incidents.watched( 'one' ) ).toEqual( [] );
	} );

	it( 'remembers what was seen', async () => {
		await record( await watched(), { notified: 2 } );
		expect( await watched() ).toMatchObject( { incident: '42', notified: 2, phase: 'triggered' } );
		await record( await watched(), { phase: 'acknowledged', notified: null } );
		expect( await watched() ).toMatchObject( { notified: 2, phase: 'acknowledged' } );
	} );

	it( 'tells events and moves the page in one step', async () => {
		expect( await record( await watched(), { phase: 'acknowledged' }, [ acknowledged ] ) ).toBe( true );
		expect( await store.pages.find( id ) ).toMatchObject( { state: 'acknowledged' } );
		expect( await store.pages.eventsAfter( id, 2 ) ).toEqual( [ { seq: 3, at: new Date( t0 + 10 ).toISOString(), ...acknowledged } ] );
	} );

	it( 'numbers several events one after the other', async () => {
		await record( await watched(), { phase: 'resolved' }, [ acknowledged, { kind: 'resolved', provider: 'one', by: null } ] );
		expect( ( await store.pages.eventsAfter( id, 0 ) ).map( ( { seq, kind } ) => `${ seq } ${ kind }` ) )
			.toEqual( [ '1 accepted', '2 delivered', '3 acknowledged', '4 resolved' ] );
	} );

	it( 'takes the page back when it is reopened', async () => {
		await record( await watched(), { phase: 'acknowledged' } );
		await record( await watched(), { phase: 'triggered' } );
		expect( await store.pages.find( id ) ).toMatchObject( { state: 'delivered' } );
	} );

	it( 'records nothing twice: not for a reader whose knowledge is old', async () => {
		const known = await watched();
		const other = await store.other();
		expect( await record( known, { phase: 'acknowledged' }, [ acknowledged ] ) ).toBe( true );
		const seen = { dedupKey: '', incident: '42', phase: 'acknowledged', notified: null, by: 'alice' } as const;
		expect( await other.incidents.recordObservation( known, seen, [ acknowledged ], t0 + 11 ) ).toBe( false );
		expect( ( await store.pages.eventsAfter( id, 0 ) ).filter( ( { kind } ) => kind === 'acknowledged' ) ).toHaveLength( 1 );
	} );
} );
