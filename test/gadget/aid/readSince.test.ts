// Promises of "since when": what people write is understood, and goes out with UTC in it; what is not understood is
// left alone.
import { describe, expect, it } from 'vitest';
import { asHandedIn, readSince, utcText } from '../../../gadget/aid/readSince.ts';

const NOW = Date.parse( '2026-11-27T14:25:00.000Z' );
const read = ( text: string, language = 'en' ): string | null => {
	const since = readSince( text, NOW, language );
	return since && new Date( since.at ).toISOString().slice( 0, 16 );
};

describe( 'readSince', () => {
	it.each<[ string, string, string? ]>( [
		[ '20 min', '2026-11-27T14:05' ], [ '20min', '2026-11-27T14:05' ], [ 'for about 20 minutes', '2026-11-27T14:05' ], [ '20 mins ago', '2026-11-27T14:05' ],
		[ '2 h', '2026-11-27T12:25' ], [ '1 hour', '2026-11-27T13:25' ], [ '1.5 hours', '2026-11-27T12:55' ], [ '1 h 30 min', '2026-11-27T12:55' ], [ '2 days', '2026-11-25T14:25' ],
		[ 'seit 20 Minuten', '2026-11-27T14:05', 'de' ], [ '2 Std.', '2026-11-27T12:25', 'de' ], [ '20 минут', '2026-11-27T14:05', 'ru' ],
		[ '20分', '2026-11-27T14:05', 'ja' ], [ '٢٠ دقيقة', '2026-11-27T14:05', 'ar' ], [ '२० मिनट', '2026-11-27T14:05', 'hi' ], [ '20 min', '2026-11-27T14:05', 'zh-classical' ],
		[ '14:05 UTC', '2026-11-27T14:05' ], [ 'since 14:05 UTC', '2026-11-27T14:05' ], [ '14:05Z', '2026-11-27T14:05' ], [ '2:05 pm UTC', '2026-11-27T14:05' ], [ '12:05 a.m. UTC', '2026-11-27T00:05' ],
		[ '23:50 UTC', '2026-11-26T23:50' ], [ '14:30 UTC', '2026-11-27T14:30' ], [ '2026-11-25 14:05 UTC', '2026-11-25T14:05' ]
	] )( 'understands %s', ( text, expected, language ) => {
		expect( read( text, language ) ).toBe( expected );
	} );

	it.each( [ '', 'this morning', 'since the deployment', '14:05 CET', '25:00', '12:75', '20', '20 users', '2 years', '40 days', 'since 20 min, after the deployment of 2 h', '14:05 and again 14:20' ] )(
		'leaves %j alone', ( text ) => {
			expect( read( text ) ).toBeNull();
		} );

	it( 'takes a time without a zone for the reader’s own, today or yesterday', () => {
		const local = ( minutes: number ): string => {
			const date = new Date( NOW + minutes * 60_000 );
			return `${ date.getHours() }:${ String( date.getMinutes() ).padStart( 2, '0' ) }`;
		};
		expect( read( local( -20 ) ) ).toBe( '2026-11-27T14:05' );
		expect( read( local( 60 ) ) ).toBe( '2026-11-26T15:25' );
	} );
} );

describe( 'what is handed in', () => {
	const handedIn = ( text: string, now = NOW ): string | null => asHandedIn( readSince( text, NOW, 'en' )!, NOW, now );

	it( 'has UTC in it, and how it was meant', () => {
		expect( handedIn( '20 min' ) ).toBe( '14:05 UTC (20 min before 14:25)' );
		expect( handedIn( '150 min' ) ).toBe( '11:55 UTC (2.5 h before 14:25)' );
		expect( handedIn( '1 day' ) ).toBe( '2026-11-26 14:25 UTC (24 h before 14:25)' );
	} );

	it( 'is of the day on which it was written', () => {
		expect( handedIn( '20 min', NOW + 86_400_000 ) ).toBe( '2026-11-27 14:05 UTC (20 min before 14:25)' );
	} );

	it( 'is left as it is where it says UTC already, as what was made of it before does', () => {
		expect( handedIn( '14:05 UTC' ) ).toBeNull();
		expect( handedIn( handedIn( '20 min' )! ) ).toBeNull();
		expect( utcText( readSince( handedIn( '20 min' )!, NOW, 'en' )!.at, NOW ) ).toBe( '14:05 UTC' );
	} );

	it( 'fits the wire', () => {
		expect( handedIn( '14 days' )!.length ).toBeLessThanOrEqual( 60 );
	} );
} );
