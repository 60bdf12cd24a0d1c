// Opens the store, a SQLite file or a PostgreSQL database, and brings it up to date. SQL lives in this
// folder and nowhere else.
import { Kysely, PostgresDialect, sql, SqliteDialect, type KyselyConfig } from 'kysely';
import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { ServiceError } from '../errors.ts';
import type { Logger } from '../logger.ts';
import type { Secret } from '../secret.ts';
import { migrate } from './migrate.ts';
import { openSqlite } from './nodeSqlite.ts';
import { withoutRowLocks } from './oneWriter.ts';
import type { Schema } from './schema.ts';

export type Database = Kysely<Schema>;

export interface OpenOptions {
	log?: Pick<Logger, 'warn'>;
	/** How long SQLite waits for another process's write, in ms; for tests. */
	busyMs?: number;
	/** Told of every statement, also of begin and commit; for counting. */
	onQuery?: OnQuery;
}

export type OnQuery = ( sql: string ) => void;

/** Another process holds the file for milliseconds, and nobody is served while we stand still for it. */
const BUSY_MS = 2_000;
/** At the start another process may be bringing the file up to date, and nobody is served yet. */
const STARTING_BUSY_MS = 20_000;

/**
 * @param target path of a SQLite file, made with its folder if missing; or, as it holds a password, a
 * secret: the `postgres://` URL of a database, which must exist
 * @throws Error when it cannot be opened, or its schema is newer than this program; its message says why
 * and holds no secret
 */
export async function openDatabase( target: string | Secret, options: OpenOptions = {} ): Promise<Database> {
	const { log = { warn: () => undefined }, busyMs, onQuery } = options;
	const isFile = typeof target === 'string';
	let database: Database | undefined;
	try {
		database = isFile ? onSqlite( target, busyMs ?? STARTING_BUSY_MS, telling( onQuery ) ) : await onPostgres( target, log, telling( onQuery ) );
		await migrate( database, isFile ? 'sqlite' : 'postgres' );
		if ( isFile ) {
			await sql.raw( `pragma busy_timeout = ${ busyMs ?? BUSY_MS }` ).execute( database );
		}
		return database;
	} catch ( error ) {
		await database?.destroy();
		// eslint-disable-next-line preserve-caught-error -- an error of the driver may hold the URL and its password
		throw new Error( `the store ${ isFile ? target : 'at DATABASE_URL' } cannot be opened: ${ reasonOf( error ) }` );
	}
}

function onSqlite( file: string, busyMs: number, told: Telling ): Database {
	if ( file !== ':memory:' ) {
		mkdirSync( dirname( file ), { recursive: true } );
	}
	return new Kysely( { dialect: new SqliteDialect( { database: openSqlite( file, busyMs ) } ), plugins: [ withoutRowLocks ], ...told } );
}

async function onPostgres( url: Secret, log: Pick<Logger, 'warn'>, told: Telling ): Promise<Database> {
	// Its driver is loaded where it is used.
	const { createPostgresPool } = await import( './postgres.ts' );
	return new Kysely( { dialect: new PostgresDialect( { pool: createPostgresPool( url, log ) } ), ...told } );
}

type Telling = Pick<KyselyConfig, 'log'>;

function telling( onQuery: OnQuery | undefined ): Telling {
	return onQuery ? { log: ( { query } ) => onQuery( query.sql ) } : {};
}

/** An error of several addresses tried in turn has no message of its own, only a code. */
function reasonOf( error: unknown ): string {
	const { message, code } = error as NodeJS.ErrnoException;
	return message || String( code );
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
