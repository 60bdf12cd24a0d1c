// Moments and spans in words: in UTC, because responders and senders sit in different places, and as an
// age, because nobody subtracts at night. Nothing here reads a clock.
import type { Millis } from '../../pages/page.ts';
import { html, type Markup } from '../html.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** `2026-11-23 14:02:11 UTC` */
export function utc( at: Millis ): string {
	return `${ new Date( at ).toISOString().slice( 0, 19 ).replace( 'T', ' ' ) } UTC`;
}

/** The two largest units that say something: `45 s`, `12 min`, `3 h 5 min`, `2 d 4 h`. Never negative. */
export function span( ms: number ): string {
	const units: [ string, number ][] = [ [ 'd', DAY ], [ 'h', HOUR ], [ 'min', MINUTE ], [ 's', 1_000 ] ];
	const first = units.findIndex( ( [ , size ] ) => ms >= size );
	if ( first === -1 ) {
		return '0 s';
	}
	const [ name, size ] = units[ first ]!;
	const large = `${ Math.floor( ms / size ) } ${ name }`;
	// Seconds beside minutes are noise.
	const [ smallName, smallSize ] = units[ Math.min( first + 1, units.length - 1 ) ]!;
	const small = Math.floor( ms % size / smallSize );
	return size <= MINUTE || small === 0 ? large : `${ large } ${ small } ${ smallName }`;
}

/** A clock set back makes nothing happen in the future. */
export function ago( at: Millis, now: Millis ): string {
	return now - at < 1_000 ? 'just now' : `${ span( now - at ) } ago`;
}

/** `2026-11-23 14:02:11 UTC, 3 min ago` */
export function moment( at: Millis, now: Millis ): Markup {
	return html`<time datetime="${ new Date( at ).toISOString() }">${ utc( at ) }</time>, ${ ago( at, now ) }`;
}
