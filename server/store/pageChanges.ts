// How a page changes: always inside a transaction, with the event that tells of it in the same one.
// Locks are taken in one order, so that nobody waits in a circle: the page's row, then its deliveries',
// then their actions'. Who wants many rows takes those that are free and leaves the others for later.
import type { Transaction } from 'kysely';
import { dedupKeyOf, mayFollow, type Millis, type NewPageEvent } from '../pages/page.ts';
import type { PageState } from '../contract/page.ts';
import { fromEvent } from './rows.ts';
import type { PagesTable, Schema } from './schema.ts';

/** For `next_attempt_at` of what waits for something other than time. */
export const NEVER = Number.MAX_SAFE_INTEGER;

/** Pauses with jitter end between two milliseconds; a bigint of PostgreSQL does not. */
export function wholeMs( moment: Millis | null ): Millis | null {
	return moment === null ? null : Math.ceil( moment );
}

/** The page's row, to be changed; nobody else changes it until this transaction ends. */
export function pageForChange( transaction: Transaction<Schema>, pageId: string ): Promise<PagesTable | undefined> {
	return transaction.selectFrom( 'pages' ).selectAll().where( 'id', '=', pageId ).forUpdate().executeTakeFirst();
}

/** Numbers the events after the page's last one and stores them. */
export async function appendEvents(
	transaction: Transaction<Schema>, pageId: string, events: readonly NewPageEvent[], at: Millis
): Promise<void> {
	if ( events.length === 0 ) {
		return;
	}
	const { last } = await transaction.selectFrom( 'page_events' )
		.select( ( builder ) => builder.fn.max( 'seq' ).as( 'last' ) )
		.where( 'page_id', '=', pageId )
		.executeTakeFirstOrThrow();
	const next = Number( last ?? 0 ) + 1;
	await transaction.insertInto( 'page_events' )
		.values( events.map( ( event, index ) => fromEvent( pageId, next + index, at, event ) ) )
		.execute();
}

/** Moves the page to `to` if that may follow its present state, and with it `also`. Returns whether it did. */
export async function moveTo(
	transaction: Transaction<Schema>, page: PagesTable, to: PageState, also: Partial<Pick<PagesTable, 'unanswered_at'>> = {}
): Promise<boolean> {
	if ( !mayFollow( page.state, to ) ) {
		return false;
	}
	page.state = to;
	await transaction.updateTable( 'pages' ).set( { state: to, ...also } ).where( 'id', '=', page.id ).execute();
	return true;
}

/** Returns whether it did, for whoever has to say so. */
export async function becomeUndelivered( transaction: Transaction<Schema>, page: PagesTable, now: Millis ): Promise<boolean> {
	const became = await moveTo( transaction, page, 'undelivered' );
	await appendEvents( transaction, page.id, became ? [ { kind: 'undelivered' } ] : [], now );
	return became;
}

/**
 * What has not been delivered is not needed any more: acknowledged, resolved or withdrawn. A provider may
 * have taken it nevertheless, in an attempt that was never recorded, so it is closed there too; only after
 * an attempt that may be under way has ended.
 */
export async function spareUnfinished( transaction: Transaction<Schema>, pageId: string, why: string, now: Millis ): Promise<void> {
	const unfinished = await transaction.selectFrom( 'deliveries' ).select( [ 'id', 'attempts', 'lease_until' ] )
		.where( 'page_id', '=', pageId ).where( 'state', 'in', [ 'standby', 'waiting', 'rejected' ] )
		.forUpdate()
		.execute();
	if ( unfinished.length === 0 ) {
		return;
	}
	for ( const delivery of unfinished.filter( ( { attempts, lease_until: until } ) => attempts > 0 || until !== null ) ) {
		await insertActions( transaction, [ delivery ], 'resolve', why, Math.max( now, Number( delivery.lease_until ) ) );
	}
	await transaction.updateTable( 'deliveries' )
		.set( { state: 'spared', lease: null, lease_until: null } )
		.where( 'id', 'in', unfinished.map( ( { id } ) => id ) )
		.execute();
}

/** Starts the next provider in order that has not started. Returns whether there was one. */
export async function startNextProvider( transaction: Transaction<Schema>, pageId: string, now: Millis ): Promise<boolean> {
	const next = await transaction.selectFrom( 'deliveries' ).select( 'id' )
		.where( 'page_id', '=', pageId ).where( 'state', '=', 'standby' )
		.orderBy( 'round', 'desc' ).orderBy( 'place' )
		.executeTakeFirst();
	if ( !next ) {
		return false;
	}
	await transaction.updateTable( 'deliveries' ).set( { state: 'waiting', next_attempt_at: now } ).where( 'id', '=', next.id ).execute();
	return true;
}

/** One delivery for each provider: the first starts now, each other one a bound later unless it is spared. */
export async function insertRound(
	transaction: Transaction<Schema>, pageId: string, round: number, providers: readonly string[], now: Millis, failoverMs: number
): Promise<void> {
	await transaction.insertInto( 'deliveries' ).values( providers.map( ( provider, place ) => ( {
		page_id: pageId,
		provider,
		round,
		place,
		state: place === 0 ? 'waiting' as const : 'standby' as const,
		attempts: 0,
		next_attempt_at: now + place * failoverMs
	} ) ) ).execute();
}

/** Deliveries whose incident was opened and is not resolved. */
export async function openDeliveries( transaction: Transaction<Schema>, pageId: string ): Promise<{ id: number; phase: string | null }[]> {
	return transaction.selectFrom( 'deliveries' ).select( [ 'id', 'phase' ] )
		.where( 'page_id', '=', pageId ).where( 'state', '=', 'delivered' ).where( 'phase', '!=', 'resolved' )
		// In the order in which they were handed out: what is told to them is told in it, too.
		.orderBy( 'id' )
		.execute();
}

/** To be told to the incidents of these deliveries. */
export async function insertActions(
	transaction: Transaction<Schema>, deliveries: readonly { id: number }[], kind: 'note' | 'resolve', text: string, now: Millis
): Promise<void> {
	if ( deliveries.length > 0 ) {
		await transaction.insertInto( 'actions' )
			.values( deliveries.map( ( { id } ) => ( { delivery_id: id, kind, text, attempts: 0, next_attempt_at: now } ) ) )
			.execute();
	}
}

/**
 * Somebody has it by one delivery: what still rings by others is closed there, and what becomes of it
 * says nothing about the page any more.
 */
export async function closeOthers( transaction: Transaction<Schema>, pageId: string, deliveryId: number, now: Millis ): Promise<void> {
	const others = ( await openDeliveries( transaction, pageId ) ).filter( ( { id, phase } ) => id !== deliveryId && phase === 'triggered' );
	if ( others.length > 0 ) {
		await transaction.updateTable( 'deliveries' ).set( { state: 'spared', repeat_at: null } )
			.where( 'id', 'in', others.map( ( { id } ) => id ) )
			.execute();
		await insertActions( transaction, others, 'resolve', 'Acknowledged elsewhere.', now );
	}
}

/** In a maintenance some services take an alert and drop it: it is told again until the silence ends. */
export const REPEAT_UNOPENED_MS = 60_000;

/** Read back under no name but ours: the provider took it and has no incident of it. */
export function openedNothing( incident: string | null, dedupKey: string ): boolean {
	return incident === dedupKey;
}

/** A delivery's key at its provider. */
export function dedupKeyOfRow( row: { page_id: string; round: number } ): string {
	return dedupKeyOf( row.page_id, row.round );
}
