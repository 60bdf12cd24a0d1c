// Opens the store and brings it up to date. SQL lives in this folder and nowhere else.
import { Kysely, SqliteDialect } from 'kysely';
import { Migrator, type Migration } from 'kysely/migration';
import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { ServiceError } from '../errors.ts';
import { openSqlite } from './nodeSqlite.ts';
import * as first from './migrations/0001-first.ts';
import type { Schema } from './schema.ts';

export type Database = Kysely<Schema>;

/** Forward only, in this order. A store that knows a migration we do not is newer than we are: refused. */
const migrations: Record<string, Migration> = {
	'0001-first': first
};

/**
 * @param file path of the SQLite file; its folder is made if missing
 * @throws Error when the file cannot be opened, or its schema is newer than this program
 */
export async function openDatabase( file: string ): Promise<Database> {
	if ( file !== ':memory:' ) {
		mkdirSync( dirname( file ), { recursive: true } );
	}
	const database: Database = new Kysely( { dialect: new SqliteDialect( { database: openSqlite( file ) } ) } );
	const migrator = new Migrator( { db: database, provider: { getMigrations: async () => migrations } } );
	const { error } = await migrator.migrateToLatest();
	if ( error !== undefined ) {
		await database.destroy();
		throw new Error( 'the store cannot be brought up to date', { cause: error } );
	}
	return database;
}

/**
 * Runs a store operation; a failure of the store itself (full, locked, gone, read-only) becomes
 * the one refusal a client can act on.
 *
 * @throws ServiceError storeUnavailable
 */
export async function guarded<Result>( operation: () => Promise<Result> ): Promise<Result> {
	try {
		return await operation();
	} catch ( error ) {
		throw error instanceof ServiceError ? error : new ServiceError( 'storeUnavailable', {}, error );
	}
}
