// How often one on-call service may be read by all of us together: the worker that follows our pages, and members
// who look at what is going on. A service that asked for peace gets it from both.
import type { Millis } from './page.ts';
import type { Clock } from './ports.ts';

/** Splunk On-Call asks for at least this much between two reads (2 a second at best, older docs 1 in 2 s). */
const READ_GAP_MS = 2_000;
/** What a service may ask for is bounded where it is read. */
const LONGEST_PEACE_MS = 5 * 60_000;

export interface ReadingPace {
	/** Between two readings. */
	readonly gapMs: number;
	/** How many ms until the next reading may begin; 0: now. */
	left(): number;
	/** One begins now. */
	begin(): void;
	/** The service wants to be left alone until then. */
	rest( until: Millis ): void;
	/** Waits for its turn and begins; false when the signal came first. */
	turn( signal: AbortSignal ): Promise<boolean>;
}

/** @param pollMs who is to be read more often than usual, as in tests, may be */
export function createReadingPace( clock: Clock, pollMs: number ): ReadingPace {
	const gapMs = Math.min( READ_GAP_MS, pollMs );
	let lastRead = -Infinity;
	let peaceUntil = -Infinity;
	const pace: ReadingPace = {
		gapMs,
		left() {
			const now = clock.now();
			// A moment that the clock cannot have promised yet: it was set back.
			if ( lastRead > now || peaceUntil > now + LONGEST_PEACE_MS ) {
				lastRead = peaceUntil = -Infinity;
			}
			return Math.max( 0, Math.max( lastRead + gapMs, peaceUntil ) - now );
		},
		begin() {
			lastRead = clock.now();
		},
		rest( until ) {
			peaceUntil = Math.max( peaceUntil, until );
		},
		async turn( signal ) {
			// Whoever wakes first goes, and the others wait anew.
			for ( let left = pace.left(); left > 0 && !signal.aborted; left = pace.left() ) {
				await clock.wait( left, signal );
			}
			if ( signal.aborted ) {
				return false;
			}
			pace.begin();
			return true;
		}
	};
	return pace;
}
