// How the panel's parts come: by ResourceLoader where the wiki has them as gadgets, else the same titles of the
// home wiki, raw. Never from our own host: whoever pages must be able to see on a wiki what runs.
import type { MediaWiki } from './link.ts';

// Put in by the build: index.php of the wiki whose titles these are.
declare const HOME_URL: string;

export type Part = 'panel' | 'course' | 'aid';

/**
 * Brings one part, which puts itself into `mw.libs.pageSre`; asked again after a failure, it tries again.
 * Rejects, or does neither: ResourceLoader does not say when a request is lost.
 */
export function bring( { config, loader }: MediaWiki, part: Part ): PromiseLike<unknown> {
	const module = `ext.gadget.PageSRE-${ part }`;
	const state = loader.getState( module );
	if ( !state ) {
		const raw = ( ending: string, type: string ): string =>
			`${ config.get( 'pageSreHome' ) as string | null || HOME_URL }?title=MediaWiki:Gadget-PageSRE-${ part }.${ ending }&action=raw&ctype=text/${ type }`;
		// As the gadgets' definition has it.
		return loader.using( [ 'vue', '@wikimedia/codex' ] ).then( () => {
			loader.load( raw( 'css', 'css' ), 'text/css' );
			return loader.getScript( raw( 'js', 'javascript' ) );
		} );
	}
	// What failed once has failed for good, and what is lost is waited for, unless it is as on the first day.
	if ( state !== 'registered' && state !== 'ready' ) {
		loader.state( { [ module ]: 'registered' } );
	}
	return loader.using( module );
}
