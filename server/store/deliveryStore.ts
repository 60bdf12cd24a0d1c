// Deliveries: claimed with a lease in a short transaction, so that the HTTP call happens outside
// any transaction and a process that dies in between delays its claims but never loses them.
import { randomUUID } from 'node:crypto';
import { sql, type Expression, type ExpressionBuilder, type Kysely, type Selectable, type SqlBool } from 'kysely';
import type { Millis } from '../pages/page.ts';
import type { ClaimedDelivery, DeliveryStore } from '../pages/ports.ts';
import { guarded } from './database.ts';
import { isUnfinished } from './openWork.ts';
import { becomeUndelivered, NEVER } from './pageChanges.ts';
import { applyOutcome } from './outcomes.ts';
import { toPage } from './rows.ts';
import type { DeliveriesTable, Schema } from './schema.ts';
import { shareIfOneWrites } from './sharedCommit.ts';

/**
 * No pause that an outcome asks for is longer (5 min). What seems further away was written before a clock
 * was set back, and is due now; more than two hosts' clocks ever differ.
 */
const LONGEST_PAUSE_MS = 10 * 60_000;

type Delivery = Selectable<DeliveriesTable>;

/** @param bounds ringing and answering are counted from the moment of delivery, which is recorded here */
export function createDeliveryStore( database: Kysely<Schema>, bounds: { answerMs: number } ): DeliveryStore {
	const share = shareIfOneWrites( database );

	function lease( reasons: readonly Reason[], leaseUntil: Millis, limit: number ): Promise<ClaimedDelivery[]> {
		return database.transaction().execute( async ( transaction ) => {
			const rows: Delivery[] = [];
			// One after the other, because each walks an index from its start and ends when it has enough.
			for ( const [ isDue, order ] of reasons ) {
				if ( rows.length < limit ) {
					rows.push( ...await transaction.selectFrom( 'deliveries' ).selectAll().where( isDue )
						.orderBy( order ).limit( limit - rows.length )
						.forUpdate().skipLocked()
						.execute() );
				}
			}
			if ( rows.length === 0 ) {
				return [];
			}
			const key = randomUUID();
			await transaction.updateTable( 'deliveries' )
				.set( { lease: key, lease_until: leaseUntil } )
				.where( 'id', 'in', rows.map( ( row ) => row.id ) )
				.execute();
			const pages = await transaction.selectFrom( 'pages' ).selectAll()
				.where( 'id', 'in', rows.map( ( row ) => row.page_id ) )
				.execute();
			const pageById = new Map( pages.map( ( row ) => [ row.id, toPage( row ) ] ) );
			return rows.map( ( row ) => ( {
				deliveryId: row.id,
				lease: key,
				provider: row.provider,
				attempts: row.attempts,
				round: row.round,
				isRepeat: row.state === 'delivered',
				page: pageById.get( row.page_id )!
			} ) );
		} );
	}

	return {
		claimDue: ( now, leaseMs, limit ) => guarded( async () => {
			const reasons = reasonsToAttempt( now, leaseMs );
			// Most looks find nothing, and for that nobody has to wait until we have written.
			const { any } = await database.selectNoFrom( ( { or, exists, selectFrom } ) => or( reasons.map( ( [ isDue ] ) =>
				exists( selectFrom( 'deliveries' ).select( 'id' ).where( isDue ) )
			) ).as( 'any' ) ).executeTakeFirstOrThrow();
			return any ? lease( reasons, now + leaseMs, limit ) : [];
		} ),

		nextDue: () => guarded( async () => {
			const moments = await database.selectNoFrom( ( { selectFrom } ) => [
				selectFrom( 'deliveries' ).select( 'next_attempt_at' )
					.where( isUnfinished ).where( 'next_attempt_at', '<', NEVER ).where( 'lease_until', 'is', null )
					.orderBy( 'next_attempt_at' ).limit( 1 )
					.as( 'attempt' ),
				selectFrom( 'deliveries' ).select( 'repeat_at' )
					.where( 'state', '=', 'delivered' ).where( 'repeat_at', 'is not', null ).where( 'lease_until', 'is', null )
					.orderBy( 'repeat_at' ).limit( 1 )
					.as( 'repeat' ),
				// Under way; should its process have died, it is due when the lease has run out.
				selectFrom( 'deliveries' )
					.select( sql<number | null>`min( case when coalesce( repeat_at, next_attempt_at ) > lease_until then coalesce( repeat_at, next_attempt_at ) else lease_until end )`
						.as( 'at' ) )
					.where( 'lease_until', 'is not', null ).where( 'next_attempt_at', '<', NEVER ).where( 'state', '!=', 'spared' )
					.where( ( builder ) => builder.or( [ builder( 'state', '!=', 'delivered' ), builder( 'repeat_at', 'is not', null ) ] ) )
					.as( 'leased' )
			] ).executeTakeFirstOrThrow();
			const known = Object.values( moments ).filter( ( moment ) => moment !== null ).map( Number );
			return known.length === 0 ? undefined : Math.min( ...known );
		} ),

		recordOutcome: ( claim, outcome, next, now ) => guarded( () => share(
			( transaction ) => applyOutcome( transaction, claim, outcome, next, now, bounds.answerMs )
		) ),

		hasten: ( provider, now, most ) => guarded( async () => {
			let waiting = database.selectFrom( 'deliveries' ).select( 'id' )
				.where( 'provider', '=', provider ).where( 'state', '=', 'waiting' )
				.where( 'next_attempt_at', '>', now ).where( 'next_attempt_at', '<', NEVER )
				.where( 'last_reason', 'is not', null ).where( 'last_reason', '!=', 'rateLimited' )
				.orderBy( 'next_attempt_at' )
				.forUpdate().skipLocked();
			if ( most < Infinity ) {
				waiting = waiting.limit( most );
			}
			await database.updateTable( 'deliveries' ).set( { next_attempt_at: now } ).where( 'id', 'in', waiting ).execute();
		} ),

		markUndelivered: ( now ) => guarded( () => database.transaction().execute( async ( transaction ) => {
			const rows = await transaction.selectFrom( 'pages' ).selectAll()
				.where( 'state', '=', 'accepted' ).where( 'deadline_at', '<=', now )
				.forUpdate().skipLocked()
				.execute();
			for ( const row of rows ) {
				await becomeUndelivered( transaction, row, now );
			}
			return rows.map( toPage );
		} ) ),

		nextDeadline: () => guarded( async () => {
			const { deadline } = await database.selectFrom( 'pages' )
				.select( ( builder ) => builder.fn.min( 'deadline_at' ).as( 'deadline' ) )
				.where( 'state', '=', 'accepted' )
				.executeTakeFirstOrThrow();
			return deadline === null ? undefined : Number( deadline );
		} )
	};
}

/** Why a delivery may be attempted, and the column that says since when. */
type Reason = readonly [ ( builder: ExpressionBuilder<Schema, 'deliveries'> ) => Expression<SqlBool>, 'next_attempt_at' | 'repeat_at' ];

function reasonsToAttempt( now: Millis, leaseMs: Millis ): readonly Reason[] {
	const andFree = ( builder: ExpressionBuilder<Schema, 'deliveries'>, ...conditions: Expression<SqlBool>[] ): Expression<SqlBool> => builder.and( [
		...conditions, builder.or( [
			builder( 'lease_until', 'is', null ), builder( 'lease_until', '<=', now ), builder( 'lease_until', '>', now + leaseMs + LONGEST_PAUSE_MS )
		] )
	] );
	return [
		[ ( builder ) => andFree( builder, isUnfinished, builder( 'next_attempt_at', '<=', now ) ), 'next_attempt_at' ],
		// Where the provider forgets, it is told again.
		[ ( builder ) => andFree( builder, builder( 'state', '=', 'delivered' ), builder( 'repeat_at', '<=', now ) ), 'repeat_at' ],
		[ ( builder ) => andFree( builder, isUnfinished, builder( 'state', '!=', 'standby' ),
			builder( 'next_attempt_at', '>', now + LONGEST_PAUSE_MS ), builder( 'next_attempt_at', '<', NEVER ) ), 'next_attempt_at' ]
	];
}
