// node:sqlite behind kysely's own SqliteDialect: the few calls that the dialect makes, nothing more.
import { DatabaseSync, type SQLInputValue } from 'node:sqlite';
import type { SqliteDatabase, SqliteStatement } from 'kysely';

/**
 * Opens a database file (made if missing) so that COMMIT means "on the disk".
 *
 * @param file path, or `:memory:`
 * @throws what node:sqlite throws when the file cannot be opened or is no database
 */
export function openSqlite( file: string ): SqliteDatabase {
	const database = new DatabaseSync( file );
	database.exec( `
		PRAGMA journal_mode = WAL;
		PRAGMA synchronous = FULL;
		PRAGMA busy_timeout = 5000;
		PRAGMA foreign_keys = ON;
	` );
	return {
		close: () => database.close(),
		prepare( sql: string ): SqliteStatement {
			// A transaction that reads before it writes must hold the write lock from its start:
			// upgrading later fails with SQLITE_BUSY when another process wrote in between.
			const statement = database.prepare( sql === 'begin' ? 'begin immediate' : sql );
			return {
				reader: statement.columns().length > 0,
				all: ( parameters ) => statement.all( ...parameters as SQLInputValue[] ),
				run: ( parameters ) => statement.run( ...parameters as SQLInputValue[] ),
				iterate: ( parameters ) => statement.iterate( ...parameters as SQLInputValue[] )
			};
		}
	};
}
