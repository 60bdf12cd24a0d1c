// One source for all who look: how often it is read, what it says while it fails, and that nobody waits for long.
import { describe, expect, it } from 'vitest';
import { ObservationError } from '../../../server/pages/provider.ts';
import { createReadingPace } from '../../../server/pages/readingPace.ts';
import { createSource, type Source } from '../../../server/pages/source.ts';
import { createFakeClock, type FakeClock } from '../../fakeClock.ts';
import { recordingLogger, type LogLine } from '../../recordingLogger.ts';

const EVERY = 9_000;
const never = new AbortController().signal;

interface Tried {
	source: Source<number>;
	clock: FakeClock;
	lines: LogLine[];
	/** How often it was read. */
	reads: () => number;
	/** What the next readings do instead of counting. */
	fail: ( error: Error | undefined ) => void;
	/** Readings from now on end when this is called. */
	hold: () => () => void;
	peace: number[];
}

function aSource(): Tried {
	const clock = createFakeClock( async () => {
		await Promise.resolve();
	} );
	const lines: LogLine[] = [];
	const peace: number[] = [];
	let reads = 0;
	let error: Error | undefined;
	let held: Promise<void> = Promise.resolve();
	const source = createSource( {
		name: 'test', everyMs: EVERY, clock, log: recordingLogger( lines, never ), onPeace: ( until ) => peace.push( until ),
		async read() {
			reads++;
			await held;
			if ( error ) {
				throw error;
			}
			return reads;
		}
	} );
	return {
		source, clock, lines, peace,
		reads: () => reads,
		fail: ( next ) => {
			error = next;
		},
		hold: () => {
			const { promise, resolve } = Promise.withResolvers<void>();
			held = promise;
			return resolve;
		}
	};
}

const PATIENT = 60_000;

describe( 'A source of the situation', () => {
	it( 'is not read before anybody looks, nor after', async () => {
		const { source, clock, reads } = aSource();
		await clock.advance( 3_600_000 );
		expect( reads() ).toBe( 0 );
		await source.look( PATIENT );
		await clock.advance( 3_600_000 );
		expect( reads() ).toBe( 1 );
	} );

	it( 'is read once for all who look at once, and for those who look soon after', async () => {
		const { source, clock, reads } = aSource();
		const looks = await Promise.all( Array.from( { length: 50 }, () => source.look( PATIENT ) ) );
		expect( looks ).toEqual( looks.map( () => ( { asOf: clock.now(), failing: false, value: 1 } ) ) );
		clock.jump( EVERY - 1 );
		expect( await source.look( PATIENT ) ).toMatchObject( { value: 1 } );
		expect( reads() ).toBe( 1 );
	} );

	it( 'says what is at most ten seconds old to whoever looks every ten seconds', async () => {
		const { source, clock } = aSource();
		for ( let look = 1; look < 10; look++ ) {
			expect( await source.look( PATIENT ) ).toEqual( { asOf: clock.now(), failing: false, value: look } );
			clock.jump( 10_000 );
		}
	} );

	it( 'says what it said last, and how old it is, while it fails', async () => {
		const { source, clock, fail, lines } = aSource();
		await source.look( PATIENT );
		const asOf = clock.now();
		fail( new ObservationError( 'timeout' ) );
		clock.jump( EVERY );
		expect( await source.look( PATIENT ) ).toEqual( { asOf, failing: true, value: 1 } );
		fail( undefined );
		clock.jump( EVERY );
		expect( await source.look( PATIENT ) ).toEqual( { asOf: clock.now(), failing: false, value: 3 } );
		expect( lines.map( ( { level } ) => level ) ).toEqual( [ 'warn', 'info' ] );
	} );

	it( 'has said nothing yet when it never answered', async () => {
		const { source, fail } = aSource();
		fail( new ObservationError( 'network' ) );
		expect( await source.look( PATIENT ) ).toEqual( { asOf: null, failing: true, value: null } );
	} );

	it.each( [ [ 'timeout', EVERY ], [ 'rateLimited', 60_000 ], [ 'unauthorized', 60_000 ] ] as const )( 'is asked more rarely each time it fails: %s', async ( reason, first ) => {
		const { source, clock, fail, reads, lines } = aSource();
		fail( new ObservationError( reason ) );
		await source.look( PATIENT );
		for ( const pause of [ first, first * 2, first * 4, first * 8, first * 16, first * 32 ].map( ( ms ) => Math.min( ms, 300_000 ) ) ) {
			const before = reads();
			clock.jump( pause - 1 );
			await source.look( PATIENT );
			expect( reads() ).toBe( before );
			clock.jump( 1 );
			await source.look( PATIENT );
			expect( reads() ).toBe( before + 1 );
		}
		expect( lines ).toHaveLength( 1 );
	} );

	it( 'is left in peace for as long as it asks', async () => {
		const { source, clock, fail, reads, peace } = aSource();
		const until = clock.now() + 200_000;
		fail( new ObservationError( 'serverError', until ) );
		await source.look( PATIENT );
		clock.jump( 199_999 );
		await source.look( PATIENT );
		expect( [ reads(), peace ] ).toEqual( [ 1, [ until ] ] );
		clock.jump( 1 );
		await source.look( PATIENT );
		expect( reads() ).toBe( 2 );
	} );

	it( 'keeps nobody waiting: who has no patience gets what was said last, and the next one what came later', async () => {
		const { source, clock, hold } = aSource();
		await source.look( PATIENT );
		const asOf = clock.now();
		clock.jump( EVERY );
		const release = hold();
		expect( await source.look( 1 ) ).toEqual( { asOf, failing: false, value: 1 } );
		release();
		expect( await source.look( PATIENT ) ).toMatchObject( { value: 2 } );
	} );

	it( 'is read after the clock was set back', async () => {
		const { source, clock, reads } = aSource();
		await source.look( PATIENT );
		clock.jump( -3_600_000 );
		await source.look( PATIENT );
		expect( reads() ).toBe( 2 );
	} );

	it( 'that throws anything else is a bug, and fails alone', async () => {
		const { source, fail, lines } = aSource();
		fail( new TypeError( 'x' ) );
		expect( await source.look( PATIENT ) ).toMatchObject( { failing: true } );
		expect( lines ).toMatchObject( [ { level: 'error', message: expect.stringMatching( /^bug/ ) as string } ] );
	} );
} );

describe( 'The pace at which a service is read', () => {
	const aPace = ( pollMs = 10_000 ): { clock: FakeClock; pace: ReturnType<typeof createReadingPace> } => {
		const clock = createFakeClock( async () => {
			await Promise.resolve();
		} );
		return { clock, pace: createReadingPace( clock, pollMs ) };
	};

	it( 'leaves two seconds between any two readings, whoever they are for', async () => {
		const { clock, pace } = aPace();
		const start = clock.now();
		const begun: number[] = [];
		const all = Promise.all( Array.from( { length: 4 }, async () => {
			expect( await pace.turn( never ) ).toBe( true );
			begun.push( clock.now() - start );
		} ) );
		await clock.advance( 10_000 );
		await all;
		expect( begun ).toEqual( [ 0, 2_000, 4_000, 6_000 ] );
	} );

	it( 'is that of who has to be read more often, as in tests', () => {
		expect( aPace( 200 ).pace.gapMs ).toBe( 200 );
	} );

	it( 'gives a service the peace that it asked for, and no longer after the clock was set back', () => {
		const { clock, pace } = aPace();
		pace.rest( clock.now() + 60_000 );
		expect( pace.left() ).toBe( 60_000 );
		clock.jump( -3_600_000 );
		expect( pace.left() ).toBe( 0 );
	} );

	it( 'lets nobody begin once we stop', async () => {
		const { pace } = aPace();
		pace.begin();
		expect( await pace.turn( AbortSignal.abort() ) ).toBe( false );
	} );
} );
