// What the wiki said last, in real stores: readings replace each other whole, and a no in between lets
// nobody back in by an older yes.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { GroupMember, RosterStore } from '../../../server/access/ports.ts';
import { createRosterStore } from '../../../server/store/rosterStore.ts';
import { stores, type OpenStore } from './stores.ts';

const HOUR = 3_600_000;
const t0 = Date.parse( '2026-11-23T14:00:00Z' );
const bar: GroupMember = { centralId: 1, name: 'Bar', usable: true };
const foo: GroupMember = { centralId: 2, name: 'Foo', usable: true };
const baz: GroupMember = { centralId: 3, name: 'バズ', usable: true };

describe.each( stores )( 'RosterStore on $name', ( { open, sharesWrites } ) => {
	let store: OpenStore;
	let roster: RosterStore;
	beforeEach( async () => {
		store = await open();
		( { roster } = store );
	} );
	afterEach( () => store.remove() );

	const save = ( startedAt: number, members: GroupMember[], holders: GroupMember[] = [] ): Promise<void> =>
		roster.save( { startedAt, members, holders } );
	/** Who may page, as `Foo` or `Foo (holder)`. */
	const usable = async (): Promise<string[]> => ( await roster.all() )
		.flatMap( ( entry ) => entry.usable ? [ entry.inGroup ? entry.name : `${ entry.name } (holder)` ] : [] );

	it( 'knows nothing at first', async () => {
		expect( [ await roster.readAt(), await roster.find( 1 ), await roster.all() ] ).toEqual( [ undefined, undefined, [] ] );
	} );

	it( 'keeps what was read, by name, for other processes to see', async () => {
		await save( t0, [ foo, { ...baz, usable: false } ], [ bar ] );
		const { roster: other } = await store.other();
		expect( await other.all() ).toEqual( [
			{ centralId: 1, name: 'Bar', inGroup: false, usable: true, verifiedAt: t0 },
			{ centralId: 2, name: 'Foo', inGroup: true, usable: true, verifiedAt: t0 },
			{ centralId: 3, name: 'バズ', inGroup: true, usable: false, verifiedAt: t0 }
		] );
		expect( await other.find( 3 ) ).toEqual( ( await other.all() )[ 2 ] );
		expect( await other.readAt() ).toBe( t0 );
	} );

	it( 'forgets who is not in the next reading, and takes new names', async () => {
		await save( t0, [ foo, bar ], [ baz ] );
		await save( t0 + 1, [ { ...foo, name: 'Renamed' } ] );
		expect( [ await usable(), await roster.readAt() ] ).toEqual( [ [ 'Renamed' ], t0 + 1 ] );
		await save( t0 + 2, [] );
		expect( [ await roster.all(), await roster.readAt() ] ).toEqual( [ [], t0 + 2 ] );
	} );

	it( 'has one entry for a person who was read twice; a member is no mere holder', async () => {
		await save( t0, [ foo, foo ], [ foo, bar, bar ] );
		expect( await usable() ).toEqual( [ 'Bar (holder)', 'Foo' ] );
	} );

	it( 'drops a reading that is older than the one it has, as of a slower process', async () => {
		await save( t0 + 10, [ foo ] );
		await save( t0, [ bar ] );
		expect( [ await usable(), await roster.readAt() ] ).toEqual( [ [ 'Foo' ], t0 + 10 ] );
	} );

	it( 'begins anew after a clock was set back', async () => {
		await save( t0, [ foo ] );
		await roster.record( { centralId: 3, name: 'バズ', inGroup: false, usable: true, verifiedAt: t0 } );
		await save( t0 - 2 * HOUR, [ bar ] );
		expect( [ await usable(), await roster.readAt() ] ).toEqual( [ [ 'Bar' ], t0 - 2 * HOUR ] );
	} );

	it( 'stores nothing of a reading of which a part cannot be stored', async () => {
		await save( t0, [ foo ] );
		const members = Array.from( { length: 600 }, ( _none, index ) => ( { ...bar, centralId: index + 10, name: index === 599 ? null as never : 'x' } ) );
		await expect( save( t0 + 1, members ) ).rejects.toMatchObject( { code: 'storeUnavailable' } );
		expect( [ await usable(), await roster.readAt() ] ).toEqual( [ [ 'Foo' ], t0 ] );
	} );

	it( 'takes 100,000 members, five hundred in a statement', async () => {
		let statements = 0;
		const counting = store.database.withPlugin( {
			transformQuery: ( { node } ) => {
				statements++;
				return node;
			},
			transformResult: async ( { result } ) => result
		} );
		await createRosterStore( counting ).save( {
			startedAt: t0, members: Array.from( { length: 100_000 }, ( _none, index ) => ( { centralId: index + 1, name: `Steward ${ index }`, usable: true } ) ), holders: []
		} );
		expect( await roster.find( 100_000 ) ).toMatchObject( { name: 'Steward 99999' } );
		const { count } = await store.database.selectFrom( 'roster' ).select( ( builder ) => builder.fn.countAll<number>().as( 'count' ) ).executeTakeFirstOrThrow();
		expect( [ Number( count ), statements ] ).toEqual( [ 100_000, 202 ] );
	}, 30_000 );

	describe( 'strike', () => {
		const struck = async ( centralId: number ): Promise<unknown> => {
			const entry = await roster.find( centralId );
			return entry && !entry.inGroup && !entry.usable;
		};

		it( 'lowers one person and leaves the others', async () => {
			await save( t0, [ foo, bar ] );
			await roster.strike( foo.centralId, t0 + 5 );
			expect( await roster.find( foo.centralId ) ).toEqual( { centralId: 2, name: 'Foo', inGroup: false, usable: false, verifiedAt: t0 + 5 } );
			expect( await usable() ).toEqual( [ 'Bar' ] );
		} );

		it( 'stands against a reading that began before, and not against a later one', async () => {
			await save( t0, [ foo ] );
			await roster.strike( foo.centralId, t0 + 5 );
			await save( t0 + 4, [ foo ] );
			expect( await struck( foo.centralId ) ).toBe( true );
			await save( t0 + 6, [ foo ] );
			expect( await usable() ).toEqual( [ 'Foo' ] );
		} );

		it( 'also of a person whom only the reading under way has seen', async () => {
			await roster.strike( foo.centralId, t0 + 5 );
			await save( t0, [ foo, bar ] );
			expect( [ await struck( foo.centralId ), await usable() ] ).toEqual( [ true, [ 'Bar' ] ] );
		} );

		it( 'counts whatever the clock says', async () => {
			await save( t0, [ foo ] );
			await roster.strike( foo.centralId, t0 - 60_000 );
			expect( await struck( foo.centralId ) ).toBe( true );
		} );

		it( 'is never undone by a reading that comes at the same moment', async () => {
			const members = Array.from( { length: 1_200 }, ( _none, index ) => ( { centralId: index + 1, name: 'x', usable: true } ) );
			const other = sharesWrites ? await store.other() : store;
			for ( const round of [ 1, 2, 3 ] ) {
				const startedAt = t0 + round * 10;
				await Promise.all( [
					save( startedAt, members ),
					...[ 1, 600, 1_200 ].map( ( centralId ) => other.roster.strike( centralId, startedAt + 1 ) ),
					other.roster.save( { startedAt: startedAt - 1, members, holders: [] } )
				] );
				expect( await Promise.all( [ 1, 600, 1_200, 2 ].map( struck ) ) ).toEqual( [ true, true, true, false ] );
			}
		} );
	} );

	describe( 'record', () => {
		const holder = ( verifiedAt: number ): Promise<void> => roster.record( { centralId: foo.centralId, name: 'Foo', inGroup: false, usable: true, verifiedAt } );

		it( 'puts in a holder, whom a reading that began before does not remove', async () => {
			await holder( t0 );
			expect( await roster.find( foo.centralId ) ).toEqual( { centralId: 2, name: 'Foo', inGroup: false, usable: true, verifiedAt: t0 } );
			await save( t0 - 1, [ bar, foo ] );
			expect( await usable() ).toEqual( [ 'Bar', 'Foo (holder)' ] );
			await save( t0 + 1, [ bar ] );
			expect( await usable() ).toEqual( [ 'Bar' ] );
		} );

		it( 'ends an earlier strike, and not a later one', async () => {
			await roster.strike( foo.centralId, t0 );
			await holder( t0 + 1 );
			expect( await usable() ).toEqual( [ 'Foo (holder)' ] );
			await roster.strike( foo.centralId, t0 + 3 );
			await holder( t0 + 2 );
			expect( await usable() ).toEqual( [] );
		} );
	} );

	it( 'says that the store is unavailable when it is gone', async () => {
		await store.database.destroy();
		for ( const asked of [ roster.readAt(), roster.find( 1 ), roster.all(), roster.strike( 1, 1 ), save( t0, [] ) ] ) {
			await expect( asked ).rejects.toMatchObject( { code: 'storeUnavailable' } );
		}
	} );
} );
