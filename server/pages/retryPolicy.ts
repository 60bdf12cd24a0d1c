// When to try again. Fast at first, because somebody is waiting; then steady for as long as it
// takes: a page has a deadline after which it is called undelivered, never a last attempt.
import type { DeliveryOutcome } from './provider.ts';
import type { Millis } from './page.ts';

/** Seconds between one attempt and the next: within the first minute seven tries. */
const fastSeconds = [ 1, 2, 5, 10, 20, 30 ];
const STEADY_MS = 30_000;

/** A rejection needs an operator; asking every 5 minutes finds out when they have mended it. */
const REJECTED_MS = 5 * 60_000;

/**
 * @param attemptsMade including the one that just failed, so at least 1
 * @param random in [0, 1), for the jitter that keeps waiting pages from arriving all at once
 */
export function nextAttemptAt(
	outcome: Exclude<DeliveryOutcome, { kind: 'delivered' }>, attemptsMade: number, now: Millis, random: number
): Millis {
	if ( outcome.kind === 'rejected' ) {
		return now + REJECTED_MS;
	}
	const fast = fastSeconds[ attemptsMade - 1 ];
	const planned = now + ( fast === undefined ? STEADY_MS * ( 1 + random / 2 ) : fast * 1000 );
	return Math.max( planned, outcome.notBefore ?? 0 );
}
