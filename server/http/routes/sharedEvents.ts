// What a page's listeners are told of one change: read from the store once, and written into words once, for all of
// them who have heard the same so far. A thousand panels that listen cost one query, not a thousand.
import type { PageStore } from '../../pages/ports.ts';

export interface ToldEvent {
	seq: number;
	/** As it goes over the wire. */
	text: string;
}

/**
 * What came after `seq`. `change` is the feed's number of it: who shares a reading has heard of the same change, and
 * the reading began after it, so nobody misses what was committed before they were told. Left out: a reading of one's own.
 */
export type ReadEvents = ( pageId: string, seq: number, change?: number ) => Promise<readonly ToldEvent[]>;

export function createSharedEvents( store: Pick<PageStore, 'eventsAfter'> ): ReadEvents {
	const underWay = new Map<string, Promise<readonly ToldEvent[]>>();

	async function read( pageId: string, seq: number ): Promise<readonly ToldEvent[]> {
		return ( await store.eventsAfter( pageId, seq ) )
			.map( ( event ) => ( { seq: event.seq, text: `id: ${ event.seq }\nevent: page\ndata: ${ JSON.stringify( event ) }\n\n` } ) );
	}

	return ( pageId, seq, change ) => {
		if ( change === undefined ) {
			return read( pageId, seq );
		}
		const key = `${ pageId } ${ seq } ${ change }`;
		const shared = underWay.get( key ) ?? read( pageId, seq ).finally( () => underWay.delete( key ) );
		underWay.set( key, shared );
		return shared;
	};
}
