// The few words that the server itself says: the sign-in window, and the frame of our own panel. They
// come from the same i18n files as the panel's; only plain text and $1 are used here.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Request } from 'express';

type Messages = Record<string, string>;

export interface Words {
	language: string;
	text( key: string, ...parameters: string[] ): string;
}

export interface ServerWords {
	/** By ?uselang= if we have it, else by the browser's languages, else English. */
	for( request: Request ): Words;
}

/**
 * Reads all languages once.
 *
 * @param folder i18n/
 * @throws Error when a file cannot be read or is no JSON: better at start than in an emergency
 */
export function loadServerWords( folder: string ): ServerWords {
	const languages = new Map<string, Messages>();
	for ( const file of readdirSync( folder ) ) {
		const language = file.replace( /\.json$/, '' );
		if ( file.endsWith( '.json' ) && language !== 'qqq' ) {
			languages.set( language, JSON.parse( readFileSync( join( folder, file ), 'utf8' ) ) as Messages );
		}
	}
	const english = languages.get( 'en' )!;
	// English first: Accept-Language `*` takes the first.
	const known = [ 'en', ...[ ...languages.keys() ].filter( ( language ) => language !== 'en' ) ];
	return {
		for( request ) {
			const wanted = request.query.uselang;
			const language = typeof wanted === 'string' && languages.has( wanted ) ? wanted : request.acceptsLanguages( known ) || 'en';
			const messages = languages.get( language )!;
			return {
				language,
				text: ( key, ...parameters ) => ( messages[ key ] ?? english[ key ] ?? `⧼${ key }⧽` )
					.replace( /\$(\d)/g, ( whole, index: string ) => parameters[ Number( index ) - 1 ] ?? whole )
			};
		}
	};
}
