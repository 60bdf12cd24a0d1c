// Words for panels, on either host: one small list for each language, asked for anew each time, that says what each
// of its files' content is called; and the files under that name, kept for good. A new file is live as soon as it lies here.
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { Router } from 'express';
import { ServiceError } from '../../errors.ts';
import { staticFiles } from '../staticFiles.ts';

/** What a language's files are called after it: gadget/build/translations.ts makes them. */
const parts = [ '', '-course', '-aid', '-guidance' ] as const;

const LANGUAGE = '[a-z][a-z0-9-]{0,30}';
/** A shared cache may keep it, too: words are nobody's secret. */
const FOR_GOOD = 'public, max-age=31536000, immutable';

const hashOf = ( content: string ): string => createHash( 'sha256' ).update( content ).digest( 'hex' ).slice( 0, 12 );

/**
 * To be mounted at `/i18n`.
 *
 * @param folder the built files, `<file>.json`
 */
export function translationRoutes( folder: string ): Router {
	const router = Router();
	const contentOf = ( file: string ): Promise<string | undefined> =>
		readFile( join( folder, `${ file }.json` ), 'utf8' ).catch( () => undefined );

	router.get( new RegExp( `^/(${ LANGUAGE })\\.files\\.json$` ), async ( request, response ) => {
		const files = [ ...new Set( [ ...parts.map( ( part ) => request.params[ 0 ]! + part ), 'en-guidance' ] ) ];
		const found = await Promise.all( files.map( async ( file ) => [ file, await contentOf( file ) ] as const ) );
		const there = found.flatMap( ( [ file, content ] ) => content === undefined ? [] : [ [ file, hashOf( content ) ] ] );
		const list = JSON.stringify( Object.fromEntries( there ) );
		response.set( { 'Cache-Control': 'no-cache', ETag: `"${ hashOf( list ) }"` } ).type( 'json' ).send( list );
	} );

	router.get( new RegExp( `^/(${ LANGUAGE })\\.([0-9a-f]{12})\\.json$` ), async ( request, response ) => {
		const content = await contentOf( request.params[ 0 ]! );
		if ( content === undefined ) {
			throw new ServiceError( 'notFound' );
		}
		// Newer or older than asked for, as while a new version is being put in place: good, but not for good.
		response.set( 'Cache-Control', hashOf( content ) === request.params[ 1 ] ? FOR_GOOD : 'no-store' ).vary( 'Accept-Encoding' ).type( 'json' );
		// A third of the bytes. Proxies in front of us rarely compress JSON unless they are told to.
		if ( request.acceptsEncodings( 'gzip' ) ) {
			response.set( 'Content-Encoding', 'gzip' ).send( gzipSync( content ) );
		} else {
			response.send( content );
		}
	} );

	// The names by which panels asked before 2026-11-27.
	router.use( staticFiles( folder, 60 ), () => {
		throw new ServiceError( 'notFound' );
	} );

	return router;
}
