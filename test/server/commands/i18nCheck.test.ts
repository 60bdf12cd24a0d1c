// Translators learn what is missing, wrong and older than its English, without any history of the files.
// Which faults there are is test/contract/messages.test.ts's.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { commandWorld } from './surroundings.ts';
import type { CommandWorld, Said } from './surroundings.ts';

const start = {
	en: { 'page-sre-left': '{{PLURAL:$1|$1 day|$1 days}} left', 'page-sre-by': 'By $1.' },
	qqq: { 'page-sre-left': '$1: a number', 'page-sre-by': '$1: a name' },
	de: { 'page-sre-left': 'Noch {{PLURAL:$1|$1 Tag|$1 Tage}}', 'page-sre-by': 'Von $1.' },
	he: { 'page-sre-by': 'מאת $1.' }
};

let folder: string;
let type: CommandWorld[ 'type' ];
let files: Record<string, Record<string, string>>;

/** Changes messages, and writes them all. */
function change( changes: Record<string, Record<string, string>> ): void {
	for ( const [ language, messages ] of Object.entries( changes ) ) {
		files[ language ] = { ...files[ language ], ...messages };
	}
	for ( const [ language, messages ] of Object.entries( files ) ) {
		writeFileSync( join( folder, `${ language }.json` ), JSON.stringify( { '@metadata': {}, ...messages }, null, '\t' ) );
	}
}

const check = ( ...args: string[] ): Promise<Said> => type( [ 'i18n', 'check', '--folder', folder, ...args ] );
const seen = ( ...args: string[] ): Promise<Said> => type( [ 'i18n', 'seen', '--folder', folder, ...args ] );

async function report( language: string ): Promise<Record<string, unknown>> {
	const { languages } = JSON.parse( ( await check( '--json', language ) ).out ) as { languages: Record<string, unknown>[] };
	expect( languages ).toHaveLength( 1 );
	return languages[ 0 ]!;
}

beforeEach( async () => {
	folder = mkdtempSync( join( tmpdir(), 'i18n-' ) );
	onTestFinished( () => rmSync( folder, { recursive: true } ) );
	( { type } = await commandWorld() );
	files = {};
	change( start );
} );

describe( 'i18n check', () => {
	it( 'warns of what is missing, and says how much there is', async () => {
		const { code, out } = await check();
		expect( code ).toBe( 1 );
		expect( out ).toMatch( /^WARNING: / );
		expect( out ).toContain( 'de: 2 of 2 (100 %), 0 missing, 0 stale, 2 of unknown age, 0 wrong\n' );
		expect( out ).toContain( 'he: 1 of 2 (50 %), 1 missing, 0 stale, 1 of unknown age, 0 wrong\n  missing   page-sre-left\n' );
	} );

	it( 'is content with a language that is complete, though nobody recorded its age', async () => {
		expect( await check( 'de' ) ).toMatchObject( { code: 0, out: expect.stringMatching( /^OK: / ) as string } );
		expect( await report( 'de' ) ).toEqual( {
			language: 'de', translated: 2, percent: 100, missing: [], stale: [], notKnown: [ 'page-sre-left', 'page-sre-by' ], faults: []
		} );
	} );

	it( 'never rounds up to everything', async () => {
		const many = Object.fromEntries( Array.from( { length: 998 }, ( _, i ) => [ `page-sre-m${ i }`, 'x' ] ) );
		change( { en: many, qqq: many, he: many } );
		expect( await report( 'he' ) ).toMatchObject( { translated: 999, percent: 99 } );
	} );

	it( 'names what is wrong, with its rule and in words, whatever else is missing', async () => {
		change( { de: { 'page-sre-by': 'Von <b>jemand</b>.', 'page-sre-gone': 'Weg' } } );
		const { code, out } = await check();
		expect( code ).toBe( 2 );
		expect( out ).toMatch( /^CRITICAL: / );
		expect( out ).toContain( '  wrong     page-sre-by: this contains HTML or an entity, which would be shown as it stands (disallowHtml)\n' );
		expect( ( await report( 'de' ) ).faults ).toEqual( [
			{ key: 'page-sre-gone', rule: 'disallowUnusedTranslations' },
			{ key: 'page-sre-by', rule: 'requireCompletelyUsedParameters' },
			{ key: 'page-sre-by', rule: 'disallowHtml' }
		] );
		expect( await check( 'he' ) ).toMatchObject( { code: 1 } );
	} );

	it.each( [ 'de', 'en', 'qqq' ] )( 'says that %s.json cannot be read', async ( language ) => {
		writeFileSync( join( folder, `${ language }.json` ), '{ "page' );
		expect( await check() ).toMatchObject( { code: 2, out: expect.stringContaining( '(the file): this file cannot be read as JSON' ) as string } );
	} );

	it( 'refuses a language and a folder that are not there', async () => {
		expect( await check( 'qqq' ) ).toMatchObject( { code: 64, complaint: expect.stringContaining( 'There is no translation into qqq. There is: de he\n' ) as string } );
		expect( await type( [ 'i18n', 'check', '--folder', join( folder, 'gone' ) ] ) )
			.toMatchObject( { code: 64, complaint: expect.stringContaining( '--folder cannot be read: ENOENT' ) as string } );
	} );

	it( 'lets no file write a line of its own', async () => {
		change( { de: { 'x\nOK: all is well': 'x' } } );
		expect( ( await check() ).out ).toContain( '  wrong     x OK: all is well: English has no such' );
	} );

	it( 'reads the messages of the installation without a folder', async () => {
		const { out } = await type( 'i18n check --json' );
		const { messages, languages } = JSON.parse( out ) as { messages: number; languages: { language: string }[] };
		expect( messages ).toBe( Object.keys( JSON.parse( readFileSync( 'i18n/en.json', 'utf8' ) ) as object ).length - 1 );
		expect( languages.map( ( { language } ) => language ) ).toEqual( expect.arrayContaining( [ 'ar', 'de', 'fr', 'ja' ] ) );
	} );
} );

describe( 'i18n seen', () => {
	it( 'makes known from which English a translation was made', async () => {
		expect( await seen( 'de' ) ).toEqual( { code: 0, out: 'de: 2 recorded.\n', complaint: '' } );
		expect( await report( 'de' ) ).toMatchObject( { notKnown: [], stale: [] } );
		expect( await report( 'he' ) ).toMatchObject( { notKnown: [ 'page-sre-by' ] } );
	} );

	it.each( [
		[ 'english', { en: { 'page-sre-by': 'Acknowledged by $1.' } }, 'English' ],
		[ 'documentation', { qqq: { 'page-sre-by': '$1: name of an engineer' } }, 'documentation' ],
		[ 'english', { en: { 'page-sre-by': 'By: $1.' }, qqq: { 'page-sre-by': '$1: somebody' } }, 'English' ]
	] )( 'from then on a translation whose %s changed is stale', async ( changed, changes, word ) => {
		await seen( 'de' );
		change( changes );
		expect( await report( 'de' ) ).toMatchObject( { stale: [ { key: 'page-sre-by', changed } ], notKnown: [] } );
		expect( await check( 'de' ) ).toMatchObject( { code: 1, out: expect.stringContaining( `  stale     page-sre-by: its ${ word } has changed\n` ) as string } );
	} );

	describe( 'when a translation is stale', () => {
		beforeEach( async () => {
			await seen( 'de' );
			change( { en: { 'page-sre-by': 'Acknowledged by $1.', 'page-sre-left': '$1 left' } } );
		} );

		const stale = async (): Promise<unknown> => ( ( await report( 'de' ) ).stale as { key: string }[] ).map( ( { key } ) => key );

		it( 'leaves it so as long as nobody touches it', async () => {
			expect( await seen( 'de' ) ).toMatchObject( { code: 0, out: 'de: 0 recorded.\n' } );
			expect( await stale() ).toEqual( [ 'page-sre-left', 'page-sre-by' ] );
		} );

		it( 'knows no age of one that was written anew, and records it', async () => {
			change( { de: { 'page-sre-by': 'Bestätigt von $1.' } } );
			expect( await report( 'de' ) ).toMatchObject( { stale: [ { key: 'page-sre-left' } ], notKnown: [ 'page-sre-by' ] } );
			expect( await seen( 'de' ) ).toMatchObject( { out: 'de: 1 recorded.\n' } );
			expect( await report( 'de' ) ).toMatchObject( { stale: [ { key: 'page-sre-left' } ], notKnown: [] } );
		} );

		it( 'takes the word of whoever names it, or all', async () => {
			await seen( 'de', 'page-sre-by' );
			expect( await stale() ).toEqual( [ 'page-sre-left' ] );
			await seen( 'de', '--all' );
			expect( await stale() ).toEqual( [] );
		} );
	} );

	it( 'forgets what is translated no longer', async () => {
		await seen( 'de' );
		writeFileSync( join( folder, 'de.json' ), '{ "@metadata": {}, "page-sre-by": "Von $1." }' );
		await seen( 'de' );
		expect( Object.keys( JSON.parse( readFileSync( join( folder, 'seen/de.json' ), 'utf8' ) ) as object ) ).toEqual( [ 'page-sre-by' ] );
	} );

	it.each( [
		[ 'no language', [], 'Which language?' ],
		[ 'English', [ 'en' ], 'There is no translation into en.' ],
		[ 'a path', [ '../de' ], 'There is no translation into ../de.' ],
		[ 'a message that is not translated', [ 'he', 'page-sre-left' ], 'There is no translation of page-sre-left into he.' ]
	] )( 'refuses %s', async ( _what, args, complaint ) => {
		expect( await seen( ...args ) ).toMatchObject( { code: 64, complaint: expect.stringContaining( complaint ) as string } );
	} );

	it( 'records nothing about a file that cannot be read, nor where it cannot write', async () => {
		writeFileSync( join( folder, 'he.json' ), '{' );
		expect( await seen( 'he' ) ).toMatchObject( { code: 69, out: '' } );
		writeFileSync( join( folder, 'seen' ), '' );
		expect( await seen( 'de' ) ).toMatchObject( { code: 73, out: '' } );
	} );
} );
