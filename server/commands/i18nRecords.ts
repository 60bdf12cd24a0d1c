// What each translation was made from: i18n/seen/<language>.json holds, for each message, short hashes of the
// English, of its documentation and of the translation itself. By them a deployment without history knows
// which translations are older than their English (docs/adr/0019). Judges nothing else about a translation.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Where the product's own messages are. */
export const installedMessages = join( import.meta.dirname, '../../i18n' );

/** Key -> `<English> <documentation> <translation>`, each 8 hexadecimal digits. */
export type Records = Readonly<Record<string, string>>;

/** `notKnown`: nobody has recorded it since the translation was written. */
export type Freshness = 'fresh' | 'notKnown' | 'englishChanged' | 'documentationChanged';

/** Languages that have a file, without English and the documentation. */
export function languagesIn( folder: string ): string[] {
	return readdirSync( folder ).filter( ( file ) => /^[a-z][a-z0-9-]*\.json$/.test( file ) )
		.map( ( file ) => file.replace( '.json', '' ) ).filter( ( language ) => language !== 'en' && language !== 'qqq' ).sort();
}

const pathOf = ( folder: string, language: string ): string => join( folder, 'seen', `${ language }.json` );

/** @throws SyntaxError when the file is no JSON; nobody writes it but we */
export function readRecords( folder: string, language: string ): Records {
	const path = pathOf( folder, language );
	return existsSync( path ) ? JSON.parse( readFileSync( path, 'utf8' ) ) as Records : {};
}

export function writeRecords( folder: string, language: string, records: Records ): void {
	mkdirSync( join( folder, 'seen' ), { recursive: true } );
	const sorted = Object.fromEntries( Object.entries( records ).sort( ( [ a ], [ b ] ) => a < b ? -1 : 1 ) );
	writeFileSync( pathOf( folder, language ), `${ JSON.stringify( sorted, null, '\t' ) }\n` );
}

/** 8 digits: enough to tell two wordings of one message apart. White space counts, because it is shown. */
const hash = ( text: string ): string => createHash( 'sha256' ).update( text.normalize( 'NFC' ) ).digest( 'hex' ).slice( 0, 8 );

export function recordOf( english: string, documentation: string, translation: string ): string {
	return [ english, documentation, translation ].map( hash ).join( ' ' );
}

/** A translation that was written anew since it was recorded is not stale, whatever changed before. */
export function freshness( recorded: string | undefined, now: string ): Freshness {
	const [ english, documentation, translation ] = recorded?.split( ' ' ) ?? [];
	const [ englishNow, documentationNow, translationNow ] = now.split( ' ' );
	if ( translation !== translationNow ) {
		return 'notKnown';
	}
	if ( english !== englishNow ) {
		return 'englishChanged';
	}
	return documentation === documentationNow ? 'fresh' : 'documentationChanged';
}
