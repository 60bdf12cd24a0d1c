// What is to be told to incidents after they were opened; claimed with a lease like deliveries.
import { randomUUID } from 'node:crypto';
import { sql, type Kysely } from 'kysely';
import type { ActionStore } from '../pages/ports.ts';
import { guarded } from './database.ts';
import { dedupKeyOfRow, wholeMs } from './pageChanges.ts';
import type { Schema } from './schema.ts';

export function createActionStore( database: Kysely<Schema> ): ActionStore {
	return {
		claimActions: ( now, leaseMs, limit ) => guarded( () => database.transaction().execute( async ( transaction ) => {
			const rows = await transaction.selectFrom( 'actions' )
				.innerJoin( 'deliveries', 'deliveries.id', 'actions.delivery_id' )
				.select( [
					'actions.id', 'actions.kind', 'actions.text', 'actions.attempts',
					'deliveries.page_id', 'deliveries.round', 'deliveries.provider', 'deliveries.incident'
				] )
				.where( 'actions.next_attempt_at', '<=', now )
				.where( ( builder ) => builder.or( [ builder( 'actions.lease_until', 'is', null ), builder( 'actions.lease_until', '<=', now ) ] ) )
				// With a plus, which changes nothing but that SQLite looks among those due and not through all in order.
				.orderBy( sql`+actions.id` )
				.limit( limit )
				.forUpdate( 'actions' ).skipLocked()
				.execute();
			if ( rows.length === 0 ) {
				return [];
			}
			const lease = randomUUID();
			await transaction.updateTable( 'actions' )
				.set( { lease, lease_until: now + leaseMs } )
				.where( 'id', 'in', rows.map( ( row ) => row.id ) )
				.execute();
			return rows.map( ( row ) => ( {
				actionId: row.id,
				lease,
				kind: row.kind,
				text: row.text,
				attempts: row.attempts,
				pageId: row.page_id,
				provider: row.provider,
				handle: { dedupKey: dedupKeyOfRow( row ), incident: row.incident }
			} ) );
		} ) ),

		nextAction: () => guarded( async () => {
			const { next } = await database.selectFrom( 'actions' )
				.select( sql<number | null>`min( case when lease_until is not null and lease_until > next_attempt_at then lease_until else next_attempt_at end )`.as( 'next' ) )
				.where( 'next_attempt_at', 'is not', null )
				.executeTakeFirstOrThrow();
			return next === null ? undefined : Number( next );
		} ),

		recordAction: ( claim, next ) => guarded( async () => {
			await database.updateTable( 'actions' )
				.set( { attempts: claim.attempts + 1, next_attempt_at: wholeMs( next ), lease: null, lease_until: null } )
				.where( 'id', '=', claim.actionId ).where( 'lease', '=', claim.lease )
				.execute();
		} )
	};
}
