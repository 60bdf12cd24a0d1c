// Weighs what the build made, as a browser would receive it, and fails the build over a budget: a
// steward's every page view pays for the loader, so its size is a promise, not a wish.
import { gzipSync } from 'node:zlib';
import webpack from 'webpack';
import type { Plugin } from './emit.ts';

export interface Budget {
	/** What the assets are together, for the message. */
	name: string;
	/** Names of the assets that are weighed together. */
	assets: RegExp;
	/** One allowance for all of them, or the same for each. */
	each?: boolean;
	/** Bytes after gzip -9. */
	limit: number;
}

/** Bytes after gzip -9. */
export function weigh( source: string | Buffer ): number {
	return gzipSync( source, { level: 9 } ).length;
}

export function keepBudgets( budgets: readonly Budget[] ): Plugin {
	const stage = webpack.Compilation.PROCESS_ASSETS_STAGE_REPORT;
	return {
		apply: ( compiler ) => compiler.hooks.thisCompilation.tap( 'budget', ( compilation ) => {
			compilation.hooks.processAssets.tap( { name: 'budget', stage }, ( assets ) => {
				for ( const budget of budgets ) {
					const weights = Object.entries( assets )
						.filter( ( [ name ] ) => budget.assets.test( name ) )
						.map( ( [ , asset ] ) => weigh( asset.buffer() ) );
					const weight = budget.each ? Math.max( ...weights ) : weights.reduce( ( sum, one ) => sum + one, 0 );
					const words = `${ budget.name }: ${ weight } of ${ budget.limit } bytes (gzip -9)`;
					if ( weights.length === 0 || weight > budget.limit ) {
						compilation.errors.push( new webpack.WebpackError( `Over budget, or missing. ${ words }` ) );
					}
					compilation.getLogger( 'budget' ).info( words );
				}
			} );
		} )
	};
}
