// The background work of one process: delivering, reading back, and forgetting what has expired.
// Each is a loop that is woken by a nudge and otherwise by the clock; a failing round is logged and
// tried again, never the end of the loop. A run of failures is one ERROR line, however long it lasts.
import { ServiceError } from './errors.ts';
import type { Logger } from './logger.ts';
import type { WatchIncidents } from './pages/acknowledgePage.ts';
import type { DeliverPages } from './pages/deliverPage.ts';
import type { Millis } from './pages/page.ts';
import type { ActionStore, Clock, CourseStore, DeliveryStore } from './pages/ports.ts';
import type { Provider } from './pages/provider.ts';
import type { Heartbeat } from './pages/heartbeat.ts';
import type { Readiness } from './pages/readiness.ts';
import type { TellIncidents } from './pages/tellIncidents.ts';

/** Looks at the store this often even without a nudge: other processes write there too. */
const SAFETY_MS = 15_000;
/** Even when something is due at once: a loop that never waits would let nothing else run. */
const LEAST_PAUSE_MS = 20;
/** After a round that failed, before the next. */
const AFTER_FAILURE_MS = 1_000;
/** A store may restart, or be busy, for this long without anybody being woken. */
const STORE_MAY_REST_MS = 10_000;
/** Splunk On-Call asks for at least this much between two reads (2 a second at best, older docs 1 in 2 s). */
const READ_GAP_MS = 2_000;
/** What a provider may ask for is bounded where it is read. */
const LONGEST_PEACE_MS = 5 * 60_000;
const HOUSEKEEPING_MS = 10 * 60_000;
/** Splunk On-Call's rota may be asked about once a minute. */
const CHECK_MS = 5 * 60_000;

export interface Worker {
	start(): void;
	/** There may be something to deliver. */
	nudge(): void;
	/** Ends after the attempts under way, so that none is cut off between the call and its record. */
	stop(): Promise<void>;
}

export interface WorkerDeps {
	deliver: DeliverPages;
	watch: WatchIncidents;
	tell: TellIncidents;
	store: Pick<DeliveryStore, 'nextDue' | 'nextDeadline'> & Pick<CourseStore, 'nextUnanswered'> & Pick<ActionStore, 'nextAction'>;
	providers: ReadonlyMap<string, Provider>;
	clock: Clock;
	log: Logger;
	/** Between two reads of a provider's incidents. */
	pollMs: number;
	forgetExpired: () => Promise<void>;
	readiness: Pick<Readiness, 'check'>;
	heartbeat: Heartbeat;
	/** Between two heartbeats; 0: none. */
	heartbeatMs: number;
	/** Other work that goes round and round; each round returns how many ms to wait before the next. */
	also: readonly { name: string; round: () => Promise<number> }[];
}

interface Loop {
	run(): Promise<void>;
	nudge(): void;
}

export function createWorker( deps: WorkerDeps ): Worker {
	const { clock, deliver, pollMs } = deps;
	const stopping = new AbortController();

	const delivering = createLoop( 'deliver', async () => {
		await deliver.callUndelivered();
		// Full: a settled attempt nudges.
		if ( !await deliver.deliverDue() ) {
			return SAFETY_MS;
		}
		return untilNext( [ await deps.store.nextDue(), await deps.store.nextDeadline() ] );
	} );

	const readers = [ ...deps.providers.values() ].filter( ( provider ) => provider.observe ).map( createReader );

	const reading = readers.map( ( reader ) => createLoop( `read ${ reader.name }`, () => reader.read() ) );

	// Answers first: after an hour of being stopped somebody may have it long since.
	const goingOn = createLoop( 'go on', async () => {
		const due = await deps.store.nextUnanswered();
		if ( due !== undefined && due <= clock.now() ) {
			await Promise.all( readers.map( ( reader ) => reader.read() ) );
			await deliver.goOnUnanswered();
			delivering.nudge();
		}
		return untilNext( [ await deps.store.nextUnanswered() ] );
	} );

	interface Reader {
		name: string;
		/** Reads, unless it was read a moment ago or asked for peace. Returns how many ms to wait before the next time. */
		read(): Promise<number>;
	}

	function createReader( provider: Provider ): Reader {
		const gapMs = Math.min( READ_GAP_MS, pollMs );
		let lastRead = -Infinity;
		let peaceUntil = -Infinity;
		let underWay: Promise<number> | undefined;

		async function readNow(): Promise<number> {
			const now = clock.now();
			// A moment that the clock cannot have promised yet: it was set back.
			if ( lastRead > now || peaceUntil > now + LONGEST_PEACE_MS ) {
				lastRead = peaceUntil = -Infinity;
			}
			const tooSoon = Math.max( lastRead + gapMs, peaceUntil ) - now;
			if ( tooSoon > 0 ) {
				return tooSoon;
			}
			lastRead = now;
			peaceUntil = await deps.watch.observe( provider ) ?? -Infinity;
			return Math.max( pollMs, peaceUntil - clock.now() );
		}

		return {
			name: provider.name,
			read() {
				underWay ??= readNow().finally( () => {
					underWay = undefined;
				} );
				return underWay;
			}
		};
	}

	const telling = createLoop( 'tell', async () => {
		await deps.tell.tellDue();
		return untilNext( [ await deps.store.nextAction() ] );
	} );

	const housekeeping = createLoop( 'housekeeping', async () => {
		await deps.forgetExpired();
		return HOUSEKEEPING_MS;
	} );

	function untilNext( moments: readonly ( Millis | undefined )[] ): number {
		return Math.min( Math.min( ...moments.map( ( moment ) => moment ?? Infinity ) ) - clock.now(), SAFETY_MS );
	}

	/** @param round returns how many ms to wait before the next one */
	function createLoop( name: string, round: () => Promise<number> ): Loop {
		let woken = new AbortController();
		const failed = createFailures( name );
		return {
			async run() {
				while ( !stopping.signal.aborted ) {
					woken = new AbortController();
					const pause = await round().then( failed.over, ( error: unknown ) => {
						failed.again( error );
						return AFTER_FAILURE_MS;
					} );
					await clock.wait( Math.max( pause, LEAST_PAUSE_MS ), AbortSignal.any( [ woken.signal, stopping.signal ] ) );
				}
			},
			nudge: () => woken.abort()
		};
	}

	/** Tells a run of failures of one loop: once loudly, unless it is only a store that is back in a moment. */
	function createFailures( name: string ): { again( error: unknown ): void; over( pause: number ): number } {
		let since: Millis | undefined;
		let saidLoudly = false;
		return {
			again( error ) {
				since ??= clock.now();
				const mayPass = error instanceof ServiceError && error.code === 'storeUnavailable' && clock.now() - since < STORE_MAY_REST_MS;
				const facts = { loop: name, err: error };
				if ( saidLoudly || mayPass ) {
					deps.log.warn( facts, 'background work failed, trying again' );
				} else {
					saidLoudly = true;
					deps.log.error( facts, 'background work keeps failing, trying again' );
				}
			},
			over( pause ) {
				since = undefined;
				saidLoudly = false;
				return pause;
			}
		};
	}

	const checking = createLoop( 'check providers', async () => {
		await deps.readiness.check();
		return CHECK_MS;
	} );

	const beating = createLoop( 'heartbeat', async () => {
		await deps.heartbeat.beat( stopping.signal );
		return deps.heartbeatMs;
	} );

	const loops = [ delivering, goingOn, telling, ...reading, housekeeping, checking, ...deps.heartbeatMs > 0 ? [ beating ] : [],
		...deps.also.map( ( { name, round } ) => createLoop( name, round ) ) ];
	let running: Promise<unknown> = Promise.resolve();
	return {
		start() {
			running = Promise.all( loops.map( ( loop ) => loop.run() ) );
		},
		nudge() {
			[ delivering, goingOn, telling, ...reading ].forEach( ( loop ) => loop.nudge() );
		},
		async stop() {
			stopping.abort();
			await running;
			await deliver.settled();
		}
	};
}
