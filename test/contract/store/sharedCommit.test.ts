// One COMMIT, and so one fsync, for all who write at the same moment; each with an outcome of its own. The
// counts here are budgets: no machine makes them larger or smaller.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Secret } from '../../../server/secret.ts';
import { openDatabase, type Database } from '../../../server/store/database.ts';
import { createPageStore } from '../../../server/store/pageStore.ts';
import { createSharedCommit } from '../../../server/store/sharedCommit.ts';
import { domainPage } from '../../server/pages/aPage.ts';
import { bounds, stores } from './stores.ts';
import { termsFor } from './verbs.ts';

describe.each( stores )( 'Sharing a COMMIT on $name', ( { openEmpty } ) => {
	let database: Database;
	let remove: () => Promise<void>;
	let said: string[] = [];
	const commits = (): number => said.filter( ( sql ) => sql === 'commit' ).length;
	beforeEach( async () => {
		const { target, remove: removeStore } = await openEmpty();
		remove = removeStore;
		database = await openDatabase( 'file' in target ? target.file : new Secret( target.url ), { onQuery: ( sql ) => said.push( sql ) } );
		said = [];
	} );
	afterEach( async () => {
		await database.destroy();
		await remove();
	} );

	const numbers = ( count: number ): number[] => Array.from( { length: count }, ( _none, index ) => index );
	/** Writes what a second one of the same name cannot. */
	const keep = ( name: string ) => ( transaction: Pick<Database, 'insertInto'> ): Promise<unknown> =>
		transaction.insertInto( 'sso_people' ).values( { user_name: name, created_at: 1 } ).executeTakeFirstOrThrow();
	const kept = async (): Promise<string[]> =>
		( await database.selectFrom( 'sso_people' ).select( 'user_name' ).orderBy( 'user_name' ).execute() ).map( ( row ) => row.user_name );

	it( 'takes 50 pages that come at once with one, and 120 with three', async () => {
		const pages = createPageStore( database, bounds );
		const acceptAll = ( ids: readonly string[] ): Promise<{ kind: string }[]> => Promise.all( ids.map( ( id ) => {
			const page = domainPage( {}, { id, idempotencyKey: id } );
			return pages.accept( page, [ 'one' ], termsFor( page ) );
		} ) );
		for ( const [ round, count, most ] of [ [ 'a', 50, 1 ], [ 'b', 120, 3 ] ] as const ) {
			said = [];
			const outcomes = await acceptAll( numbers( count ).map( ( number ) => `${ round } ${ number }` ) );
			expect( outcomes.filter( ( { kind } ) => kind === 'accepted' ) ).toHaveLength( count );
			expect( commits() ).toBe( most );
		}
	} );

	it( 'judges each page after the one before it', async () => {
		const pages = createPageStore( database, bounds );
		const outcomes = await Promise.all( [ 'same', 'same', 'other', 'third' ].map( ( key, index ) => {
			const page = domainPage( {}, { id: `${ key } ${ index }`, idempotencyKey: key } );
			return pages.accept( page, [ 'one' ], termsFor( page, { limits: [ { scope: 'sender', max: 2, windowMs: 60_000 } ] } ) );
		} ) );
		expect( outcomes.map( ( { kind } ) => kind ) ).toEqual( [ 'accepted', 'repeated', 'accepted', 'limited' ] );
		expect( commits() ).toBe( 1 );
	} );

	it( 'tells nobody anything before it', async () => {
		const share = createSharedCommit( database );
		const told = await Promise.all( numbers( 3 ).map( async ( number ) => {
			await share( keep( `${ number }` ) );
			return commits();
		} ) );
		expect( told ).toEqual( [ 1, 1, 1 ] );
	} );

	it( 'lets one that fails take no others with it, and tells it why', async () => {
		const share = createSharedCommit( database );
		const outcomes = await Promise.allSettled( [ 'a', 'b', 'a', 'c' ].map( ( name ) => share( keep( name ) ) ) );
		expect( outcomes.map( ( { status } ) => status ) ).toEqual( [ 'fulfilled', 'fulfilled', 'rejected', 'fulfilled' ] );
		expect( String( ( outcomes[ 2 ] as PromiseRejectedResult ).reason ) ).toMatch( /unique/i );
		expect( await kept() ).toEqual( [ 'a', 'b', 'c' ] );
	} );

	it( 'says so to all when there is none, and goes on with those who come later', async () => {
		let broken = true;
		const share = createSharedCommit( database, async () => {
			if ( broken ) {
				throw new Error( 'disk full' );
			}
		} );
		const outcomes = await Promise.allSettled( [ 'a', 'b' ].map( ( name ) => share( keep( name ) ) ) );
		expect( outcomes.map( ( { status } ) => status ) ).toEqual( [ 'rejected', 'rejected' ] );
		broken = false;
		await share( keep( 'c' ) );
		expect( await kept() ).toEqual( [ 'c' ] );
	} );
} );
