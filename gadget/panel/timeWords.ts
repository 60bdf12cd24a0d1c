// Times and spans of time in the words of a language: the browser's own, so that no translator has to.
// Knows no messages.

const units = [ [ 'day', 86400 ], [ 'hour', 3600 ], [ 'minute', 60 ], [ 'second', 1 ] ] as const;
type Unit = typeof units[ number ][ 0 ];

// The largest unit of which there are two, or just one: 5400 s are 90 minutes, not one and a half hours.
function inUnits( seconds: number ): [ number, Unit ] {
	const [ unit, size ] = units.find( ( [ , length ] ) => seconds >= 2 * length || seconds === length ) || [ 'second', 1 ];
	return [ Math.round( seconds / size ), unit ];
}

// Browsers of before 2021 know less; a number with its unit is better than no panel.
function attempt( seconds: number, words: ( count: number, unit: Unit ) => string ): string {
	const [ count, unit ] = inUnits( Math.max( Math.round( seconds ), 0 ) );
	try {
		return words( count, unit );
	} catch ( error ) {
		return `${ count } ${ unit }`;
	}
}

/**
 * Hour and minute.
 *
 * @param day what is told of it as well
 */
export function timeText( iso: string, locale: string, day: Intl.DateTimeFormatOptions = {} ): string {
	return new Intl.DateTimeFormat( locale, Object.assign( day, { hour: 'numeric', minute: '2-digit' } as const ) ).format( new Date( iso ) );
}

/** @param seconds below zero counts as 0: clocks differ */
export function spanText( seconds: number, locale: string ): string {
	return attempt( seconds, ( count, unit ) => new Intl.NumberFormat( locale, { style: 'unit', unit, unitDisplay: 'long' } ).format( count ) );
}

/** @param seconds since then; below zero counts as 0: clocks differ */
export function agoText( seconds: number, locale: string ): string {
	return attempt( seconds, ( count, unit ) => new Intl.RelativeTimeFormat( locale, { numeric: 'auto' } ).format( -count, unit ) );
}
