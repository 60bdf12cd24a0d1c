// What watching needs of the store, as a type. store/ implements it.
import type { PageState } from '../contract/page.ts';
import type { Millis } from '../pages/page.ts';

/** How things stand, for every process on this store alike. */
export interface StoreFigures {
	/** Pages by state; only states that are open, and drills and heartbeats are no pages. */
	open: ReadonlyMap<PageState, number>;
	/** When the oldest page that no provider has taken was accepted. */
	waitingSince: Millis | undefined;
	/** When the next attempt is due, or was; heartbeats and drills too. */
	nextDue: Millis | undefined;
}

/** @throws ServiceError storeUnavailable */
export type ReadStoreFigures = () => Promise<StoreFigures>;
