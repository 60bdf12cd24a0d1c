// Adds files to a build that no module asks for.
import webpack from 'webpack';
import type { Compilation, Compiler } from 'webpack';

export interface Plugin {
	apply: ( compiler: Compiler ) => void;
}

/**
 * @param name for webpack's messages
 * @param make file name -> content; called when every other file has its final name
 */
export function emit( name: string, make: ( compilation: Compilation ) => Record<string, string> ): Plugin {
	const stage = webpack.Compilation.PROCESS_ASSETS_STAGE_OPTIMIZE_TRANSFER;
	return {
		apply: ( compiler ) => compiler.hooks.thisCompilation.tap( name, ( compilation ) => {
			compilation.hooks.processAssets.tap( { name, stage }, () => {
				for ( const [ file, content ] of Object.entries( make( compilation ) ) ) {
					compilation.emitAsset( file, new webpack.sources.RawSource( content ) );
				}
			} );
		} )
	};
}
