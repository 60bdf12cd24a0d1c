// Looks at the store when somebody reads the figures, and never keeps them waiting for it: a store that is
// down or hangs is itself the most important figure.
import type { Moment } from './metrics.ts';
import type { ReadStoreFigures } from './ports.ts';

export interface LookAtStoreDeps {
	read: ReadStoreFigures;
	/** Whether anything can be written; never throws. */
	writes: () => Promise<boolean>;
	clock: { now(): number };
	/** Real time that a reader waits at most. */
	patienceMs?: number;
}

export type StoreMoment = Pick<Moment, 'writable' | 'store'>;

/** However often somebody asks, we look no more often: each look writes. */
const FRESH_MS = 5_000;
/** Prometheus gives up after 10 s by default. */
const PATIENCE_MS = 2_000;

/** Returns a function that never throws. What the store has not told in time is unknown, and a store that does not answer cannot be written. */
export function createLookAtStore( { read, writes, clock, patienceMs = PATIENCE_MS }: LookAtStoreDeps ): () => Promise<StoreMoment> {
	let last: { at: number; seen: StoreMoment } | undefined;
	let underWay: Promise<StoreMoment> | undefined;

	async function look(): Promise<StoreMoment> {
		const [ writable, store ] = await Promise.all( [ writes(), read().catch( () => undefined ) ] );
		last = { at: clock.now(), seen: { writable, store } };
		return last.seen;
	}

	return async () => {
		const age = last === undefined ? Infinity : clock.now() - last.at;
		if ( age >= 0 && age < FRESH_MS ) {
			return last!.seen;
		}
		underWay ??= look().finally( () => {
			underWay = undefined;
		} );
		let timer: NodeJS.Timeout | undefined;
		const tooLate = new Promise<StoreMoment>( ( resolve ) => {
			timer = setTimeout( resolve, patienceMs, { writable: false, store: undefined } );
		} );
		return Promise.race( [ underWay, tooLate ] ).finally( () => clearTimeout( timer ) );
	};
}
