// HTML in which everything is text unless it was made here: what a sender typed never becomes markup.

export class Html {
	readonly markup: string;

	constructor( markup: string ) {
		this.markup = markup;
	}
}

type Child = string | number | Html | readonly Html[];

/** Tagged template; strings are escaped, `Html` is taken as it is. */
export function html( parts: TemplateStringsArray, ...children: Child[] ): Html {
	return new Html( parts.reduce( ( before, part, index ) => before + render( children[ index - 1 ] ?? '' ) + part ) );
}

/** Text whose http(s) addresses can be followed. */
export function linked( text: string ): Html {
	const pieces = text.split( /(https?:\/\/[^\s<>"'`{}|\\^]+)/ );
	return new Html( pieces.map( ( piece, index ) => {
		const url = index % 2 === 1 ? withoutSentence( piece ) : '';
		return ( url === '' ? '' : link( url, url ).markup ) + escape( piece.slice( url.length ) );
	} ).join( '' ) );
}

/** A full stop after an address is the sentence's; so is a bracket, unless it was opened within. */
function withoutSentence( url: string ): string {
	const trimmed = url.replace( /[.,;:!?\]]+$/, '' );
	const count = ( bracket: string ): number => trimmed.split( bracket ).length;
	return trimmed.endsWith( ')' ) && count( ')' ) > count( '(' ) ? withoutSentence( trimmed.slice( 0, -1 ) ) : trimmed;
}

/** Only http(s) becomes a link; anything else, `javascript:` included, stays text. */
export function link( url: string, label: string ): Html {
	const parsed = URL.parse( url );
	return parsed !== null && /^https?:$/.test( parsed.protocol ) ?
		html`<a href="${ parsed.href }" target="_blank" rel="noopener noreferrer">${ label }</a>` :
		html`${ label }`;
}

function render( child: Child ): string {
	if ( typeof child === 'string' || typeof child === 'number' ) {
		return escape( String( child ) );
	}
	return child instanceof Html ? child.markup : child.map( ( { markup } ) => markup ).join( '' );
}

function escape( text: string ): string {
	return text.replace( /[&<>"']/g, ( character ) => `&#${ character.charCodeAt( 0 ) };` );
}
