// Promises of the countdown: it ends when it says, and a wrong clock makes nobody wait longer than the limit's window.
import { effectScope } from 'vue';
import type { EffectScope } from 'vue';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { useCountdown } from '../../../gadget/panel/useCountdown.ts';
import { aHost, AT } from '../fixtures.ts';

let scope: EffectScope;
beforeEach( () => {
	vi.useFakeTimers( { now: Date.parse( AT ) } );
	scope = effectScope();
} );
afterEach( () => {
	scope.stop();
	vi.useRealTimers();
} );

const host = aHost( { now: () => Date.now() } );
const count = ( seconds: number, windowSeconds = 3600 ): { value: number } => scope.run( () => useCountdown( host, {
	scope: 'sender', max: 3, windowSeconds, retryAt: new Date( Date.parse( AT ) + seconds * 1000 ).toISOString()
} ) )!;

describe( 'useCountdown', () => {
	it( 'counts down to nothing, and stays there', () => {
		const left = count( 3 );
		const seen = [ left.value ];
		for ( let i = 0; i < 4; i++ ) {
			vi.advanceTimersByTime( 1000 );
			seen.push( left.value );
		}
		expect( seen ).toEqual( [ 3, 2, 1, 0, 0 ] );
	} );

	it( 'waits no longer than the window, whatever the clocks say', () => {
		expect( count( 7200, 60 ).value ).toBe( 60 );
		expect( count( -7200 ).value ).toBe( 0 );
	} );

	it( 'waits for nothing where there is no limit, and leaves no timer behind', () => {
		expect( scope.run( () => useCountdown( host, undefined ) )!.value ).toBe( 0 );
		scope.stop();
		expect( vi.getTimerCount() ).toBe( 0 );
	} );
} );
