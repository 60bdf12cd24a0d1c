// `i18n check`: how far each language is, what in it is wrong, and which translations are older than their
// English. For translators and for whoever takes their files over; reads only, asks nobody.
import { parseArgs } from 'node:util';
import { EXIT_CRITICAL, EXIT_OK, EXIT_WARNING, onOneLine, UsageError } from './command.ts';
import type { Command } from './command.ts';
import { freshness, installedMessages, languagesIn, readRecords, recordOf } from './i18nRecords.ts';
import type { Freshness } from './i18nRecords.ts';
import { readMessages, translationFaults, translationRules } from './translationRules.ts';
import type { Fault, Messages, TranslationRule } from './translationRules.ts';

interface LanguageReport {
	language: string;
	translated: number;
	/** Rounded down: 100 is everything. */
	percent: number;
	missing: string[];
	stale: { key: string; changed: 'english' | 'documentation' }[];
	notKnown: string[];
	faults: { key: string; rule: TranslationRule }[];
}

interface Report {
	verdict: 'ok' | 'warning' | 'critical';
	messages: number;
	/** Of English and its documentation. */
	faults: Fault<TranslationRule>[];
	languages: LanguageReport[];
}

const summaries = {
	ok: 'OK: everything is translated, and nothing is known to be stale.',
	warning: 'WARNING: not everything is translated, or something is older than its English.',
	critical: 'CRITICAL: something is wrong and would be shown wrongly.'
};

export const i18nCheck: Command = {
	words: 'i18n check',
	summary: 'How complete, how right and how old the translations are.',
	help: `page-sre i18n check [LANGUAGE...] [--json] [--folder PATH]

Reads the messages and says, for every language or for those named by their codes, how much is translated, what is
missing, what is wrong, and what is stale: the English or its documentation changed after the translation.

  --json          Prints {"verdict", "messages", "faults", "languages": [{"language", "translated", "percent",
                  "missing", "stale": [{"key", "changed"}], "notKnown", "faults": [{"key", "rule"}]}]}.
  --folder PATH   Where the messages are. Default: those of this installation.

Exit codes:
  0    everything is translated, and nothing is known to be stale
  1    warning: something is missing or stale
  2    critical: something is wrong
  64   the command was not understood
`,
	async run( args, { write } ) {
		const { values, positionals } = parseArgs( {
			args: [ ...args ], allowPositionals: true, options: { json: { type: 'boolean' }, folder: { type: 'string', default: installedMessages } }
		} );
		const known = foundLanguages( values.folder );
		const unknown = positionals.find( ( language ) => !known.includes( language ) );
		if ( unknown !== undefined ) {
			throw new UsageError( `There is no translation into ${ onOneLine( unknown ) }. There is: ${ known.join( ' ' ) }` );
		}
		const report = judge( values.folder, positionals.length > 0 ? positionals : known );
		write( values.json ? `${ JSON.stringify( report ) }\n` : inWords( report ) );
		return { ok: EXIT_OK, warning: EXIT_WARNING, critical: EXIT_CRITICAL }[ report.verdict ];
	}
};

/** @throws UsageError where there is no such folder */
export function foundLanguages( folder: string ): string[] {
	try {
		return languagesIn( folder );
	} catch ( error ) {
		throw new UsageError( `--folder cannot be read: ${ onOneLine( String( ( error as NodeJS.ErrnoException ).code ) ) }` );
	}
}

function judge( folder: string, names: readonly string[] ): Report {
	const english = readMessages( folder, 'en.json' );
	const documentation = readMessages( folder, 'qqq.json' );
	const faults = [ ...english.faults, ...documentation.faults, ...translationFaults( 'en.json', english.messages, english.messages, {} ) ];
	const languages = names.map( ( language ) => reportOn( folder, language, english.messages, documentation.messages ) );
	const isWrong = faults.length > 0 || languages.some( ( one ) => one.faults.length > 0 );
	const isBehind = languages.some( ( { missing, stale } ) => missing.length > 0 || stale.length > 0 );
	const behind = isBehind ? 'warning' : 'ok';
	return { verdict: isWrong ? 'critical' : behind, messages: Object.keys( english.messages ).length, faults, languages };
}

function reportOn( folder: string, language: string, english: Messages, documentation: Messages ): LanguageReport {
	const file = `${ language }.json`;
	const { messages, faults } = readMessages( folder, file );
	const records = readRecords( folder, language );
	const keys = Object.keys( english );
	const translated = keys.filter( ( key ) => key in messages );
	const ages = new Map<string, Freshness>( translated.map( ( key ) =>
		[ key, freshness( records[ key ], recordOf( english[ key ] ?? '', documentation[ key ] ?? '', messages[ key ] ?? '' ) ) ] ) );
	const aged = ( age: Freshness ): string[] => translated.filter( ( key ) => ages.get( key ) === age );
	return {
		language,
		translated: translated.length,
		percent: keys.length === 0 ? 0 : Math.floor( 100 * translated.length / keys.length ),
		missing: keys.filter( ( key ) => !( key in messages ) ),
		stale: [
			...aged( 'englishChanged' ).map( ( key ) => ( { key, changed: 'english' as const } ) ),
			...aged( 'documentationChanged' ).map( ( key ) => ( { key, changed: 'documentation' as const } ) )
		],
		notKnown: aged( 'notKnown' ),
		faults: [ ...faults, ...translationFaults( file, messages, english, documentation ) ].map( ( { key, rule } ) => ( { key, rule } ) )
	};
}

function inWords( { verdict, messages, faults, languages }: Report ): string {
	const wrong = ( { key, rule }: { key: string; rule: TranslationRule } ): string =>
		`  wrong     ${ onOneLine( key ) || '(the file)' }: ${ translationRules[ rule ] } (${ rule })`;
	return [
		summaries[ verdict ],
		...faults.flatMap( ( fault ) => [ fault.file, wrong( fault ) ] ),
		...languages.flatMap( ( one ) => [
			`${ one.language }: ${ one.translated } of ${ messages } (${ one.percent } %), ${ one.missing.length } missing, ${ one.stale.length } stale, ` +
				`${ one.notKnown.length } of unknown age, ${ one.faults.length } wrong`,
			...one.faults.map( wrong ),
			...one.stale.map( ( { key, changed } ) => `  stale     ${ key }: its ${ changed === 'english' ? 'English' : 'documentation' } has changed` ),
			...one.missing.map( ( key ) => `  missing   ${ key }` )
		] ),
		''
	].join( '\n' );
}
