// A gadget's pages as a module: scripts checked for ES2017 as ResourceLoader does, styles and JSON put
// beside them. A page that does not parse becomes one line in the reader's console, as in production.
import { parse } from 'acorn';
import type { Gadget } from './definition.ts';
import type { ModuleCode } from './moduleCode.ts';

/** Texts by title, spaces instead of underscores. */
export type Pages = ReadonlyMap<string, string>;

export function gadgetModule( gadget: Gadget, pages: Pages ): ModuleCode {
	const present = gadget.pages.flatMap( ( title ) => {
		const text = pages.get( title.replaceAll( '_', ' ' ) );
		return text === undefined ? [] : [ { title, text } ];
	} );
	const ending = ( suffix: string ): typeof present => present.filter( ( { title } ) => title.endsWith( suffix ) );
	const scripts = ending( '.js' ).map( ( { title, text } ) => ( {
		file: title.replace( 'MediaWiki:Gadget-', '' ),
		text: gadget.requiresES6 && !gadget.default ? text : checkedScript( title, text )
	} ) );
	const css = ending( '.css' ).map( ( { text } ) => text );
	if ( gadget.stylesOnly ) {
		return { css };
	}
	if ( !gadget.package ) {
		return { css, script: scripts.map( ( { text } ) => text ).join( '\n' ) };
	}
	const json = ending( '.json' ).map( ( { title, text } ) => ( { file: title.replace( 'MediaWiki:Gadget-', '' ), json: text } ) );
	return { css, main: scripts[ 0 ]?.file ?? '', files: [ ...scripts.map( ( { file, text } ) => ( { file, script: text } ) ), ...json ] };
}

function checkedScript( title: string, text: string ): string {
	try {
		// ResourceLoader parses with Peast, as a script of ECMAScript 2017.
		parse( text, { ecmaVersion: 2017, sourceType: 'script' } );
		return text;
	} catch ( error ) {
		const message = error instanceof Error ? error.message : 'unreadable';
		return `mw.log.error( ${ JSON.stringify( `Parse error: ${ message } in ${ title }` ) } );`;
	}
}
