// What `npm run build` made for a wiki, by the titles that it has there, in the order in which they may be written: what
// others depend on first, the lines that switch it all on last. The build's folder is the only list there is.
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

export const DEFINITION = 'MediaWiki:Gadgets-definition';

export const builtFolder = join( import.meta.dirname, '../../gadget/dist/wiki' );

/** A gadget's line: its name, and the rest. As Extension:Gadgets reads it (MediaWikiGadgetsDefinitionRepo). */
const gadgetLine = /^\*+ *([a-zA-Z](?:[-_:.\w ]*[a-zA-Z0-9])?)\s*(\[.*?\])?\s*(\|.*)$/;

/** @throws an error with a code (ENOENT) where nothing was built */
export async function builtTitles( folder = builtFolder ): Promise<Map<string, string>> {
	const names = await readdir( folder );
	const texts = new Map( await Promise.all( names.map( async ( name ) =>
		[ `MediaWiki:${ name }`, await readFile( join( folder, name ), 'utf8' ) ] as const ) ) );
	const order = ( texts.get( DEFINITION ) ?? '' ).split( '\n' ).flatMap( ( line ) => {
		const [ , , , pages = '' ] = gadgetLine.exec( line ) ?? [];
		// Styles before the script that needs them.
		return pages.split( '|' ).filter( Boolean ).map( ( page ) => `MediaWiki:Gadget-${ page.trim() }` ).reverse();
	} );
	const rank = ( title: string ): number => title === DEFINITION ? order.length + 1 :
		order.includes( title ) ? order.indexOf( title ) : order.length;
	return new Map( [ ...texts ].sort( ( [ one ], [ other ] ) => rank( one ) - rank( other ) || ( one < other ? -1 : 1 ) ) );
}

/** Of whose gadgets a line is: ours are those of the build, and what an earlier build called like them. */
function ownName( line: string ): string | undefined {
	const name = gadgetLine.exec( line )?.[ 1 ];
	return name !== undefined && /^PageSRE(-|$)/.test( name ) ? name : undefined;
}

/**
 * The wiki's definition with our lines in it: each where it was, new ones after the last of ours or at the end, those of
 * gadgets that we no longer make taken out. Everything else stays as it is, to the letter.
 */
export function withOurLines( wikis: string, built: string ): string {
	const ours = new Map( built.split( '\n' ).flatMap( ( line ): [ string, string ][] => {
		const name = ownName( line );
		return name === undefined ? [] : [ [ name, line ] ];
	} ) );
	const lines = wikis === '' ? [] : wikis.trimEnd().split( '\n' );
	const placed = new Set<string>();
	const kept = lines.flatMap( ( line ) => {
		const name = ownName( line );
		if ( name === undefined ) {
			return [ line ];
		}
		const now = placed.has( name ) ? undefined : ours.get( name );
		placed.add( name );
		return now === undefined ? [] : [ now ];
	} );
	const last = kept.findLastIndex( ( line ) => ownName( line ) !== undefined );
	const missing = [ ...ours ].filter( ( [ name ] ) => !placed.has( name ) ).map( ( [ , line ] ) => line );
	return kept.toSpliced( last < 0 ? kept.length : last + 1, 0, ...missing ).join( '\n' );
}
