// A store is brought up to date whole or not at all, by one of the processes that start at once, and a
// store of a later program is refused.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openDatabase } from '../../../server/store/database.ts';
import { migrate, type Migration } from '../../../server/store/migrate.ts';
import type { StoreKind } from '../../../server/store/schema.ts';
import { newPostgres, stores, type OpenStore } from './stores.ts';

describe.each( stores )( 'migrate on $name', ( { open, name } ) => {
	const kind: StoreKind = name === 'SQLite' ? 'sqlite' : 'postgres';
	let store: OpenStore;
	beforeEach( async () => {
		store = await open();
	} );
	afterEach( () => store.remove() );

	const recorded = async (): Promise<string[]> =>
		( await store.database.selectFrom( 'schema_migrations' ).select( 'name' ).orderBy( 'name' ).execute() ).map( ( row ) => row.name );
	const first: Migration = { name: '0001-first', breaking: true, up: async () => expect.fail( 'was done before' ) };
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
		const known = [ first, adding( '0002', ran ), adding( '0003', ran ) ];
		await migrate( store.database, kind, known );
		await migrate( store.database, kind, known );
		expect( [ ran, await recorded() ] ).toEqual( [ [ '0002', '0003' ], [ '0001-first', '0002', '0003' ] ] );
	} );

	it( 'leaves everything as it was when one fails', async () => {
		const failing = adding( '0003', [], async () => {
			throw new Error( 'no' );
		} );
		await expect( migrate( store.database, kind, [ first, adding( '0002', [] ), failing ] ) ).rejects.toThrow( 'no' );
		expect( await recorded() ).toEqual( [ '0001-first' ] );
		const ran: string[] = [];
		await migrate( store.database, kind, [ first, adding( '0002', ran ), adding( '0003', ran ) ] );
		expect( ran ).toEqual( [ '0002', '0003' ] );
	} );

	it( 'refuses a store that a later program has changed for good, and not one that it only added to', async () => {
		await migrate( store.database, kind, [ first, adding( '0002-added', [] ) ] );
		await ( await store.other() ).database.selectFrom( 'pages' ).selectAll().execute();
		await store.database.insertInto( 'schema_migrations' ).values( { name: '0003-changed', breaking: 1 } ).execute();
		await expect( store.other() ).rejects.toThrow( 'its schema is newer than this program (0003-changed)' );
	} );
} );

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
