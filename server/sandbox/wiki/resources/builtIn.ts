// The modules that the sandbox wiki has of its own: MediaWiki's, written small in client/, and Vue and
// Codex from npm. Gadgets are not here.
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { ModuleCode } from './moduleCode.ts';

interface BuiltIn {
	dependencies: string[];
	read( rightToLeft: boolean ): Promise<ModuleCode>;
}

const { resolve } = createRequire( import.meta.url );

/** A file of an npm package, found as Node finds it. */
export function packageFile( name: string ): Promise<string> {
	return readFile( resolve( name ), 'utf8' );
}

export function clientFile( name: string ): Promise<string> {
	return readFile( new URL( `../client/${ name }`, import.meta.url ), 'utf8' );
}

const own = ( name: string, dependencies: string[] = [] ): [ string, BuiltIn ] =>
	[ name, { dependencies, read: async () => ( { script: await clientFile( `${ name }.js` ) } ) } ];

export const builtInModules: ReadonlyMap<string, BuiltIn> = new Map( [
	own( 'mediawiki.util' ),
	own( 'mediawiki.storage' ),
	own( 'mediawiki.user', [ 'mediawiki.storage' ] ),
	own( 'mediawiki.language' ),
	own( 'mediawiki.jqueryMsg', [ 'mediawiki.language' ] ),
	own( 'mediawiki.notification' ),
	own( 'mediawiki.api' ),
	[ 'vue', {
		dependencies: [],
		// The build without a template compiler: what is compiled beforehand needs no unsafe-eval.
		read: async () => ( { script: `${ await packageFile( 'vue/dist/vue.runtime.global.prod.js' ) }\n${ await clientFile( 'vue.js' ) }` } )
	} ],
	[ 'codex-styles', {
		dependencies: [],
		read: async ( rightToLeft ) => ( { css: [ await packageFile( `@wikimedia/codex/dist/codex.style${ rightToLeft ? '-rtl' : '' }.css` ) ] } )
	} ],
	[ '@wikimedia/codex', {
		dependencies: [ 'vue', 'codex-styles' ],
		read: async () => ( { main: 'codex.js', files: [ { file: 'codex.js', script: await packageFile( '@wikimedia/codex/dist/codex.umd.cjs' ) } ] } )
	} ]
] );
