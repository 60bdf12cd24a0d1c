// What is looked for at every turn lies in indexes that hold only what is open: they stay as small as the work at
// hand, however many pages were ever taken. A database uses such an index only where a query says its condition in
// so many words: openWork.ts says them for the queries, and here they stay as they were when this was released.
import { sql, type Kysely } from 'kysely';
import type { Schema } from '../schema.ts';

export async function up( db: Kysely<Schema> ): Promise<void> {
	await db.schema.dropIndex( 'deliveries_due' ).execute();
	await sql`create index deliveries_unfinished on deliveries ( next_attempt_at ) where state in ( 'standby', 'waiting', 'rejected' )`.execute( db );
	await db.schema.createIndex( 'deliveries_leased' ).on( 'deliveries' ).column( 'lease_until' ).where( sql.ref( 'lease_until' ), 'is not', null ).execute();

	await db.schema.dropIndex( 'deliveries_repeated' ).execute();
	await db.schema.createIndex( 'deliveries_repeated' ).on( 'deliveries' ).column( 'repeat_at' ).where( sql.ref( 'repeat_at' ), 'is not', null ).execute();

	await db.schema.dropIndex( 'deliveries_watched' ).execute();
	await db.schema.createIndex( 'deliveries_watched' ).on( 'deliveries' ).columns( [ 'provider', 'state', 'phase', 'delivered_at' ] ).execute();

	await db.schema.dropIndex( 'pages_unanswered' ).execute();
	await db.schema.createIndex( 'pages_unanswered' ).on( 'pages' ).columns( [ 'state', 'unanswered_at' ] ).execute();

	await db.schema.dropIndex( 'pages_by_kind' ).execute();
	// Holds what the look at open pages of others asks of each, so that the pages themselves are not read for it.
	await sql`create index pages_recent on pages ( accepted_at, state, central_id, id ) where kind = 'page'`.execute( db );

	await db.schema.dropIndex( 'actions_due' ).execute();
	await db.schema.createIndex( 'actions_due' ).on( 'actions' ).column( 'next_attempt_at' ).where( sql.ref( 'next_attempt_at' ), 'is not', null ).execute();

	await db.schema.createIndex( 'pages_of_sender' ).on( 'pages' ).columns( [ 'central_id', 'id' ] ).execute();

	// What still holds words, and so grows old.
	await db.schema.createIndex( 'pages_with_text' ).on( 'pages' ).column( 'accepted_at' ).where( sql.ref( 'redacted_at' ), 'is', null ).execute();
	await db.schema.dropIndex( 'page_events_by_kind' ).execute();
	await sql`create index page_events_with_text on page_events ( at ) where kind in ( 'note', 'reply' ) and data not like '%"text":""%'`.execute( db );
	await sql`create index actions_with_text on actions ( id ) where next_attempt_at is null and text != ''`.execute( db );
}
