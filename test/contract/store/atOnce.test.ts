// Several processes at once on one PostgreSQL, hundreds of rows, nobody waiting for anybody: each piece
// of work goes to one of them, and none is lost, doubled or refused.
import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { ClaimedDelivery, Recorded } from '../../../server/pages/ports.ts';
import { acceptedAt as t0, domainPage } from '../../server/pages/aPage.ts';
import { bounds, stores, type OpenStore, type Stores } from './stores.ts';
import { colleague, LEASE, responder, sender, termsFor, verbsOn } from './verbs.ts';

const PAGES = 300;
const later = t0 + 120_000;

describe.each( stores.filter( ( { sharesWrites } ) => sharesWrites ) )( 'Processes at once on $name', { timeout: 30_000 }, ( { open } ) => {
	let store: OpenStore;
	let processes: Stores[];
	const ids = Array.from( { length: PAGES }, ( _none, index ) => `page ${ index }` );
	beforeEach( async () => {
		store = await open();
		processes = [ store, await store.other(), await store.other() ];
	} );
	afterEach( () => store.remove() );

	const each = <Result>( work: ( stores: Stores ) => Promise<Result> ): Promise<Result[]> => Promise.all( processes.map( work ) );
	const acceptAll = async (): Promise<void> => {
		const verbs = verbsOn( store );
		await Promise.all( ids.map( ( id ) => verbs.accept( id ) ) );
	};
	const eventsOf = async ( kind: string ): Promise<string[]> => ( await store.database.selectFrom( 'page_events' )
		.select( 'page_id' ).where( 'kind', '=', kind as 'accepted' ).orderBy( 'page_id' ).execute() ).map( ( row ) => row.page_id );

	it( 'accept one page for each key, and answer the others with it', async () => {
		const outcomes = await Promise.all( ids.slice( 0, 60 ).flatMap( ( key ) => processes.map( ( { pages }, process ) =>
			pages.accept( domainPage( {}, { id: `${ key } by ${ process }`, idempotencyKey: key } ), [ 'one' ], termsFor( domainPage() ) ) ) ) );
		const kinds = outcomes.map( ( { kind } ) => kind );
		expect( [ kinds.filter( ( kind ) => kind === 'accepted' ).length, kinds.filter( ( kind ) => kind === 'repeated' ).length ] ).toEqual( [ 60, 120 ] );
		expect( new Set( outcomes.map( ( outcome ) => 'page' in outcome && outcome.page.id ) ).size ).toBe( 60 );
	} );

	it( 'claim each delivery once, and record each once', async () => {
		await acceptAll();
		const claimed = ( await each( async ( { deliveries } ) => {
			const mine: ClaimedDelivery[] = [];
			for ( ;; ) {
				const more = await deliveries.claimDue( t0, LEASE, 7 );
				if ( more.length === 0 ) {
					return mine;
				}
				mine.push( ...more );
				await Promise.all( more.map( ( claim ) => deliveries.recordOutcome( claim, { kind: 'delivered', incident: claim.page.id }, null, t0 ) ) );
			}
		} ) );
		expect( claimed.flat().map( ( { page } ) => page.id ).sort() ).toEqual( [ ...ids ].sort() );
		expect( claimed.every( ( mine ) => mine.length > 0 ) ).toBe( true );
		expect( await eventsOf( 'delivered' ) ).toEqual( [ ...ids ].sort() );
	} );

	it( 'call each page undelivered once', async () => {
		await acceptAll();
		const told = await each( async ( { deliveries } ) => {
			const mine: string[] = [];
			while ( await deliveries.nextDeadline() !== undefined ) {
				mine.push( ...( await deliveries.markUndelivered( later ) ).map( ( { id } ) => id ) );
			}
			return mine;
		} );
		expect( told.flat().sort() ).toEqual( [ ...ids ].sort() );
		expect( await eventsOf( 'undelivered' ) ).toEqual( [ ...ids ].sort() );
	} );

	it( 'do everything to the same pages without ever waiting in a circle', async () => {
		await acceptAll();
		const now = later;
		await each( async ( { deliveries, incidents, course, actions } ) => {
			for ( let round = 0; round < 8; round++ ) {
				const [ claims ] = await Promise.all( [
					deliveries.claimDue( now, LEASE, 50 ), deliveries.markUndelivered( now ), course.escalateUnanswered( now + bounds.answerMs )
				] );
				await Promise.all( [
					...claims.map( ( claim, index ) => deliveries.recordOutcome(
						claim, index % 3 === 0 ? { kind: 'rejected', reason: 'refused' } : { kind: 'delivered', incident: '1' }, index % 3 === 0 ? now : null, now
					) ),
					...ids.slice( round * 10, round * 10 + 10 ).map( ( id ) => course.addNote( id, 'note', sender, now ) ),
					actions.claimActions( now, LEASE, 20 ),
					...( await incidents.watched( 'one' ) ).slice( 0, 20 ).map( ( watched ) => incidents.recordObservation(
						watched, { dedupKey: watched.dedupKey, incident: '1', phase: 'triggered', notified: round, muted: round % 2 === 1, by: null }, [], now
					) )
				] );
			}
		} );
		const seqs = await store.database.selectFrom( 'page_events' )
			.select( ( builder ) => [ 'page_id', builder.fn.countAll<number>().as( 'count' ), builder.fn.max( 'seq' ).as( 'last' ) ] )
			.groupBy( 'page_id' ).execute();
		expect( seqs.filter( ( { count, last } ) => count !== last ) ).toEqual( [] );
		expect( seqs ).toHaveLength( PAGES );
	} );

	it( 'grant to each other without waiting in a circle', async () => {
		const people = [ colleague, responder ] as const;
		const outcomes = await Promise.allSettled( ids.slice( 0, 60 ).map( ( reason, index ) => {
			const [ by, to ] = index % 2 === 0 ? people : [ people[ 1 ], people[ 0 ] ];
			return processes[ index % 3 ]!.grants.add( { centralId: to.centralId!, name: to.name, reason, until: later }, by, t0 );
		} ) );
		expect( outcomes.filter( ( { status } ) => status === 'rejected' ) ).toEqual( [] );
	} );

	describe( 'when one holds a page and its delivery', () => {
		const [ held, free ] = [ 'held', 'free' ];
		const holding = ( work: () => Promise<void> ): Promise<void> => processes[ 1 ]!.database.transaction().execute( async ( transaction ) => {
			await transaction.updateTable( 'pages' ).set( { sender_name: 'x' } ).where( 'id', '=', held ).execute();
			await transaction.updateTable( 'deliveries' ).set( { lease: 'theirs', lease_until: later + LEASE } ).where( 'page_id', '=', held ).execute();
			await work();
		} );
		beforeEach( async () => {
			await verbsOn( store ).accept( held, [ 'one' ] );
			await verbsOn( store ).accept( free, [ 'one' ] );
		} );

		it( 'the others go on with the rest at once', async () => {
			await holding( async () => {
				expect( await verbsOn( store ).claim() ).toMatchObject( { page: { id: free } } );
				expect( await store.deliveries.markUndelivered( later ) ).toMatchObject( [ { id: free } ] );
			} );
		} );

		it( 'the others go on with unanswered ones at once', async () => {
			const verbs = verbsOn( store );
			await verbs.deliver();
			await verbs.deliver();
			await holding( async () => {
				expect( await store.course.escalateUnanswered( later + bounds.answerMs ) ).toMatchObject( [ { id: free } ] );
			} );
		} );

		it( 'an outcome whose lease is taken over meanwhile is not recorded', async () => {
			const verbs = verbsOn( store );
			const late = [ await verbs.claim(), await verbs.claim() ].find( ( { page } ) => page.id === held )!;
			let recorded: Promise<Recorded> | undefined;
			await processes[ 1 ]!.database.transaction().execute( async ( transaction ) => {
				await transaction.updateTable( 'deliveries' ).set( { lease: 'theirs' } ).where( 'page_id', '=', held ).execute();
				recorded = verbs.record( late );
				await vi.waitUntil( async () => ( await sql`select 1 from pg_locks where not granted`.execute( processes[ 2 ]!.database ) ).rows.length > 0 );
			} );
			expect( await recorded ).toBe( false );
			expect( await verbs.events( held ) ).toEqual( [ 'accepted' ] );
		} );
	} );
} );
