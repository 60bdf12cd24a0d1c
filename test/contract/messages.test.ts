// The message checker finds every defect that it exists for, in one file of otherwise good messages.
// What the messages of this project say is checked by `npm run lint:messages`, not here.
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readMessages, translationFaults } from '../../server/commands/translationRules.ts';
import { checkMessages } from '../checkMessages.ts';

const good: Record<string, Record<string, unknown>> = {
	'en.json': { '@metadata': {}, 'page-sre-left': '{{PLURAL:$1|$1 character|$1 characters}} left', 'page-sre-by': 'Acknowledged by $1, $2.' },
	'qqq.json': { '@metadata': {}, 'page-sre-left': 'Under the field. $1: a number', 'page-sre-by': '$1: a name, $2: a time' },
	'de.json': { '@metadata': {}, 'page-sre-left': 'Noch {{PLURAL:$1|$1 Zeichen}}', 'page-sre-by': 'Bestätigt um $2 von $1.' }
};
const goodSource = "text( 'page-sre-left', 3 ); text( 'page-sre-by', name, time );";

describe( 'checkMessages', () => {
	let root: string;

	beforeEach( () => {
		root = mkdtempSync( join( tmpdir(), 'messages-' ) );
	} );

	afterEach( () => {
		rmSync( root, { recursive: true } );
	} );

	/** Writes the good files with changes; a key that is undefined is left out. */
	function check( changes: Record<string, Record<string, unknown> | string> = {}, sources: Record<string, string> = {} ): string[] {
		const write = ( path: string, text: string ): void => {
			mkdirSync( join( root, path, '..' ), { recursive: true } );
			writeFileSync( join( root, path ), text );
		};
		for ( const file of new Set( [ ...Object.keys( good ), ...Object.keys( changes ) ] ) ) {
			const change = changes[ file ] ?? {};
			write( `i18n/${ file }`, typeof change === 'string' ? change : JSON.stringify( { ...good[ file ], ...change }, null, '\t' ) );
		}
		for ( const [ path, text ] of Object.entries( { 'panel.ts': goodSource, ...sources } ) ) {
			write( `gadget/${ path }`, text );
		}
		return checkMessages( join( root, 'i18n' ), [ join( root, 'gadget' ) ] )
			.map( ( { file, key, rule } ) => [ file.split( '/' ).at( -1 ), key, rule ].filter( Boolean ).join( ' ' ) );
	}

	/** What translators are told of a file by `page-sre i18n check`, without banana. */
	function told( file: string ): string[] {
		const { messages, faults } = readMessages( join( root, 'i18n' ), file );
		const [ english = {}, documentation = {} ] = [ 'en.json', 'qqq.json' ].map( ( source ) => readMessages( join( root, 'i18n' ), source ).messages );
		return [ ...faults, ...translationFaults( file, messages, english, documentation ) ].map( ( { key, rule } ) => [ file, key, rule ].filter( Boolean ).join( ' ' ) );
	}

	it( 'finds nothing in good messages', () => {
		expect( check() ).toEqual( [] );
	} );

	it( 'lets a translation be incomplete', () => {
		expect( check( { 'de.json': { 'page-sre-by': undefined } } ) ).toEqual( [] );
	} );

	it.each( [
		[ 'en.json without metadata', 'en.json', { '@metadata': undefined }, [ 'en.json requireMetadata' ] ],
		[ 'a translation without metadata', 'de.json', { '@metadata': undefined }, [ 'de.json requireMetadata' ] ],
		[ 'an undocumented message', 'qqq.json', { 'page-sre-by': undefined }, [ 'qqq.json page-sre-by requireCompleteMessageDocumentation' ] ],
		[ 'documentation of no message', 'qqq.json', { 'page-sre-gone': 'x' }, [ 'qqq.json page-sre-gone disallowUnusedDocumentation' ] ],
		[ 'an undocumented parameter', 'qqq.json', { 'page-sre-by': '$1: a name' }, [ 'qqq.json page-sre-by requireDocumentedParameters' ] ],
		[ 'white space at the beginning', 'de.json', { 'page-sre-left': ' $1' }, [ 'de.json page-sre-left disallowLeadingWhitespace' ] ],
		[ 'white space at the end', 'de.json', { 'page-sre-by': '$1 $2 ' }, [ 'de.json page-sre-by disallowTrailingWhitespace' ] ],
		[ 'a translation of no message', 'de.json', { 'page-sre-gone': 'x' }, [ 'de.json page-sre-gone disallowUnusedTranslations' ] ],
		[ 'a parameter left out', 'de.json', { 'page-sre-by': 'von $1' }, [ 'de.json page-sre-by requireCompletelyUsedParameters' ] ],
		[ 'a parameter that English lacks', 'de.json', { 'page-sre-by': '$1 $2 $3' }, [ 'de.json page-sre-by disallowUnknownParameters' ] ],
		[ 'HTML', 'de.json', { 'page-sre-by': '<b>$1</b> $2' }, [ 'de.json page-sre-by disallowHtml' ] ],
		[ 'an entity', 'de.json', { 'page-sre-by': '$1&nbsp;$2' }, [ 'de.json page-sre-by disallowHtml' ] ],
		[ 'magic that nobody renders', 'de.json', { 'page-sre-by': '{{GRAMMAR:genitive|$1}} $2' }, [ 'de.json page-sre-by disallowUnknownSyntax' ] ],
		[ 'a brace left open', 'de.json', { 'page-sre-left': '{{PLURAL:$1|$1 Zeichen}' }, [ 'de.json page-sre-left disallowUnknownSyntax' ] ],
		[ 'a wikitext link', 'de.json', { 'page-sre-by': '[[User:$1]] $2' }, [ 'de.json page-sre-by disallowUnknownSyntax' ] ],
		[ 'a form for one number', 'de.json', { 'page-sre-left': '{{PLURAL:$1|0=Keine|$1}}' }, [ 'de.json page-sre-left disallowExplicitForms' ] ],
		[ 'more forms than a language has', 'de.json', { 'page-sre-left': '{{PLURAL:$1|$1|$1|$1}}' }, [ 'de.json page-sre-left disallowSuperfluousForms' ] ],
		[ 'two forms where there is one', 'ja.json', { '@metadata': {}, 'page-sre-left': '{{PLURAL:$1|$1|$1}}' }, [ 'ja.json page-sre-left disallowSuperfluousForms' ] ],
		[ 'a form for millions', 'fr.json', { '@metadata': {}, 'page-sre-left': '{{PLURAL:$1|$1|$1 de|$1}}' }, [ 'fr.json page-sre-left disallowSuperfluousForms' ] ],
		[ 'a fourth gender', 'de.json', { 'page-sre-by': '{{GENDER:$1|a|b|c|d}} $1 $2' }, [ 'de.json page-sre-by disallowSuperfluousForms' ] ],
		[ 'a value that is no text', 'de.json', { 'page-sre-by': [ '$1 $2' ] }, [ 'de.json page-sre-by requireText' ] ],
		[ 'a file that is not JSON', 'fr.json', '{ "page-sre-by": ', [ 'fr.json requireReadableJson' ] ]
	] )( 'refuses %s', ( _what, file, change, expected ) => {
		expect( check( { [ file ]: change } ).sort() ).toEqual( expected );
		if ( ![ 'en.json', 'qqq.json' ].includes( file ) ) {
			expect( told( file ) ).toEqual( expected );
		}
	} );

	it( 'lets a translation use a parameter that English has no use for, when it is documented', () => {
		const documented = { 'page-sre-by': '$1: a name, $2: a time, $3: gender of that person' };
		expect( check( { 'qqq.json': documented, 'de.json': { 'page-sre-by': '{{GENDER:$3|Er|Sie}}: $1, $2' } } ) ).toEqual( [] );
	} );

	it( 'lets a language have all of its forms, and one that nobody knows as many as English', () => {
		const translation = ( count: number ): object => ( { '@metadata': {}, 'page-sre-left': `{{PLURAL:$1|${ Array( count ).fill( '$1' ).join( '|' ) }}}` } );
		const most = { ar: 6, pl: 3, he: 3, fr: 2, ja: 1, 'zh-classical': 2 };
		expect( check( Object.fromEntries( Object.entries( most ).map( ( [ language, count ] ) => [ `${ language }.json`, translation( count ) ] ) ) as typeof good ) ).toEqual( [] );
		expect( check( { 'zh-classical.json': translation( 3 ) as Record<string, unknown> } ) ).toEqual( [ 'zh-classical.json page-sre-left disallowSuperfluousForms' ] );
	} );

	it( 'refuses documentation that is blank', () => {
		const messages = { 'en.json': { 'page-sre-left': 'Left' }, 'qqq.json': { 'page-sre-left': '' }, 'de.json': { 'page-sre-left': 'Noch' } };
		expect( check( messages ) ).toEqual( [ 'qqq.json page-sre-left disallowEmptyDocumentation' ] );
	} );

	it( 'refuses a translation that is blank', () => {
		const messages = { 'en.json': { 'page-sre-left': 'Left' }, 'qqq.json': { 'page-sre-left': 'x' }, 'de.json': { 'page-sre-left': '' } };
		expect( check( messages ) ).toEqual( [ 'de.json page-sre-left disallowBlankTranslations' ] );
		expect( told( 'de.json' ) ).toContain( 'de.json page-sre-left disallowBlankTranslations' );
	} );

	it( 'refuses a key with another prefix or in capitals', () => {
		const added = { Other: 'x' };
		expect( check( { 'en.json': added, 'qqq.json': added }, { 'other.ts': '' } ) ).toEqual( [
			'en.json Other requireLowerCase',
			'en.json Other requireKeyPrefix',
			'en.json Other disallowUnusedKey'
		] );
	} );

	it( 'refuses a key that is written twice', () => {
		const twice = '{\n"@metadata": {},\n"page-sre-by": "$1 $2",\n"page-sre-by": "$2 $1"\n}';
		expect( check( { 'de.json': twice } ) ).toEqual( [ 'de.json page-sre-by disallowDuplicateKeys' ] );
	} );

	it( 'refuses a parameter without the one before it', () => {
		const changes = { 'en.json': { 'page-sre-by': 'at $2' }, 'qqq.json': { 'page-sre-by': '$2' }, 'de.json': { 'page-sre-by': '$2' } };
		expect( check( changes ) ).toEqual( [ 'en.json page-sre-by requireConsecutiveParameters' ] );
	} );

	it( 'refuses a message that nobody uses, even when a longer key is used', () => {
		expect( check( {}, { 'panel.ts': "'page-sre-left'", 'Panel.vue': '' } ) ).toEqual( [ 'en.json page-sre-by disallowUnusedKey' ] );
		const longer = { 'page-sre-by-nobody': 'x' };
		expect( check( { 'en.json': longer, 'qqq.json': longer }, { 'panel.ts': "'page-sre-left' 'page-sre-by-nobody'" } ) )
			.toEqual( [ 'en.json page-sre-by disallowUnusedKey' ] );
	} );

	it( 'refuses the use of a message that does not exist, in code and in templates', () => {
		const sources = { 'loader/link.ts': "text( 'page-sre-gone' )", 'Panel.vue': '<p class="page-sre-panel">{{ text( `page-sre-lost` ) }}</p>' };
		expect( check( {}, sources ).sort() ).toEqual( [ 'Panel.vue page-sre-lost requireExistingKey', 'link.ts page-sre-gone requireExistingKey' ] );
	} );

	it( 'refuses a folder without a source language', () => {
		mkdirSync( join( root, 'i18n' ) );
		expect( checkMessages( join( root, 'i18n' ), [] ) ).toEqual( [
			{ file: 'en.json', key: '', rule: 'requireReadableJson' },
			{ file: 'qqq.json', key: '', rule: 'requireReadableJson' }
		] );
	} );
} );

describe( 'the group for translatewiki.net', () => {
	const group = readFileSync( new URL( '../../i18n/PageSRE.yaml', import.meta.url ), 'utf8' );

	it( 'reads the files that there are', () => {
		const [ , path = '' ] = /sourcePattern: "%GROUPROOT%\/page-sre\/(.+)"/.exec( group ) ?? [];
		expect( [ 'en', 'qqq', 'de' ].map( ( language ) => path.replace( '%CODE%', language ) ).filter( ( file ) => existsSync( file ) ) )
			.toEqual( [ 'i18n/en.json', 'i18n/qqq.json', 'i18n/de.json' ] );
	} );

	it( 'names only messages that exist', () => {
		const named = [ ...group.matchAll( /^ {4}- (page-sre-\S+)$/gm ) ].map( ( [ , key = '' ] ) => key );
		expect( named.length ).toBeGreaterThan( 0 );
		expect( Object.keys( readMessages( 'i18n', 'en.json' ).messages ) ).toEqual( expect.arrayContaining( named ) );
	} );
} );
