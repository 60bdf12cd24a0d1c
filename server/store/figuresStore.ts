// How things stand in the store, for figures: counted where there are indexes for it, because it is asked
// several times a minute.
import type { Kysely } from 'kysely';
import type { ReadStoreFigures } from '../watching/ports.ts';
import type { DeliveryStore } from '../pages/ports.ts';
import { guarded } from './database.ts';
import type { Schema } from './schema.ts';

const open = [ 'accepted', 'delivered', 'acknowledged', 'undelivered' ] as const;

export function createReadFigures( database: Kysely<Schema>, deliveries: Pick<DeliveryStore, 'nextDue'> ): ReadStoreFigures {
	return () => guarded( async () => {
		const rows = await database.selectFrom( 'pages' )
			.select( ( { fn } ) => [ 'state', fn.countAll().as( 'pages' ), fn.min( 'accepted_at' ).as( 'since' ) ] )
			.where( 'state', 'in', open ).where( 'kind', '=', 'page' )
			.groupBy( 'state' )
			.execute();
		const waiting = rows.filter( ( { state } ) => state === 'accepted' || state === 'undelivered' ).map( ( { since } ) => Number( since ) );
		return {
			open: new Map( rows.map( ( { state, pages } ) => [ state, Number( pages ) ] ) ),
			waitingSince: waiting.length === 0 ? undefined : Math.min( ...waiting ),
			nextDue: await deliveries.nextDue()
		};
	} );
}
