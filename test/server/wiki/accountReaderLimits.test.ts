// Nobody waits for ever for a live answer, whatever the calls are doing; and a wiki that asks for a pause gets
// one, while everybody is told at once.
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { SandboxWiki } from '../../../server/sandbox/wiki/index.ts';
import { never, startAskedWiki, type AskedWiki } from './askedWiki.ts';

const noAnswer = ( reason: string ): object => ( { kind: 'noAnswer', reason } );

let world: AskedWiki;
let wiki: SandboxWiki;
beforeEach( async () => {
	world = await startAskedWiki();
	( { wiki } = world );
} );
afterEach( () => wiki.stop() );

describe( 'The limit of an answer', () => {
	/** Enough for three requests on this machine to arrive before it is over. */
	const limitMs = 500;

	it( 'holds for who could not even ask, and frees the calls for others', async () => {
		const { reader, first } = await world.busyReader( { limitMs } );
		const queued = reader.ask( 50004 );
		expect( await queued ).toEqual( noAnswer( 'timeout' ) );
		expect( await first ).toEqual( Array( 3 ).fill( noAnswer( 'timeout' ) ) );
		wiki.faults.set( null );
		// Nobody waits for the calls that still hang at the wiki, so they are over. Again, if a slow machine misses the limit.
		await expect.poll( () => reader.ask( 50001 ), { timeout: 10_000 } ).toMatchObject( { name: 'Steward Foo' } );
	} );

	it( 'is counted from the asking, not from the call', async () => {
		const { reader } = await world.busyReader( { limitMs } );
		const over: string[] = [];
		const queued = reader.ask( 50004 ).then( () => over.push( 'asked first' ) );
		// Has a call of its own at once, and the same limit.
		const later = world.readerWith( { limitMs } ).ask( 50005 ).then( () => over.push( 'asked later' ) );
		await Promise.all( [ queued, later ] );
		expect( over ).toEqual( [ 'asked first', 'asked later' ] );
	} );

	it( 'is everybody\'s own: who joins later waits no shorter', async () => {
		const reader = world.readerWith( { limitMs } );
		wiki.faults.set( { kind: 'hang' }, 'api' );
		const first = [ 50001, 50002, 50003 ].map( ( id ) => reader.ask( id ) );
		const over: string[] = [];
		const early = reader.ask( 50004 ).then( () => over.push( 'early' ) );
		await world.arrived( 50001, 50002, 50003 );
		const late = reader.ask( 50004 ).then( () => over.push( 'late' ) );
		await early;
		expect( over ).toEqual( [ 'early' ] );
		await Promise.all( [ ...first, late ] );
	} );
} );

describe( 'The limit of a call', () => {
	const minute = 60_000;
	let elapsed: number;
	beforeEach( () => {
		elapsed = 0;
		vi.spyOn( performance, 'now' ).mockImplementation( () => elapsed );
	} );
	afterEach( () => {
		vi.restoreAllMocks();
	} );

	it( 'is what is left of the limit of who has waited', async () => {
		const { reader, first } = await world.busyReader();
		expect( world.bounds ).toEqual( [ never, never, never ] );
		const waiting = reader.ask( 50004 );
		elapsed += minute;
		world.release();
		await Promise.all( [ first, waiting ] );
		expect( world.bounds.slice( 3 ) ).toEqual( [ never - minute ] );
	} );

	it( 'is that of the last who joined', async () => {
		const { reader, first } = await world.busyReader();
		const waiting = [ reader.ask( 50004 ), reader.ask( 50005 ) ];
		elapsed += minute;
		waiting.push( reader.ask( 50004 ) );
		elapsed += minute;
		world.release();
		await Promise.all( [ first, ...waiting ] );
		expect( world.bounds.slice( 3 ) ).toEqual( [ never - minute ] );
	} );

	it( 'is not longer for a second question to an old wiki', async () => {
		wiki.faults.set( { kind: 'oldWiki' }, 'api' );
		const answer = world.readerWith().ask( 50001 );
		elapsed += minute;
		await answer;
		expect( world.bounds ).toEqual( [ never, never - minute ] );
	} );
} );

describe( 'A wiki that asks us to wait', () => {
	it( 'is not asked until then, and everybody is told at once', async () => {
		wiki.faults.set( { kind: 'tooManyRequests', retryAfterSeconds: 30 }, 'api' );
		const reader = world.readerWith();
		expect( await reader.ask( 50001 ) ).toEqual( noAnswer( 'rateLimited' ) );
		wiki.faults.set( null );
		world.clock.advance( 29_999 );
		expect( await reader.ask( 50001 ) ).toEqual( noAnswer( 'rateLimited' ) );
		expect( world.asked() ).toHaveLength( 1 );
		world.clock.advance( 1 );
		expect( await reader.ask( 50001 ) ).toMatchObject( { name: 'Steward Foo' } );
	} );

	it( 'is obeyed when its database lags', async () => {
		wiki.faults.set( { kind: 'maxlag' }, 'api' );
		const reader = world.readerWith();
		expect( await reader.ask( 50001 ) ).toEqual( noAnswer( 'serverError' ) );
		expect( await reader.ask( 50001 ) ).toEqual( noAnswer( 'rateLimited' ) );
		world.clock.advance( 5_000 );
		wiki.faults.set( null );
		expect( await reader.ask( 50001 ) ).toMatchObject( { kind: 'account' } );
		expect( world.asked() ).toHaveLength( 2 );
	} );

	it( 'is not obeyed for longer than five minutes', async () => {
		wiki.faults.set( { kind: 'tooManyRequests', retryAfterSeconds: 86_400 }, 'api' );
		const reader = world.readerWith();
		await reader.ask( 50001 );
		wiki.faults.set( null );
		world.clock.advance( 300_000 );
		expect( await reader.ask( 50001 ) ).toMatchObject( { kind: 'account' } );
	} );
} );
