// Sessions on a real store: who has the token is the sender, until sign-out or time ends it; the file
// holds nothing that would let its reader in.
import { readFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createSessions, SESSION_MS, SINGLE_SIGN_ON_SESSION_MS, type Sessions } from '../../../server/auth/sessions.ts';
import type { Person } from '../../../server/pages/page.ts';
import { openDatabase, type Database } from '../../../server/store/database.ts';
import { createSessionStore } from '../../../server/store/sessionStore.ts';

describe( 'Sessions', () => {
	const sender: Person = { centralId: 50001, name: 'Steward Foo', singleSignOn: null };
	let time = 1_790_000_000_000;
	let folder: string;
	let database: Database;
	let sessions: Sessions;

	beforeEach( async () => {
		time = 1_790_000_000_000;
		folder = await mkdtemp( join( tmpdir(), 'page-sre-test-' ) );
		database = await openDatabase( join( folder, 'store.sqlite' ) );
		sessions = createSessions( createSessionStore( database ), { now: () => time } );
	} );
	afterEach( async () => {
		await database.destroy();
		await rm( folder, { recursive: true } );
	} );

	it( 'know their sender by the token', async () => {
		const { token, expiresAt } = await sessions.open( sender );
		expect( await sessions.require( token ) ).toMatchObject( { sender, expiresAt } );
		expect( expiresAt - time ).toBe( 12 * 60 * 60 * 1000 );
	} );

	it.each( [ undefined, '', 'A'.repeat( 43 ) ] )( 'do not know anybody by %j', async ( token ) => {
		await sessions.open( sender );
		await expect( sessions.require( token ) ).rejects.toMatchObject( { code: 'notSignedIn' } );
	} );

	it( 'last exactly their time, and then are expired rather than unknown', async () => {
		const { token } = await sessions.open( sender );
		time += SESSION_MS - 1;
		expect( await sessions.require( token ) ).toMatchObject( { sender } );
		time += 1;
		await expect( sessions.require( token ) ).rejects.toMatchObject( { code: 'sessionExpired' } );
	} );

	it( 'end after an hour where a single sign-on has named the person, and know until then what it said', async () => {
		const named: Person = { centralId: -1, name: 'foo', singleSignOn: { email: 'foo@example.org', roles: [ 'member' ], at: time } };
		const { token, expiresAt } = await sessions.open( named );
		expect( [ expiresAt - time, SINGLE_SIGN_ON_SESSION_MS ] ).toEqual( [ 60 * 60 * 1000, 60 * 60 * 1000 ] );
		time += SINGLE_SIGN_ON_SESSION_MS - 1;
		expect( await sessions.require( token ) ).toMatchObject( { sender: named } );
		time += 1;
		await expect( sessions.require( token ) ).rejects.toMatchObject( { code: 'sessionExpired' } );
	} );

	it( 'are forgotten a day after they expired, and not before', async () => {
		const { token } = await sessions.open( sender );
		time += SESSION_MS + 24 * 60 * 60 * 1000;
		await sessions.forgetExpired();
		await expect( sessions.require( token ) ).rejects.toMatchObject( { code: 'sessionExpired' } );
		time += 1;
		await sessions.forgetExpired();
		await expect( sessions.require( token ) ).rejects.toMatchObject( { code: 'notSignedIn' } );
	} );

	it( 'end with sign-out, and only the one that signed out', async () => {
		const [ one, other ] = [ await sessions.open( sender ), await sessions.open( sender ) ];
		await sessions.end( one.token );
		await expect( sessions.require( one.token ) ).rejects.toMatchObject( { code: 'notSignedIn' } );
		expect( await sessions.require( other.token ) ).toMatchObject( { sender } );
	} );

	it( 'may be ended twice', async () => {
		const { token } = await sessions.open( sender );
		await sessions.end( token );
		await sessions.end( token );
	} );

	it( 'leave no token in the file', async () => {
		const { token } = await sessions.open( sender );
		const files = await Promise.all( [ 'store.sqlite', 'store.sqlite-wal' ].map( ( name ) => readFile( join( folder, name ), 'latin1' ) ) );
		expect( files.join() ).toContain( 'Steward Foo' );
		expect( files.join() ).not.toContain( token );
	} );

	it( 'cannot be used with what is in the file', async () => {
		await sessions.open( sender );
		const { token_hash: stored } = await database.selectFrom( 'sessions' ).selectAll().executeTakeFirstOrThrow();
		await expect( sessions.require( stored ) ).rejects.toMatchObject( { code: 'notSignedIn' } );
	} );
} );
