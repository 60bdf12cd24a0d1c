// Deliveries: claimed with a lease in a short transaction, so that the HTTP call happens outside
// any transaction and a process that dies in between delays its claims but never loses them.
import { randomUUID } from 'node:crypto';
import { sql, type Kysely, type Transaction } from 'kysely';
import type { DeliveryOutcome, DeliveryStore } from '../pages/ports.ts';
import type { NewPageEvent } from '../pages/page.ts';
import { guarded } from './database.ts';
import { appendEvents, moveTo } from './pageEvents.ts';
import { toPage } from './rows.ts';
import type { DeliveriesTable, Schema } from './schema.ts';

/** Both are attempted: a rejection can be mended by an operator, and then the page still arrives. */
const unfinished = [ 'waiting', 'rejected' ] as const;

export function createDeliveryStore( database: Kysely<Schema> ): DeliveryStore {
	return {
		claimDue: ( now, leaseMs, limit ) => guarded( () => database.transaction().execute( async ( transaction ) => {
			const rows = await transaction.selectFrom( 'deliveries' ).selectAll()
				.where( 'state', 'in', unfinished )
				.where( 'next_attempt_at', '<=', now )
				.where( ( builder ) => builder.or( [ builder( 'lease_until', 'is', null ), builder( 'lease_until', '<=', now ) ] ) )
				.orderBy( 'next_attempt_at' )
				.limit( limit )
				.execute();
			if ( rows.length === 0 ) {
				return [];
			}
			const lease = randomUUID();
			await transaction.updateTable( 'deliveries' )
				.set( { lease, lease_until: now + leaseMs } )
				.where( 'id', 'in', rows.map( ( row ) => row.id ) )
				.execute();
			const pages = await transaction.selectFrom( 'pages' ).selectAll()
				.where( 'id', 'in', rows.map( ( row ) => row.page_id ) )
				.execute();
			const pageById = new Map( pages.map( ( row ) => [ row.id, toPage( row ) ] ) );
			return rows.map( ( row ) => ( {
				deliveryId: row.id, lease, provider: row.provider, attempts: row.attempts, page: pageById.get( row.page_id )!
			} ) );
		} ) ),

		nextDue: () => guarded( async () => {
			const { due } = await database.selectFrom( 'deliveries' )
				.select( sql<number | null>`min( case when lease_until > next_attempt_at then lease_until else next_attempt_at end )`.as( 'due' ) )
				.where( 'state', 'in', unfinished )
				.executeTakeFirstOrThrow();
			return due ?? undefined;
		} ),

		recordOutcome: ( claim, outcome, nextAttemptAt, now ) => guarded( () => database.transaction().execute( async ( transaction ) => {
			const before = await transaction.selectFrom( 'deliveries' ).selectAll()
				.where( 'id', '=', claim.deliveryId ).where( 'lease', '=', claim.lease )
				.executeTakeFirst();
			if ( !before ) {
				return false;
			}
			await transaction.updateTable( 'deliveries' )
				.set( {
					attempts: claim.attempts + 1,
					next_attempt_at: nextAttemptAt,
					lease: null,
					lease_until: null,
					...afterOutcome( outcome, now )
				} )
				.where( 'id', '=', claim.deliveryId )
				.execute();
			await appendEvents( transaction, claim.page.id, eventsOf( claim.provider, outcome, before ), now );
			await followOutcome( transaction, claim.page.id, outcome, now );
			return true;
		} ) ),

		markUndelivered: ( now ) => guarded( () => database.transaction().execute( async ( transaction ) => {
			const rows = await transaction.selectFrom( 'pages' ).selectAll()
				.where( 'state', '=', 'accepted' ).where( 'deadline_at', '<=', now )
				.execute();
			for ( const row of rows ) {
				await becomeUndelivered( transaction, row.id, now );
			}
			return rows.map( ( row ) => toPage( { ...row, state: 'undelivered' } ) );
		} ) ),

		nextDeadline: () => guarded( async () => {
			const { deadline } = await database.selectFrom( 'pages' )
				.select( ( builder ) => builder.fn.min( 'deadline_at' ).as( 'deadline' ) )
				.where( 'state', '=', 'accepted' )
				.executeTakeFirstOrThrow();
			return deadline ?? undefined;
		} )
	};
}

function afterOutcome( outcome: DeliveryOutcome, now: number ): Partial<Pick<DeliveriesTable, 'state' | 'incident' | 'phase' | 'last_reason' | 'delivered_at'>> {
	switch ( outcome.kind ) {
		case 'delivered':
			return { state: 'delivered', incident: outcome.incident, phase: 'triggered', delivered_at: now };
		case 'retry':
			return { state: 'waiting', last_reason: outcome.reason };
		case 'rejected':
			return { state: 'rejected', last_reason: outcome.reason };
	}
}

/** A failure is told once per change of its reason; hours of retries are one line, not hundreds. */
function eventsOf( provider: string, outcome: DeliveryOutcome, before: Pick<DeliveriesTable, 'state' | 'last_reason'> ): NewPageEvent[] {
	if ( outcome.kind === 'delivered' ) {
		return [ { kind: 'delivered', provider, incident: outcome.incident } ];
	}
	const final = outcome.kind === 'rejected';
	const toldAlready = before.last_reason === outcome.reason && ( before.state === 'rejected' ) === final;
	return toldAlready ? [] : [ { kind: 'attemptFailed', provider, reason: outcome.reason, final } ];
}

async function followOutcome( transaction: Transaction<Schema>, pageId: string, outcome: DeliveryOutcome, now: number ): Promise<void> {
	if ( outcome.kind === 'delivered' ) {
		const { state } = await transaction.selectFrom( 'pages' ).select( 'state' ).where( 'id', '=', pageId ).executeTakeFirstOrThrow();
		if ( state === 'accepted' || state === 'undelivered' ) {
			await moveTo( transaction, pageId, 'delivered' );
		}
		return;
	}
	// Once every provider has rejected it, waiting for the deadline would only hide the truth.
	const hopeful = await transaction.selectFrom( 'deliveries' ).select( 'id' )
		.where( 'page_id', '=', pageId ).where( 'state', '!=', 'rejected' )
		.executeTakeFirst();
	if ( !hopeful ) {
		await becomeUndelivered( transaction, pageId, now );
	}
}

async function becomeUndelivered( transaction: Transaction<Schema>, pageId: string, now: number ): Promise<void> {
	if ( await moveTo( transaction, pageId, 'undelivered' ) ) {
		await appendEvents( transaction, pageId, [ { kind: 'undelivered' } ], now );
	}
}
