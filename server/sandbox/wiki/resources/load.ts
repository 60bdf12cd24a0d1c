// /w/load.php: the start of every page, modules by name, the skin's styles. Nothing is cached, so that
// a rebuilt gadget shows at the next reload.
import { gzipSync } from 'node:zlib';
import { answer } from '../answer.ts';
import { builtInModules, clientFile } from './builtIn.ts';
import { gadgetModule } from './gadgetModule.ts';
import { implementation } from './moduleCode.ts';
import { isRightToLeft } from '../shell/languages.ts';
import { parseDefinition } from './definition.ts';
import { skinStyles } from './skinStyles.ts';
import type { Answer } from '../answer.ts';
import type { Gadget } from './definition.ts';
import type { Pages } from './gadgetModule.ts';
import type { Site } from '../site.ts';
import type { WikiRequest } from '../request.ts';

export async function load( site: Site, request: WikiRequest ): Promise<Answer> {
	const names = ( request.query.get( 'modules' ) ?? '' ).split( '|' ).filter( Boolean );
	const [ language, skin ] = [ request.query.get( 'lang' ) ?? 'en', request.query.get( 'skin' ) ?? '' ];
	if ( request.query.get( 'only' ) === 'styles' ) {
		return text( request, 'text/css; charset=utf-8', await styles( site, names, skin, isRightToLeft( language ) ) );
	}
	return text( request, 'text/javascript; charset=utf-8', names.includes( 'startup' ) ?
		await startup( site ) :
		await scripts( site, names, isRightToLeft( language ) ) );
}

/** The wiki's pages by title, without underscores. */
export async function gadgetPages( site: Site ): Promise<Pages> {
	const pages = await site.gadgetPages();
	return new Map( [
		...Object.entries( pages ).map( ( [ title, content ] ): [ string, string ] => [ title.replaceAll( '_', ' ' ), content ] ),
		...[ ...site.publishing.edited() ].map( ( [ title, { text: content } ] ): [ string, string ] => [ title, content ] )
	] );
}

export function definedGadgets( pages: Pages ): Gadget[] {
	return parseDefinition( pages.get( 'MediaWiki:Gadgets-definition' ) ?? '' );
}

async function startup( site: Site ): Promise<string> {
	const gadgets = definedGadgets( await gadgetPages( site ) );
	const registrations = [
		...[ ...builtInModules ].map( ( [ name, { dependencies } ] ) => [ name, dependencies ] ),
		...gadgets.map( ( { module, dependencies } ) => [ module, dependencies ] )
	];
	const files = await Promise.all( [ 'startup.js', 'loader.js', 'messages.js' ].map( clientFile ) );
	return `${ files.join( '\n' ) }
mw.loader.register( ${ JSON.stringify( registrations ) } );
mw.loader.state( { "mediawiki.base": "ready", "jquery": "ready" } );
mw.config.set( window.RLCONF || {} );
mw.user.options.set( window.RLUSEROPTIONS || {} );
mw.loader.load( window.RLPAGEMODULES || [] );
`;
}

async function scripts( site: Site, names: readonly string[], rightToLeft: boolean ): Promise<string> {
	const pages = await gadgetPages( site );
	const gadgets = definedGadgets( pages );
	const written = await Promise.all( names.map( async ( name ) => {
		const builtIn = builtInModules.get( name );
		const gadget = gadgets.find( ( { module } ) => module === name );
		if ( builtIn === undefined && gadget === undefined ) {
			return `mw.loader.state( ${ JSON.stringify( { [ name ]: 'missing' } ) } );\n`;
		}
		const code = builtIn ? await builtIn.read( rightToLeft ) : gadget && gadgetModule( gadget, pages );
		return implementation( name, code ?? {} );
	} ) );
	return written.join( '' );
}

async function styles( site: Site, names: readonly string[], skin: string, rightToLeft: boolean ): Promise<string> {
	const pages = await gadgetPages( site );
	const gadgets = definedGadgets( pages );
	const written = await Promise.all( names.map( async ( name ) => {
		if ( name === 'skin' ) {
			return skinStyles( skin );
		}
		const gadget = gadgets.find( ( { module } ) => module === name );
		const code = gadget ? gadgetModule( gadget, pages ) : await builtInModules.get( name )?.read( rightToLeft );
		return ( code?.css ?? [] ).join( '\n' );
	} ) );
	return written.join( '\n' );
}

/** Compressed like ResourceLoader's, so that what a browser receives weighs as much. */
function text( { headers }: WikiRequest, contentType: string, body: string ): Answer {
	const zipped = ( headers[ 'accept-encoding' ] ?? '' ).toString().includes( 'gzip' );
	return answer( 200, contentType, zipped ? gzipSync( body ) : body, {
		'Cache-Control': 'no-store', Vary: 'Accept-Encoding', ...zipped ? { 'Content-Encoding': 'gzip' } : {}
	} );
}
