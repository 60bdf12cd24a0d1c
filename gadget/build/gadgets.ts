// Everything that is put on a wiki, said once: which gadgets there are, what they are made of, what they may weigh.
// Entries, budgets, headers and the lines of MediaWiki:Gadgets-definition come from here and from nowhere else.
import webpack from 'webpack';
import type { EntryObject } from 'webpack';
import english from '../../i18n/en.json' with { type: 'json' };
import type { Budget } from './budget.ts';
import { emit } from './emit.ts';
import type { Plugin } from './emit.ts';

export interface Gadget {
	/** As in the definition; its titles are `MediaWiki:Gadget-<name>.js` and, where it has styles, `….css`. */
	name: string;
	/** The folder of gadget/ that it is made of. */
	room: string;
	/** The file of it that runs. */
	entry: string;
	/** Of the definition, beside `ResourceLoader`, which every script needs. */
	options: string;
	/** Bytes of script and styles together, after gzip -9. */
	limit: number;
}

/** In the order in which they may be published: what others depend on comes first, and what begins it all last. */
export const gadgets: readonly Gadget[] = [
	{ name: 'PageSRE-panel', room: 'panel', entry: 'index.ts', options: 'hidden|dependencies=vue,@wikimedia/codex', limit: 16000 },
	{ name: 'PageSRE-course', room: 'course', entry: 'wiki.ts', options: 'hidden|dependencies=ext.gadget.PageSRE-panel', limit: 7200 },
	{ name: 'PageSRE-aid', room: 'aid', entry: 'wiki.ts', options: 'hidden|dependencies=ext.gadget.PageSRE-panel', limit: 9000 },
	{ name: 'PageSRE', room: 'loader', entry: 'index.ts', options: 'default|rights=centralauth-lock|dependencies=mediawiki.util', limit: 1500 }
];

export const entries: EntryObject = Object.fromEntries( gadgets.map( ( { name, room, entry } ) => [ `Gadget-${ name }`, `./gadget/${ room }/${ entry }` ] ) );

export const budgets: readonly Budget[] = gadgets.map( ( { name, room, limit } ) =>
	( { name: room, assets: new RegExp( `^Gadget-${ name }\\.(js|css)$` ), limit } ) );

const [ first ] = gadgets.filter( ( { room } ) => room === 'loader' );

/** The lines that switch the gadgets on, and how the one that is not hidden calls itself in people's preferences. */
export const definition: Plugin = emit( 'definition', ( { assets } ) => ( {
	[ `Gadget-${ first?.name }` ]: `'''${ english[ 'page-sre-name' ] }''': ${ english[ 'page-sre-link-tooltip' ] }\n`,
	'Gadgets-definition': gadgets.map( ( { name, options } ) => {
		const pages = [ `${ name }.js`, `${ name }.css` ].filter( ( page ) => `Gadget-${ page }` in assets );
		return `* ${ name }[ResourceLoader|${ options }]|${ pages.join( '|' ) }\n`;
	} ).join( '' )
} ) );

/**
 * The first line of every script. No date and no path of this machine: the same source is the
 * same bytes, by which `page-sre gadget diff` can tell what a wiki has.
 *
 * @param source where the project is kept; undefined while it has no address
 */
export function header( version: string, source: string | undefined ): webpack.BannerPlugin {
	return new webpack.BannerPlugin( {
		// Scripts only: it would be a twentieth of the panel's styles, and a tenth of the course's.
		test: /\.js$/,
		banner: ( { chunk } ) => {
			const room = gadgets.find( ( { name } ) => `Gadget-${ name }` === chunk.name )?.room ?? '';
			return `Page SRE ${ version }, ${ source ? `${ source } ` : '' }gadget/${ room }, GPL-2.0-or-later.`;
		},
		stage: webpack.Compilation.PROCESS_ASSETS_STAGE_SUMMARIZE
	} );
}

/**
 * The one line by which somebody's own script brings the link, on any wiki of the farm.
 *
 * @param homeUrl index.php of the wiki whose titles these are
 */
export const userScript = ( homeUrl: string ): Plugin => emit( 'user script', () => ( {
	'common.js': `mw.loader.load( '${ homeUrl }?title=MediaWiki:Gadget-${ first?.name }.js&action=raw&ctype=text/javascript' );\n`
} ) );
