// One line of the roster, between two readings of the whole group. A port: the store implements it.
import type { RosterEntry } from './ports.ts';

export interface RosterRecord {
	/**
	 * What the wiki has just said about one person, as the holder of a grant. It replaces what was known before
	 * `verifiedAt`, ends an earlier strike, and outlives a reading of the group that began before.
	 */
	record( entry: RosterEntry ): Promise<void>;
}
