// Ages and moments, as somebody reads them who has just been woken.
import { describe, expect, it } from 'vitest';
import { ago, moment, span, utc } from '../../../../server/http/responders/times.ts';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

describe( 'span', () => {
	it.each( [
		[ 0, '0 s' ], [ 999, '0 s' ], [ SECOND, '1 s' ], [ 59 * SECOND, '59 s' ], [ MINUTE, '1 min' ], [ HOUR - 1, '59 min' ],
		[ HOUR, '1 h' ], [ HOUR + 59 * SECOND, '1 h' ], [ HOUR + 5 * MINUTE, '1 h 5 min' ], [ DAY - 1, '23 h 59 min' ],
		[ DAY, '1 d' ], [ DAY + 59 * MINUTE, '1 d' ], [ 2 * DAY + 4 * HOUR, '2 d 4 h' ], [ 14 * DAY, '14 d' ]
	] )( 'says %i ms as %s', ( ms, words ) => {
		expect( span( ms ) ).toBe( words );
	} );
} );

describe( 'ago', () => {
	it( 'counts from the moment to now', () => {
		expect( ago( 10_000, 75_000 ) ).toBe( '1 min ago' );
	} );

	it.each( [ 10_000, 9_500, 5_000 ] )( 'puts nothing into the future: now %i', ( now ) => {
		expect( ago( 10_000, now ) ).toBe( 'just now' );
	} );
} );

describe( 'moment', () => {
	it( 'is in UTC and for programs, too', () => {
		const at = Date.parse( '2026-11-23T14:02:11.900Z' );
		expect( utc( at ) ).toBe( '2026-11-23 14:02:11 UTC' );
		expect( moment( at, at + 2 * HOUR ).text ).toBe( '<time datetime="2026-11-23T14:02:11.900Z">2026-11-23 14:02:11 UTC</time>, 2 h ago' );
	} );
} );
