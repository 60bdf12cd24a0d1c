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
import type { ReadingPace } from './pages/readingPace.ts';
import type { TellIncidents } from './pages/tellIncidents.ts';

/** Looks at the store this often even without a nudge: other processes write there too. */
const SAFETY_MS = 15_000;
/** Even when something is due at once: a loop that never waits would let nothing else run. */
const LEAST_PAUSE_MS = 20;
/** Why a wait ends early; an error made anew each time would cost more than the wait. */
const NUDGED = 'nudged';
/** After a round that failed, before the next. */
const AFTER_FAILURE_MS = 1_000;
/** A store may restart, or be busy, for this long without anybody being woken. */
const STORE_MAY_REST_MS = 10_000;
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
	/** Shared with whoever else reads this provider. */
	paceOf: ( provider: string ) => ReadingPace;
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
		const deadline = await deps.store.nextDeadline();
		if ( isPast( deadline ) ) {
			await deliver.callUndelivered();
		}
		// Full: a settled attempt nudges.
		if ( !await deliver.deliverDue() ) {
			return SAFETY_MS;
		}
		return untilNext( [ await deps.store.nextDue(), deadline, deliver.nextTry() ] );
	} );

	const readers = [ ...deps.providers.values() ].filter( ( provider ) => provider.observe ).map( createReader );

	const reading = readers.map( ( reader ) => createLoop( `read ${ reader.name }`, () => reader.read() ) );

	// Answers first: after an hour of being stopped somebody may have it long since.
	const goingOn = createLoop( 'go on', async () => {
		const due = await deps.store.nextUnanswered();
		if ( !isPast( due ) ) {
			return untilNext( [ due ] );
		}
		await Promise.all( readers.map( ( reader ) => reader.catchUp() ) );
		await deliver.goOnUnanswered();
		delivering.nudge();
		return untilNext( [ await deps.store.nextUnanswered() ] );
	} );

	interface Reader {
		name: string;
		/** Reads, unless it was read a moment ago or asked for peace. Returns how many ms to wait before the next time. */
		read(): Promise<number>;
		/** Reads, even if it has to wait a moment because somebody else has just read. */
		catchUp(): Promise<void>;
	}

	function createReader( provider: Provider ): Reader {
		const pace = deps.paceOf( provider.name );
		let lastLook = -Infinity;
		let underWay: Promise<number> | undefined;
		// Looking at the store alone is no reading.
		const paced: Provider = { ...provider, observe( watched ) {
			pace.begin();
			return provider.observe!( watched );
		} };

		function untilNextLook(): number {
			// In the future: the clock was set back.
			return lastLook > clock.now() ? 0 : lastLook + pace.gapMs - clock.now();
		}

		async function readNow(): Promise<number> {
			const tooSoon = Math.max( untilNextLook(), pace.left() );
			if ( tooSoon > 0 ) {
				return tooSoon;
			}
			lastLook = clock.now();
			const peaceUntil = await deps.watch.observe( paced );
			if ( peaceUntil !== undefined ) {
				pace.rest( peaceUntil );
			}
			return Math.max( pollMs, pace.left() );
		}

		function read(): Promise<number> {
			underWay ??= readNow().finally( () => {
				underWay = undefined;
			} );
			return underWay;
		}

		return {
			name: provider.name,
			read,
			async catchUp() {
				// Its turn may be taken by somebody else meanwhile, but not for ever.
				for ( let tries = 0; tries < 3 && untilNextLook() <= 0 && pace.left() > 0 && pace.left() <= pace.gapMs; tries++ ) {
					await clock.wait( pace.left(), stopping.signal );
				}
				await read();
			}
		};
	}

	const telling = createLoop( 'tell', async () => {
		const due = await deps.store.nextAction();
		if ( !isPast( due ) ) {
			return untilNext( [ due ] );
		}
		await deps.tell.tellDue();
		return untilNext( [ await deps.store.nextAction() ] );
	} );

	const housekeeping = createLoop( 'housekeeping', async () => {
		await deps.forgetExpired();
		return HOUSEKEEPING_MS;
	} );

	function isPast( moment: Millis | undefined ): boolean {
		return moment !== undefined && moment <= clock.now();
	}

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
			nudge: () => woken.abort( NUDGED )
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
