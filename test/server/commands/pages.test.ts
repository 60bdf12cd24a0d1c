// `pages list|show|export`: what is kept about pages, for people on one line each and for programs whole.
import { beforeEach, describe, expect, it } from 'vitest';
import { engineer, foo, storeWorld, type StoreWorld } from './storeWorld.ts';

const containing = ( text: string ): string => expect.stringContaining( text ) as string;

let world: StoreWorld;
let at: string;
beforeEach( async () => {
	world = await storeWorld();
	at = new Date( world.now ).toISOString();
} );
const [ a, b, c ] = [ 'A', 'B', 'C' ].map( ( letter ) => letter.repeat( 26 ) ) as [ string, string, string ];

describe( 'pages list', () => {
	beforeEach( async () => {
		await world.page( 'A' );
		await world.page( 'B', { summary: 'two\nlines \u202e', private: true } );
		await world.page( 'C', {}, { kind: 'drill' } );
		await world.stores.course.withdraw( a, foo, world.now );
	} );

	it( 'tells the newest first, each on one line, whatever was typed', async () => {
		expect( await world.type( 'pages list' ) ).toEqual( { code: 0, complaint: '', out: [
			`${ c }  ${ at }  accepted, drill  Steward Foo  enwiki: Login fails for everyone\n`,
			`${ b }  ${ at }  accepted, private  Steward Foo  enwiki: two lines\n`,
			`${ a }  ${ at }  withdrawn  Steward Foo  enwiki: Login fails for everyone\n`
		].join( '' ) } );
	} );

	it( 'tells open ones, closed ones, or no more than asked for', async () => {
		const ids = async ( options: string ): Promise<string> => ( await world.type( `pages list ${ options }` ) ).out.split( '\n' ).map( ( line ) => line.charAt( 0 ) ).join( '' );
		expect( [ await ids( '--open' ), await ids( '--closed' ), await ids( '--limit 2' ) ] ).toEqual( [ 'CB', 'A', 'CB' ] );
		expect( await world.type( 'pages list --open --closed' ) ).toMatchObject( { code: 64, complaint: containing( 'exclude each other' ) } );
		expect( await world.type( 'pages list --limit 0' ) ).toMatchObject( { code: 64, complaint: containing( '--limit must be' ) } );
	} );

	it( 'is JSON for programs', async () => {
		expect( JSON.parse( ( await world.type( 'pages list --closed --json' ) ).out ) ).toEqual( [ {
			id: a, kind: 'page', state: 'withdrawn', acceptedAt: at, sender: { centralId: 50001, name: 'Steward Foo' },
			scope: 'enwiki', summary: 'Login fails for everyone', private: false
		} ] );
	} );

	it( 'says what is not kept any more', async () => {
		await world.stores.retention.redactTexts( world.now + 1, world.now + 1 );
		expect( ( await world.type( 'pages list --closed' ) ).out ).toBe( `${ a }  ${ at }  withdrawn  Steward Foo  (texts no longer kept)\n` );
	} );
} );

describe( 'pages show', () => {
	beforeEach( async () => {
		await world.page( 'A', { details: 'one\n\u001b[2Jtwo', contact: { ircNick: 'foo' }, context: { wiki: 'enwiki', revision: 7 } } );
		await world.stores.course.addNote( a, 'and\nmore', foo, world.now );
		await world.stores.course.reply( a, 'looking', engineer, world.now );
	} );

	it( 'tells all that is known, and no line of it can pretend to be another', async () => {
		expect( await world.type( `pages show ${ a }` ) ).toEqual( { code: 0, complaint: '', out: [
			`page      ${ a }, page`,
			`state     accepted, accepted ${ at }, round 1`,
			'sender    Steward Foo (50001)',
			'standing  group by globalusers, verified 2026-11-23T14:05:00.000Z',
			'what      Login fails for everyone',
			'where     enwiki',
			'since     -',
			'contact   foo',
			'context   wiki enwiki, revision 7',
			'details   one',
			'          [2Jtwo',
			`course    ${ at } accepted`,
			`          ${ at } note (text and more)`,
			`          ${ at } reply (text looking, by Engineer)`,
			`audit     1  ${ at }  pageAccepted  by Steward Foo (50001), wiki  (page ${ a }, standing group, source globalusers, verifiedAt 2026-11-23T14:05:00.000Z, guidance v1, language de)`,
			`          2  ${ at }  noteAdded  by Steward Foo (50001), wiki  (page ${ a })`,
			`          3  ${ at }  replied  by Engineer (60001), wiki  (page ${ a })`,
			''
		].join( '\n' ) } );
	} );

	it( 'is the line of the export for programs', async () => {
		expect( ( await world.type( `pages show ${ a } --json` ) ).out ).toBe( ( await world.type( 'pages export' ) ).out );
	} );

	it( 'says when there is no such page', async () => {
		expect( await world.type( `pages show ${ b }` ) ).toEqual( { code: 66, out: '', complaint: `There is no page ${ b }.\n` } );
		expect( await world.type( 'pages show 7' ) ).toMatchObject( { code: 64, complaint: containing( 'ID must be' ) } );
	} );
} );

describe( 'pages export', () => {
	const lines = async ( options = '' ): Promise<Record<string, unknown>[]> => ( await world.type( `pages export ${ options }`.trim() ) )
		.out.split( '\n' ).filter( Boolean ).map( ( line ) => JSON.parse( line ) as Record<string, unknown> );

	it( 'has everything about a page with its course and its audit entries, but no key and no hash', async () => {
		await world.page( 'A' );
		await world.stores.course.withdraw( a, foo, world.now );
		expect( await lines() ).toEqual( [ {
			id: a, kind: 'page', state: 'withdrawn', acceptedAt: at, round: 1, sender: { centralId: 50001, name: 'Steward Foo', email: null },
			membership: { verdict: 'member', standing: 'group', group: 'steward', source: 'globalusers', name: 'Steward Foo', verifiedAt: '2026-11-23T14:05:00.000Z' },
			summary: 'Login fails for everyone', scope: 'enwiki', since: '', details: '', private: false, language: 'en', contact: {}, context: {},
			events: [ { seq: 1, at, kind: 'accepted' }, { seq: 2, at, kind: 'withdrawn' } ],
			audit: [
				{ id: 1, at, actor: foo, action: 'pageAccepted', evidence: expect.objectContaining( { guidance: 'v1' } ) as object },
				{ id: 2, at, actor: foo, action: 'pageWithdrawn', evidence: {} }
			]
		} ] );
	} );

	it( 'has all pages of a time, also more than are read at once, and none twice', async () => {
		const noon = Date.parse( '2026-11-20T12:00Z' );
		for ( let minute = 0; minute < 230; minute++ ) {
			const id = `01K${ String( minute ).padStart( 23, '0' ) }`;
			await world.page( 'Z', {}, { id, idempotencyKey: id, acceptedAt: noon + minute * 60_000 } );
		}
		const minutes = async ( options: string ): Promise<number[]> =>
			( await lines( options ) ).map( ( { id } ) => Number( String( id ).slice( 3 ) ) );
		const down = ( from: number, to: number ): number[] => Array.from( { length: from - to + 1 }, ( _none, index ) => from - index );
		expect( await minutes( '' ) ).toEqual( down( 229, 0 ) );
		expect( await minutes( '--from 2026-11-20T12:30Z --until 2026-11-20T14:00:00Z' ) ).toEqual( down( 119, 30 ) );
		expect( await minutes( '--until 2026-11-20' ) ).toEqual( [] );
		expect( await minutes( '--from 2026-11-20' ) ).toHaveLength( 230 );
	} );

	it( 'refuses a time that it cannot understand', async () => {
		for ( const time of [ 'yesterday', '2026-13-01', '2026-11-20T12:00' ] ) {
			expect( await world.type( `pages export --from ${ time }` ) ).toMatchObject( { code: 64, complaint: containing( '--from must be' ) } );
		}
	} );
} );
