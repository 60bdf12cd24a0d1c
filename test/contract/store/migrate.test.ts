// A store is brought up to date whole or not at all, by one of the processes that start at once, and a
// store of a later program is refused.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Kysely, PostgresDialect, SqliteDialect } from 'kysely';
import { afterEach, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { Secret } from '../../../server/secret.ts';
import { openDatabase, type Database } from '../../../server/store/database.ts';
import { migrate, type Migration } from '../../../server/store/migrate.ts';
import * as first from '../../../server/store/migrations/0001-first.ts';
import { openSqlite } from '../../../server/store/nodeSqlite.ts';
import { createPostgresPool } from '../../../server/store/postgres.ts';
import { fromEvent, fromPage } from '../../../server/store/rows.ts';
import type { PagesTable, StoreKind } from '../../../server/store/schema.ts';
import { createSessionStore } from '../../../server/store/sessionStore.ts';
import { acceptedAt, domainPage } from '../../server/pages/aPage.ts';
import { newPostgres, openStores, stores, type OpenStore } from './stores.ts';
import { sender, verbsOn } from './verbs.ts';

describe.each( stores )( 'migrate on $name', ( { open, name } ) => {
	const kind: StoreKind = name === 'SQLite' ? 'sqlite' : 'postgres';
	let store: OpenStore;
	beforeEach( async () => {
		store = await open();
	} );
	afterEach( () => store.remove() );

	const recorded = async (): Promise<string[]> =>
		( await store.database.selectFrom( 'schema_migrations' ).select( 'name' ).orderBy( 'name' ).execute() ).map( ( row ) => row.name );
	const released = [ '0001-first', '0002-access', '0003-repeats', '0004-open-work' ];
	const done: Migration[] = released.map( ( migration ) => ( { name: migration, breaking: true, up: async () => expect.fail( 'was done before' ) } ) );
	const adding = ( migration: string, ran: string[], also: Migration[ 'up' ] = async () => undefined ): Migration => ( {
		name: migration,
		breaking: false,
		async up( transaction, ofKind ) {
			ran.push( migration );
			await transaction.schema.createTable( `of ${ migration }` ).addColumn( 'id', 'integer' ).execute();
			await also( transaction, ofKind );
		}
	} );

	it( 'does what has not been done, in order, once', async () => {
		const ran: string[] = [];
		const known = [ ...done, adding( '1002', ran ), adding( '1003', ran ) ];
		await migrate( store.database, kind, known );
		await migrate( store.database, kind, known );
		expect( [ ran, await recorded() ] ).toEqual( [ [ '1002', '1003' ], [ ...released, '1002', '1003' ] ] );
	} );

	it( 'leaves everything as it was when one fails', async () => {
		const failing = adding( '1003', [], async () => {
			throw new Error( 'no' );
		} );
		await expect( migrate( store.database, kind, [ ...done, adding( '1002', [] ), failing ] ) ).rejects.toThrow( 'no' );
		expect( await recorded() ).toEqual( released );
		const ran: string[] = [];
		await migrate( store.database, kind, [ ...done, adding( '1002', ran ), adding( '1003', ran ) ] );
		expect( ran ).toEqual( [ '1002', '1003' ] );
	} );

	it( 'refuses a store that a later program has changed for good, and not one that it only added to', async () => {
		await migrate( store.database, kind, [ ...done, adding( '1002-added', [] ) ] );
		await ( await store.other() ).database.selectFrom( 'pages' ).selectAll().execute();
		await store.database.insertInto( 'schema_migrations' ).values( { name: '1003-changed', breaking: 1 } ).execute();
		await expect( store.other() ).rejects.toThrow( 'its schema is newer than this program (1003-changed)' );
	} );
} );

describe.each( stores )( 'A $name of the first version', ( { openEmpty } ) => {
	it( 'is taken over with all that is in it, and goes on', async () => {
		const { target, remove } = await openEmpty();
		const old = 'file' in target ?
			await openUnmigrated( target.file ) :
			await openUnmigrated( new Secret( target.url ) );
		await migrate( old, 'file' in target ? 'sqlite' : 'postgres', [ { name: '0001-first', breaking: true, up: first.up } ] );
		const { kind: _kind, sender_email: _email, redacted_at: _redacted, ...row } = fromPage( domainPage() );
		// There was one ground to page, and so nothing named it.
		const membership = row.membership.replace( /"standing":"group",?/, '' ).replace( ',}', '}' );
		expect( membership ).not.toContain( 'standing' );
		await old.insertInto( 'pages' ).values( { ...row, membership } as PagesTable ).execute();
		await old.insertInto( 'deliveries' )
			.values( { page_id: row.id, provider: 'one', round: 1, place: 0, state: 'waiting', attempts: 0, next_attempt_at: acceptedAt } )
			.execute();
		await old.insertInto( 'page_events' ).values( fromEvent( row.id, 1, acceptedAt, { kind: 'accepted' } ) ).execute();
		await old.insertInto( 'sessions' ).values( { token_hash: 't', central_id: 50001, name: 'x', expires_at: 9 } ).execute();
		await old.destroy();

		const store = await openStores( 'file' in target ? target.file : new Secret( target.url ), remove );
		onTestFinished( () => store.remove() );
		expect( await store.pages.find( row.id ) ).toEqual( domainPage() );
		expect( await createSessionStore( store.database ).find( 't' ) ).toMatchObject( { sender: { centralId: 50001, singleSignOn: null } } );
		const verbs = verbsOn( store );
		await verbs.deliver( acceptedAt );
		await store.course.addNote( row.id, 'more', sender, acceptedAt );
		expect( await verbs.events( row.id ) ).toEqual( [ 'accepted', 'delivered one of one', 'note more' ] );
		expect( ( await store.audit.list( { limit: 9 } ) ).map( ( { action } ) => action ) ).toEqual( [ 'noteAdded' ] );
	} );
} );

/** As the program of that time had it: nothing is brought up to date. */
async function openUnmigrated( target: string | Secret ): Promise<Database> {
	if ( typeof target === 'string' ) {
		await mkdir( dirname( target ), { recursive: true } );
		return new Kysely( { dialect: new SqliteDialect( { database: openSqlite( target, 1_000 ) } ) } );
	}
	return new Kysely( { dialect: new PostgresDialect( { pool: createPostgresPool( target, { warn: () => undefined } ) } ) } );
}

describe.each( stores )( 'Processes that start at once on an empty $name', ( { openEmpty } ) => {
	it( 'all find it up to date', async () => {
		const { target, remove } = await openEmpty();
		const processes = Array.from( { length: 3 }, () => fork( join( import.meta.dirname, 'opener.ts' ), [ JSON.stringify( target ) ] ) );
		const codes = await Promise.all( processes.map( async ( process ) => {
			const [ code ] = await once( process, 'exit' ) as [ number | null ];
			return code;
		} ) );
		await remove();
		expect( codes ).toEqual( [ 0, 0, 0 ] );
	} );
} );

it( 'Connections that begin in the same moment on an empty PostgreSQL all find it up to date', async () => {
	const { url, drop } = await newPostgres();
	const opened = await Promise.allSettled( Array.from( { length: 6 }, () => openDatabase( url ) ) );
	await Promise.all( opened.map( async ( one ) => one.status === 'fulfilled' ? one.value.destroy() : undefined ) );
	await drop();
	expect( opened.map( ( { status } ) => status ) ).toEqual( Array.from( { length: 6 }, () => 'fulfilled' ) );
} );
