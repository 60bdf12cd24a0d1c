// How we are connected to a real PostgreSQL: durable, bounded, and without dying of a lost connection.
import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Secret } from '../../../server/secret.ts';
import { openDatabase, type Database } from '../../../server/store/database.ts';
import { readDurability } from '../../../server/store/durability.ts';
import { createPageStore } from '../../../server/store/pageStore.ts';
import { domainPage } from '../../server/pages/aPage.ts';
import { asAdmin, newPostgres } from './stores.ts';

describe( 'A PostgreSQL database', () => {
	let url: Secret;
	let drop: () => Promise<void>;
	let name: string;
	let database: Database;
	let said: string[];
	beforeEach( async () => {
		( { url, drop } = await newPostgres() );
		name = new URL( url.reveal() ).pathname.slice( 1 );
		said = [];
		database = await openDatabase( url, { log: { warn: ( ( _facts: object, message: string ) => said.push( message ) ) as never } } );
	} );
	afterEach( async () => {
		await database.destroy();
		await drop();
	} );

	const settingOf = async ( of: Database, setting: string ): Promise<unknown> =>
		( await sql<{ value: string }>`select current_setting( ${ setting } ) as value`.execute( of ) ).rows[ 0 ]?.value;
	const cutOff = (): Promise<void> => asAdmin( `select pg_terminate_backend( pid ) from pg_stat_activity where datname = '${ name }'` );
	const accept = ( id: string ): Promise<unknown> => createPageStore( database, { failoverMs: 1 } ).accept( domainPage( {}, { id, idempotencyKey: id } ), [ 'one' ], null );

	it( 'has every COMMIT on the disk, whatever database and URL say', async () => {
		await asAdmin( `alter database ${ name } set synchronous_commit = off` );
		const other = await openDatabase( new Secret( `${ url.reveal() }?options=-c%20synchronous_commit%3Doff` ) );
		expect( await settingOf( other, 'synchronous_commit' ) ).toBe( 'on' );
		await other.destroy();
	} );

	it( 'tells whether a COMMIT is kept', async () => {
		expect( await readDurability( database, undefined ) ).toMatchObject( { kind: 'postgres', settings: {
			synchronous_commit: 'on', fsync: expect.stringMatching( /^(on|off)$/ ) as string, full_page_writes: 'on', server_version: expect.any( String ) as string
		} } );
	} );

	it( 'lets no statement, lock or forgotten transaction wait for ever', async () => {
		expect( [
			await settingOf( database, 'statement_timeout' ), await settingOf( database, 'lock_timeout' ), await settingOf( database, 'idle_in_transaction_session_timeout' )
		] ).toEqual( [ '10s', '5s', '10s' ] );
	} );

	it( 'reads bigints as numbers, exactly', async () => {
		const { rows } = await sql`select ${ Number.MAX_SAFE_INTEGER }::bigint as large`.execute( database );
		expect( rows ).toEqual( [ { large: Number.MAX_SAFE_INTEGER } ] );
	} );

	it( 'that loses its idle connections is reached again, and the loss is said', async () => {
		await accept( 'before' );
		await cutOff();
		await expect.poll( () => said ).toContain( 'a connection to the store was lost' );
		expect( await accept( 'after' ) ).toMatchObject( { kind: 'accepted' } );
	} );

	it( 'that loses a connection in a transaction refuses that one only, and stores nothing of it', async () => {
		await expect( database.transaction().execute( async ( transaction ) => {
			await transaction.insertInto( 'sessions' ).values( { token_hash: 't', central_id: 1, name: 'x', expires_at: 1 } ).execute();
			await cutOff();
			await transaction.selectFrom( 'sessions' ).selectAll().execute();
		} ) ).rejects.toThrow();
		expect( await database.selectFrom( 'sessions' ).selectAll().execute() ).toEqual( [] );
		expect( await accept( 'after' ) ).toMatchObject( { kind: 'accepted' } );
	} );

	it( 'that takes nothing refuses out loud, and everything works when it does again', async () => {
		await asAdmin( `alter database ${ name } set default_transaction_read_only = on` );
		await cutOff();
		await expect.poll( () => accept( 'refused' ).catch( ( error: unknown ) => error ) ).toMatchObject( { code: 'storeUnavailable', cause: { message: expect.stringContaining( 'read-only' ) as string } } );
		await asAdmin( `alter database ${ name } set default_transaction_read_only = off` );
		await cutOff();
		await expect.poll( () => accept( 'after' ).catch( ( error: unknown ) => error ) ).toMatchObject( { kind: 'accepted' } );
	} );

	it( 'that cannot be reached is said without its password', async () => {
		const nowhere = Object.assign( new URL( url.reveal() ), { port: '1', password: 'geheim' } );
		const refused = await openDatabase( new Secret( nowhere.href ) ).catch( ( error: unknown ) => error as Error );
		expect( refused ).toMatchObject( { message: 'the store at DATABASE_URL cannot be opened: connect ECONNREFUSED 127.0.0.1:1' } );
		const absent = Object.assign( new URL( url.reveal() ), { pathname: '/absent' } );
		await expect( openDatabase( new Secret( absent.href ) ) ).rejects.toThrow( 'database "absent" does not exist' );
	} );
} );
