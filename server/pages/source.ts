// One source of what is going on outside, read once for all who look: by looking it is read, and when nobody looks
// it is left alone. It fails alone, keeps what it said last with its age, and is asked more rarely while it fails.
//
//   asleep --look--> reading --answer--> fresh --(everyMs, and somebody looks)--> reading
//                       |                                                             ^
//                       +--no answer--> failing --(longer each time, and a look)------+
import type { Logger } from '../logger.ts';
import type { Millis } from './page.ts';
import type { Clock } from './ports.ts';
import { ObservationError } from './provider.ts';

/** `asOf` and `value` are null until it has answered once. `failing`: the newest attempt got no good answer. */
export interface Reading<Value> {
	asOf: Millis | null;
	failing: boolean;
	value: Value | null;
}

export interface Source<Value> {
	/**
	 * What it says now, or else said last. Never throws.
	 *
	 * @param patienceMs how long to wait for a reading that is under way or due, in ms of the real time: somebody waits
	 */
	look( patienceMs: number ): Promise<Reading<Value>>;
}

export interface SourceDeps<Value> {
	/** For the log. */
	name: string;
	/** Bounded in time and size by itself. @throws ObservationError */
	read: () => Promise<Value>;
	/** From one reading to the next while somebody looks. */
	everyMs: number;
	/** Until a reading may begin; false: it may not any more. Default: at once. */
	turn?: () => Promise<boolean>;
	/** The source wants to be left alone until then. */
	onPeace?: ( until: Millis ) => void;
	clock: Pick<Clock, 'now'>;
	log: Pick<Logger, 'info' | 'warn' | 'error'>;
}

/** Refused or limited: a key that is asked too often is switched off for longer each time. */
const REFUSED_PAUSE_MS = 60_000;
const LONGEST_PAUSE_MS = 5 * 60_000;

export function createSource<Value>( { name, read, everyMs, turn, onPeace, clock, log }: SourceDeps<Value> ): Source<Value> {
	let said: { asOf: Millis; value: Value } | undefined;
	let failures = 0;
	let begunAt = -Infinity;
	let pauseMs = everyMs;
	let underWay: Promise<void> | undefined;

	function isDue(): boolean {
		// Begun in the future: the clock was set back.
		return clock.now() >= begunAt + pauseMs || begunAt > clock.now();
	}

	async function readOnce(): Promise<void> {
		try {
			if ( turn && !await turn() ) {
				return;
			}
			begunAt = clock.now();
			said = { value: await read(), asOf: clock.now() };
			if ( failures > 0 ) {
				log.info( { source: name, failures }, 'a source of the situation answers again' );
			}
			failures = 0;
			pauseMs = everyMs;
		} catch ( error ) {
			failed( error );
		}
	}

	function failed( error: unknown ): void {
		failures++;
		const reason = error instanceof ObservationError ? error.reason : 'bug';
		const base = reason === 'rateLimited' || reason === 'unauthorized' ? Math.max( REFUSED_PAUSE_MS, everyMs ) : everyMs;
		pauseMs = Math.min( base * 2 ** ( failures - 1 ), Math.max( LONGEST_PAUSE_MS, everyMs ) );
		if ( error instanceof ObservationError && error.notBefore !== undefined ) {
			pauseMs = Math.max( pauseMs, error.notBefore - begunAt );
			onPeace?.( error.notBefore );
		}
		if ( reason === 'bug' ) {
			log.error( { source: name, err: error }, 'bug: a source of the situation threw' );
		} else if ( failures === 1 ) {
			log.warn( { source: name, reason }, 'a source of the situation does not answer' );
		}
	}

	return {
		async look( patienceMs ) {
			if ( isDue() ) {
				underWay ??= readOnce().finally( () => {
					underWay = undefined;
				} );
			}
			if ( underWay ) {
				await within( patienceMs, underWay );
			}
			return { asOf: said?.asOf ?? null, failing: failures > 0, value: said?.value ?? null };
		}
	};
}

/** Resolves when the work is done, or its time is up; the work goes on. */
async function within( ms: number, work: Promise<unknown> ): Promise<void> {
	let timer: NodeJS.Timeout | undefined;
	await Promise.race( [ work, new Promise( ( resolve ) => {
		timer = setTimeout( resolve, ms );
	} ) ] );
	clearTimeout( timer );
}
