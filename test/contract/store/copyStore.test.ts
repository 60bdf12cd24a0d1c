// An installation moves from a SQLite file to PostgreSQL whole, and goes on there as if nothing had
// happened; what cannot be done is not begun.
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Person } from '../../../server/pages/page.ts';
import type { Secret } from '../../../server/secret.ts';
import { createSessionStore, createSignInStore } from '../../../server/store/sessionStore.ts';
import { createSingleSignOnStore } from '../../../server/store/singleSignOnStore.ts';
import { acceptedAt as t0 } from '../../server/pages/aPage.ts';
import { newFile, newPostgres, openStores, type OpenStore, type Stores } from './stores.ts';
import { colleague, responder, sender, verbsOn } from './verbs.ts';

const person: Person = { centralId: 50001, name: '東京 執事', singleSignOn: null };
/** With five columns each, more than PostgreSQL takes in one statement. */
const NOTES = 14_000;
let file: string;
let url: Secret;
let clean: ( () => Promise<unknown> )[];
beforeEach( async () => {
	const [ made, database ] = [ await newFile(), await newPostgres() ];
	( { file } = made );
	( { url } = database );
	clean = [ made.remove, database.drop ];
} );
afterEach( async () => {
	for ( const step of clean ) {
		await step();
	}
} );

async function opened( target: string | Secret ): Promise<OpenStore> {
	const store = await openStores( target );
	clean.unshift( store.remove );
	return store;
}

/** A page under way, one that waits, what was told, and people. */
async function fill( store: Stores ): Promise<void> {
	const verbs = verbsOn( store );
	await verbs.accept( 'delivered' );
	await verbs.deliver();
	await verbs.accept( 'waiting' );
	await sql`
		with recursive numbers( n ) as ( values ( 1 ) union all select n + 1 from numbers where n < ${ NOTES } )
		insert into page_events ( page_id, seq, at, kind, data )
		select 'waiting', n + 1, ${ t0 }, 'note', '{"text":"note ' || n || ' 😀"}' from numbers
	`.execute( store.database );
	await store.course.addNote( 'delivered', 'told', sender, t0 );
	await createSessionStore( store.database ).insert( { tokenHash: 'token', sender: person, expiresAt: t0 } );
	await createSignInStore( store.database )
		.begin( { requestTokenHash: 'r', requestTokenSecret: 's', browserHash: 'b', origin: 'o', challenge: null, returnTo: '/', expiresAt: 1 } );
	await store.course.addNote( 'waiting', 'also', colleague, t0 );
	await createSingleSignOnStore( store.database ).numberOf( 'foo', t0 );
	await store.roster.save( { startedAt: t0, members: [ { ...person, usable: true } ], holders: [ { centralId: 7, name: 'Helper', usable: true } ] } );
	await store.grants.add( { centralId: 7, name: 'Helper', reason: 'helps', until: t0 + 9 }, responder, t0 );
	await store.guidance.confirm( { version: 'v1', language: 'de' }, sender, t0 );
}

/** The command as an operator types it. */
function storeCopy( args: string[], env: NodeJS.ProcessEnv = {} ): Promise<{ code: number; out: string; said: string }> {
	return new Promise( ( resolve ) => {
		const child = execFile( process.execPath, [ join( import.meta.dirname, '../../../server/cli.ts' ), 'store', 'copy', ...args ],
			{ env: { PATH: process.env.PATH, ...env } }, ( _error, out, said ) => resolve( { code: child.exitCode ?? -1, out, said } ) );
	} );
}

const counts = {
	pages: 2, deliveries: 4, actions: 1, page_events: NOTES + 5, page_followers: 1, sessions: 1, sign_ins: 1, sso_people: 1,
	// Two pages, two notes, a grant and a confirmation; by the sender, a colleague and a responder, of whom one more was granted something.
	roster: 2, roster_reads: 1, grants: 1, guidance_confirmations: 1, people: 4, audit: 6
};
const told = Object.entries( counts ).map( ( [ table, rows ] ) => `${ table }: ${ rows }\n` ).join( '' );

// Each starts our program, and some fill thousands of rows.
describe( 'page-sre store copy', { timeout: 60_000 }, () => {
	it( 'copies everything, says how much, and numbering goes on after it', async () => {
		const source = await opened( file );
		await fill( source );
		expect( await storeCopy( [ '--from', file ], { DATABASE_URL: url.reveal() } ) ).toEqual( { code: 0, out: told, said: '' } );

		const target = await opened( url );
		for ( const table of Object.keys( counts ) as ( keyof typeof counts )[] ) {
			const rows = async ( { database }: Stores ): Promise<unknown> => ( await database.selectFrom( table ).selectAll().execute() )
				.map( ( row ) => JSON.stringify( Object.entries( row ).sort() ) ).sort();
			expect( await rows( target ) ).toEqual( await rows( source ) );
		}
		const verbs = verbsOn( target );
		await verbs.accept( 'new', [ 'one', 'two', 'three' ] );
		await target.course.addNote( 'delivered', 'more', sender, t0 );
		expect( await target.grants.add( { centralId: 8, name: 'x', reason: 'helps', until: t0 + 9 }, responder, t0 ) ).toMatchObject( { id: 2 } );
		expect( await createSingleSignOnStore( target.database ).numberOf( 'bar', t0 ) ).toBe( -2 );
		expect( ( await target.audit.list( { limit: 1 } ) )[ 0 ] ).toMatchObject( { id: 9, actor: responder, action: 'grantAdded' } );
		expect( ( await target.deliveries.claimDue( t0, 1000, 10 ) ).map( ( { page } ) => page.id ).sort() ).toEqual( [ 'new', 'waiting' ] );
		expect( ( await verbs.events( 'delivered' ) ).slice( -2 ) ).toEqual( [ 'note told', 'note more' ] );
	} );

	it( 'takes the target from --to as well', async () => {
		await fill( await opened( file ) );
		expect( await storeCopy( [ '--from', file, '--to', url.reveal() ] ) ).toMatchObject( { code: 0, out: told } );
	} );

	it( 'refuses a database that has anything in it, and leaves it alone', async () => {
		await fill( await opened( file ) );
		const target = await opened( url );
		await createSessionStore( target.database ).insert( { tokenHash: 'theirs', sender: person, expiresAt: t0 } );
		expect( await storeCopy( [ '--from', file ], { DATABASE_URL: url.reveal() } ) ).toMatchObject( { code: 73, out: '', said: expect.stringContaining( 'not empty (sessions)' ) as string } );
		expect( await target.database.selectFrom( 'pages' ).selectAll().execute() ).toEqual( [] );
	} );

	it( 'copies nothing when a part cannot be copied', async () => {
		const source = await opened( file );
		await fill( source );
		// Text that SQLite takes and PostgreSQL does not, in the last table but one.
		await source.database.updateTable( 'people' ).set( { name: 'o\0' } ).execute();
		expect( await storeCopy( [ '--from', file ], { DATABASE_URL: url.reveal() } ) ).toMatchObject( { code: 69, said: expect.stringContaining( 'Nothing was copied' ) as string } );
		expect( await ( await opened( url ) ).database.selectFrom( 'pages' ).selectAll().execute() ).toEqual( [] );
	} );

	it( 'makes no file where there is none, and reaches no database that is not there, and says no password', async () => {
		expect( await storeCopy( [ '--from', file ], { DATABASE_URL: url.reveal() } ) ).toMatchObject( { code: 66 } );
		expect( existsSync( file ) ).toBe( false );
		await opened( file );
		const nowhere = new URL( url.reveal() );
		Object.assign( nowhere, { port: '1', password: 'geheim' } );
		const answer = await storeCopy( [ '--from', file ], { DATABASE_URL: nowhere.href } );
		expect( answer ).toMatchObject( { code: 69, said: expect.stringContaining( 'ECONNREFUSED' ) as string } );
		expect( answer.said ).not.toContain( 'geheim' );
	} );

	it( 'says what is missing', async () => {
		expect( await storeCopy( [], { DATABASE_URL: url.reveal() } ) ).toMatchObject( { code: 64, said: expect.stringContaining( '--from must name the SQLite file' ) as string } );
		expect( await storeCopy( [ '--from', file ] ) ).toMatchObject( { code: 64, said: 'DATABASE_URL is required\n' } );
		expect( await storeCopy( [ '--from', file, '--to', 'mysql://x' ] ) ).toMatchObject( { code: 64, said: expect.stringMatching( /^--to must be like postgres:/ ) as string } );
	} );
} );
