// What providers say about incidents that our pages opened, applied to delivery and page at once.
import type { Kysely, Transaction } from 'kysely';
import type { PageState } from '../contract/page.ts';
import type { Millis } from '../pages/page.ts';
import type { IncidentStore, WatchedDelivery } from '../pages/ports.ts';
import type { IncidentObservation } from '../pages/provider.ts';
import { guarded } from './database.ts';
import { appendEvents, becomeUndelivered, closeOthers, dedupKeyOfRow, moveTo, NEVER, openedNothing, pageForChange, REPEAT_UNOPENED_MS, spareUnfinished, startNextProvider } from './pageChanges.ts';
import type { PagesTable, Schema } from './schema.ts';

const stateOfPhase: Record<IncidentObservation[ 'phase' ], PageState> = {
	triggered: 'delivered',
	acknowledged: 'acknowledged',
	resolved: 'resolved'
};

/** @param bounds answerMs: a page that was reopened waits for an answer anew */
export function createIncidentStore( database: Kysely<Schema>, bounds: { answerMs: number } ): IncidentStore {
	return {
		watched: ( provider, resolvedSince = NEVER ) => guarded( async () => {
			const delivered = database.selectFrom( 'deliveries' ).selectAll().where( 'provider', '=', provider ).where( 'state', '=', 'delivered' );
			// Not "any but resolved": years of resolved ones would be read to find the few that are open.
			const open = await delivered.where( 'phase', 'in', [ 'triggered', 'acknowledged' ] ).orderBy( 'id' ).execute();
			const closed = resolvedSince === NEVER ? [] :
				await delivered.where( 'phase', '=', 'resolved' ).where( 'delivered_at', '>', resolvedSince ).orderBy( 'id' ).execute();
			// Open ones first: some providers read back only so many at once.
			const rows = [ ...open, ...closed ];
			return rows.map( ( row ) => ( {
				deliveryId: row.id,
				pageId: row.page_id,
				dedupKey: dedupKeyOfRow( row ),
				provider: row.provider,
				incident: row.incident,
				phase: row.phase ?? 'triggered',
				notified: row.notified,
				muted: row.muted === 1,
				rerouted: row.rerouted === 1,
				deliveredAt: Number( row.delivered_at )
			} ) );
		} ),

		recordObservation: ( watched, observation, events, now ) => guarded( () => database.transaction().execute( async ( transaction ) => {
			const page = ( await pageForChange( transaction, watched.pageId ) )!;
			const { numUpdatedRows } = await transaction.updateTable( 'deliveries' )
				.set( {
					phase: observation.phase,
					notified: observation.notified ?? watched.notified,
					muted: observation.muted ? 1 : 0,
					incident: observation.incident,
					...observation.phase === 'resolved' ? { repeat_at: null } : {}
				} )
				.where( 'id', '=', watched.deliveryId )
				// Unchanged since it was read: of two readers of the same state one tells what is new.
				.where( 'phase', '=', watched.phase ).where( 'muted', '=', watched.muted ? 1 : 0 )
				.where( 'notified', watched.notified === null ? 'is' : '=', watched.notified )
				.executeTakeFirst();
			if ( numUpdatedRows === 0n ) {
				return false;
			}
			// Resolved by us, on our own site or with a drill, it is closed there too: that is no news.
			const isNews = !( observation.phase === 'resolved' && page.state === 'resolved' );
			await appendEvents( transaction, page.id, isNews ? events : [], now );
			return await followPhase( transaction, page, watched, observation, now ) ? 'undelivered' : true;
		} ) ),

		claimReroute: ( deliveryId ) => guarded( async () => {
			const { numUpdatedRows } = await database.updateTable( 'deliveries' ).set( { rerouted: 1 } )
				.where( 'id', '=', deliveryId ).where( 'rerouted', '=', 0 )
				.executeTakeFirst();
			return numUpdatedRows > 0n;
		} ),

		recordReroute: ( watched, done, now ) => guarded( () => database.transaction().execute( async ( transaction ) => {
			await pageForChange( transaction, watched.pageId );
			await appendEvents( transaction, watched.pageId, [ { kind: 'rerouted', provider: watched.provider, done } ], now );
		} ) ),

		startNext: ( pageId, now ) => guarded( () => database.transaction().execute( async ( transaction ) => {
			await pageForChange( transaction, pageId );
			return startNextProvider( transaction, pageId, now );
		} ) )
	};

	/** Returns whether the page has become undelivered by it. */
	async function followPhase(
		transaction: Transaction<Schema>, page: PagesTable, watched: WatchedDelivery, observation: IncidentObservation, now: Millis
	): Promise<boolean> {
		if ( observation.phase !== 'triggered' ) {
			await moveTo( transaction, page, stateOfPhase[ observation.phase ] );
			await spareUnfinished( transaction, page.id, 'Acknowledged elsewhere.', now );
			await closeOthers( transaction, page.id, watched.deliveryId, now );
			await waitForAnswer( transaction, page.id, null );
		} else if ( watched.phase !== 'triggered' ) {
			await moveTo( transaction, page, 'delivered' );
			await waitForAnswer( transaction, page.id, now + bounds.answerMs );
		} else if ( observation.muted ) {
			return becameSilent( transaction, page, watched, observation, now );
		} else if ( watched.muted ) {
			await silenceEnded( transaction, page, observation, watched, now );
		}
		return false;
	}

	/** Taken and kept silent is as good as not taken: the next provider starts, and the page says so. */
	async function becameSilent(
		transaction: Transaction<Schema>, page: PagesTable, watched: WatchedDelivery, observation: IncidentObservation, now: Millis
	): Promise<boolean> {
		if ( openedNothing( observation.incident, watched.dedupKey ) ) {
			await transaction.updateTable( 'deliveries' ).set( { repeat_at: now + REPEAT_UNOPENED_MS } )
				.where( 'id', '=', watched.deliveryId ).where( 'repeat_at', 'is', null )
				.execute();
		}
		await startNextProvider( transaction, page.id, now );
		const ringing = await transaction.selectFrom( 'deliveries' ).select( 'id' )
			.where( 'page_id', '=', page.id ).where( 'state', '=', 'delivered' ).where( 'muted', '=', 0 )
			.executeTakeFirst();
		if ( ringing || page.state !== 'delivered' ) {
			return false;
		}
		await waitForAnswer( transaction, page.id, null );
		return becomeUndelivered( transaction, page, now );
	}

	/** It is taken in earnest now; whether anybody is notified is seen from here as for any other. */
	async function silenceEnded(
		transaction: Transaction<Schema>, page: PagesTable, { incident }: IncidentObservation, { provider }: WatchedDelivery, now: Millis
	): Promise<void> {
		if ( page.state === 'undelivered' ) {
			await moveTo( transaction, page, 'delivered' );
			await appendEvents( transaction, page.id, [ { kind: 'delivered', provider, incident } ], now );
			await waitForAnswer( transaction, page.id, now + bounds.answerMs );
		}
	}
}

/** A drill waits for nobody. */
async function waitForAnswer( transaction: Transaction<Schema>, pageId: string, until: Millis | null ): Promise<void> {
	await transaction.updateTable( 'pages' ).set( { unanswered_at: until } ).where( 'id', '=', pageId ).where( 'kind', '=', 'page' ).execute();
}
