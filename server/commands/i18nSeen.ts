// `i18n seen`: records that the translations of a language stand for the English of today, so that
// `i18n check` can tell which do no longer when it changes. Touches the records, never a message.
import { parseArgs } from 'node:util';
import { EXIT_CANNOT_CREATE, EXIT_OK, EXIT_UNAVAILABLE, onOneLine, UsageError } from './command.ts';
import type { Command } from './command.ts';
import { foundLanguages } from './i18nCheck.ts';
import { freshness, installedMessages, readRecords, recordOf, writeRecords } from './i18nRecords.ts';
import type { Records } from './i18nRecords.ts';
import { readMessages } from './translationRules.ts';

export const i18nSeen: Command = {
	words: 'i18n seen',
	summary: 'Records that translations stand for the English of today.',
	help: `page-sre i18n seen LANGUAGE [KEY...] [--all] [--folder PATH]

Records which English a language's translations were made from. Run it after taking over new translations: all
that are new or were written anew are recorded; stale ones stay stale, because nobody has touched them.

  KEY...          Also these, which somebody has compared with the English and found right.
  --all           Also all stale ones.
  --folder PATH   Where the messages are. Default: those of this installation.

Exit codes:
  0    recorded
  64   the command was not understood
  69   a file of messages cannot be read: see i18n check
  73   the record cannot be written
`,
	async run( args, { write, complain } ) {
		const { values, positionals: [ language, ...named ] } = parseArgs( {
			args: [ ...args ], allowPositionals: true, options: { all: { type: 'boolean' }, folder: { type: 'string', default: installedMessages } }
		} );
		if ( language === undefined || !foundLanguages( values.folder ).includes( language ) ) {
			throw new UsageError( language === undefined ? 'Which language?' : `There is no translation into ${ onOneLine( language ) }.` );
		}
		const [ english, documentation, own ] = [ 'en', 'qqq', language ].map( ( name ) => readMessages( values.folder, `${ name }.json` ) );
		if ( !english || !documentation || !own || [ english, documentation, own ].some( ( { faults } ) => faults.length > 0 ) ) {
			complain( 'A file of messages cannot be read. `page-sre i18n check` says what is wrong.\n' );
			return EXIT_UNAVAILABLE;
		}
		const translated = Object.keys( english.messages ).filter( ( key ) => key in own.messages );
		const unknown = named.find( ( key ) => !translated.includes( key ) );
		if ( unknown !== undefined ) {
			throw new UsageError( `There is no translation of ${ onOneLine( unknown ) } into ${ language }.` );
		}
		const before = readRecords( values.folder, language );
		const after: Records = Object.fromEntries( translated.map( ( key ) => {
			const now = recordOf( english.messages[ key ] ?? '', documentation.messages[ key ] ?? '', own.messages[ key ] ?? '' );
			const isStale = !( [ 'fresh', 'notKnown' ].includes( freshness( before[ key ], now ) ) );
			return [ key, isStale && !values.all && !named.includes( key ) ? before[ key ]! : now ];
		} ) );
		try {
			writeRecords( values.folder, language, after );
		} catch ( error ) {
			complain( `The record cannot be written: ${ onOneLine( String( ( error as NodeJS.ErrnoException ).code ) ) }\n` );
			return EXIT_CANNOT_CREATE;
		}
		write( `${ language }: ${ translated.filter( ( key ) => after[ key ] !== before[ key ] ).length } recorded.\n` );
		return EXIT_OK;
	}
};
