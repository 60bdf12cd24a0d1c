// @vitest-environment node
// Promises of the guidance's files: whole in every language, under one version that changes when the English
// text says something else and never otherwise.
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { englishGuidance, resolveGuidance, versionOf } from '../../../gadget/build/guidance.ts';
import { parseBundled, parseMessages, resolveTranslations } from '../../../gadget/build/translations.ts';
import { confirmGuidanceSchema } from '../../../server/contract/session.ts';

const folder = `${ import.meta.dirname }/../../../i18n`;
const read = ( language: string ): Record<string, string> => parseMessages( readFileSync( `${ folder }/${ language }.json`, 'utf8' ) );

const line = 'page-sre-guidance-for-x';
const english = { [ line ]: 'An outage that can’t wait.', 'page-sre-guidance-not-x': 'What can wait', 'page-sre-edit': 'Edit' };

describe( 'versionOf', () => {
	it.each( [
		[ 'punctuation', 'An outage, that can\'t wait!' ],
		[ 'case', 'AN OUTAGE THAT CAN’T WAIT.' ],
		[ 'white space', '  An outage that\ncan’t wait.' ],
		[ 'how an accent is encoded', 'An outage that can’t wait.'.normalize( 'NFD' ) ]
	] )( 'stays the same when only %s changes', ( _what, text ) => {
		expect( versionOf( { ...english, [ line ]: text } ) ).toBe( versionOf( english ) );
	} );

	it( 'takes no notice of other messages, nor of the order', () => {
		expect( versionOf( Object.fromEntries( Object.entries( { ...english, 'page-sre-edit': 'Change' } ).toReversed() ) ) ).toBe( versionOf( english ) );
	} );

	it.each( [
		[ 'a word', { ...english, [ line ]: 'An outage that can wait.' } ],
		[ 'a number', { ...english, [ line ]: 'An outage that can’t wait 2.' } ],
		[ 'a line more', { ...english, 'page-sre-guidance-for-y': 'An attack' } ],
		[ 'a line under another heading', { 'page-sre-guidance-not-y': english[ line ], 'page-sre-guidance-not-x': 'What can wait' } ],
		[ 'a translator’s accent', { ...english, [ line ]: 'An outàge that can’t wait.' } ]
	] )( 'is another for %s', ( _what, changed ) => {
		expect( versionOf( changed ) ).not.toBe( versionOf( english ) );
	} );

	it( 'is one that the wire takes', () => {
		expect( confirmGuidanceSchema.safeParse( { version: versionOf( read( 'en' ) ), language: 'en' } ).success ).toBe( true );
	} );
} );

describe( 'resolveGuidance', () => {
	const german = { [ line ]: 'Ein Ausfall', 'page-sre-guidance-gone': 'Weg', 'page-sre-edit': 'Ändern' };
	const sources = new Map<string, Record<string, string>>( [ [ 'en', english ], [ 'de', german ], [ 'gsw', { 'page-sre-edit': 'Ändere' } ] ] );

	it( 'is whole: what is not translated is English, in the order of the English one', () => {
		const whole = resolveGuidance( english, [ 'de' ], sources )!;
		expect( Object.entries( whole ) ).toEqual( [
			[ '@version', versionOf( english ) ], [ line, 'Ein Ausfall' ], [ 'page-sre-guidance-not-x', 'What can wait' ]
		] );
	} );

	it.each( [ [ [ 'bar', 'de' ] ], [ [ 'gsw', 'de' ] ] ] )( 'says whose words it has in the end: %j', ( chain ) => {
		expect( resolveGuidance( english, chain, sources ) ).toMatchObject( { '@language': 'de', [ line ]: 'Ein Ausfall' } );
	} );

	it( 'is not made where there is only English', () => {
		expect( resolveGuidance( english, [ 'gsw' ], sources ) ).toBeUndefined();
		expect( resolveGuidance( english, [ 'fr' ], sources ) ).toBeUndefined();
	} );
} );

describe( 'the files of the guidance', () => {
	const languages = readdirSync( folder ).filter( ( file ) => file.endsWith( '.json' ) && file !== 'qqq.json' ).map( ( file ) => file.replace( '.json', '' ) );
	const files = resolveTranslations( new Map( languages.map( ( language ) => [ language, read( language ) ] ) ) );

	it( 'are there for English, for each of our languages and for those read instead, under one version', () => {
		const names = Array.from( files.keys() ).filter( ( name ) => name.endsWith( '-guidance' ) );
		expect( names ).toEqual( expect.arrayContaining( [ ...languages, 'arz', 'bar' ].map( ( language ) => `${ language }-guidance` ) ) );
		expect( new Set( names.map( ( name ) => files.get( name )![ '@version' ] ) ) ).toEqual( new Set( [ versionOf( read( 'en' ) ) ] ) );
		for ( const name of names ) {
			expect( Object.keys( files.get( name )! ), name ).toEqual( expect.arrayContaining( Object.keys( englishGuidance( read( 'en' ) ) ) ) );
		}
	} );

	it( 'begin with what must not wait for anything else', () => {
		expect( Object.keys( files.get( 'en-guidance' )! ) ).toEqual( expect.arrayContaining( [ 'page-sre-guidance-harm' ] ) );
		expect( Object.keys( files.get( 'ja-guidance' )! ).filter( ( key ) => key.startsWith( 'page-sre-' ) )[ 0 ] ).toBe( 'page-sre-guidance-harm' );
	} );

	it( 'alone have the guidance: it is in no other file, and not in the panel', () => {
		for ( const [ name, messages ] of files ) {
			expect( Object.keys( messages ).some( ( key ) => key.startsWith( 'page-sre-guidance-' ) ), name ).toBe( name.endsWith( '-guidance' ) );
		}
		expect( Object.keys( parseBundled( JSON.stringify( read( 'en' ) ) ) ).filter( ( key ) => /guidance|-load-/.test( key ) ) ).toEqual( [] );
	} );
} );
