// `npm run lint:messages`: Wikimedia's banana rules, and what our renderer and our translators rely on
// beyond them. Finds faults and says where; never repairs, because translations belong to translators.
import { globSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import bananaChecker from 'grunt-banana-checker';
import { parametersOf, readMessages, translationFaults } from '../server/commands/translationRules.ts';
import type { Fault, Messages } from '../server/commands/translationRules.ts';

/** What else carries our prefix: keys of browser storage, ids of elements, the name of the sign-in window. */
const otherNames: readonly string[] = [
	'page-sre-context', 'page-sre-draft', 'page-sre-followed', 'page-sre-luggage', 'page-sre-settings', 'page-sre-sign-in',
	'page-sre-since-at', 'page-sre-wikis'
];

const prefix = 'page-sre-';

// Banana names a rule only by the English of its report; one pass for each rule gives it back its name.
// A file without metadata never comes to it.
const bananaRules: Record<string, Parameters<typeof bananaChecker>[ 1 ]> = {
	requireLowerCase: { requireLowerCase: 'error' },
	requireKeyPrefix: { requireKeyPrefix: [ 'error', { prefix } ] },
	requireCompleteMessageDocumentation: { requireCompleteMessageDocumentation: 'error' },
	disallowEmptyDocumentation: { disallowEmptyDocumentation: 'error' },
	disallowUnusedDocumentation: { disallowUnusedDocumentation: 'error' },
	disallowBlankTranslations: { disallowBlankTranslations: 'error' },
	disallowUnusedTranslations: { disallowUnusedTranslations: 'error' },
	requireCompletelyUsedParameters: { requireCompletelyUsedParameters: 'error' },
	disallowLeadingWhitespace: { disallowLeadingWhitespace: 'error', disallowLeadingWhitespaceTranslated: 'error' },
	disallowTrailingWhitespace: { disallowTrailingWhitespace: 'error', disallowTrailingWhitespaceTranslated: 'error' }
};
const bananaOff = Object.fromEntries( [ { requireMetadata: 'off' }, ...Object.values( bananaRules ) ].flatMap( Object.keys ).map( ( rule ) => [ rule, 'off' as const ] ) );

const faults = ( file: string, rule: string, keys: readonly string[] ): Fault[] => keys.map( ( key ) => ( { file, key, rule } ) );

function bananaFaults( folder: string ): Fault[] {
	return Object.entries( bananaRules ).flatMap( ( [ rule, options ] ) => {
		const found: Fault[] = [];
		let file = 'en.json';
		const hear = ( line: string ): void => {
			const [ , item ] = /^\* "?([^" ]+)/.exec( line ) ?? [];
			if ( item !== undefined ) {
				found.push( { file, key: item, rule } );
				return;
			}
			const [ , language ] = /^The "(.+?)" translation/.exec( line ) ?? [];
			file = `${ language ?? ( /document/.test( line ) ? 'qqq' : 'en' ) }.json`;
		};
		bananaChecker( folder, { ...bananaOff, ...options }, hear, hear );
		return found;
	} );
}

/** What only whoever writes English and its documentation can get wrong. */
function sourceFaults( english: Messages, documentation: Messages ): Fault[] {
	return [
		...faults( 'qqq.json', 'requireDocumentedParameters', Object.keys( english ).filter( ( key ) => key in documentation &&
			parametersOf( english[ key ] ?? '' ).some( ( parameter ) => !documentation[ key ]?.includes( parameter ) ) ) ),
		...faults( 'en.json', 'requireConsecutiveParameters', Object.keys( english ).filter( ( key ) =>
			parametersOf( english[ key ] ?? '' ).some( ( parameter, i ) => parameter !== `$${ i + 1 }` ) ) )
	];
}

/** Keys are written out in the code, never put together, so that both directions can be searched. */
function useFaults( sources: readonly string[], english: Messages ): Fault[] {
	const used = new Set<string>();
	const wanted = sources.flatMap( ( source ) => globSync( '**/*.{ts,vue}', { cwd: source, exclude: [ 'dist/**' ] } ).sort().flatMap( ( file ) => {
		const text = readFileSync( join( source, file ), 'utf8' );
		Array.from( text.matchAll( /page-sre-[a-z0-9-]+/g ), ( match ) => used.add( match[ 0 ] ) );
		// Classes and ids in templates are no message keys, whatever they are called.
		const quoted = text.replace( /\s:?(class|id|for|name)="[^"]*"/g, '' ).matchAll( /(['"`])(page-sre-[a-z0-9-]+)\1/g );
		const missing = Array.from( quoted, ( match ) => match[ 2 ] ?? '' ).filter( ( key ) => !( key in english ) && !otherNames.includes( key ) );
		return faults( join( source, file ), 'requireExistingKey', [ ...new Set( missing ) ] );
	} ) );
	return [ ...wanted, ...faults( 'en.json', 'disallowUnusedKey', Object.keys( english ).filter( ( key ) => !used.has( key ) ) ) ];
}

/**
 * @param folder with en.json, qqq.json and one file for each language
 * @param sources folders whose .ts and .vue files use the messages
 * @return every fault found; files that cannot be read hide what else would be wrong
 */
export function checkMessages( folder: string, sources: readonly string[] ): Fault[] {
	const files = [ ...new Set( [ 'en.json', 'qqq.json', ...readdirSync( folder ).filter( ( file ) => file.endsWith( '.json' ) ) ] ) ];
	const read = files.map( ( file ) => ( { file, ...readMessages( folder, file ) } ) );
	const unreadable = read.flatMap( ( one ) => one.faults );
	if ( unreadable.length > 0 ) {
		return unreadable;
	}
	const [ english = {}, documentation = {} ] = read.map( ( { messages } ) => messages );
	const found = [
		...bananaFaults( folder ),
		...read.flatMap( ( { file, messages } ) => file === 'qqq.json' ? [] : translationFaults( file, messages, english, documentation ) ),
		...sourceFaults( english, documentation ),
		...useFaults( sources, english )
	];
	// What translators are told without banana, banana finds too.
	return [ ...new Map( found.map( ( fault ) => [ JSON.stringify( Object.values( fault ) ), fault ] ) ).values() ];
}

if ( import.meta.main ) {
	const found = checkMessages( 'i18n', [ 'gadget', 'server' ] );
	for ( const { file, key, rule } of found ) {
		console.error( `${ file }\t${ key || '(the file)' }\t${ rule }` );
	}
	console.log( found.length === 0 ? 'Messages are in order.' : `Faults in messages: ${ found.length }.` );
	process.exitCode = found.length === 0 ? 0 : 1;
}
