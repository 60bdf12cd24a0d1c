// Who may page and on what ground: roster, grants, guidance, single sign-on; and the audit log.
import { sql, type ColumnDefinitionBuilder, type Kysely } from 'kysely';
import type { Schema, StoreKind } from '../schema.ts';

export async function up( db: Kysely<Schema>, kind: StoreKind ): Promise<void> {
	const counted = ( column: ColumnDefinitionBuilder ): ColumnDefinitionBuilder =>
		kind === 'sqlite' ? column.primaryKey().autoIncrement() : column.primaryKey().generatedByDefaultAsIdentity();

	await db.schema.alterTable( 'pages' ).addColumn( 'kind', 'text', ( column ) => column.notNull().defaultTo( 'page' ) ).execute();
	await db.schema.alterTable( 'pages' ).addColumn( 'sender_email', 'text' ).execute();
	await db.schema.alterTable( 'pages' ).addColumn( 'redacted_at', 'bigint' ).execute();
	// Until now there was one ground to page.
	await sql`update pages set membership = replace( membership, '"verdict":"member"', '"verdict":"member","standing":"group"' )`.execute( db );
	await db.schema.createIndex( 'pages_by_kind' ).on( 'pages' ).columns( [ 'kind', 'accepted_at' ] ).execute();

	// Old texts are looked for every few minutes.
	await db.schema.createIndex( 'page_events_by_kind' ).on( 'page_events' ).columns( [ 'kind', 'at' ] ).execute();

	// Its one row is locked while a page is accepted, so that limits and open pages are judged one at a time.
	await db.schema.createTable( 'accept_turns' ).addColumn( 'id', 'integer', ( column ) => column.primaryKey() ).execute();
	await db.insertInto( 'accept_turns' ).values( { id: 1 } ).execute();

	await db.schema.createTable( 'page_followers' )
		.addColumn( 'page_id', 'text', ( column ) => column.notNull().references( 'pages.id' ) )
		.addColumn( 'central_id', 'bigint', ( column ) => column.notNull() )
		.addColumn( 'at', 'bigint', ( column ) => column.notNull() )
		.addPrimaryKeyConstraint( 'page_followers_once', [ 'page_id', 'central_id' ] )
		.execute();

	await db.schema.createTable( 'roster' )
		.addColumn( 'central_id', 'bigint', ( column ) => column.primaryKey() )
		.addColumn( 'name', 'text', ( column ) => column.notNull() )
		.addColumn( 'in_group', 'integer', ( column ) => column.notNull() )
		.addColumn( 'usable', 'integer', ( column ) => column.notNull() )
		.addColumn( 'verified_at', 'bigint', ( column ) => column.notNull() )
		.execute();
	await db.schema.createTable( 'roster_reads' )
		.addColumn( 'id', 'integer', ( column ) => column.primaryKey() )
		.addColumn( 'read_at', 'bigint', ( column ) => column.notNull() )
		.execute();

	await db.schema.createTable( 'grants' )
		.addColumn( 'id', 'integer', counted )
		.addColumn( 'central_id', 'bigint', ( column ) => column.notNull() )
		.addColumn( 'name', 'text', ( column ) => column.notNull() )
		.addColumn( 'reason', 'text', ( column ) => column.notNull() )
		.addColumn( 'granted_by', 'text', ( column ) => column.notNull() )
		.addColumn( 'created_at', 'bigint', ( column ) => column.notNull() )
		.addColumn( 'until', 'bigint', ( column ) => column.notNull() )
		.addColumn( 'revoked_at', 'bigint' )
		.addColumn( 'revoked_by', 'text' )
		.execute();
	await db.schema.createIndex( 'grants_of_person' ).on( 'grants' ).columns( [ 'central_id', 'until' ] ).execute();

	await db.schema.createTable( 'guidance_confirmations' )
		.addColumn( 'central_id', 'bigint', ( column ) => column.notNull() )
		.addColumn( 'version', 'text', ( column ) => column.notNull() )
		.addColumn( 'language', 'text', ( column ) => column.notNull() )
		.addColumn( 'at', 'bigint', ( column ) => column.notNull() )
		.addPrimaryKeyConstraint( 'guidance_confirmed_once', [ 'central_id', 'version' ] )
		.execute();

	await db.schema.alterTable( 'sessions' ).addColumn( 'single_sign_on', 'text' ).execute();
	await db.schema.alterTable( 'sign_ins' ).addColumn( 'return_to', 'text' ).execute();
	await db.schema.createTable( 'sso_people' )
		.addColumn( 'id', 'integer', counted )
		.addColumn( 'user_name', 'text', ( column ) => column.notNull().unique() )
		.addColumn( 'created_at', 'bigint', ( column ) => column.notNull() )
		.execute();

	// The log names people by a row here: forgetting a person changes that row and no entry of the log.
	await db.schema.createTable( 'people' )
		.addColumn( 'id', 'integer', counted )
		.addColumn( 'person_key', 'text', ( column ) => column.notNull().unique() )
		.addColumn( 'kind', 'text', ( column ) => column.notNull() )
		.addColumn( 'central_id', 'bigint' )
		.addColumn( 'name', 'text', ( column ) => column.notNull() )
		.execute();
	await db.schema.createTable( 'audit' )
		.addColumn( 'id', 'integer', counted )
		.addColumn( 'at', 'bigint', ( column ) => column.notNull() )
		.addColumn( 'actor_id', 'integer', ( column ) => column.notNull().references( 'people.id' ) )
		.addColumn( 'action', 'text', ( column ) => column.notNull() )
		.addColumn( 'page_id', 'text' )
		.addColumn( 'subject_id', 'integer', ( column ) => column.references( 'people.id' ) )
		.addColumn( 'evidence', 'text', ( column ) => column.notNull() )
		.execute();
	for ( const column of [ 'actor_id', 'subject_id', 'page_id' ] as const ) {
		await db.schema.createIndex( `audit_by_${ column }` ).on( 'audit' ).column( column ).execute();
	}
	await appendOnly( db, kind );
}

/** Not even we change an entry, by mistake or on purpose: the store itself refuses. */
async function appendOnly( db: Kysely<Schema>, kind: StoreKind ): Promise<void> {
	if ( kind === 'sqlite' ) {
		await sql`create trigger audit_never_changed before update on audit begin select raise( abort, 'the audit log is append-only' ); end`.execute( db );
		await sql`create trigger audit_never_removed before delete on audit begin select raise( abort, 'the audit log is append-only' ); end`.execute( db );
		// `insert or replace` removes without asking the trigger above.
		await sql`
			create trigger audit_never_replaced before insert on audit when exists ( select 1 from audit where id = new.id )
			begin select raise( abort, 'the audit log is append-only' ); end`.execute( db );
		return;
	}
	await sql`
		create function refuse_audit_change() returns trigger language plpgsql as $$
		begin
			raise exception 'the audit log is append-only';
		end $$`.execute( db );
	await sql`
		create trigger audit_append_only before update or delete or truncate on audit
		for each statement execute function refuse_audit_change()`.execute( db );
}
