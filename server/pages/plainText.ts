// Text that somebody typed, made fit for any outlet: nothing of it reorders, hides in, or breaks out of its
// line. What the text says is not judged here.

// Controls, and what reorders or hides text: bidi embeddings, overrides and isolates, zero-width
// characters, tags. The zero-width joiners stay: Persian and Indic scripts need them.
const hidden = /[\p{Cc}\u061C\u200B\u200E\u200F\u2028\u2029\u202A-\u202E\u2060-\u2069\uFEFF\u{E0000}-\u{E007F}]+/gu;

export function oneLine( text: string ): string {
	return text.replace( hidden, ' ' ).replace( /\s+/g, ' ' ).trim();
}

export function lines( text: string ): string {
	return text.split( '\n' ).map( ( line ) => line.replace( hidden, ' ' ).trimEnd() ).join( '\n' ).trim();
}

/** One typographic quote would halve what fits an SMS (GSM-7 -> UCS-2). */
export function asciiPunctuation( text: string ): string {
	return text.replace( /[\u2018\u2019\u201A\u201B]/g, '\'' ).replace( /[\u201C-\u201F\u00AB\u00BB]/g, '"' )
		.replace( /[\u2010-\u2015]/g, '-' ).replace( /\u2026/g, '...' ).replace( /\u00A0/g, ' ' );
}

const graphemes = new Intl.Segmenter( 'en', { granularity: 'grapheme' } );

/** In code points. */
export function lengthOf( text: string ): number {
	return Array.from( text ).length;
}

/** At most `max` code points, never through the middle of what a person sees as one character. */
export function cut( text: string, max: number ): string {
	if ( lengthOf( text ) <= max ) {
		return text;
	}
	let kept = '';
	for ( const { segment } of graphemes.segment( text ) ) {
		if ( lengthOf( kept + segment ) > max - 3 ) {
			break;
		}
		kept += segment;
	}
	return kept.trimEnd() + '...';
}

/** `2026-11-23 14:05 UTC` */
export function utc( millis: number ): string {
	return new Date( millis ).toISOString().slice( 0, 16 ).replace( 'T', ' ' ) + ' UTC';
}
