// When to try again: quickly while somebody waits, steadily for as long as it takes, never never.
import { describe, expect, it } from 'vitest';
import { nextAttemptAt } from '../../../server/pages/retryPolicy.ts';

const now = 1_790_000_000_000;
const after = ( attempts: number, random = 0, outcome: Parameters<typeof nextAttemptAt>[ 0 ] = { kind: 'retry', reason: 'timeout' } ): number =>
	( nextAttemptAt( outcome, attempts, now, random ) - now ) / 1000;

describe( 'nextAttemptAt', () => {
	it.each( [ [ 1, 1 ], [ 2, 2 ], [ 3, 5 ], [ 4, 10 ], [ 5, 20 ], [ 6, 30 ], [ 7, 30 ], [ 8, 30 ], [ 100, 30 ], [ 100_000, 30 ] ] )( 'comes %i failures later after %i s', ( attempts, seconds ) => {
		expect( after( attempts ) ).toBe( seconds );
	} );

	it( 'tries at least five times in the first minute', () => {
		const waits = [ 1, 2, 3, 4, 5, 6 ].map( ( attempts ) => after( attempts, 0.999 ) );
		const times = waits.map( ( _wait, index ) => waits.slice( 0, index + 1 ).reduce( ( sum, wait ) => sum + wait, 0 ) );
		expect( times.filter( ( time ) => time <= 60 ).length + 1 ).toBeGreaterThanOrEqual( 5 );
	} );

	it( 'scatters steady attempts by half of their pause, so that waiting pages do not arrive all at once', () => {
		expect( [ after( 7, 0 ), after( 7, 0.5 ), after( 7, 0.999 ) ] ).toEqual( [ 30, 37.5, 44.985 ] );
	} );

	it( 'does not scatter the quick ones: somebody is waiting', () => {
		expect( after( 1, 0.999 ) ).toBe( 1 );
	} );

	it.each( [ [ 60_000, 60 ], [ 500, 1 ], [ -1000, 1 ] ] )( 'heeds "not before %i ms from now", but never hurries', ( ms, seconds ) => {
		expect( after( 1, 0, { kind: 'retry', reason: 'rateLimited', notBefore: now + ms } ) ).toBe( seconds );
	} );

	it( 'asks a provider that rejects again in five minutes, however often', () => {
		expect( [ 1, 7, 500 ].map( ( attempts ) => after( attempts, 0.9, { kind: 'rejected', reason: 'unauthorized' } ) ) ).toEqual( [ 300, 300, 300 ] );
	} );
} );
