// What an attempt's outcome does to delivery and page, in the transaction that records it.
import type { Selectable, Transaction } from 'kysely';
import type { ClaimedDelivery, Recorded } from '../pages/ports.ts';
import type { DeliveryOutcome } from '../pages/provider.ts';
import type { Millis, NewPageEvent } from '../pages/page.ts';
import {
	appendEvents, becomeUndelivered, dedupKeyOfRow, insertActions, moveTo, NEVER, openedNothing, pageForChange, REPEAT_UNOPENED_MS,
	startNextProvider, wholeMs
} from './pageChanges.ts';
import type { DeliveriesTable, PagesTable, Schema } from './schema.ts';

type Delivery = Selectable<DeliveriesTable>;

/** See DeliveryStore.recordOutcome. */
export async function applyOutcome(
	transaction: Transaction<Schema>, claim: ClaimedDelivery, outcome: DeliveryOutcome, next: Millis | null, now: Millis, answerMs: number
): Promise<Recorded> {
	const page = await pageForChange( transaction, claim.page.id );
	if ( !page ) {
		// A heartbeat that took too long has been taken away.
		return false;
	}
	const delivery = await transaction.selectFrom( 'deliveries' ).selectAll().where( 'id', '=', claim.deliveryId )
		// Nobody may take an expired lease over between this look and the record.
		.forUpdate()
		.executeTakeFirstOrThrow();
	if ( delivery.state === 'spared' && outcome.kind === 'delivered' ) {
		await tookTheUnneeded( transaction, page, delivery, outcome, now );
		return true;
	}
	if ( delivery.lease !== claim.lease ) {
		return false;
	}
	if ( claim.isRepeat ) {
		const unopened = delivery.muted === 1 && openedNothing( delivery.incident, dedupKeyOfRow( delivery ) );
		const again = next ?? ( unopened ? now + REPEAT_UNOPENED_MS : null );
		await update( transaction, delivery, { lease: null, lease_until: null, repeat_at: wholeMs( again ) } );
		return true;
	}
	const events = eventsOf( outcome, delivery );
	await update( transaction, delivery, { attempts: claim.attempts + 1, lease: null, lease_until: null, ...changesOf( outcome, next, now ) } );
	await appendEvents( transaction, page.id, events, now );
	if ( outcome.kind === 'delivered' ) {
		await tookIt( transaction, page, now, answerMs );
	} else if ( outcome.kind === 'rejected' && delivery.state !== 'rejected' ) {
		return await rejectedIt( transaction, page, now ) ? 'undelivered' : true;
	}
	return true;
}

function changesOf( outcome: DeliveryOutcome, next: Millis | null, now: Millis ): Partial<Delivery> {
	switch ( outcome.kind ) {
		case 'delivered':
			return { state: 'delivered', incident: outcome.incident, phase: 'triggered', delivered_at: now, repeat_at: wholeMs( next ) };
		case 'retry':
			return { state: 'waiting', last_reason: outcome.reason, next_attempt_at: wholeMs( next ) ?? NEVER };
		case 'rejected':
			return { state: 'rejected', last_reason: outcome.reason, next_attempt_at: wholeMs( next ) ?? NEVER };
	}
}

/** A failure is told once per change of its reason; hours of retries are one line, not hundreds. */
function eventsOf( outcome: DeliveryOutcome, before: Delivery ): NewPageEvent[] {
	const { provider } = before;
	if ( outcome.kind === 'delivered' ) {
		return [ { kind: 'delivered', provider, incident: outcome.incident } ];
	}
	const final = outcome.kind === 'rejected';
	const toldAlready = before.last_reason === outcome.reason && ( before.state === 'rejected' ) === final;
	return toldAlready ? [] : [ { kind: 'attemptFailed', provider, reason: outcome.reason, final } ];
}

/** Providers that have not started wait until it turns out that nobody answers. */
async function tookIt( transaction: Transaction<Schema>, page: PagesTable, now: Millis, answerMs: number ): Promise<void> {
	if ( page.state !== 'accepted' && page.state !== 'undelivered' ) {
		return;
	}
	await moveTo( transaction, page, 'delivered', { unanswered_at: page.kind === 'page' ? now + answerMs : null } );
	await transaction.updateTable( 'deliveries' ).set( { next_attempt_at: NEVER } )
		.where( 'page_id', '=', page.id ).where( 'state', '=', 'standby' )
		.execute();
}

/** Returns whether the page has become undelivered by it. */
async function rejectedIt( transaction: Transaction<Schema>, page: PagesTable, now: Millis ): Promise<boolean> {
	if ( page.state !== 'accepted' && page.state !== 'undelivered' ) {
		return false;
	}
	await startNextProvider( transaction, page.id, now );
	// Once every provider has rejected it, waiting for the deadline would only hide the truth.
	const hopeful = await transaction.selectFrom( 'deliveries' ).select( 'id' )
		.where( 'page_id', '=', page.id ).where( 'state', '!=', 'rejected' )
		.executeTakeFirst();
	return !hopeful && await becomeUndelivered( transaction, page, now );
}

/** While the call was under way somebody acknowledged elsewhere, or the sender withdrew: closed again. */
async function tookTheUnneeded(
	transaction: Transaction<Schema>, page: PagesTable, delivery: Delivery, outcome: Extract<DeliveryOutcome, { kind: 'delivered' }>, now: Millis
): Promise<void> {
	await update( transaction, delivery, { incident: outcome.incident } );
	const why = page.state === 'withdrawn' ? 'Withdrawn by its sender.' : 'Acknowledged elsewhere.';
	// Waiting for the end of this very attempt, perhaps.
	const { numUpdatedRows } = await transaction.updateTable( 'actions' ).set( { next_attempt_at: now } )
		.where( 'delivery_id', '=', delivery.id ).where( 'kind', '=', 'resolve' ).where( 'next_attempt_at', 'is not', null )
		.executeTakeFirst();
	if ( numUpdatedRows === 0n ) {
		await insertActions( transaction, [ delivery ], 'resolve', why, now );
	}
}

async function update( transaction: Transaction<Schema>, delivery: Delivery, changes: Partial<Delivery> ): Promise<void> {
	await transaction.updateTable( 'deliveries' ).set( changes ).where( 'id', '=', delivery.id ).execute();
}
