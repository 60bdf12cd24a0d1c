// Events are written only inside the transaction of the change they tell of.
import type { Transaction } from 'kysely';
import { mayFollow, type Millis, type NewPageEvent } from '../pages/page.ts';
import type { PageState } from '../contract/page.ts';
import { fromEvent } from './rows.ts';
import type { Schema } from './schema.ts';

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

/** Moves the page to `to` if that may follow its present state. Returns whether it did. */
export async function moveTo( transaction: Transaction<Schema>, pageId: string, to: PageState ): Promise<boolean> {
	const { state } = await transaction.selectFrom( 'pages' ).select( 'state' ).where( 'id', '=', pageId ).executeTakeFirstOrThrow();
	if ( !mayFollow( state, to ) ) {
		return false;
	}
	await transaction.updateTable( 'pages' ).set( { state: to } ).where( 'id', '=', pageId ).execute();
	return true;
}
