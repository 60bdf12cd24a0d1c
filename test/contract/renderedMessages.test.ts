// Every message in every language comes out whole, in the panel and from the server alike, and as MediaWiki
// would have said it: its translators must not meet a second set of rules.
import { globSync, readFileSync } from 'node:fs';
import type { Request } from 'express';
import { describe, expect, it } from 'vitest';
import { keysAsWords } from '../../gadget/build/translations.ts';
import type { MessageKey } from '../../gadget/panel/messages.ts';
import { plainText, renderMessage } from '../../gadget/panel/renderMessage.ts';
import type { Parameter } from '../../gadget/panel/renderMessage.ts';
import { createWords } from '../../gadget/panel/words.ts';
import { installedMessages, languagesIn } from '../../server/commands/i18nRecords.ts';
import { parametersOf, readMessages, translationFaults } from '../../server/commands/translationRules.ts';
import { loadServerWords } from '../../server/http/serverWords.ts';

const counts = [ 0, 1, 2, 3, 5, 11, 21, 100 ];
const genders = [ 'male', 'female', 'unknown' ];

// Which form MediaWiki takes for these counts (languages/data/plurals.xml of 1.43), written out, because a
// second use of Intl could only agree with the first.
const never = [ 0, 0, 0, 0, 0, 0, 0, 0 ];
const notForOne = [ 1, 0, 1, 1, 1, 1, 1, 1 ];
const fromTwoOn = [ 0, 0, 1, 1, 1, 1, 1, 1 ];
const eastSlavic = [ 2, 0, 1, 1, 2, 2, 0, 2 ];
// Hebrew's third of four is for round tens, which CLDR has given up; with three forms both say the same.
const formsOfMediaWiki: Record<string, readonly number[]> = {
	ar: [ 0, 1, 2, 3, 3, 4, 4, 5 ],
	bn: fromTwoOn, de: notForOne, en: notForOne, es: notForOne, fa: fromTwoOn, fr: fromTwoOn,
	he: [ 3, 0, 1, 3, 3, 3, 3, 2 ],
	hi: fromTwoOn, id: never, it: notForOne, ja: never, ko: never, nl: notForOne,
	pl: [ 2, 0, 1, 1, 2, 2, 2, 2 ],
	pt: fromTwoOn, 'pt-br': fromTwoOn, ru: eastSlavic, sv: notForOne, tr: notForOne, uk: eastSlavic,
	vi: never, 'zh-hans': never, 'zh-hant': never
};

/** What MediaWiki makes of a message: forms by the table, the last where there are too few. */
function asMediaWiki( template: string, count: number, gender: string, given: readonly string[], forms: readonly number[] ): string {
	const nth = ( words: string, index: number ): string => words.split( '|' )[ Math.min( index, words.split( '|' ).length - 1 ) ]!;
	return template
		.replace( /\{\{PLURAL:\$\d\|(.*?)\}\}/g, ( _, words: string ) => nth( words, forms[ counts.indexOf( count ) ]! ) )
		.replace( /\{\{GENDER:\$\d\|(.*?)\}\}/g, ( _, words: string ) =>
			nth( words, gender === 'unknown' && words.split( '|' ).length < 3 ? 0 : genders.indexOf( gender ) ) )
		.replace( /\$(\d)/g, ( _, index: string ) => given[ Number( index ) - 1 ]! );
}

const languages = [ 'en', ...languagesIn( installedMessages ) ];
const all = new Map( languages.map( ( language ) => [ language, readMessages( installedMessages, `${ language }.json` ).messages ] ) );
const english = all.get( 'en' )!;

/** What stands for each parameter: a number where any language counts it, a gender where any asks for it. */
function parametersFor( key: string, count: number, gender: string ): Parameter[] {
	const said = [ ...all.values() ].map( ( messages ) => messages[ key ] ?? '' ).join();
	return parametersOf( said ).map( ( parameter ) => {
		const magic = new RegExp( `(PLURAL|GENDER):\\${ parameter }\\|` ).exec( said )?.[ 1 ];
		const others: Parameter = magic === 'GENDER' ? gender : { name: `name ${ parameter.slice( 1 ) }` };
		return magic === 'PLURAL' ? count : others;
	} );
}

const sayings = Object.keys( english ).flatMap( ( key ) => counts.flatMap( ( count ) => genders.map( ( gender ) =>
	( { key, count, gender, parameters: parametersFor( key, count, gender ) } ) ) ) );

/** What the panel says in a language, saying by saying. */
function saidIn( language: string ): string[] {
	return ownOf( language ).map( ( { key, parameters } ) => plainText( renderMessage( all.get( language )![ key ]!, parameters, language ) ) );
}

const ownOf = ( language: string ): typeof sayings => sayings.filter( ( { key } ) => key in all.get( language )! );

describe( 'every message, for any count and gender', () => {
	it.each( languages )( 'leaves nothing in %s that only a translator should see', ( language ) => {
		const said = saidIn( language );
		expect( said.length ).toBeGreaterThan( 0 );
		expect( said.filter( ( text ) => text.trim() === '' || /\{\{|\}\}|\$\d|undefined|NaN/.test( text ) ) ).toEqual( [] );
		expect( said.filter( ( text ) => /<[a-z/!]|&#?[a-z0-9]+;/i.test( text ) ) ).toEqual( [] );
	} );

	it.each( languages.filter( ( language ) => language in formsOfMediaWiki ) )( 'is in %s what MediaWiki would say', ( language ) => {
		const expected = ownOf( language ).map( ( { key, count, gender, parameters } ) => asMediaWiki(
			all.get( language )![ key ]!, count, gender,
			parameters.map( ( parameter ) => plainText( renderMessage( '$1', [ parameter ], language ) ) ), formsOfMediaWiki[ language ]!
		) );
		expect( saidIn( language ) ).toEqual( expected );
	} );
} );

describe.each( Object.keys( formsOfMediaWiki ) )( 'whatever the rules let a translator into %s write', ( language ) => {
	const forms = ( magic: string, count: number ): string => `{{${ magic }:$1|${ [ 'a', 'b', 'c', 'd', 'e', 'f' ].slice( 0, count ).join( '|' ) }}}`;
	const allowed = [ 'PLURAL', 'GENDER' ].flatMap( ( magic ) => [ 1, 2, 3, 4, 5, 6 ].map( ( count ) => forms( magic, count ) ) )
		.filter( ( template ) => translationFaults( `${ language }.json`, { key: template }, { key: template }, {} ).length === 0 );

	it( 'is read as MediaWiki reads it', () => {
		expect( allowed.filter( ( template ) => template.includes( 'GENDER' ) ) ).toHaveLength( 3 );
		expect( allowed ).toContain( forms( 'PLURAL', new Set( formsOfMediaWiki[ language ] ).size - ( language === 'he' ? 1 : 0 ) ) );
		for ( const template of allowed ) {
			for ( const [ count, gender ] of counts.flatMap( ( one ) => genders.map( ( other ) => [ one, other ] as const ) ) ) {
				const read = plainText( renderMessage( template, [ template.includes( 'PLURAL' ) ? count : gender ], language ) );
				expect( read, `${ template } ${ count } ${ gender }` ).toBe( asMediaWiki( template, count, gender, [], formsOfMediaWiki[ language ]! ) );
			}
		}
	} );
} );

it( 'the languages that stewards use are among those compared with MediaWiki', () => {
	expect( languages.filter( ( language ) => language in formsOfMediaWiki ) ).toEqual( expect.arrayContaining( [ 'ar', 'de', 'en', 'fr', 'ja' ] ) );
} );

it( 'qqx shows the key of every message, and its parameters', async () => {
	const { words, ready } = createWords( 'qqx', () => Promise.resolve( keysAsWords( english ) ) );
	await ready;
	for ( const { key, parameters } of sayings.filter( ( { count, gender } ) => count === 5 && gender === 'male' ) ) {
		const shown = parameters.map( ( parameter ) => plainText( renderMessage( '$1', [ parameter ], 'en' ) ) );
		expect( words.text( key as MessageKey, ...parameters ) ).toBe( `(${ [ key, shown.join( ', ' ) ].filter( Boolean ).join( ': ' ) })` );
	}
} );

describe( 'what the server says by itself', () => {
	const sources = globSync( 'server/http/**/*.ts' ).map( ( path ) => readFileSync( path, 'utf8' ) ).join();
	const keys = [ ...new Set( sources.match( /page-sre-[a-z-]+(?=')/g ) ) ].filter( ( key ) => key in english );
	const serverWords = loadServerWords( installedMessages );

	it( 'is known', () => {
		expect( keys ).toEqual( expect.arrayContaining( Object.keys( english ).filter( ( key ) => key.startsWith( 'page-sre-popup-' ) ) ) );
	} );

	it.each( languages )( 'reads in %s as the panel would say it', ( language ) => {
		const words = serverWords.for( { query: { uselang: language } } as unknown as Request );
		const messages = all.get( language )!;
		for ( const key of keys.filter( ( one ) => one in messages ) ) {
			expect( words.text( key, 'a', 'b' ) ).toBe( plainText( renderMessage( messages[ key ]!, [ 'a', 'b' ], language ) ) );
		}
	} );
} );
