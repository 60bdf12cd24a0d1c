// Background work that fails is tried again for as long as it takes, and wakes somebody once.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ServiceError } from '../../server/errors.ts';
import { createReadingPace } from '../../server/pages/readingPace.ts';
import { createWorker, type Worker } from '../../server/worker.ts';
import { createFakeClock, type FakeClock } from '../fakeClock.ts';
import { recordingLogger, type LogLine } from '../recordingLogger.ts';

describe( 'A loop whose rounds fail', () => {
	let clock: FakeClock;
	let log: LogLine[];
	let worker: Worker;
	let rounds: number;
	let fault: Error | undefined;
	beforeEach( () => {
		clock = createFakeClock( () => new Promise( ( resolve ) => {
			setImmediate( resolve );
		} ) );
		log = [];
		rounds = 0;
		fault = undefined;
		const never = async (): Promise<undefined> => undefined;
		worker = createWorker( {
			deliver: { deliverDue: async () => true, settled: never, callUndelivered: never, goOnUnanswered: never, nextTry: () => undefined },
			watch: { observe: never },
			tell: { tellDue: never },
			store: { nextDue: never, nextDeadline: never, nextUnanswered: never, nextAction: never },
			providers: new Map(),
			clock,
			log: recordingLogger( log, new AbortController().signal ),
			pollMs: 10_000,
			paceOf: () => createReadingPace( clock, 10_000 ),
			forgetExpired: never,
			readiness: { check: never },
			heartbeat: { beat: never },
			heartbeatMs: 0,
			also: [ { name: 'tested', async round() {
				rounds++;
				if ( fault ) {
					throw fault;
				}
				return 1_000;
			} } ]
		} );
		worker.start();
	} );
	afterEach( () => worker.stop() );
	const loud = (): LogLine[] => log.filter( ( { level } ) => level === 'error' );

	it( 'goes on, and says so loudly once for a whole run', async () => {
		fault = new Error( 'a bug' );
		await clock.advance( 60_000 );
		expect( rounds ).toBeGreaterThan( 50 );
		expect( loud() ).toMatchObject( [ { message: 'background work keeps failing, trying again', facts: { loop: 'tested', err: fault } } ] );
		expect( log.filter( ( { level } ) => level === 'warn' ).length ).toBeGreaterThan( 50 );
	} );

	it( 'says so loudly again when it fails again after it was well', async () => {
		fault = new Error( 'a bug' );
		await clock.advance( 5_000 );
		fault = undefined;
		await clock.advance( 5_000 );
		fault = new Error( 'another' );
		await clock.advance( 5_000 );
		expect( loud() ).toHaveLength( 2 );
	} );

	it( 'wakes nobody for a store that is back within ten seconds, and somebody for one that is not', async () => {
		fault = new ServiceError( 'storeUnavailable' );
		await clock.advance( 9_000 );
		fault = undefined;
		await clock.advance( 5_000 );
		expect( loud() ).toEqual( [] );
		expect( log.some( ( { level } ) => level === 'warn' ) ).toBe( true );

		fault = new ServiceError( 'storeUnavailable' );
		await clock.advance( 30_000 );
		expect( loud() ).toHaveLength( 1 );
	} );
} );
