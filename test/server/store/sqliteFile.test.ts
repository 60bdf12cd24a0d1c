// What a SQLite file needs that databases do by themselves, with real faults: full, locked, read-only,
// gone. Each refuses to accept, out loud; readers go on, and so does everything when the fault ends.
import { mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync, mkdtempSync, copyFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { PageStore } from '../../../server/pages/ports.ts';
import { openDatabase, type Database } from '../../../server/store/database.ts';
import { createPageStore } from '../../../server/store/pageStore.ts';
import { createStoreProbe } from '../../../server/store/storeProbe.ts';
import { termsFor } from '../../contract/store/verbs.ts';
import { domainPage } from '../pages/aPage.ts';

const MIB = 1024 * 1024;
let folder: string;
let file: string;
beforeEach( () => {
	folder = mkdtempSync( join( tmpdir(), 'page-sre-test-' ) );
	file = join( folder, 'deeper/store.sqlite' );
} );
afterEach( () => rmSync( folder, { recursive: true } ) );

describe( 'A SQLite file', () => {
	let database: Database;
	let pages: PageStore;
	let number = 0;
	beforeEach( async () => {
		database = await openDatabase( file, { busyMs: 20 } );
		pages = createPageStore( database, { failoverMs: 1 } );
		await pages.accept( domainPage( {}, { id: 'known', idempotencyKey: 'known' } ), [ 'one' ], termsFor( domainPage() ) );
	} );
	afterEach( () => database.destroy() );

	const pragma = ( text: string ): Promise<unknown> => sql.raw( `pragma ${ text }` ).execute( database ).then( ( { rows } ) => rows[ 0 ] );
	const accept = ( details = '' ): Promise<unknown> => {
		const id = `page ${ number++ }`;
		return pages.accept( domainPage( { details }, { id, idempotencyKey: id } ), [ 'one' ], termsFor( domainPage() ) );
	};
	const probe = (): Promise<boolean> => createStoreProbe( database, () => 1 )();

	async function refusesButReads(): Promise<void> {
		await expect( accept( 'x'.repeat( 20_000 ) ) ).rejects.toMatchObject( { code: 'storeUnavailable' } );
		expect( await probe() ).toBe( false );
		expect( await pages.find( 'known' ) ).toMatchObject( { id: 'known' } );
		expect( await pages.find( `page ${ number - 1 }` ) ).toBeUndefined();
	}
	async function accepts(): Promise<void> {
		expect( await accept() ).toMatchObject( { kind: 'accepted' } );
		expect( await probe() ).toBe( true );
		expect( await pages.find( `page ${ number - 1 }` ) ).toBeDefined();
	}

	it( 'has every COMMIT on the disk, and foreign keys minded', async () => {
		expect( await pragma( 'journal_mode' ) ).toEqual( { journal_mode: 'wal' } );
		// 2 is FULL: the log is synced at every COMMIT.
		expect( await pragma( 'synchronous' ) ).toEqual( { synchronous: 2 } );
		const orphan = { page_id: 'none', seq: 1, at: 1, kind: 'accepted', data: '{}' } as const;
		await expect( database.insertInto( 'page_events' ).values( orphan ).execute() ).rejects.toThrow( 'FOREIGN KEY' );
	} );

	it( 'that is full', async () => {
		const { page_count: count } = await pragma( 'page_count' ) as { page_count: number };
		await pragma( `max_page_count = ${ count }` );
		await expect( accept( 'x'.repeat( 20_000 ) ) ).rejects.toMatchObject( { code: 'storeUnavailable', cause: { message: expect.stringContaining( 'full' ) as string } } );
		expect( [ await pages.find( 'known' ) !== undefined, await pages.find( `page ${ number - 1 }` ) ] ).toEqual( [ true, undefined ] );
		await pragma( `max_page_count = ${ count + 1000 }` );
		await accepts();
	} );

	it( 'that another process holds for longer than we wait', async () => {
		const other = new DatabaseSync( file );
		other.exec( 'begin exclusive' );
		await refusesButReads();
		other.exec( 'commit' );
		other.close();
		await accepts();
	} );

	it( 'that became read-only', async () => {
		await pragma( 'query_only = 1' );
		await refusesButReads();
		await pragma( 'query_only = 0' );
		await accepts();
	} );

	it( 'that is gone, until it is back', async () => {
		renameSync( file, `${ file }.away` );
		await refusesButReads();
		renameSync( `${ file }.away`, file );
		await accepts();
	} );

	it( 'that was replaced by another one, as by restoring a backup under a running server', async () => {
		copyFileSync( file, `${ file }.backup` );
		renameSync( `${ file }.backup`, file );
		await refusesButReads();
	} );

	it( 'goes on after a transaction that could not be ended', async () => {
		await sql`begin`.execute( database );
		await accepts();
	} );

	it( 'is busy for nobody who only reads, while another process writes', async () => {
		const other = new DatabaseSync( file );
		other.exec( 'begin immediate; delete from page_events' );
		expect( await pages.eventsAfter( 'known', 0 ) ).toHaveLength( 1 );
		other.exec( 'rollback' );
		other.close();
	} );

	it( 'keeps its write-ahead log small, also after a burst', async () => {
		const walSize = (): number => statSync( `${ file }-wal` ).size;
		for ( let written = 0; written < 20 * MIB; written += 500_000 ) {
			await accept( 'x'.repeat( 500_000 ) );
		}
		expect( walSize() ).toBeLessThan( 8 * MIB );
		await accept( 'x'.repeat( 20 * MIB ) );
		expect( walSize() ).toBeGreaterThan( 20 * MIB );
		await accept();
		await accept();
		expect( walSize() ).toBeLessThanOrEqual( 8 * MIB );
	} );
} );

describe( 'openDatabase', () => {
	const refused = ( reason: string ): Promise<void> => expect( openDatabase( file, { busyMs: 1 } ) ).rejects.toThrow( `the store ${ file } cannot be opened: ${ reason }` );
	const make = async (): Promise<void> => ( await openDatabase( file ) ).destroy();

	it( 'makes the file and its folder', async () => {
		await make();
		expect( statSync( file ).size ).toBeGreaterThan( 0 );
	} );

	it( 'refuses a file that is no database, and leaves it alone', async () => {
		mkdirSync( dirname( file ) );
		writeFileSync( file, 'notes '.repeat( 1000 ) );
		await refused( 'file is not a database' );
		expect( readFileSync( file, 'utf8' ) ).toBe( 'notes '.repeat( 1000 ) );
	} );

	it( 'refuses a damaged database', async () => {
		await make();
		const bytes = readFileSync( file );
		// The last page of the file: nothing that opening alone would read.
		bytes.fill( 0xaa, bytes.length - 4096 );
		writeFileSync( file, bytes );
		await refused( 'the file is damaged' );
	} );

	it( 'refuses a folder', async () => {
		mkdirSync( file, { recursive: true } );
		await refused( 'unable to open database file' );
	} );

	it( 'refuses a file that another process holds', async () => {
		await make();
		const other = new DatabaseSync( file );
		other.exec( 'begin immediate' );
		await refused( 'database is locked' );
		other.close();
		await make();
	} );
} );
