// Providers that did not answer the last time. While one is away, one of the pages that wait for it is tried every
// few seconds, whatever its own turn is; and when it takes one again, all of them are due at once.
//
//   there --(an attempt found it away)--> away --(it takes a page)--> there, and all that waited is due
//                                         |  ^
//                                         +--+ every 5 s: the page that waits longest is due
import type { FailureReason } from '../contract/page.ts';
import type { Millis } from './page.ts';
import type { DeliveryStore } from './ports.ts';
import type { DeliveryOutcome } from './provider.ts';

/** A person waits; and one call in so much time is no burden for a service that is coming back. */
const ASK_MS = 5_000;

/** Who refuses, or names a time, is there. */
const nobodyThere: ReadonlySet<FailureReason> = new Set( [ 'timeout', 'network', 'serverError', 'unreadable' ] );

export interface AbsentProviders {
	/** After an attempt was recorded. */
	note( provider: string, outcome: DeliveryOutcome, now: Millis ): Promise<void>;
	/** Makes due what it is time to try. */
	ask( now: Millis ): Promise<void>;
	/** When it is time again; undefined while all are there. */
	nextAsk(): Millis | undefined;
}

export function createAbsentProviders( store: Pick<DeliveryStore, 'hasten'> ): AbsentProviders {
	const away = new Map<string, { since: Millis; askAt: Millis }>();
	return {
		async note( provider, outcome, now ) {
			const absence = away.get( provider );
			if ( outcome.kind === 'retry' && outcome.notBefore === undefined && nobodyThere.has( outcome.reason ) ) {
				away.set( provider, absence ?? { since: now, askAt: now + ASK_MS } );
				return;
			}
			away.delete( provider );
			// What failed a moment ago is tried again in a moment anyway; a provider that fails now and then is not hurried.
			if ( absence && outcome.kind === 'delivered' && now - absence.since >= ASK_MS ) {
				await store.hasten( provider, now, Infinity );
			}
		},
		async ask( now ) {
			for ( const [ provider, absence ] of away ) {
				// Further away than we ever plan: the clock was set back.
				if ( absence.askAt <= now || absence.askAt > now + ASK_MS ) {
					absence.askAt = now + ASK_MS;
					await store.hasten( provider, now, 1 );
				}
			}
		},
		nextAsk: () => away.size === 0 ? undefined : Math.min( ...[ ...away.values() ].map( ( { askAt } ) => askAt ) )
	};
}
