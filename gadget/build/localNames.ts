// Takes each name of an external (Vue, Codex, the panel for its course) out of it once, at the top, in place of
// `( 0, external.name )` wherever it is used: 1 % of the panel. webpack's concatenation leaves the long form.
import webpack from 'webpack';
import type { Plugin } from './emit.ts';

/** @param source a script that webpack has put together and nobody has minified yet */
export function localNames( source: string ): string {
	// What webpack 5 makes of an external of the kind `var`.
	const externals = [ ...source.matchAll( /^const (external_\w+_namespaceObject) = .*;$/gm ) ];
	return externals.reduce( ( text, [ declaration, external = '' ] ) => {
		const names = new Set<string>();
		const replaced = text.replace(
			new RegExp( `\\(0,${ external }\\.(\\w+)\\)|\\b${ external }\\.(\\w+)\\b`, 'g' ),
			( _whole, called: string | undefined, read: string | undefined ) => {
				const name = called ?? read ?? '';
				names.add( name );
				return `${ external }_${ name }`;
			}
		);
		const taken = [ ...names ].map( ( name ) => `${ name }: ${ external }_${ name }` );
		return replaced.replace( declaration, () => `${ declaration } const { ${ taken.join( ', ' ) } } = ${ external };` );
	}, source );
}

/** Before anything is minified. */
export const shortenExternals: Plugin = {
	apply: ( compiler ) => compiler.hooks.thisCompilation.tap( 'localNames', ( compilation ) => {
		compilation.hooks.processAssets.tap( { name: 'localNames', stage: webpack.Compilation.PROCESS_ASSETS_STAGE_PRE_PROCESS }, ( assets ) => {
			for ( const name of Object.keys( assets ).filter( ( each ) => each.endsWith( '.js' ) ) ) {
				compilation.updateAsset( name, ( old ) => new webpack.sources.RawSource( localNames( old.source().toString() ) ) );
			}
		} );
	} )
};
