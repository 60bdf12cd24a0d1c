// Pages: accepted in one transaction with their deliveries and their first event, found again by
// id, by key and by sender. A page is never changed here, only read.
import type { Kysely, Transaction } from 'kysely';
import type { AcceptOutcome, AcceptTerms, PageStore } from '../pages/ports.ts';
import type { PageEvent } from '../contract/page.ts';
import type { Page } from '../pages/page.ts';
import { openStates, takeTurn, unmetTerm } from './acceptTerms.ts';
import { appendAudit, type NewAuditEntry } from './auditLog.ts';
import { guarded } from './database.ts';
import { insertRound } from './pageChanges.ts';
import { fromEvent, fromPage, toEvent, toPage } from './rows.ts';
import type { Schema } from './schema.ts';
import { createSharedCommit } from './sharedCommit.ts';

/** @param bounds failoverMs: when the second provider starts beside the first */
export function createPageStore( database: Kysely<Schema>, bounds: { failoverMs: number } ): PageStore {
	// Of two that come at once, with one key or two, the second sees what the first has done: it is judged after
	// it in the same transaction, or waits for its COMMIT.
	const inTurn = createSharedCommit( database, takeTurn );

	return {
		// When this resolves the COMMIT is on the disk; a 202 before that would be a lie.
		accept: ( page, providers, terms ) => guarded( () => inTurn( async ( transaction ): Promise<AcceptOutcome> => {
			if ( terms === null ) {
				await insert( transaction, page, providers, bounds.failoverMs );
				return { kind: 'accepted', page };
			}
			const earlier = await byKey( transaction, page.sender.centralId, page.idempotencyKey );
			if ( earlier ) {
				return repeated( earlier, page );
			}
			const unmet = await unmetTerm( transaction, page, terms );
			if ( unmet ) {
				return unmet;
			}
			await insert( transaction, page, providers, bounds.failoverMs );
			await appendAudit( transaction, acceptance( page, terms ) );
			return { kind: 'accepted', page };
		} ) ),

		findByKey: ( centralId, idempotencyKey ) => guarded( () => byKey( database, centralId, idempotencyKey ) ),

		find: ( pageId ) => guarded( async () => {
			const row = await database.selectFrom( 'pages' ).selectAll().where( 'id', '=', pageId ).executeTakeFirst();
			return row && toPage( row );
		} ),

		list: ( { open, kind, centralId, before, limit } ) => guarded( async () => {
			let query = database.selectFrom( 'pages' ).selectAll().where( 'kind', '!=', 'heartbeat' );
			if ( open !== undefined ) {
				query = query.where( 'state', open ? 'in' : 'not in', openStates );
			}
			if ( kind !== undefined ) {
				query = query.where( 'kind', '=', kind );
			}
			if ( centralId !== undefined ) {
				query = query.where( 'central_id', '=', centralId );
			}
			if ( before !== undefined ) {
				// An id is a ULID: it sorts by the time of acceptance.
				query = query.where( 'id', '<', before );
			}
			return ( await query.orderBy( 'id', 'desc' ).limit( limit ).execute() ).map( toPage );
		} ),

		incidents: ( pageId ) => guarded( () => database.selectFrom( 'deliveries' ).select( [ 'provider', 'incident' ] )
			.where( 'page_id', '=', pageId ).where( 'state', '=', 'delivered' ).where( 'muted', '=', 0 )
			.orderBy( 'id' )
			.execute() ),

		isFollower: ( pageId, centralId ) => guarded( async () => await database.selectFrom( 'page_followers' ).select( 'page_id' )
			.where( 'page_id', '=', pageId ).where( 'central_id', '=', centralId )
			.executeTakeFirst() !== undefined ),

		eventsAfter: ( pageId, seq ) => guarded( async () => {
			const rows = await database.selectFrom( 'page_events' ).selectAll()
				.where( 'page_id', '=', pageId ).where( 'seq', '>', seq )
				.orderBy( 'seq' )
				.execute();
			return rows.map( toEvent );
		} ),

		eventsOf: ( pageIds ) => guarded( async () => {
			const found = new Map<string, PageEvent[]>( pageIds.map( ( id ) => [ id, [] ] ) );
			const rows = pageIds.length === 0 ? [] :
				await database.selectFrom( 'page_events' ).selectAll().where( 'page_id', 'in', pageIds ).orderBy( 'page_id' ).orderBy( 'seq' ).execute();
			rows.forEach( ( row ) => found.get( row.page_id )!.push( toEvent( row ) ) );
			return found;
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

async function insert( transaction: Transaction<Schema>, page: Page, providers: readonly string[], failoverMs: number ): Promise<void> {
	await transaction.insertInto( 'pages' ).values( fromPage( page ) ).execute();
	await insertRound( transaction, page.id, page.round, providers, page.acceptedAt, failoverMs );
	await transaction.insertInto( 'page_events' ).values( fromEvent( page.id, 1, page.acceptedAt, { kind: 'accepted' } ) ).execute();
}

/** Who paged, and on what ground: what the answer to "why was this taken?" needs. */
function acceptance( { id, kind, membership, acceptedAt }: Page, { actor, guidance }: AcceptTerms ): NewAuditEntry {
	return {
		at: acceptedAt,
		actor,
		action: kind === 'drill' ? 'drillAccepted' : 'pageAccepted',
		pageId: id,
		evidence: {
			standing: membership.standing,
			...membership.standing === 'grant' ? { grantId: membership.grantId } : {},
			source: membership.source,
			verifiedAt: new Date( membership.verifiedAt ).toISOString(),
			...guidance ? { guidance: guidance.version, language: guidance.language } : {}
		}
	};
}
