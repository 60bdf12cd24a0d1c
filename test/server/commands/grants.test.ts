// `grant add|list|revoke` and `roster`: a grant from the command line is the same as one from the web page,
// and is told in the same words to whoever reads the record.
import { beforeEach, describe, expect, it } from 'vitest';
import { engineer, storeWorld, type StoreWorld } from './storeWorld.ts';

const HOUR = 3_600_000;
const containing = ( text: string ): string => expect.stringContaining( text ) as string;

let world: StoreWorld;
beforeEach( async () => {
	world = await storeWorld();
} );
const add = ( name: string, ...more: string[] ): ReturnType<StoreWorld[ 'type' ]> => world.type( [ 'grant', 'add', name, '--reason', 'helps tonight', '--by', 'root', ...more ] );
const iso = ( at: number ): string => new Date( at ).toISOString();

describe( 'grant add', () => {
	it( 'lets one account page for a day, found by name at the wiki', async () => {
		expect( await add( 'plain Baz' ) ).toEqual( { code: 0, complaint: '', out: `Grant 1: Plain Baz (50003) may page until ${ iso( world.now + 24 * HOUR ) }.\n` } );
		expect( await world.stores.grants.inForce( 50003, world.now ) ).toMatchObject( { name: 'Plain Baz', reason: 'helps tonight', grantedBy: 'root' } );
		expect( await world.stores.audit.list( { limit: 9 } ) ).toMatchObject( [ { action: 'grantAdded', actor: { kind: 'commandLine', centralId: null, name: 'root' } } ] );
	} );

	it( 'lets them page also when the wiki goes silent right afterwards', async () => {
		await add( 'Plain Baz' );
		expect( await world.stores.roster.find( 50003 ) ).toMatchObject( { usable: true, inGroup: false, verifiedAt: world.now } );
	} );

	it( 'takes hours', async () => {
		expect( await add( 'Plain Baz', '--hours', '0.5' ) ).toMatchObject( { out: containing( iso( world.now + HOUR / 2 ) ) } );
	} );

	it.each( [
		[ [ 'Plain Baz' ], '--reason is missing' ],
		[ [ '--reason', 'helps tonight' ], 'NAME is missing' ],
		[ [ 'Plain', 'Baz', '--reason', 'helps tonight' ], 'only one NAME can be given' ],
		[ [ 'Plain Baz', '--reason', 'why' ], '--reason is too short' ],
		[ [ 'Plain Baz', '--reason', 'helps\ntonight' ], '--reason must be one line' ],
		[ [ 'Plain Baz', '--reason', 'helps tonight', '--hours', 'soon' ], '--hours must be a number' ],
		[ [ 'Plain Baz', '--reason', 'helps tonight', '--hours', '0.01' ], '--hours is too short' ],
		[ [ 'Plain Baz', '--reason', 'why', '--hours', '337' ], '--reason is too short; --hours is too long' ],
		[ [ 'Plain Baz', '--reason', 'helps tonight', '--by', ' ' ], '--by must be a name' ]
	] )( 'refuses %j: %s', async ( args, complaint ) => {
		expect( await world.type( [ 'grant', 'add', ...args ] ) ).toMatchObject( { code: 64, out: '', complaint: containing( complaint ) } );
		expect( await world.stores.grants.list( { limit: 9 } ) ).toEqual( [] );
	} );

	it( 'grants nothing to whom the wiki does not know, or has locked', async () => {
		expect( await add( 'Nobody At\u202eAll' ) ).toMatchObject( { code: 67, complaint: 'The wiki knows no account Nobody At All; nothing was granted.\n' } );
		expect( await add( 'Locked Qux' ) ).toMatchObject( { code: 67, complaint: 'The account Locked Qux is locked; nothing was granted.\n' } );
		expect( await world.stores.grants.list( { limit: 9 } ) ).toEqual( [] );
	} );

	it( 'grants nothing while the wiki does not answer', async () => {
		expect( await world.type( [ 'grant', 'add', 'Plain Baz', '--reason', 'helps tonight', '--by', 'root' ], { PAGE_SRE_WIKI_URL: 'http://localhost:1' } ) )
			.toMatchObject( { code: 69, out: '', complaint: containing( 'nothing was granted' ) } );
		expect( await world.stores.grants.list( { limit: 9 } ) ).toEqual( [] );
	} );
} );

describe( 'grant list', () => {
	it( 'tells those in force, or all, newest first and each on one line', async () => {
		expect( await world.type( 'grant list' ) ).toEqual( { code: 0, complaint: '', out: 'No grant is in force.\n' } );
		await add( 'Plain Baz' );
		await world.stores.grants.add( { centralId: 7, name: 'A\nB', reason: 'x\u001b[2Jy', until: world.now + HOUR }, engineer, world.now );
		await world.stores.grants.add( { centralId: 8, name: 'Old', reason: '', until: world.now }, engineer, world.now - HOUR );
		await world.stores.grants.revoke( 1, engineer, world.now );
		const line = `2  until ${ iso( world.now + HOUR ) }  A B (7)  by Engineer: x [2Jy\n`;
		expect( await world.type( 'grant list' ) ).toMatchObject( { code: 0, out: line } );
		expect( await world.type( 'grant list --all' ) ).toMatchObject( { out: [
			`3  over since ${ iso( world.now ) }  Old (8)  by Engineer: (reason no longer kept)\n`, line,
			`1  revoked ${ iso( world.now ) } by Engineer  Plain Baz (50003)  by root: helps tonight\n`
		].join( '' ) } );
	} );

	it( 'is JSON for programs, with times that they can read', async () => {
		await add( 'Plain Baz' );
		expect( JSON.parse( ( await world.type( 'grant list --json' ) ).out ) ).toEqual( [ {
			id: 1, centralId: 50003, name: 'Plain Baz', reason: 'helps tonight', grantedBy: 'root',
			createdAt: iso( world.now ), until: iso( world.now + 24 * HOUR ), revokedAt: null, revokedBy: null
		} ] );
	} );
} );

describe( 'grant revoke', () => {
	it( 'ends it at once, and does nothing the second time', async () => {
		await add( 'Plain Baz' );
		expect( await world.type( 'grant revoke 1 --by root' ) ).toEqual( { code: 0, complaint: '', out: 'Grant 1 is not in force any more.\n' } );
		expect( await world.stores.grants.inForce( 50003, world.now ) ).toBeUndefined();
		expect( await world.type( 'grant revoke 1 --by root' ) ).toMatchObject( { code: 0 } );
		expect( await world.stores.audit.list( { action: 'grantRevoked', limit: 9 } ) ).toMatchObject( [ { actor: { kind: 'commandLine', name: 'root' } } ] );
	} );

	it( 'says when there is no such grant', async () => {
		expect( await world.type( 'grant revoke 7 --by root' ) ).toEqual( { code: 66, out: '', complaint: 'There is no grant 7.\n' } );
		expect( await world.type( 'grant revoke seven' ) ).toMatchObject( { code: 64, complaint: containing( 'ID must be the number of a grant' ) } );
	} );
} );

describe( 'roster', () => {
	it( 'says who can page and why, and when the wiki said so', async () => {
		expect( await world.type( 'roster' ) ).toEqual( { code: 0, complaint: '', out: 'The wiki has not yet listed the group steward.\n' } );
		await world.stores.roster.save( { startedAt: world.now, members: [ { centralId: 50001, name: 'Steward Foo', usable: true }, { centralId: 9, name: 'Locked', usable: false } ], holders: [] } );
		await add( 'Plain Baz' );
		expect( await world.type( 'roster' ) ).toMatchObject( { code: 0, out: [
			`The wiki last listed the group steward at ${ iso( world.now ) }.`,
			`Plain Baz (50003): granted by root until ${ iso( world.now + 24 * HOUR ) }, account verified ${ iso( world.now ) }`,
			`Steward Foo (50001): in the group steward, verified ${ iso( world.now ) }`, ''
		].join( '\n' ) } );
		expect( JSON.parse( ( await world.type( 'roster --json' ) ).out ) ).toMatchObject( {
			group: 'steward', readAt: iso( world.now ), members: [ { centralId: 50003, because: [ { standing: 'grant' } ] }, { centralId: 50001, because: [ { standing: 'group' } ] } ]
		} );
	} );
} );
