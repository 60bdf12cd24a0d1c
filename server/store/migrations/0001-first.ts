// Pages with their deliveries and events, sessions, and sign-ins under way.
import { sql, type ColumnDefinitionBuilder, type Kysely } from 'kysely';
import type { Schema, StoreKind } from '../schema.ts';

export async function up( db: Kysely<Schema>, kind: StoreKind ): Promise<void> {
	const counted = ( column: ColumnDefinitionBuilder ): ColumnDefinitionBuilder =>
		kind === 'sqlite' ? column.primaryKey().autoIncrement() : column.primaryKey().generatedByDefaultAsIdentity();

	await db.schema.createTable( 'pages' )
		.addColumn( 'id', 'text', ( column ) => column.primaryKey() )
		.addColumn( 'central_id', 'bigint', ( column ) => column.notNull() )
		.addColumn( 'sender_name', 'text', ( column ) => column.notNull() )
		.addColumn( 'idempotency_key', 'text', ( column ) => column.notNull() )
		.addColumn( 'content_hash', 'text', ( column ) => column.notNull() )
		.addColumn( 'content', 'text', ( column ) => column.notNull() )
		.addColumn( 'membership', 'text', ( column ) => column.notNull() )
		.addColumn( 'state', 'text', ( column ) => column.notNull() )
		.addColumn( 'accepted_at', 'bigint', ( column ) => column.notNull() )
		.addColumn( 'deadline_at', 'bigint', ( column ) => column.notNull() )
		.addColumn( 'round', 'integer', ( column ) => column.notNull() )
		.addColumn( 'unanswered_at', 'bigint' )
		.addColumn( 'last_round_at', 'bigint', ( column ) => column.notNull() )
		.addUniqueConstraint( 'pages_one_per_key', [ 'central_id', 'idempotency_key' ] )
		.execute();
	await db.schema.createIndex( 'pages_by_sender' ).on( 'pages' ).columns( [ 'central_id', 'accepted_at' ] ).execute();
	await db.schema.createIndex( 'pages_by_deadline' ).on( 'pages' ).columns( [ 'state', 'deadline_at' ] ).execute();

	await db.schema.createIndex( 'pages_unanswered' ).on( 'pages' ).column( 'unanswered_at' ).execute();

	await db.schema.createTable( 'deliveries' )
		.addColumn( 'id', 'integer', counted )
		.addColumn( 'page_id', 'text', ( column ) => column.notNull().references( 'pages.id' ) )
		.addColumn( 'provider', 'text', ( column ) => column.notNull() )
		.addColumn( 'round', 'integer', ( column ) => column.notNull() )
		.addColumn( 'place', 'integer', ( column ) => column.notNull() )
		.addColumn( 'state', 'text', ( column ) => column.notNull() )
		.addColumn( 'attempts', 'integer', ( column ) => column.notNull() )
		.addColumn( 'next_attempt_at', 'bigint', ( column ) => column.notNull() )
		.addColumn( 'lease', 'text' )
		.addColumn( 'lease_until', 'bigint' )
		.addColumn( 'incident', 'text' )
		.addColumn( 'phase', 'text' )
		.addColumn( 'notified', 'integer' )
		.addColumn( 'last_reason', 'text' )
		.addColumn( 'delivered_at', 'bigint' )
		.addColumn( 'muted', 'integer', ( column ) => column.notNull().defaultTo( 0 ) )
		.addColumn( 'rerouted', 'integer', ( column ) => column.notNull().defaultTo( 0 ) )
		.addColumn( 'repeat_at', 'bigint' )
		.addUniqueConstraint( 'deliveries_one_per_round', [ 'page_id', 'provider', 'round' ] )
		.execute();
	await db.schema.createIndex( 'deliveries_due' ).on( 'deliveries' ).columns( [ 'state', 'next_attempt_at' ] ).execute();
	await db.schema.createIndex( 'deliveries_watched' ).on( 'deliveries' ).columns( [ 'provider', 'state', 'phase' ] ).execute();

	await db.schema.createIndex( 'deliveries_repeated' ).on( 'deliveries' ).column( 'repeat_at' ).execute();

	await db.schema.createTable( 'actions' )
		.addColumn( 'id', 'integer', counted )
		.addColumn( 'delivery_id', 'integer', ( column ) => column.notNull().references( 'deliveries.id' ) )
		.addColumn( 'kind', 'text', ( column ) => column.notNull() )
		.addColumn( 'text', 'text', ( column ) => column.notNull() )
		.addColumn( 'attempts', 'integer', ( column ) => column.notNull() )
		.addColumn( 'next_attempt_at', 'bigint' )
		.addColumn( 'lease', 'text' )
		.addColumn( 'lease_until', 'bigint' )
		.execute();
	await db.schema.createIndex( 'actions_due' ).on( 'actions' ).column( 'next_attempt_at' ).execute();

	await db.schema.createTable( 'page_events' )
		.addColumn( 'page_id', 'text', ( column ) => column.notNull().references( 'pages.id' ) )
		.addColumn( 'seq', 'integer', ( column ) => column.notNull() )
		.addColumn( 'at', 'bigint', ( column ) => column.notNull() )
		.addColumn( 'kind', 'text', ( column ) => column.notNull() )
		.addColumn( 'data', 'text', ( column ) => column.notNull() )
		.addPrimaryKeyConstraint( 'page_events_in_order', [ 'page_id', 'seq' ] )
		.execute();

	await db.schema.createTable( 'sessions' )
		.addColumn( 'token_hash', 'text', ( column ) => column.primaryKey() )
		.addColumn( 'central_id', 'bigint', ( column ) => column.notNull() )
		.addColumn( 'name', 'text', ( column ) => column.notNull() )
		.addColumn( 'expires_at', 'bigint', ( column ) => column.notNull() )
		.execute();

	await db.schema.createTable( 'sign_ins' )
		.addColumn( 'request_token_hash', 'text', ( column ) => column.primaryKey() )
		.addColumn( 'request_token_secret', 'text', ( column ) => column.notNull() )
		.addColumn( 'browser_hash', 'text', ( column ) => column.notNull() )
		.addColumn( 'origin', 'text', ( column ) => column.notNull() )
		.addColumn( 'challenge', 'text' )
		.addColumn( 'expires_at', 'bigint', ( column ) => column.notNull() )
		.addColumn( 'code_hash', 'text', ( column ) => column.unique() )
		.addColumn( 'central_id', 'bigint' )
		.addColumn( 'name', 'text' )
		.execute();

	await db.schema.createTable( 'probes' )
		.addColumn( 'id', 'integer', ( column ) => column.primaryKey() )
		.addColumn( 'at', 'bigint', ( column ) => column.notNull() )
		.execute();

	if ( kind === 'postgres' ) {
		// Heard by every process at COMMIT (pageNotifications.ts), whoever wrote the event.
		await sql`
			create function tell_page_changed() returns trigger language plpgsql as $$
			begin
				perform pg_notify( 'page_changed', new.page_id );
				return null;
			end $$`.execute( db );
		await sql`
			create trigger page_events_told after insert on page_events
			for each row execute function tell_page_changed()`.execute( db );
	}
}
