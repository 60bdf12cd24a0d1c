// What providers say about incidents that our pages opened, applied to delivery and page at once.
import type { Kysely } from 'kysely';
import type { PageState } from '../contract/page.ts';
import type { IncidentObservation, IncidentStore } from '../pages/ports.ts';
import { guarded } from './database.ts';
import { appendEvents, moveTo } from './pageEvents.ts';
import type { Schema } from './schema.ts';

const stateOfPhase: Record<IncidentObservation[ 'phase' ], PageState> = {
	triggered: 'delivered',
	acknowledged: 'acknowledged',
	resolved: 'resolved'
};

export function createIncidentStore( database: Kysely<Schema> ): IncidentStore {
	return {
		watched: ( provider ) => guarded( async () => {
			const rows = await database.selectFrom( 'deliveries' ).selectAll()
				.where( 'provider', '=', provider ).where( 'state', '=', 'delivered' ).where( 'phase', '!=', 'resolved' )
				.execute();
			return rows.map( ( row ) => ( {
				deliveryId: row.id,
				pageId: row.page_id,
				provider: row.provider,
				incident: row.incident,
				phase: row.phase ?? 'triggered',
				notified: row.notified,
				deliveredAt: row.delivered_at ?? 0
			} ) );
		} ),

		recordObservation: ( watched, observation, events, now ) => guarded( () => database.transaction().execute( async ( transaction ) => {
			const { numUpdatedRows } = await transaction.updateTable( 'deliveries' )
				.set( {
					phase: observation.phase,
					notified: observation.notified ?? watched.notified,
					incident: observation.incident
				} )
				.where( 'id', '=', watched.deliveryId ).where( 'phase', '=', watched.phase )
				.executeTakeFirst();
			if ( numUpdatedRows === 0n ) {
				return false;
			}
			await appendEvents( transaction, watched.pageId, events, now );
			await moveTo( transaction, watched.pageId, stateOfPhase[ observation.phase ] );
			return true;
		} ) )
	};
}
