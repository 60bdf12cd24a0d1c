// Makes a text fit the limit of where it goes without breaking a character that a reader sees as one.
// Which limit applies is the caller's business.

const graphemes = new Intl.Segmenter( 'und', { granularity: 'grapheme' } );

/**
 * Providers seldom say whether they count characters or bytes; bytes satisfy both.
 *
 * @param maxBytes of UTF-8, at least 3: a cut text ends with an ellipsis so that its reader knows
 */
export function cutText( text: string, maxBytes: number ): string {
	if ( Buffer.byteLength( text ) <= maxBytes ) {
		return text;
	}
	const ellipsis = '…';
	let room = maxBytes - Buffer.byteLength( ellipsis );
	let end = 0;
	for ( const { segment, index } of graphemes.segment( text ) ) {
		room -= Buffer.byteLength( segment );
		if ( room < 0 ) {
			break;
		}
		end = index + segment.length;
	}
	return text.slice( 0, end ) + ellipsis;
}
