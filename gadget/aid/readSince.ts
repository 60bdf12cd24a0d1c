// Understands when something began, as people write it: "20 min", "2 h", "14:05", "14:05 UTC". What it does not
// understand stays as it is. Relative times go stale on the way to an engineer, so they are put into UTC.

const MINUTE = 60000;
const units = [ [ 'minute', MINUTE ], [ 'hour', 60 * MINUTE ], [ 'day', 24 * 60 * MINUTE ] ] as const;
const plain = ( text: string ): string => text.toLowerCase().replace( /[\d\s.\u0660-\u0669\u06F0-\u06F9\u0966-\u096F\u09E6-\u09EF]/g, '' );

// What a unit is called, as browsers know it: in the language of the reader, and in English.
function isUnit( word: string, unit: typeof units[ number ][ 0 ], language: string ): boolean {
	const names = [ 'en', language ].map( ( locale ) => ( [ 'long', 'short', 'narrow' ] as const ).map( ( unitDisplay ) => [ 1, 2, 5 ].map( ( count ) => {
		try {
			return plain( new Intl.NumberFormat( locale, { style: 'unit', unit, unitDisplay } ).format( count ) );
		} catch ( error ) {
			return '';
		}
	} ) ) );
	return String( names ).split( ',' ).some( ( name ) => name !== '' && ( name === plain( word ) || `${ name }s` === plain( word ) ) );
}

// Days and years are seldom "since when" of an emergency, and easily something else.
const LONGEST = 14 * 24 * 60 * MINUTE;
// Clocks differ: a time that is nearly now is not of yesterday.
const AHEAD = 10 * MINUTE;

export interface Since {
	/** Milliseconds since the epoch. */
	at: number;
	written: 'relative' | 'local' | 'utc';
}

// Arabic, Persian, Devanagari and Bengali digits.
function latin( text: string ): string {
	return text.replace( /[\u0660-\u0669\u06F0-\u06F9\u0966-\u096F\u09E6-\u09EF]/g, ( digit ) => {
		const code = digit.charCodeAt( 0 );
		return String( code % 16 - ( code > 0x900 ? 6 : 0 ) );
	} );
}

function readSpan( text: string, language: string ): number | null {
	let span = 0;
	const rest = text.replace( /(\d+(?:[.,]\d+)?)\s*([^\s\d.,;:()]+)\.?/g, ( whole, count: string, word: string ) => {
		const unit = units.find( ( [ name ] ) => isUnit( word, name, language ) );
		span += unit ? Number( count.replace( ',', '.' ) ) * unit[ 1 ] : 0;
		return unit ? '' : whole;
	} );
	// "for about 20 min", but not a sentence.
	return span > 0 && span <= LONGEST && /^[^\d:]{0,16}$/.test( rest ) ? span : null;
}

function readTime( text: string, now: number ): Since | null {
	const found = /^(?:[^\d:]{0,10}\s)?(?:(\d{4})-(\d\d)-(\d\d)[ T])?(\d{1,2}):(\d\d)(?::\d\d)?\s*([ap])?\.?(?:m\.?)?\s*(UTC|GMT|Z)?(?:\s*\(.*\))?$/i.exec( text );
	if ( !found ) {
		return null;
	}
	const [ , year, month, day, hours, minutes, half, zone ] = found;
	const hour = Number( hours ) % ( half ? 12 : 24 ) + ( half && /p/i.test( half ) ? 12 : 0 );
	if ( Number( hours ) > 23 || Number( minutes ) > 59 ) {
		return null;
	}
	const today = new Date( now );
	const inUtc: [ number, number, number ] = [ today.getUTCFullYear(), today.getUTCMonth(), today.getUTCDate() ];
	const here: [ number, number, number ] = [ today.getFullYear(), today.getMonth(), today.getDate() ];
	const [ y, m, d ] = year ? [ Number( year ), Number( month ) - 1, Number( day ) ] : zone ? inUtc : here;
	const on = ( date: number ): number => zone ?
		Date.UTC( y, m, date, hour, Number( minutes ) ) : new Date( y, m, date, hour, Number( minutes ) ).getTime();
	const at = on( d );
	return { at: !year && at > now + AHEAD ? on( d - 1 ) : at, written: zone ? 'utc' : 'local' };
}

/**
 * @param now when it was written, in milliseconds since the epoch
 * @param language of the reader, as MediaWiki's code
 */
export function readSince( text: string, now: number, language: string ): Since | null {
	const tidied = latin( text.trim() );
	const span = readSpan( tidied, language );
	return span === null ? readTime( tidied, now ) : { at: now - span, written: 'relative' };
}

const clock = ( at: number ): string => new Date( at ).toISOString().slice( 11, 16 );
const dayOf = ( at: number ): string => new Date( at ).toISOString().slice( 0, 10 );

/** "14:05 UTC", with the date where it is another day than now. */
export function utcText( at: number, now: number ): string {
	return `${ dayOf( at ) === dayOf( now ) ? '' : `${ dayOf( at ) } ` }${ clock( at ) } UTC`;
}

/**
 * What is handed in: with UTC in it, in English, which engineers read; null where nothing is to be changed.
 *
 * @param writtenAt when it was written
 */
export function asHandedIn( { at, written }: Since, writtenAt: number, now: number ): string | null {
	if ( written === 'utc' ) {
		return null;
	}
	const minutes = Math.round( ( writtenAt - at ) / MINUTE );
	const span = minutes < 120 ? `${ minutes } min` : `${ Math.round( minutes / 6 ) / 10 } h`;
	return `${ utcText( at, now ) } (${ written === 'relative' ? `${ span } before ${ clock( writtenAt ) }` : 'from local time' })`;
}
