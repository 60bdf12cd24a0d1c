// What the worker looks for at every turn must not be looked for among all that was ever delivered: with years of
// pages in the store, each turn read all of them.
import type { Kysely } from 'kysely';
import type { Schema } from '../schema.ts';

export async function up( db: Kysely<Schema> ): Promise<void> {
	await db.schema.dropIndex( 'deliveries_repeated' ).execute();
	await db.schema.createIndex( 'deliveries_repeated' ).on( 'deliveries' ).columns( [ 'state', 'repeat_at' ] ).execute();
}
