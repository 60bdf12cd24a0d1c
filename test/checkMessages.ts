// `npm run lint:messages`: Wikimedia's banana rules, and what our renderer and our translators rely on
// beyond them. Finds faults and says where; never repairs, because translations belong to translators.
import { existsSync, globSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import bananaChecker from 'grunt-banana-checker';

export interface Fault {
	file: string;
	/** Empty when the whole file is at fault. */
	key: string;
	rule: string;
}

/** What else carries our prefix: keys of browser storage, ids of elements, the name of the sign-in window. */
const otherNames: readonly string[] = [
	'page-sre-context', 'page-sre-draft', 'page-sre-followed', 'page-sre-settings', 'page-sre-sign-in'
];

const prefix = 'page-sre-';

// Banana names a rule only by the English of its report; one pass for each rule gives it back its name.
const bananaRules: Record<string, Parameters<typeof bananaChecker>[ 1 ]> = {
	requireMetadata: { requireMetadata: 'error' },
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
const bananaOff = Object.fromEntries( Object.values( bananaRules ).flatMap( Object.keys ).map( ( rule ) => [ rule, 'off' as const ] ) );

type Messages = Record<string, string>;

const faults = ( file: string, rule: string, keys: readonly string[] ): Fault[] => keys.map( ( key ) => ( { file, key, rule } ) );

/** The messages of one file without metadata, or the faults that keep anybody from reading it. */
function readMessages( folder: string, file: string ): { messages: Messages; faults: Fault[] } {
	const raw = existsSync( join( folder, file ) ) ? readFileSync( join( folder, file ), 'utf8' ) : '';
	let parsed: object;
	try {
		parsed = Object( JSON.parse( raw ) ) as object;
	} catch {
		return { messages: {}, faults: faults( file, 'requireReadableJson', [ '' ] ) };
	}
	const entries = Object.entries<unknown>( parsed as Record<string, unknown> ).filter( ( [ key ] ) => key !== '@metadata' );
	const written = Array.from( raw.matchAll( /^\s*"([^"\\]+)"\s*:/gm ), ( match ) => match[ 1 ] ?? '' );
	return {
		messages: Object.fromEntries( entries.map( ( [ key, value ] ) => [ key, String( value ) ] ) ),
		faults: [
			...faults( file, 'requireText', entries.filter( ( [ , value ] ) => typeof value !== 'string' ).map( ( [ key ] ) => key ) ),
			// JSON.parse() keeps the last of two and says nothing.
			...faults( file, 'disallowDuplicateKeys', written.filter( ( key, i ) => written.indexOf( key ) !== i ) )
		]
	};
}

function bananaFaults( folder: string ): Fault[] {
	return Object.entries( bananaRules ).flatMap( ( [ rule, options ] ) => {
		const found: Fault[] = [];
		let file = 'en.json';
		const hear = ( line: string ): void => {
			const [ , item ] = /^\* "?([^" ]+)/.exec( line ) ?? [];
			const [ , language = '' ] = /^The "(.+?)" translation|^No metadata block in the (\S+) /.exec( line )?.filter( Boolean ) ?? [];
			if ( item === undefined ) {
				const named = language.replace( /^source$/, 'en' ).replace( /^documentation$/, 'qqq' );
				file = `${ named || ( /document/.test( line ) ? 'qqq' : 'en' ) }.json`;
			}
			if ( item !== undefined || rule === 'requireMetadata' ) {
				found.push( { file, key: item ?? '', rule } );
			}
		};
		bananaChecker( folder, { ...bananaOff, ...options }, hear, hear );
		return found;
	} );
}

const parametersOf = ( message: string ): string[] => [ ...new Set( message.match( /\$\d/g ) ) ].sort();

/** What gadget/panel/renderMessage.ts understands; the rest would reach the reader as it stands. */
const understood = /\{\{(PLURAL|GENDER):\$\d\|[^{}]*\}\}/g;
const misunderstood = /\{\{|\}\}|\[\[|\]\]|\[https?:|'''?/;
const html = /<[a-z/!]|&(#?[a-z0-9]+);/i;

function ownFaults( file: string, messages: Messages, english: Messages ): Fault[] {
	const keys = ( isFault: ( message: string, key: string ) => boolean ): string[] =>
		Object.keys( messages ).filter( ( key ) => isFault( messages[ key ] ?? '', key ) );
	if ( file === 'qqq.json' ) {
		return faults( file, 'requireDocumentedParameters', keys( ( message, key ) =>
			parametersOf( english[ key ] ?? '' ).some( ( parameter ) => !message.includes( parameter ) ) ) );
	}
	return [
		...faults( file, 'disallowHtml', keys( ( message ) => html.test( message ) ) ),
		...faults( file, 'disallowUnknownSyntax', keys( ( message ) => misunderstood.test( message.replace( understood, '' ) ) ) ),
		...faults( file, 'disallowUnknownParameters', keys( ( message, key ) => {
			const known = parametersOf( english[ key ] ?? message );
			return parametersOf( message ).some( ( parameter ) => !known.includes( parameter ) );
		} ) ),
		...faults( file, 'requireConsecutiveParameters', file === 'en.json' ? keys( ( message ) =>
			parametersOf( message ).some( ( parameter, i ) => parameter !== `$${ i + 1 }` ) ) : [] )
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
	const english = read[ 0 ]?.messages ?? {};
	return [
		...bananaFaults( folder ),
		...read.flatMap( ( { file, messages } ) => ownFaults( file, messages, english ) ),
		...useFaults( sources, english )
	];
}

if ( import.meta.main ) {
	const found = checkMessages( 'i18n', [ 'gadget', 'server' ] );
	for ( const { file, key, rule } of found ) {
		console.error( `${ file }\t${ key || '(the file)' }\t${ rule }` );
	}
	console.log( found.length === 0 ? 'Messages are in order.' : `Faults in messages: ${ found.length }.` );
	process.exitCode = found.length === 0 ? 0 : 1;
}
