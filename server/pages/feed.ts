// Tells event streams of this process that a page has changed; the events themselves are read from
// the store, so nothing is lost when a stream breaks and nobody needs to remember anything here.
import type { PageFeed } from './ports.ts';

export function createPageFeed(): PageFeed {
	const listeners = new Map<string, Set<( change: number ) => void>>();
	let changes = 0;
	return {
		changed( pageId ) {
			const change = ++changes;
			listeners.get( pageId )?.forEach( ( listener ) => listener( change ) );
		},
		subscribe( pageId, listener ) {
			const ofPage = listeners.get( pageId ) ?? new Set<( change: number ) => void>();
			listeners.set( pageId, ofPage.add( listener ) );
			return () => {
				ofPage.delete( listener );
				if ( ofPage.size === 0 ) {
					listeners.delete( pageId );
				}
			};
		}
	};
}
