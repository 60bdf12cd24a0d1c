// Deliveries: claimed with a lease in a short transaction, so that the HTTP call happens outside
// any transaction and a process that dies in between delays its claims but never loses them.
import { randomUUID } from 'node:crypto';
import { sql, type ExpressionBuilder, type ExpressionWrapper, type Kysely, type SqlBool } from 'kysely';
import type { DeliveryStore } from '../pages/ports.ts';
import { guarded } from './database.ts';
import { becomeUndelivered, NEVER } from './pageChanges.ts';
import { applyOutcome } from './outcomes.ts';
import { toPage } from './rows.ts';
import type { Schema } from './schema.ts';
import { shareIfOneWrites } from './sharedCommit.ts';

/** Rejected ones too: a rejection can be mended by an operator, and then the page still arrives. */
const unfinished = [ 'standby', 'waiting', 'rejected' ] as const;

/**
 * No pause that an outcome asks for is longer (5 min). What seems further away was written before a clock
 * was set back, and is due now; more than two hosts' clocks ever differ.
 */
const LONGEST_PAUSE_MS = 10 * 60_000;

/** @param bounds ringing and answering are counted from the moment of delivery, which is recorded here */
export function createDeliveryStore( database: Kysely<Schema>, bounds: { answerMs: number } ): DeliveryStore {
	const share = shareIfOneWrites( database );

	return {
		claimDue: ( now, leaseMs, limit ) => guarded( () => database.transaction().execute( async ( transaction ) => {
			const rows = await transaction.selectFrom( 'deliveries' ).selectAll()
				.where( ( builder ) => isDue( builder, now ) )
				.where( ( builder ) => builder.or( [
					builder( 'lease_until', 'is', null ), builder( 'lease_until', '<=', now ), builder( 'lease_until', '>', now + leaseMs + LONGEST_PAUSE_MS )
				] ) )
				.orderBy( 'next_attempt_at' )
				.limit( limit )
				.forUpdate().skipLocked()
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
				deliveryId: row.id,
				lease,
				provider: row.provider,
				attempts: row.attempts,
				round: row.round,
				isRepeat: row.state === 'delivered',
				page: pageById.get( row.page_id )!
			} ) );
		} ) ),

		nextDue: () => guarded( async () => {
			const { due } = await database.selectFrom( 'deliveries' )
				.select( sql<number | null>`min( case
					when lease_until is not null and lease_until > coalesce( repeat_at, next_attempt_at ) then lease_until
					else coalesce( repeat_at, next_attempt_at ) end )`.as( 'due' ) )
				.where( ( builder ) => isDue( builder, NEVER - 1 ) )
				.executeTakeFirstOrThrow();
			return due === null ? undefined : Number( due );
		} ),

		recordOutcome: ( claim, outcome, next, now ) => guarded( () => share(
			( transaction ) => applyOutcome( transaction, claim, outcome, next, now, bounds.answerMs )
		) ),

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

/** Due by `moment`: to be attempted, or, where the provider forgets, to be told again. */
function isDue( builder: ExpressionBuilder<Schema, 'deliveries'>, moment: number ): ExpressionWrapper<Schema, 'deliveries', SqlBool> {
	return builder.or( [
		builder.and( [ builder( 'state', 'in', unfinished ), builder( 'next_attempt_at', '<=', moment ) ] ),
		builder.and( [
			builder( 'state', 'in', [ 'waiting', 'rejected' ] ),
			builder( 'next_attempt_at', '>', moment + LONGEST_PAUSE_MS ), builder( 'next_attempt_at', '<', NEVER )
		] ),
		builder.and( [ builder( 'state', '=', 'delivered' ), builder( 'repeat_at', '<=', moment ) ] )
	] );
}
