// Deliveries in real stores: one owner at a time, no outcome twice, every failure told once, and a
// deadline that is loud.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ClaimedDelivery, Recorded } from '../../../server/pages/ports.ts';
import type { DeliveryOutcome } from '../../../server/pages/provider.ts';
import { acceptedAt as t0, domainPage } from '../../server/pages/aPage.ts';
import { bounds, stores, type OpenStore } from './stores.ts';
import { termsFor } from './verbs.ts';

const LEASE = 60_000;

describe.each( stores )( 'DeliveryStore on $name', ( { open } ) => {
	let store: OpenStore;
	const { id } = domainPage();
	beforeEach( async () => {
		store = await open();
	} );
	afterEach( () => store.remove() );

	const accept = ( providers = [ 'one' ], pageId = id, at = t0 ): Promise<unknown> => {
		const page = domainPage( {}, { id: pageId, idempotencyKey: pageId, acceptedAt: at, deadlineAt: at + 120_000 } );
		return store.pages.accept( page, providers, termsFor( page ) );
	};
	const claim = async ( now = t0 ): Promise<ClaimedDelivery> => {
		const [ first ] = await store.deliveries.claimDue( now, LEASE, 1 );
		expect( first ).toBeDefined();
		return first!;
	};
	const record = ( claimed: ClaimedDelivery, outcome: DeliveryOutcome, now = t0, next = now + 1000 ): Promise<Recorded> =>
		store.deliveries.recordOutcome( claimed, outcome, outcome.kind === 'delivered' ? null : next, now );
	const events = async ( pageId = id ): Promise<string[]> => ( await store.pages.eventsAfter( pageId, 0 ) )
		.map( ( { seq: _seq, at: _at, kind, ...rest } ) => [ kind, ...Object.values<unknown>( rest ) ].join( ' ' ) );
	const stateOf = async ( pageId = id ): Promise<unknown> => ( await store.pages.find( pageId ) )?.state;

	describe( 'hasten', () => {
		const failed = async ( pageId: string, outcome: DeliveryOutcome, next: number, providers = [ 'one' ] ): Promise<void> => {
			await accept( providers, pageId );
			await record( await claim(), outcome, t0, next );
		};
		const dueAt = async ( now: number ): Promise<string[]> =>
			( await store.deliveries.claimDue( now, LEASE, 10 ) ).map( ( { page } ) => page.id ).sort();
		const away: DeliveryOutcome = { kind: 'retry', reason: 'network' };

		it( 'makes what waits for this provider due, and nothing of another one', async () => {
			await failed( 'late', away, t0 + 30_000 );
			await failed( 'later', away, t0 + 40_000 );
			await failed( 'another', away, t0 + 30_000, [ 'two' ] );
			await store.deliveries.hasten( 'one', t0 + 1, Infinity );
			expect( await dueAt( t0 + 1 ) ).toEqual( [ 'late', 'later' ] );
		} );

		it( 'makes so many due as asked for, those first whose turn is next', async () => {
			await failed( 'later', away, t0 + 40_000 );
			await failed( 'late', away, t0 + 30_000 );
			await store.deliveries.hasten( 'one', t0 + 1, 1 );
			expect( await dueAt( t0 + 1 ) ).toEqual( [ 'late' ] );
		} );

		it( 'leaves what is rejected, what the provider wants slowly, what has its turn, and what is delivered', async () => {
			await failed( 'slow', { kind: 'retry', reason: 'rateLimited' }, t0 + 30_000 );
			await failed( 'rejected', { kind: 'rejected', reason: 'refused' }, t0 + 30_000 );
			await failed( 'delivered', { kind: 'delivered', incident: null }, t0 + 30_000 );
			await accept( [ 'zero', 'one' ], 'standing by' );
			await store.deliveries.hasten( 'one', t0 + 1, Infinity );
			expect( ( await store.deliveries.claimDue( t0 + 1, LEASE, 10 ) ).map( ( { provider } ) => provider ) ).toEqual( [ 'zero' ] );
		} );
	} );

	describe( 'claimDue', () => {
		it( 'gives what is due with its page, and nothing twice', async () => {
			await accept();
			expect( await store.deliveries.claimDue( t0, LEASE, 10 ) )
				.toMatchObject( [ { provider: 'one', attempts: 0, round: 1, isRepeat: false, page: { id } } ] );
			expect( await store.deliveries.claimDue( t0, LEASE, 10 ) ).toEqual( [] );
		} );

		it( 'gives the next provider when the first has had its time, beside it', async () => {
			await accept( [ 'one', 'two' ] );
			expect( await store.deliveries.claimDue( t0 + bounds.failoverMs - 1, LEASE, 10 ) ).toMatchObject( [ { provider: 'one' } ] );
			expect( await store.deliveries.claimDue( t0 + bounds.failoverMs, LEASE, 10 ) ).toMatchObject( [ { provider: 'two' } ] );
		} );

		it( 'gives the next provider at once when the first rejects, and not at all when it delivers', async () => {
			await accept( [ 'one', 'two' ], 'rejected' );
			await record( await claim(), { kind: 'rejected', reason: 'unauthorized' } );
			expect( await claim() ).toMatchObject( { provider: 'two' } );
			await accept( [ 'one', 'two' ], 'delivered' );
			await record( await claim(), { kind: 'delivered', incident: null } );
			expect( ( await store.deliveries.claimDue( t0 + 999_999, LEASE, 10 ) ).filter( ( { page } ) => page.id === 'delivered' ) ).toEqual( [] );
		} );

		it( 'gives nothing before its time', async () => {
			await accept();
			expect( await store.deliveries.claimDue( t0 - 1, LEASE, 10 ) ).toEqual( [] );
			await record( await claim(), { kind: 'retry', reason: 'timeout' }, t0, t0 + 500 );
			expect( await store.deliveries.claimDue( t0 + 499, LEASE, 10 ) ).toEqual( [] );
			expect( await store.deliveries.claimDue( t0 + 500, LEASE, 10 ) ).toMatchObject( [ { attempts: 1 } ] );
		} );

		it( 'gives as many as asked for, the longest waiting first', async () => {
			await accept( [ 'one' ], 'second', t0 + 1 );
			await accept( [ 'one' ], 'first', t0 );
			await accept( [ 'one' ], 'third', t0 + 2 );
			expect( ( await store.deliveries.claimDue( t0 + 2, LEASE, 2 ) ).map( ( { page } ) => page.id ) ).toEqual( [ 'first', 'second' ] );
			expect( await store.deliveries.claimDue( t0 + 2, LEASE, 0 ) ).toEqual( [] );
		} );

		it( 'gives each delivery to one of those who ask at once, and to one process', async () => {
			const other = await store.other();
			for ( let index = 0; index < 10; index++ ) {
				await accept( [ 'one' ], `page ${ index }` );
			}
			const claims = ( await Promise.all( [ 3, 3 ].map( ( limit ) => store.deliveries.claimDue( t0, LEASE, limit ) ) ) ).flat();
			claims.push( ...await other.deliveries.claimDue( t0, LEASE, 10 ) );
			expect( claims ).toHaveLength( 10 );
			expect( new Set( claims.map( ( { deliveryId } ) => deliveryId ) ).size ).toBe( 10 );
		} );

		it( 'gives it anew when the lease of a dead process has run out, and not before', async () => {
			await accept();
			const dead = await claim();
			expect( await store.deliveries.claimDue( t0 + LEASE - 1, LEASE, 10 ) ).toEqual( [] );
			const heir = await claim( t0 + LEASE );
			expect( [ heir.deliveryId, heir.attempts ] ).toEqual( [ dead.deliveryId, 0 ] );
			expect( heir.lease ).not.toBe( dead.lease );
		} );

		it( 'gives a rejected one again, and a delivered one never', async () => {
			await accept( [ 'one', 'two' ] );
			await record( await claim(), { kind: 'rejected', reason: 'unauthorized' }, t0, t0 + 1000 );
			await record( await claim(), { kind: 'delivered', incident: null } );
			expect( await store.deliveries.claimDue( t0 + 999_999, LEASE, 10 ) ).toMatchObject( [ { provider: 'one' } ] );
		} );
	} );

	describe( 'recordOutcome', () => {
		it( 'takes a delivery, tells it, and moves the page', async () => {
			await accept();
			expect( await record( await claim(), { kind: 'delivered', incident: '42' } ) ).toBe( true );
			expect( [ await events(), await stateOf() ] ).toEqual( [ [ 'accepted', 'delivered one 42' ], 'delivered' ] );
		} );

		it( 'records nothing for a lease that was lost', async () => {
			await accept();
			const late = await claim();
			const heir = await claim( t0 + LEASE );
			expect( await record( late, { kind: 'delivered', incident: 'late' } ) ).toBe( false );
			expect( [ await events(), await stateOf() ] ).toEqual( [ [ 'accepted' ], 'accepted' ] );
			expect( await record( heir, { kind: 'delivered', incident: '42' } ) ).toBe( true );
			expect( await record( heir, { kind: 'delivered', incident: 'again' } ) ).toBe( false );
			expect( await events() ).toEqual( [ 'accepted', 'delivered one 42' ] );
		} );

		it( 'still records what came after the lease ran out, if nobody else took it', async () => {
			await accept();
			const slow = await claim();
			expect( await record( slow, { kind: 'delivered', incident: '42' }, t0 + 2 * LEASE ) ).toBe( true );
		} );

		it( 'tells a failure once, and again only when its reason changes', async () => {
			await accept();
			let now = t0;
			for ( const outcome of [
				{ kind: 'retry', reason: 'timeout' }, { kind: 'retry', reason: 'timeout' }, { kind: 'retry', reason: 'serverError' },
				{ kind: 'rejected', reason: 'unauthorized' }, { kind: 'rejected', reason: 'unauthorized' }, { kind: 'retry', reason: 'unauthorized' }
			] as const ) {
				await record( await claim( now ), outcome, now, now + 1000 );
				now += 1000;
			}
			expect( ( await events() ).filter( ( event ) => event.startsWith( 'attemptFailed' ) ) ).toEqual( [
				'attemptFailed one timeout false', 'attemptFailed one serverError false', 'attemptFailed one unauthorized true', 'attemptFailed one unauthorized false'
			] );
			expect( await claim( now ) ).toMatchObject( { attempts: 6 } );
		} );

		it( 'calls a page undelivered at once when every provider has rejected it, and not before', async () => {
			await accept( [ 'one', 'two' ] );
			await record( await claim(), { kind: 'rejected', reason: 'unauthorized' } );
			expect( await stateOf() ).toBe( 'accepted' );
			expect( await record( await claim(), { kind: 'rejected', reason: 'notFound' } ) ).toBe( 'undelivered' );
			expect( await stateOf() ).toBe( 'undelivered' );
			expect( ( await events() ).at( -1 ) ).toBe( 'undelivered' );
		} );

		it( 'says undelivered once, however often all reject', async () => {
			await accept();
			await record( await claim(), { kind: 'rejected', reason: 'unauthorized' } );
			await record( await claim( t0 + 1000 ), { kind: 'rejected', reason: 'refused' }, t0 + 1000 );
			expect( ( await events() ).filter( ( event ) => event === 'undelivered' ) ).toHaveLength( 1 );
		} );

		it( 'still delivers an undelivered page', async () => {
			await accept();
			await record( await claim(), { kind: 'rejected', reason: 'unauthorized' } );
			await record( await claim( t0 + 1000 ), { kind: 'delivered', incident: '42' }, t0 + 1000 );
			expect( [ await stateOf(), ( await events() ).at( -1 ) ] ).toEqual( [ 'delivered', 'delivered one 42' ] );
		} );

		it( 'does not call it undelivered while another provider has it', async () => {
			await accept( [ 'one', 'two' ] );
			const [ one, two ] = [ await claim(), await claim( t0 + bounds.failoverMs ) ];
			await record( one, { kind: 'delivered', incident: '42' } );
			await record( two, { kind: 'rejected', reason: 'unauthorized' } );
			expect( await stateOf() ).toBe( 'delivered' );
		} );

		it( 'does not take an acknowledged page back when a second provider takes it, and resolves it there', async () => {
			await accept( [ 'one', 'two' ] );
			const [ one, two ] = [ await claim(), await claim( t0 + bounds.failoverMs ) ];
			await record( one, { kind: 'delivered', incident: '42' } );
			const [ watched ] = await store.incidents.watched( 'one' );
			const seen = { dedupKey: '', incident: '42', phase: 'acknowledged', notified: null, by: 'alice' } as const;
			await store.incidents.recordObservation( watched!, seen, [], t0 );
			expect( await record( two, { kind: 'delivered', incident: '7' } ) ).toBe( true );
			expect( [ await stateOf(), await events() ] ).toEqual( [ 'acknowledged', [ 'accepted', 'delivered one 42' ] ] );
			expect( await store.database.selectFrom( 'actions' ).select( [ 'delivery_id', 'kind' ] ).execute() )
				.toEqual( [ { delivery_id: two.deliveryId, kind: 'resolve' } ] );
		} );
	} );

	describe( 'nextDue', () => {
		it( 'is when the next attempt is due, or a lease runs out', async () => {
			expect( await store.deliveries.nextDue() ).toBeUndefined();
			await accept();
			expect( await store.deliveries.nextDue() ).toBe( t0 );
			const claimed = await claim();
			expect( await store.deliveries.nextDue() ).toBe( t0 + LEASE );
			await record( claimed, { kind: 'retry', reason: 'timeout' }, t0, t0 + 2000 );
			expect( await store.deliveries.nextDue() ).toBe( t0 + 2000 );
			await record( await claim( t0 + 2000 ), { kind: 'delivered', incident: null }, t0 + 2000 );
			expect( await store.deliveries.nextDue() ).toBeUndefined();
		} );
	} );

	describe( 'markUndelivered', () => {
		it( 'calls a page undelivered at its deadline, once, and tells which', async () => {
			await accept();
			expect( await store.deliveries.nextDeadline() ).toBe( t0 + 120_000 );
			expect( await store.deliveries.markUndelivered( t0 + 119_999 ) ).toEqual( [] );
			expect( await store.deliveries.markUndelivered( t0 + 120_000 ) ).toMatchObject( [ { id, state: 'undelivered' } ] );
			expect( await store.deliveries.markUndelivered( t0 + 120_000 ) ).toEqual( [] );
			expect( [ await events(), await stateOf() ] ).toEqual( [ [ 'accepted', 'undelivered' ], 'undelivered' ] );
			expect( await store.deliveries.nextDeadline() ).toBeUndefined();
		} );

		it( 'tells it to one of those who ask at once, and to one process', async () => {
			await accept();
			const other = await store.other();
			const told = await Promise.all( [ 1, 2 ].map( () => store.deliveries.markUndelivered( t0 + 120_000 ) ) );
			told.push( await other.deliveries.markUndelivered( t0 + 120_000 ) );
			expect( told.flat() ).toHaveLength( 1 );
			expect( ( await events() ).filter( ( event ) => event === 'undelivered' ) ).toHaveLength( 1 );
		} );

		it( 'leaves what somebody has, and lets retries go on', async () => {
			await accept( [ 'one' ], 'delivered' );
			await record( await claim(), { kind: 'delivered', incident: null } );
			await accept( [ 'one' ], 'late' );
			expect( ( await store.deliveries.markUndelivered( t0 + 120_000 ) ).map( ( page ) => page.id ) ).toEqual( [ 'late' ] );
			expect( await claim( t0 + 120_000 ) ).toMatchObject( { page: { id: 'late', state: 'undelivered' } } );
		} );
	} );
} );
