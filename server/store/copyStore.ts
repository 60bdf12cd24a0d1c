// Moves an installation from a SQLite file to an empty PostgreSQL database: everything or nothing, with
// ids kept. Nothing is deleted from the file.
import { existsSync } from 'node:fs';
import { sql, type Kysely, type Transaction } from 'kysely';
import type { Secret } from '../secret.ts';
import { openDatabase, type Database } from './database.ts';
import type { Schema } from './schema.ts';

/** All but what says something about one store only, or is the same in each. */
type Table = Exclude<keyof Schema, 'schema_migrations' | 'probes' | 'accept_turns'>;

/** Rows as they are: both stores have the same columns. */
type AnySchema = Record<string, Record<string, unknown>>;

/** What refers comes after what it refers to. */
const order: Record<Table, number> = {
	pages: 1, deliveries: 2, actions: 3, page_events: 4, page_followers: 5,
	sessions: 6, sign_ins: 7, sso_people: 8,
	roster: 9, roster_reads: 10, grants: 11, guidance_confirmations: 12,
	people: 13, audit: 14
};
const tables = ( Object.keys( order ) as Table[] ).sort( ( one, other ) => order[ one ] - order[ other ] );

/** Whose ids the store counts: the next one must be larger than all copied ones. */
const counted = [ 'deliveries', 'actions', 'sso_people', 'grants', 'people', 'audit' ] as const satisfies readonly Table[];

/** PostgreSQL takes 65,535 parameters in one statement, and our widest table has 20 columns. */
const ROWS_AT_ONCE = 500;

export type CopyOutcome =
	| { kind: 'copied'; rows: Record<string, number> }
	| { kind: 'sourceMissing' }
	/** Somebody else's rows, or an earlier copy's: nothing was changed. */
	| { kind: 'targetNotEmpty'; table: string };

/**
 * Both are brought up to date first. The file cannot be written while it is copied.
 *
 * @param from path of a SQLite file
 * @param to URL of a PostgreSQL database
 * @throws Error when either cannot be opened or fails meanwhile; the target is as empty as before then
 */
export async function copyStore( from: string, to: Secret ): Promise<CopyOutcome> {
	if ( !existsSync( from ) ) {
		return { kind: 'sourceMissing' };
	}
	const opened: Database[] = [];
	try {
		const source = await openDatabase( from );
		opened.push( source );
		const target = await openDatabase( to );
		opened.push( target );
		// Inside a transaction of the file nobody else writes to it.
		return await source.transaction().execute( ( reading ) => target.transaction().execute( ( writing ) =>
			copyAll( reading as unknown as Kysely<AnySchema>, writing as unknown as Transaction<AnySchema> ) ) );
	} finally {
		await Promise.all( opened.map( ( database ) => database.destroy() ) );
	}
}

async function copyAll( source: Kysely<AnySchema>, target: Transaction<AnySchema> ): Promise<CopyOutcome> {
	await sql`set local statement_timeout = 0`.execute( target );
	await sql`lock table ${ sql.join( tables.map( ( table ) => sql.table( table ) ) ) } in exclusive mode`.execute( target );
	for ( const table of tables ) {
		if ( await countOf( target, table ) > 0 ) {
			return { kind: 'targetNotEmpty', table };
		}
	}
	const rows: Record<string, number> = {};
	for ( const table of tables ) {
		rows[ table ] = await copyTable( source, target, table );
	}
	for ( const table of counted ) {
		await sql`select setval( pg_get_serial_sequence( ${ table }, 'id' ), coalesce( max( id ), 0 ) + 1, false ) from ${ sql.table( table ) }`.execute( target );
	}
	return { kind: 'copied', rows };
}

async function copyTable( source: Kysely<AnySchema>, target: Transaction<AnySchema>, table: Table ): Promise<number> {
	const rows = await source.selectFrom( table ).selectAll().execute();
	for ( let start = 0; start < rows.length; start += ROWS_AT_ONCE ) {
		await target.insertInto( table ).values( rows.slice( start, start + ROWS_AT_ONCE ) ).execute();
	}
	const arrived = await countOf( target, table );
	if ( arrived !== rows.length ) {
		throw new Error( `of ${ rows.length } rows of ${ table }, ${ arrived } arrived` );
	}
	return arrived;
}

async function countOf( database: Kysely<AnySchema>, table: Table ): Promise<number> {
	const { count } = await database.selectFrom( table )
		.select( ( builder ) => builder.fn.countAll<number>().as( 'count' ) )
		.executeTakeFirstOrThrow();
	return Number( count );
}
