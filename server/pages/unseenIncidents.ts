// Incidents that others raised lately and that a sender may not know of. They are asked about them once for each
// intent to page: monitoring may raise a new one every second of an outage, and that must keep no page from us.
import type { OpenIncident } from '../contract/situation.ts';
import type { Millis } from './page.ts';
import type { Clock } from './ports.ts';
import type { SituationWatch } from './situation.ts';

export interface UnseenIncidents {
	/**
	 * Newest first; empty when this intent has been asked already. Takes a second at most. Never throws.
	 *
	 * @param seen `<provider>/<incident>` of those that the sender was shown
	 */
	unseen( intent: string, seen: readonly string[] ): Promise<OpenIncident[]>;
	/** The sender of this intent was told of all that there is. */
	told( intent: string ): void;
}

/** As for open pages: an incident that nobody closed says nothing about a new one after this long. */
const MATTERS_MS = 6 * 60 * 60_000;
/** More than this many at once is an outage that everybody knows of. */
const SHOWN = 20;
/** A sender decides, or leaves, within this. */
const TOLD_MS = 60 * 60_000;

export function createUnseenIncidents( { openIncidents }: Pick<SituationWatch, 'openIncidents'>, clock: Pick<Clock, 'now'> ): UnseenIncidents {
	const asked = new Map<string, Millis>();
	return {
		async unseen( intent, seen ) {
			if ( asked.has( intent ) ) {
				return [];
			}
			const known = new Set( seen );
			const since = clock.now() - MATTERS_MS;
			// One that does not say when it began may be open for months.
			return ( await openIncidents() )
				.filter( ( one ) => one.since !== null && Date.parse( one.since ) > since && !known.has( `${ one.provider }/${ one.incident }` ) )
				.sort( ( a, b ) => Date.parse( b.since! ) - Date.parse( a.since! ) )
				.slice( 0, SHOWN );
		},
		told( intent ) {
			const now = clock.now();
			for ( const [ one, at ] of asked ) {
				if ( at <= now - TOLD_MS ) {
					asked.delete( one );
				}
			}
			asked.set( intent, now );
		}
	};
}
