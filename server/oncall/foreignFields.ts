// Reading JSON that an on-call service wrote: anything may be missing, odd or new, and none of it may
// make us throw. What a field means stays with its provider.

export type Fields = Record<string, unknown>;

/** A name goes to the sender's panel; a longer one is not a name. */
const maxNameLength = 100;

export function isFields( value: unknown ): value is Fields {
	return typeof value === 'object' && value !== null && !Array.isArray( value );
}

/** The objects in a list; what is no list has none. */
export function fieldsIn( value: unknown ): Fields[] {
	return Array.isArray( value ) ? value.filter( isFields ) : [];
}

/** An object, or one without any field. */
export function fieldsOf( value: unknown ): Fields {
	return isFields( value ) ? value : {};
}

/** '' for what is no text. */
export function textOf( value: unknown ): string {
	return typeof value === 'string' ? value : '';
}

/** Null when there is nothing to read in it. */
export function personName( value: unknown ): string | null {
	if ( typeof value !== 'string' ) {
		return null;
	}
	const name = value.replace( /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Surrogate}]/gu, '' ).trim();
	return name === '' ? null : Array.from( name ).slice( 0, maxNameLength ).join( '' );
}

/**
 * Foreign text as one line that hides, reorders and breaks nothing; the joiners stay, for scripts are written with
 * them. '' when there is nothing to read in it.
 */
export function lineOf( value: unknown, maxLength: number ): string {
	const line = textOf( value ).toWellFormed()
		.replace( /[\p{Cc}\p{Zl}\p{Zp}]|(?![\u200C\u200D])\p{Cf}/gu, ' ' ).replace( /\s+/g, ' ' ).trim();
	const characters = Array.from( line );
	return characters.length <= maxLength ? line : `${ characters.slice( 0, maxLength - 1 ).join( '' ).trimEnd() }…`;
}

/** Milliseconds; 0 when it is no time, so that it sorts before every other. */
export function timeOf( value: unknown ): number {
	return typeof value === 'string' ? Date.parse( value ) || 0 : 0;
}

/** Of those that pass, the one that is latest by its field; the last of the list when times are equal. */
export function latestBy( list: readonly Fields[], field: string ): Fields | undefined {
	return list.toSorted( ( a, b ) => timeOf( a[ field ] ) - timeOf( b[ field ] ) ).at( -1 );
}
