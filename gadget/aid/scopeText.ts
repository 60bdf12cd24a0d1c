// Where something is broken, as words: what of the farm's wikis somebody chose, and back again. The wire has 60
// characters for it, so that it fits into an alert's first line.
import type { Wiki } from './useWikis.ts';

const LONGEST = 60;

/** How a wiki is offered: by its database's name and its host, so that either finds it. */
export function optionText( { id, host }: Wiki ): string {
	return `${ id } · ${ host }`;
}

/** `enwiki`, `enwiki and dewiki`, `enwiki, dewiki and 3 more`; in English, which engineers read. */
export function scopeText( ids: readonly string[] ): string {
	for ( let shown = ids.length; shown > 0; shown-- ) {
		const rest = ids.length - shown;
		const last = rest > 0 ? `${ rest } more` : ids[ shown - 1 ];
		const first = ids.slice( 0, rest > 0 ? shown : shown - 1 );
		const text = first.length > 0 ? `${ first.join( ', ' ) } and ${ last }` : String( last );
		if ( text.length <= LONGEST ) {
			return text;
		}
	}
	return '';
}

/** The wikis that a text names and nothing else; none where it says something of its own. */
export function wikisIn( text: string, wikis: readonly Wiki[] ): string[] {
	const named = text.split( /\s*,\s*|\s+and\s+/ ).filter( Boolean );
	return named.every( ( name ) => wikis.some( ( { id } ) => id === name ) ) ? named : [];
}

/** The one that is meant: an option that was picked, or a name, host or address that was typed out. */
export function findWiki( typed: string, wikis: readonly Wiki[] ): Wiki | undefined {
	const wanted = typed.trim().toLowerCase();
	const host = wanted.replace( /^https?:\/\//, '' ).replace( /\/.*$/, '' ).replace( /\.m\./, '.' );
	return wikis.find( ( wiki ) => wanted === optionText( wiki ).toLowerCase() || wanted === wiki.id || host === wiki.host );
}

// As many as one looks through.
const OFFERED = 20;

/** What to offer: names that begin so first. */
export function matching( typed: string, wikis: readonly Wiki[] ): Wiki[] {
	const wanted = typed.trim().toLowerCase();
	const found = wikis.filter( ( wiki ) => optionText( wiki ).includes( wanted ) );
	const begins = ( { id, host }: Wiki ): boolean => id.indexOf( wanted ) === 0 || host.indexOf( wanted ) === 0;
	return wanted ? found.filter( begins ).concat( found.filter( ( wiki ) => !begins( wiki ) ) ).slice( 0, OFFERED ) : [];
}
