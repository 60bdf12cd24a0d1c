// A clock that stands still until advance(). It begins at the real time, because the sandbox wiki and
// the OAuth timestamps must agree, and they are given this clock too.
import type { Clock } from '../server/pages/ports.ts';

export interface FakeClock extends Clock {
	/** Moves the time forward, waking whoever waits, in the order of their times. */
	advance( ms: number ): Promise<void>;
	/** Moves the time without waking anybody, as when a machine's clock is set: timers do not go by it. */
	jump( ms: number ): void;
}

interface Waiter {
	at: number;
	wake: () => void;
}

/** @param settled awaited after each step, so that what was woken can finish and wait again */
export function createFakeClock( settled: () => Promise<void> ): FakeClock {
	let time = Date.now();
	const waiters = new Set<Waiter>();
	return {
		now: () => time,
		wait: ( ms, signal ) => new Promise( ( resolve ) => {
			const waiter: Waiter = {
				at: time + ms,
				wake: () => {
					waiters.delete( waiter );
					signal.removeEventListener( 'abort', waiter.wake );
					resolve();
				}
			};
			waiters.add( waiter );
			signal.addEventListener( 'abort', waiter.wake );
			if ( signal.aborted ) {
				waiter.wake();
			}
		} ),
		async advance( ms ) {
			const target = time + ms;
			await settled();
			for ( ;; ) {
				const due = [ ...waiters ].filter( ( { at } ) => at <= target ).sort( ( a, b ) => a.at - b.at )[ 0 ];
				if ( !due ) {
					break;
				}
				time = Math.max( time, due.at );
				due.wake();
				await settled();
			}
			time = target;
		},
		jump( ms ) {
			time += ms;
			waiters.forEach( ( waiter ) => {
				waiter.at += ms;
			} );
		}
	};
}
