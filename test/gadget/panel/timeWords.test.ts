// Promises of times in words: the unit that people would say, in their language, and something on every browser.
import { afterEach, describe, expect, it, vi } from 'vitest';
import { agoText, spanText, timeText } from '../../../gadget/panel/timeWords.ts';

afterEach( () => void vi.unstubAllGlobals() );

describe( 'spanText', () => {
	it.each( [
		[ 0, '0 seconds' ], [ 1, '1 second' ], [ 42, '42 seconds' ], [ 60, '1 minute' ], [ 90, '90 seconds' ], [ 754, '13 minutes' ],
		[ 3600, '1 hour' ], [ 5400, '90 minutes' ], [ 9000, '3 hours' ], [ 86400, '1 day' ], [ 1209600, '14 days' ], [ -5, '0 seconds' ]
	] )( 'says %i seconds as %s', ( seconds, expected ) => {
		expect( spanText( seconds, 'en' ) ).toBe( expected );
	} );

	it( 'speaks other languages', () => {
		expect( spanText( 3600, 'de' ) ).toBe( '1 Stunde' );
	} );
} );

describe( 'agoText', () => {
	it.each( [ [ 20, '20 seconds ago' ], [ 10800, '3 hours ago' ], [ 0, 'now' ], [ -60, 'now' ] ] )( 'says %i seconds as %s', ( seconds, expected ) => {
		expect( agoText( seconds, 'en' ) ).toBe( expected );
	} );
} );

describe( 'a browser that knows neither', () => {
	it( 'gets a number with its unit', () => {
		vi.stubGlobal( 'Intl', { NumberFormat: () => {
			throw new RangeError( 'unit' );
		} } );
		expect( spanText( 3600, 'en' ) ).toBe( '1 hour' );
		expect( agoText( 10800, 'en' ) ).toBe( '3 hour' );
	} );
} );

describe( 'clock times', () => {
	const at = new Date( 2026, 10, 24, 15, 5 ).toISOString();

	it( 'are the reader’s, with the day where it matters', () => {
		expect( timeText( at, 'de' ) ).toBe( '15:05' );
		expect( timeText( at, 'de', { month: 'long', day: 'numeric' } ) ).toBe( '24. November um 15:05' );
	} );
} );
