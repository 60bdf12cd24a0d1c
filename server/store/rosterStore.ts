// What the wiki said last about members of the group and holders of grants. Whole readings replace each
// other; what the wiki says of one person in between stands against every reading that began before.
import type { Kysely, Transaction } from 'kysely';
import type { GroupMember, RosterEntry, RosterStore } from '../access/ports.ts';
import type { Millis } from '../pages/page.ts';
import { guarded } from './database.ts';
import type { RosterTable, Schema } from './schema.ts';

/** PostgreSQL takes 65,535 parameters in one statement and SQLite half of that; a row has five. */
const ROWS_AT_ONCE = 500;

/** No reading takes that long: what is later than this was written by a clock that was set back since. */
const LONGEST_READING_MS = 3_600_000;

export function createRosterStore( database: Kysely<Schema> ): RosterStore {
	return {
		save: ( { startedAt, members, holders } ) => guarded( () => database.transaction().execute( async ( transaction ) => {
			if ( !await isNewest( transaction, startedAt ) ) {
				return;
			}
			await transaction.deleteFrom( 'roster' )
				.where( ( builder ) => builder.or( [ builder( 'verified_at', '<', startedAt ), builder( 'verified_at', '>', startedAt + LONGEST_READING_MS ) ] ) )
				.execute();
			const rows = rowsOf( members, holders, startedAt );
			for ( let start = 0; start < rows.length; start += ROWS_AT_ONCE ) {
				await insert( transaction, rows.slice( start, start + ROWS_AT_ONCE ) );
			}
		} ) ),

		readAt: () => guarded( async () => ( await database.selectFrom( 'roster_reads' ).select( 'read_at' ).executeTakeFirst() )?.read_at ),

		find: ( centralId ) => guarded( async () => {
			const row = await database.selectFrom( 'roster' ).selectAll().where( 'central_id', '=', centralId ).executeTakeFirst();
			return row && toEntry( row );
		} ),

		all: () => guarded( async () =>
			( await database.selectFrom( 'roster' ).selectAll().orderBy( 'name' ).orderBy( 'central_id' ).execute() ).map( toEntry ) ),

		// Also who is not on it: a reading under way may have seen them before the wiki said no. A no counts
		// whatever the clock says.
		strike: ( centralId, at ) => guarded( async () => {
			const struck = { in_group: 0, usable: 0, verified_at: at };
			await database.insertInto( 'roster' ).values( { central_id: centralId, name: '', ...struck } )
				.onConflict( ( conflict ) => conflict.column( 'central_id' ).doUpdateSet( struck ) )
				.execute();
		} ),

		record: ( { centralId, name, inGroup, usable, verifiedAt } ) => guarded( async () => {
			const row = { name, in_group: inGroup ? 1 : 0, usable: usable ? 1 : 0, verified_at: verifiedAt };
			await database.insertInto( 'roster' ).values( { central_id: centralId, ...row } )
				.onConflict( ( conflict ) => conflict.column( 'central_id' ).doUpdateSet( row ).where( 'roster.verified_at', '<=', verifiedAt ) )
				.execute();
		} )
	};
}

/** The one row is locked from here on: of two readings at once, one waits, and the older one is dropped. */
async function isNewest( transaction: Transaction<Schema>, startedAt: Millis ): Promise<boolean> {
	const { numInsertedOrUpdatedRows } = await transaction.insertInto( 'roster_reads' ).values( { id: 1, read_at: startedAt } )
		.onConflict( ( conflict ) => conflict.column( 'id' ).doUpdateSet( { read_at: startedAt } ).where( ( builder ) => builder.or( [
			builder( 'roster_reads.read_at', '<=', startedAt ), builder( 'roster_reads.read_at', '>', startedAt + LONGEST_READING_MS )
		] ) ) )
		.executeTakeFirstOrThrow();
	return numInsertedOrUpdatedRows !== 0n;
}

/** One row a person; who is in the group is no mere holder. */
function rowsOf( members: readonly GroupMember[], holders: readonly GroupMember[], startedAt: Millis ): RosterTable[] {
	const row = ( { centralId, name, usable }: GroupMember, inGroup: number ): [ number, RosterTable ] =>
		[ centralId, { central_id: centralId, name, in_group: inGroup, usable: usable ? 1 : 0, verified_at: startedAt } ];
	return [ ...new Map( [ ...holders.map( ( one ) => row( one, 0 ) ), ...members.map( ( one ) => row( one, 1 ) ) ] ).values() ];
}

/** A row that is there already is younger than this reading, and knows better. */
async function insert( transaction: Transaction<Schema>, rows: readonly RosterTable[] ): Promise<void> {
	await transaction.insertInto( 'roster' ).values( rows )
		.onConflict( ( conflict ) => conflict.column( 'central_id' ).doNothing() )
		.execute();
}

function toEntry( row: RosterTable ): RosterEntry {
	return { centralId: row.central_id, name: row.name, inGroup: row.in_group === 1, usable: row.usable === 1, verifiedAt: row.verified_at };
}
