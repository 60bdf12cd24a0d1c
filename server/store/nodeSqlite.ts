// node:sqlite behind kysely's own SqliteDialect: the few calls that the dialect makes, and what a file
// needs that databases do by themselves: to notice that it is gone, and to end a transaction that broke.
import { statSync } from 'node:fs';
import { DatabaseSync, type SQLInputValue } from 'node:sqlite';
import type { SqliteDatabase, SqliteStatement } from 'kysely';

/** The write-ahead log is copied into the file every 1000 pages of 4 kB; more stays only after a burst. */
const WAL_LIMIT_BYTES = 8 * 1024 * 1024;

/** More than all of our statements; those with a list of ids come in every length. */
const MOST_PREPARED = 500;

/**
 * Opens a database file (made if missing) so that COMMIT means "on the disk".
 *
 * @param file path, or `:memory:`
 * @param busyMs how long to stand still while another process writes
 * @throws what node:sqlite throws when the file cannot be opened or is no database, and Error when it is
 * damaged
 */
export function openSqlite( file: string, busyMs: number ): SqliteDatabase {
	const database = new DatabaseSync( file );
	try {
		database.exec( `
			PRAGMA busy_timeout = ${ busyMs };
			PRAGMA journal_mode = WAL;
			PRAGMA synchronous = FULL;
			PRAGMA secure_delete = ON;
			PRAGMA foreign_keys = ON;
			PRAGMA journal_size_limit = ${ WAL_LIMIT_BYTES };
		` );
		refuseDamaged( database );
	} catch ( error ) {
		database.close();
		throw error;
	}
	const opened = identityOf( file );

	function begin(): SqliteStatement {
		// Left by a rollback that failed.
		if ( database.isTransaction ) {
			database.exec( 'rollback' );
		}
		// A transaction that reads before it writes must hold the write lock from its start:
		// upgrading later fails with SQLITE_BUSY when another process wrote in between.
		return prepare( 'begin immediate' );
	}

	const prepared = new Map<string, SqliteStatement>();

	/** We say the same few things again and again; preparing them is half of what a small query costs. */
	function prepare( sql: string ): SqliteStatement {
		const known = prepared.get( sql );
		if ( known ) {
			return known;
		}
		const statement = database.prepare( sql );
		const usable: SqliteStatement = {
			reader: statement.columns().length > 0,
			all: ( parameters ) => statement.all( ...parameters as SQLInputValue[] ),
			run: ( parameters ) => statement.run( ...parameters as SQLInputValue[] ),
			iterate: ( parameters ) => statement.iterate( ...parameters as SQLInputValue[] )
		};
		if ( prepared.size >= MOST_PREPARED ) {
			prepared.delete( prepared.keys().next().value! );
		}
		prepared.set( sql, usable );
		return usable;
	}

	return {
		close: () => database.close(),
		prepare( sql ) {
			// Writing to a file that was deleted or replaced succeeds, and is lost when we stop.
			// Looked at once in a transaction: when it begins.
			if ( writes.test( sql ) && !database.isTransaction && identityOf( file ) !== opened ) {
				throw new Error( 'the file of the store is gone or is another one' );
			}
			if ( sql === 'begin' ) {
				return begin();
			}
			// A full disk has ended the transaction already; saying so again would hide the reason.
			return sql === 'rollback' && !database.isTransaction ? nothing : prepare( sql );
		}
	};
}

const writes = /^(begin|insert|update|delete)\b/;

const nothing: SqliteStatement = {
	reader: false,
	all: () => [],
	run: () => ( { changes: 0, lastInsertRowid: 0 } ),
	iterate: () => [].values()
};

function refuseDamaged( database: DatabaseSync ): void {
	const [ first ] = Object.values( database.prepare( 'PRAGMA quick_check(1)' ).get() ?? {} );
	if ( first !== 'ok' ) {
		throw new Error( `the file is damaged: ${ String( first ) }` );
	}
}

function identityOf( file: string ): string {
	const stats = file === ':memory:' ? undefined : statSync( file, { throwIfNoEntry: false } );
	return stats ? `${ stats.dev } ${ stats.ino }` : '';
}
