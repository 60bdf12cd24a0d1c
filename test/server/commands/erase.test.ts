// `erase` and `audit`: a person is forgotten only when that was said twice, and the log tells who did it.
// What is forgotten where is held in test/contract/store/erasure.test.ts.
import { beforeEach, describe, expect, it } from 'vitest';
import { engineer, foo, storeWorld, type StoreWorld } from './storeWorld.ts';

const containing = ( text: string ): string => expect.stringContaining( text ) as string;
const a = 'A'.repeat( 26 );

let world: StoreWorld;
let at: string;
beforeEach( async () => {
	world = await storeWorld();
	at = new Date( world.now ).toISOString();
	await world.page( 'A' );
} );

describe( 'erase', () => {
	it( 'says what there is, and changes nothing', async () => {
		await world.stores.grants.add( { centralId: 50001, name: 'Foo\nBefore', reason: 'x', until: world.now + 1 }, engineer, world.now );
		expect( await world.type( 'erase 50001' ) ).toEqual( { code: 0, complaint: '', out: [
			'Steward Foo, Foo Before (50001): 1 page, 1 grant, 2 entries of the audit log.\n',
			'Nothing was changed; with --yes they are forgotten, for good.\n'
		].join( '' ) } );
		expect( await world.stores.pages.find( a ) ).toMatchObject( { sender: { name: 'Steward Foo' } } );
		expect( await world.stores.audit.list( { action: 'personErased', limit: 9 } ) ).toEqual( [] );
	} );

	it( 'forgets when told to, and says how much', async () => {
		await world.stores.course.withdraw( a, foo, world.now );
		expect( await world.type( 'erase #50001 --yes --by root' ) )
			.toEqual( { code: 0, complaint: '', out: 'Forgotten: 1 page, 0 grants, 2 entries of the audit log named them, and do not any more.\n' } );
		expect( await world.stores.pages.find( a ) ).toMatchObject( { sender: { centralId: 0, name: '' } } );
		expect( await world.type( 'pages list' ) ).toMatchObject( { out: containing( '(forgotten)  (texts no longer kept)' ) } );
		expect( await world.stores.audit.list( { limit: 1 } ) ).toMatchObject( [ { action: 'personErased', actor: { kind: 'commandLine', centralId: null, name: 'root' } } ] );
	} );

	it( 'refuses while a page of theirs is open, and says which', async () => {
		expect( await world.type( 'erase 50001 --yes --by root' ) ).toMatchObject( { code: 75, out: '', complaint: containing( `a page that is open: ${ a }` ) } );
		expect( await world.stores.pages.find( a ) ).toMatchObject( { sender: { name: 'Steward Foo' } } );
	} );

	it( 'takes the numbers of a single sign-on, and nothing that is no number', async () => {
		expect( await world.type( 'erase #-3 --yes --by root' ) ).toMatchObject( { code: 0, out: containing( '0 pages' ) } );
		for ( const typed of [ '0', '#0', 'Foo', '1e3', '1.5' ] ) {
			expect( await world.type( [ 'erase', typed, '--yes' ] ) ).toMatchObject( { code: 64, complaint: containing( 'CENTRAL_ID must be' ) } );
		}
	} );
} );

describe( 'audit', () => {
	beforeEach( async () => {
		await world.stores.grants.add( { centralId: 7, name: '=Hel\nper', reason: 'typed', until: world.now + 1 }, engineer, world.now + 1000 );
	} );
	const ids = async ( options: string ): Promise<string> => ( await world.type( `audit ${ options }` ) ).out.split( '\n' ).map( ( line ) => line.charAt( 0 ) ).join( '' );

	it( 'tells newest first, one entry a line', async () => {
		const verified = '2026-11-23T14:05:00.000Z';
		expect( await world.type( 'audit' ) ).toEqual( { code: 0, complaint: '', out: [
			`2  ${ new Date( world.now + 1000 ).toISOString() }  grantAdded  by Engineer (60001), wiki  (about =Hel per (7), grantId 1, until ${ new Date( world.now + 1 ).toISOString() })\n`,
			`1  ${ at }  pageAccepted  by Steward Foo (50001), wiki  (page ${ a }, standing group, source globalusers, verifiedAt ${ verified }, guidance v1, language de)\n`
		].join( '' ) } );
	} );

	it( 'finds by action, person and time, and no more than asked for', async () => {
		expect( [ await ids( '--action pageAccepted' ), await ids( '--person 7' ), await ids( '--person 50001' ), await ids( '--limit 1' ) ] ).toEqual( [ '1', '2', '1', '2' ] );
		const later = new Date( world.now + 500 ).toISOString();
		expect( [ await ids( `--from ${ later }` ), await ids( `--until ${ later }` ) ] ).toEqual( [ '2', '1' ] );
		expect( await world.type( 'audit --action hidden' ) ).toMatchObject( { code: 64, complaint: containing( '--action must be one of' ) } );
		expect( await world.type( 'audit --person Foo' ) ).toMatchObject( { code: 64, complaint: containing( '--person must be' ) } );
	} );

	it( 'is a table for programs: all of it, however much there is', async () => {
		for ( let index = 0; index < 520; index++ ) {
			await world.stores.guidance.confirm( { version: `v${ index }`, language: 'de' }, foo, world.now );
		}
		const { out } = await world.type( 'audit --csv' );
		const lines = out.split( '\r\n' );
		expect( lines[ 0 ] ).toBe( 'id,at,action,actor_kind,actor_id,actor_name,subject_id,subject_name,page_id,evidence' );
		expect( lines.at( -2 ) ).toContain( `1,${ at },pageAccepted,wiki,50001,Steward Foo,,,${ a },` );
		expect( out ).toContain( 'grantAdded,wiki,60001,Engineer,7,"\'=Hel\nper",,' );
		expect( lines ).toHaveLength( 1 + 522 + 1 );
		expect( ( await world.type( 'audit --csv --limit 3' ) ).out.split( '\r\n' ) ).toHaveLength( 5 );
		expect( ( await world.type( 'audit' ) ).out.split( '\n' ) ).toHaveLength( 101 );
	} );
} );

describe( 'a command about the store', () => {
	const typed = [ 'roster', 'grant list', 'grant revoke 1 --by root', 'pages list', `pages show ${ a }`, 'pages export', 'audit', 'erase 1', 'erase 1 --yes --by root' ];

	it.each( typed )( 'makes no store where there is none: %s', async ( line ) => {
		const missing = '/nowhere/store.sqlite';
		expect( await world.type( line, { PAGE_SRE_STORE: missing } ) )
			.toEqual( { code: 66, out: '', complaint: `There is no store at ${ missing }: it is made when the server first starts.\n` } );
	} );

	it( 'says when the store cannot be opened, or fails', async () => {
		expect( await world.type( 'pages list', { PAGE_SRE_STORE: import.meta.dirname } ) )
			.toMatchObject( { code: 69, out: '', complaint: containing( 'cannot be opened' ) } );
	} );
} );
