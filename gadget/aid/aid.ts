// What the aid's components are given: its composables, put together in index.ts.
import type { SinceHolder } from './useSince.ts';
import type { SituationHolder } from './useSituation.ts';
import type { WikisHolder } from './useWikis.ts';

export interface Aid {
	situation: SituationHolder;
	since: SinceHolder;
	wikis: WikisHolder;
}
