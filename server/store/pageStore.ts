// Pages: accepted in one transaction with their deliveries and their first event, found again by
// id, by key and by sender. A page is never changed here, only read.
import type { Kysely, Transaction } from 'kysely';
import type { AcceptOutcome, PageStore } from '../pages/ports.ts';
import type { Page } from '../pages/page.ts';
import { guarded } from './database.ts';
import { appendEvents, insertRound } from './pageChanges.ts';
import { fromPage, toEvent, toPage } from './rows.ts';
import type { Schema } from './schema.ts';

/** @param bounds failoverMs: when the second provider starts beside the first */
export function createPageStore( database: Kysely<Schema>, bounds: { failoverMs: number } ): PageStore {
	return {
		// When this resolves the COMMIT is on the disk; a 202 before that would be a lie.
		accept: ( page, providers ) => guarded( () => database.transaction().execute( async ( transaction ) =>
			// The row first: of two that come at once with one key, the second waits here for the first's COMMIT.
			await insert( transaction, page, providers, bounds.failoverMs ) ??
			repeated( ( await byKey( transaction, page.sender.centralId, page.idempotencyKey ) )!, page )
		) ),

		findByKey: ( centralId, idempotencyKey ) => guarded( () => byKey( database, centralId, idempotencyKey ) ),

		find: ( pageId ) => guarded( async () => {
			const row = await database.selectFrom( 'pages' ).selectAll().where( 'id', '=', pageId ).executeTakeFirst();
			return row && toPage( row );
		} ),

		listBySender: ( centralId, limit ) => guarded( async () => {
			const rows = await database.selectFrom( 'pages' ).selectAll()
				.where( 'central_id', '=', centralId )
				.orderBy( 'accepted_at', 'desc' ).orderBy( 'id', 'desc' )
				.limit( limit )
				.execute();
			return rows.map( toPage );
		} ),

		eventsAfter: ( pageId, seq ) => guarded( async () => {
			const rows = await database.selectFrom( 'page_events' ).selectAll()
				.where( 'page_id', '=', pageId ).where( 'seq', '>', seq )
				.orderBy( 'seq' )
				.execute();
			return rows.map( toEvent );
		} ),

		remove: ( pageId ) => guarded( () => database.transaction().execute( async ( transaction ) => {
			await transaction.deleteFrom( 'page_events' ).where( 'page_id', '=', pageId ).execute();
			await transaction.deleteFrom( 'deliveries' ).where( 'page_id', '=', pageId ).execute();
			await transaction.deleteFrom( 'pages' ).where( 'id', '=', pageId ).execute();
		} ) )
	};
}

async function byKey( database: Kysely<Schema>, centralId: number, idempotencyKey: string ): Promise<Page | undefined> {
	const row = await database.selectFrom( 'pages' ).selectAll()
		.where( 'central_id', '=', centralId ).where( 'idempotency_key', '=', idempotencyKey )
		.executeTakeFirst();
	return row && toPage( row );
}

function repeated( earlier: Page, page: Page ): AcceptOutcome {
	return earlier.contentHash === page.contentHash ? { kind: 'repeated', page: earlier } : { kind: 'keyReused' };
}

/** Undefined when the key is taken. */
async function insert(
	transaction: Transaction<Schema>, page: Page, providers: readonly string[], failoverMs: number
): Promise<AcceptOutcome | undefined> {
	const { numInsertedOrUpdatedRows } = await transaction.insertInto( 'pages' ).values( fromPage( page ) )
		.onConflict( ( conflict ) => conflict.columns( [ 'central_id', 'idempotency_key' ] ).doNothing() )
		.executeTakeFirstOrThrow();
	if ( numInsertedOrUpdatedRows === 0n ) {
		return undefined;
	}
	await insertRound( transaction, page.id, page.round, providers, page.acceptedAt, failoverMs );
	await appendEvents( transaction, page.id, [ { kind: 'accepted' } ], page.acceptedAt );
	return { kind: 'accepted', page };
}
