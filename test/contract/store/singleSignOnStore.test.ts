// Numbers for people without a wiki account: whoever asks, and however many at once, a name has one.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { SingleSignOnStore } from '../../../server/access/ports.ts';
import { createSingleSignOnStore } from '../../../server/store/singleSignOnStore.ts';
import { stores, type OpenStore } from './stores.ts';

describe.each( stores )( 'SingleSignOnStore on $name', ( { open, sharesWrites } ) => {
	let store: OpenStore;
	let people: SingleSignOnStore;
	beforeEach( async () => {
		store = await open();
		people = createSingleSignOnStore( store.database );
	} );
	afterEach( () => store.remove() );
	const rows = (): Promise<object[]> => store.database.selectFrom( 'sso_people' ).select( [ 'user_name', 'created_at' ] ).execute();

	it( 'gives a name one number for good, in every process, below all central IDs', async () => {
		const first = await people.numberOf( 'foo', 1 );
		expect( first ).toBeLessThan( 0 );
		expect( Number.isSafeInteger( first ) ).toBe( true );
		expect( await people.numberOf( 'foo', 2 ) ).toBe( first );
		expect( await createSingleSignOnStore( ( await store.other() ).database ).numberOf( 'foo', 3 ) ).toBe( first );
		expect( await rows() ).toEqual( [ { user_name: 'foo', created_at: 1 } ] );
	} );

	it( 'gives other names other numbers, be they ever so alike', async () => {
		const names = [ 'foo', 'Foo', 'foo ', 'fo', '東京', `'; drop table sso_people; --` ];
		const numbers = await Promise.all( names.map( ( name ) => people.numberOf( name, 1 ) ) );
		expect( new Set( numbers ).size ).toBe( names.length );
	} );

	it( 'gives one number to all who ask for a new name at the same moment', async () => {
		const others = sharesWrites ? [ people, createSingleSignOnStore( ( await store.other() ).database ) ] : [ people ];
		const numbers = await Promise.all( Array.from( { length: 40 }, ( _none, index ) => others[ index % others.length ]!.numberOf( 'foo', index ) ) );
		expect( new Set( numbers ).size ).toBe( 1 );
		expect( await rows() ).toHaveLength( 1 );
	} );
} );
