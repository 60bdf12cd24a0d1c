// Keeping no more than is needed: old texts are taken away, and a person can be forgotten. Neither ever
// removes that something happened, nor an entry of the audit log.
import { sql, type Kysely, type Transaction } from 'kysely';
import { setTimeout as pause } from 'node:timers/promises';
import type { RetentionStore } from '../access/ports.ts';
import type { Actor, Millis } from '../pages/page.ts';
import { appendAudit } from './auditLog.ts';
import { guarded } from './database.ts';
import { erasePerson } from './erasure.ts';
import { hasText } from './openWork.ts';
import type { Schema } from './schema.ts';
import { blankPage, changeEvent } from './textRemoval.ts';

/** Each kind of row in one transaction: some milliseconds in which nobody else writes. */
const BATCH = 100;

/** After each, so that others who wait for their turn to write have one, however much has grown old at once. */
const BETWEEN_BATCHES_MS = 50;

const server: Actor = { kind: 'server', centralId: null, name: 'Page SRE' };

export function createRetentionStore( database: Kysely<Schema> ): RetentionStore {
	return {
		redactTexts: ( before, now ) => guarded( async () => {
			let pages = 0;
			for ( ;; ) {
				const removed = await database.transaction().execute( ( transaction ) => removeBatch( transaction, before, now ) );
				if ( removed === undefined ) {
					return pages;
				}
				pages += removed.pages;
				await pause( BETWEEN_BATCHES_MS );
			}
		} ),

		erasePerson: ( centralId, by, now ) => guarded( () =>
			database.transaction().execute( ( transaction ) => erasePerson( transaction, centralId, by, now ) ) )
	};
}

type Removed = Record<'pages' | 'notes' | 'told' | 'grants', number>;

/** Undefined: nothing was left. Rows that another process holds are left to it. */
async function removeBatch( transaction: Transaction<Schema>, before: Millis, now: Millis ): Promise<Removed | undefined> {
	const removed: Removed = {
		pages: await removeFromPages( transaction, before, now ),
		notes: await removeFromEvents( transaction, before ),
		told: await removeFromActions( transaction, before ),
		grants: await removeFromGrants( transaction, before )
	};
	if ( Object.values( removed ).every( ( count ) => count === 0 ) ) {
		return undefined;
	}
	await appendAudit( transaction, { action: 'textsRedacted', actor: server, at: now, evidence: removed } );
	return removed;
}

async function removeFromPages( transaction: Transaction<Schema>, before: Millis, now: Millis ): Promise<number> {
	const rows = await transaction.selectFrom( 'pages' ).selectAll()
		.where( 'redacted_at', 'is', null ).where( 'accepted_at', '<', before )
		.orderBy( 'accepted_at' ).limit( BATCH )
		.forUpdate().skipLocked()
		.execute();
	for ( const row of rows ) {
		await blankPage( transaction, row, now );
	}
	return rows.length;
}

/** By their own age: a page can be added to and replied to long after its own words are gone. */
async function removeFromEvents( transaction: Transaction<Schema>, before: Millis ): Promise<number> {
	const rows = await transaction.selectFrom( 'page_events' ).select( [ 'page_id', 'seq', 'data' ] )
		.where( hasText ).where( 'at', '<', before )
		.orderBy( 'at' ).limit( BATCH )
		.forUpdate().skipLocked()
		.execute();
	for ( const row of rows ) {
		await changeEvent( transaction, row, { text: '' } );
	}
	return rows.length;
}

/** What an incident has been told nobody reads here again; what it is still to be told stays until then. */
async function removeFromActions( transaction: Transaction<Schema>, before: Millis ): Promise<number> {
	const rows = await transaction.selectFrom( 'actions' )
		.innerJoin( 'deliveries', 'deliveries.id', 'actions.delivery_id' ).innerJoin( 'pages', 'pages.id', 'deliveries.page_id' )
		.select( 'actions.id' )
		.where( 'actions.next_attempt_at', 'is', null ).where( 'actions.text', '!=', sql.lit( '' ) ).where( 'pages.accepted_at', '<', before )
		.orderBy( 'actions.id' ).limit( BATCH )
		.forUpdate( 'actions' ).skipLocked()
		.execute();
	if ( rows.length > 0 ) {
		await transaction.updateTable( 'actions' ).set( { text: '' } ).where( 'id', 'in', rows.map( ( { id } ) => id ) ).execute();
	}
	return rows.length;
}

async function removeFromGrants( transaction: Transaction<Schema>, before: Millis ): Promise<number> {
	const rows = await transaction.selectFrom( 'grants' ).select( 'id' )
		.where( 'reason', '!=', '' ).where( ( builder ) => builder( builder.fn.coalesce( 'revoked_at', 'until' ), '<', before ) )
		.orderBy( 'id' ).limit( BATCH )
		.forUpdate().skipLocked()
		.execute();
	if ( rows.length > 0 ) {
		await transaction.updateTable( 'grants' ).set( { reason: '' } ).where( 'id', 'in', rows.map( ( { id } ) => id ) ).execute();
	}
	return rows.length;
}
