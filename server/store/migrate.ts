// Brings a store up to date: forward only, all of it or nothing, and one process at a time. A row that
// we do not know was written by a later program: if it says that we cannot live with it, we do not start.
import { sql, type Kysely, type Transaction } from 'kysely';
import * as access from './migrations/0002-access.ts';
import * as first from './migrations/0001-first.ts';
import * as openWork from './migrations/0004-open-work.ts';
import * as repeats from './migrations/0003-repeats.ts';
import type { Schema, StoreKind } from './schema.ts';

export interface Migration {
	name: string;
	/** Programs that do not know it would read or write wrongly. False: they may go on beside it. */
	breaking: boolean;
	up: ( transaction: Transaction<Schema>, kind: StoreKind ) => Promise<void>;
}

/** In this order, for ever; what was released is never changed. */
const migrations: readonly Migration[] = [
	{ name: '0001-first', breaking: true, up: first.up },
	{ name: '0002-access', breaking: true, up: access.up },
	{ name: '0003-repeats', breaking: false, up: repeats.up },
	{ name: '0004-open-work', breaking: false, up: openWork.up }
];

/** Of our lock: any number that other programs on the same database do not use. */
const LOCK = 7243_773;

/**
 * @param known in order; other lists than ours are for tests
 * @throws Error when the store is newer than this program
 */
export async function migrate( database: Kysely<Schema>, kind: StoreKind, known: readonly Migration[] = migrations ): Promise<void> {
	await database.transaction().execute( async ( transaction ) => {
		if ( kind === 'postgres' ) {
			// Another process may be migrating, for as long as that takes. On SQLite the transaction is the lock.
			await sql`set local lock_timeout = 0`.execute( transaction );
			await sql`set local statement_timeout = 0`.execute( transaction );
			await sql`select pg_advisory_xact_lock( ${ LOCK } )`.execute( transaction );
		}
		await transaction.schema.createTable( 'schema_migrations' ).ifNotExists()
			.addColumn( 'name', 'text', ( column ) => column.primaryKey() )
			.addColumn( 'breaking', 'integer', ( column ) => column.notNull() )
			.execute();
		const done = await transaction.selectFrom( 'schema_migrations' ).selectAll().orderBy( 'name' ).execute();
		refuseNewer( done, known );
		for ( const { name, breaking, up } of known.filter( ( one ) => !done.some( ( { name: before } ) => before === one.name ) ) ) {
			// The row first: should a lock ever fail us, the second process stops here and not halfway.
			await transaction.insertInto( 'schema_migrations' ).values( { name, breaking: breaking ? 1 : 0 } ).execute();
			await up( transaction, kind );
		}
	} );
}

function refuseNewer( done: readonly { name: string; breaking: number }[], known: readonly Migration[] ): void {
	const newer = done.filter( ( { name, breaking } ) => breaking === 1 && !known.some( ( one ) => one.name === name ) );
	if ( newer.length > 0 ) {
		throw new Error( `its schema is newer than this program (${ newer.map( ( { name } ) => name ).join( ', ' ) })` );
	}
}
