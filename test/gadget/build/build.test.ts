// @vitest-environment node
// Promises of the build: what is put on a wiki parses there, evaluates nothing, and weighs what it may;
// what it does not say of itself, it must not do. Builds for real, into a folder of its own.
import { execFile } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { runInNewContext } from 'node:vm';
import { parse } from 'acorn';
import webpack from 'webpack';
import type { Configuration } from 'webpack';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { keepBudgets, weigh } from '../../../gadget/build/budget.ts';
import { gadgets } from '../../../gadget/build/gadgets.ts';
import { fallbacks } from '../../../gadget/build/fallbacks.ts';
import { keysAsWords, parseBundled, parseMessages, parsePart, parts, resolveTranslations } from '../../../gadget/build/translations.ts';
import { reasonMessages } from '../../../gadget/course/eventWords.ts';
import { stateMessages } from '../../../gadget/panel/messages.ts';
import * as shared from '../../../gadget/panel/shared.ts';
import configurations from '../../../gadget/webpack.config.ts';

const root = join( import.meta.dirname, '../../..' );
let folder: string;

function build( configuration: Configuration ): Promise<string[]> {
	return new Promise( ( resolve, reject ) => {
		webpack( configuration, ( error, stats ) => {
			if ( error || !stats ) {
				reject( error ?? new Error( 'no stats' ) );
				return;
			}
			resolve( stats.compilation.errors.map( ( { message } ) => message ) );
		} );
	} );
}

function into( name: string, configuration: Configuration ): Configuration {
	return { ...configuration, output: { ...configuration.output, path: join( folder, name ) } };
}

const read = ( name: string ): string => readFileSync( join( folder, name ), 'utf8' );
const scripts = gadgets.map( ( { name } ) => `wiki/Gadget-${ name }.js` );

beforeAll( async () => {
	folder = mkdtempSync( join( tmpdir(), 'page-sre-build-' ) );
	for ( const configuration of configurations ) {
		expect( await build( into( configuration.name!, configuration ) ) ).toEqual( [] );
	}
}, 120_000 );

afterAll( () => rmSync( folder, { recursive: true } ) );

describe( 'the build for a wiki', () => {
	const lines = (): RegExpExecArray[] => read( 'wiki/Gadgets-definition' ).trimEnd().split( '\n' )
		.map( ( line ) => /^\* ([\w-]+)\[(.*)\]\|(.*)$/.exec( line )! );

	it( 'is named as the titles it is put into, each of which a line of the definition loads', () => {
		const loaded = lines().flatMap( ( [ , , , pages ] ) => pages!.split( '|' ) ).map( ( page ) => `Gadget-${ page }` );
		// In people's preferences it calls itself by the title without an ending.
		expect( readdirSync( join( folder, 'wiki' ) ).sort() ).toEqual( [ ...loaded, 'Gadget-PageSRE', 'Gadgets-definition' ].sort() );
		expect( loaded ).toEqual( expect.arrayContaining( [ 'Gadget-PageSRE.js', 'Gadget-PageSRE-panel.js', 'Gadget-PageSRE-panel.css' ] ) );
	} );

	it( 'names first what others depend on, and last what everybody loads; the rest is hidden', () => {
		const before = new Set<string>();
		for ( const [ , name, options ] of lines() ) {
			const needed = ( /dependencies=([^|]*)/.exec( options! )?.[ 1 ] ?? '' ).split( ',' ).filter( ( module ) => module.startsWith( 'ext.gadget.' ) );
			expect( needed.filter( ( module ) => !before.has( module ) ) ).toEqual( [] );
			expect( options!.includes( 'hidden' ), name ).toBe( name !== 'PageSRE' );
			before.add( `ext.gadget.${ name }` );
		}
		expect( lines().at( -1 )![ 1 ] ).toBe( 'PageSRE' );
	} );

	it.each( gadgets )( '$name says in its first line which version it is, of what, and under which licence', ( { name, room } ) => {
		const { version } = JSON.parse( readFileSync( join( root, 'package.json' ), 'utf8' ) ) as { version: string };
		const [ first ] = read( `wiki/Gadget-${ name }.js` ).split( '\n' );
		for ( const words of [ `Page SRE ${ version }`, `gadget/${ room }`, 'GPL-2.0-or-later' ] ) {
			expect( first ).toContain( words );
		}
	} );

	it( 'holds nothing that a wiki would change on saving: signatures, substitution, the pipe trick', () => {
		for ( const name of readdirSync( join( folder, 'wiki' ) ) ) {
			expect( read( `wiki/${ name }` ), name ).not.toMatch( /~~~|\{\{\s*(safe)?subst:|\[\[\|[^\]]|\[\[[^\][|\n]*\|\]\]/i );
		}
	} );

	it( 'is the same bytes from the same source in any other folder', async () => {
		const elsewhere = join( folder, 'quite/another place' );
		for ( const part of [ 'gadget', 'server/contract', 'i18n', 'package.json', 'tsconfig.json' ] ) {
			cpSync( join( root, part ), join( elsewhere, part ), { recursive: true, filter: ( path ) => !path.endsWith( '/dist' ) } );
		}
		symlinkSync( join( root, 'node_modules' ), join( elsewhere, 'node_modules' ) );
		await promisify( execFile )( process.execPath, [ '--no-warnings', 'node_modules/webpack-cli/bin/cli.js', '--config', 'gadget/webpack.config.ts' ], { cwd: elsewhere } );
		// Everything that others get from us by name. What our own site serves is named by its content.
		const made = ( where: string ): Record<string, string> => Object.fromEntries( [ 'wiki', 'user', 'i18n' ].flatMap( ( name ) =>
			readdirSync( join( where, name ) ).map( ( file ) => [ `${ name }/${ file }`, readFileSync( join( where, name, file ), 'utf8' ) ] ) ) );
		expect( made( join( elsewhere, 'gadget/dist' ) ) ).toEqual( made( folder ) );
	}, 120_000 );

	it.each( scripts )( '%s parses as ES2017', ( name ) => {
		expect( () => parse( read( name ), { ecmaVersion: 2017, sourceType: 'script' } ) ).not.toThrow();
	} );

	it.each( [ ...scripts, 'standalone/panel.js', 'standalone/course.js', 'standalone/aid.js' ] )( '%s evaluates no text as code', ( name ) => {
		const [ folderOf, file ] = name.split( '/' );
		const source = folderOf === 'standalone' ? read( `standalone/${ manifest()[ file! ] }` ) : read( name );
		expect( source ).not.toMatch( /\beval\s*\(|\bnew Function\b|\bFunction\s*\(/ );
	} );

	it( 'keeps to its budgets', () => {
		const made = readdirSync( join( folder, 'wiki' ) );
		for ( const { name, limit } of gadgets ) {
			const files = made.filter( ( file ) => file.startsWith( `Gadget-${ name }.` ) );
			expect( files.reduce( ( sum, file ) => sum + weigh( read( `wiki/${ file }` ) ), 0 ), name ).toBeLessThanOrEqual( limit );
		}
		for ( const language of readdirSync( join( folder, 'i18n' ) ) ) {
			expect( weigh( read( `i18n/${ language }` ) ), language ).toBeLessThanOrEqual( 3000 );
		}
	} );

	/** As ResourceLoader runs a gadget, and as a raw title runs: without `require` and `module`. What the others would give can be anything. */
	function run( name: string ): { asked: string[]; parts: Record<string, unknown> } {
		const asked: string[] = [];
		const stub: unknown = new Proxy( () => undefined, { get: () => stub, apply: () => stub } );
		const require = ( other: string ): unknown => {
			asked.push( other );
			return stub;
		};
		const libs = { pageSre: { shared: stub } as Record<string, unknown> };
		runInNewContext( read( name ), { mw: { loader: { require }, libs } } );
		return { asked: asked.sort(), parts: libs.pageSre };
	}

	it( 'takes Vue and Codex from the wiki, and puts open() where the loader finds it', () => {
		const { asked, parts: found } = run( 'wiki/Gadget-PageSRE-panel.js' );
		expect( asked ).toEqual( [ '@wikimedia/codex', 'vue' ] );
		expect( found.open ).toBeTypeOf( 'function' );
	} );

	it.each( parts )( 'takes from the panel what the %s shares with it, where all of it is', ( part ) => {
		const ran = run( `wiki/Gadget-PageSRE-${ part }.js` );
		expect( ran.asked ).toEqual( [ 'vue' ] );
		expect( ( ran.parts[ part ] as { create: unknown } ).create ).toBeTypeOf( 'function' );
		expect( Object.keys( run( 'wiki/Gadget-PageSRE-panel.js' ).parts.shared as object ).sort() ).toEqual( Object.keys( shared ).sort() );
	} );

	it( 'has the English for whatever a script may say', () => {
		const source = readFileSync( join( import.meta.dirname, '../../../i18n/en.json' ), 'utf8' );
		const [ panel, course, aid ] = [ parseBundled( source ), parsePart( 'course', source ), parsePart( 'aid', source ) ]
			.map( Object.keys ) as [ string[], string[], string[] ];
		// The names of errors that only the course is told lie beside the others; what the review shows without its label.
		const told = [ 'page-sre-again-too-soon', 'page-sre-action-not-open', 'page-sre-aid-contact', 'page-sre-open-incidents' ];
		expect( [ ...course, ...aid ].filter( ( key ) => !told.includes( key ) && read( 'wiki/Gadget-PageSRE-panel.js' ).includes( `"${ key }"` ) ) ).toEqual( [] );
		expect( course.length ).toBeGreaterThan( 30 );
		expect( aid.length ).toBeGreaterThan( 30 );
		expect( new Set( [ ...panel, ...course, ...aid ] ).size ).toBe( panel.length + course.length + aid.length );
		expect( [ ...panel, ...course, ...aid ].sort() )
			.toEqual( Object.keys( parseMessages( source ) ).filter( ( key ) => !/^page-sre-(guidance|link|load)-/.test( key ) ).sort() );
	} );

	it( 'fails when it is over a budget, or weighs nothing', async () => {
		const [ wiki ] = configurations;
		const over = ( assets: RegExp, limit: number ): Promise<string[]> => build( into( 'over', {
			...wiki, plugins: [ ...wiki!.plugins!, keepBudgets( [ { name: 'test', assets, limit } ] ) ]
		} ) );
		expect( await over( /PageSRE\.js$/, 10 ) ).toEqual( [ expect.stringMatching( /test: \d+ of 10 bytes/ ) ] );
		expect( await over( /no such file/, 10 ) ).toEqual( [ expect.stringContaining( 'missing' ) ] );
	}, 60_000 );
} );

function manifest(): Record<string, string> {
	return JSON.parse( read( 'standalone/manifest.json' ) ) as Record<string, string>;
}

describe( 'the line for people’s own scripts', () => {
	it( 'loads the same loader from the wiki where the gadget lives, and is what the guides say', () => {
		const line = read( 'user/common.js' ).trim();
		expect( line ).toMatch( /title=MediaWiki:Gadget-PageSRE\.js&action=raw/ );
		for ( const guide of [ 'operators', 'stewards' ] ) {
			expect( readFileSync( join( root, `docs/${ guide }.md` ), 'utf8' ), guide ).toContain( line );
		}
	} );
} );

describe( 'the build for our own origin', () => {
	it( 'is found by its manifest, under names that change with the content', () => {
		const { 'panel.js': script, 'panel.css': style, 'course.js': course, 'aid.js': aid } = manifest();
		expect( script ).toMatch( /^panel\.[0-9a-f]{12}\.js$/ );
		expect( style ).toMatch( /^panel\.[0-9a-f]{12}\.css$/ );
		expect( readdirSync( join( folder, 'standalone' ) ) ).toEqual( expect.arrayContaining( [ script, style, course, aid ] ) );
		expect( course ).toMatch( /^course\.[0-9a-f]{12}\.js$/ );
		expect( aid ).toMatch( /^aid\.[0-9a-f]{12}\.js$/ );
	} );

	it( 'brings the Codex components that are used, by day and by night, and no others', () => {
		const script = read( `standalone/${ manifest()[ 'panel.js' ] }` );
		expect( script ).toContain( 'CdxTextArea' );
		expect( script ).not.toContain( 'CdxLookup' );
		const style = read( `standalone/${ manifest()[ 'panel.css' ] }` );
		expect( style ).toContain( '.cdx-text-area' );
		expect( style ).toMatch( /@media ?\(prefers-color-scheme: ?dark\)/ );
		expect( style ).not.toContain( '@import' );
	} );
} );

describe( 'the words of other languages', () => {
	const sources = new Map<string, Record<string, string>>( [
		[ 'en', { a: 'A', b: 'B', c: 'C', 'page-sre-event-x': 'X', 'page-sre-new-page': 'N', 'page-sre-aid-x': 'X', 'page-sre-membership-unavailable': 'M' } ],
		[ 'de', { a: 'Ä', b: 'B', gone: 'X', 'page-sre-event-x': 'Ö', 'page-sre-new-page': 'Ü', 'page-sre-aid-x': 'Ö', 'page-sre-membership-unavailable': 'Ü' } ],
		[ 'gsw', { c: 'Ç' } ],
		[ 'pt-br', { a: 'br' } ]
	] );

	it.each<[ string, Record<string, string> | undefined ]>( [
		[ 'de', { a: 'Ä', 'page-sre-membership-unavailable': 'Ü' } ],
		[ 'gsw', { a: 'Ä', c: 'Ç', 'page-sre-membership-unavailable': 'Ü' } ],
		[ 'als', { '@language': 'gsw', a: 'Ä', c: 'Ç', 'page-sre-membership-unavailable': 'Ü' } ],
		[ 'bar', { '@language': 'de', a: 'Ä', 'page-sre-membership-unavailable': 'Ü' } ],
		[ 'de-aid', { 'page-sre-aid-x': 'Ö' } ],
		[ 'de-course', { 'page-sre-event-x': 'Ö', 'page-sre-new-page': 'Ü' } ],
		[ 'bar-course', { '@language': 'de', 'page-sre-event-x': 'Ö', 'page-sre-new-page': 'Ü' } ],
		[ 'pt-course', undefined ],
		[ 'pt', { '@language': 'pt-br', a: 'br' } ],
		[ 'en', undefined ],
		[ 'fr', undefined ]
	] )( 'are resolved at build for %s, without what is English anyway', ( language, expected ) => {
		expect( resolveTranslations( sources ).get( language ) ).toEqual( expected );
	} );

	it( 'are emitted for our languages and for those read instead', () => {
		expect( readdirSync( join( folder, 'i18n' ) ) ).toEqual( expect.arrayContaining( [
			'ar.json', 'ar-course.json', 'arz.json', 'arz-course.json', 'de.json', 'de-course.json', 'fr.json', 'fr-course.json', 'ja.json', 'ja-course.json'
		] ) );
		expect( readdirSync( join( folder, 'i18n' ) ) ).not.toContain( 'en.json' );
	} );

	it( 'are each in one of the files, and what the course of a page needs is in its own', () => {
		const keysOf = ( name: string ): string[] => Object.keys( JSON.parse( read( `i18n/${ name }` ) ) as object );
		const [ first, second, third ] = [ keysOf( 'de.json' ), keysOf( 'de-course.json' ), keysOf( 'de-aid.json' ) ];
		expect( new Set( [ ...first, ...second, ...third ] ).size ).toBe( first.length + second.length + third.length );
		expect( third ).toContain( 'page-sre-membership-grant' );
		expect( second ).toEqual( expect.arrayContaining( [ ...Object.values( stateMessages ), ...Object.values( reasonMessages ) ] ) );
		expect( first ).toEqual( expect.arrayContaining( [ 'page-sre-sign-in-title', 'page-sre-submit', 'page-sre-no-answer', 'page-sre-retry' ] ) );
	} );

	it( 'leave out metadata and what only the server says', () => {
		expect( parseMessages( '{"@metadata":{},"page-sre-popup-x":"p","page-sre-edit":"Edit"}' ) ).toEqual( { 'page-sre-edit': 'Edit' } );
	} );

	it( 'have one more language for translators: the keys themselves, with their parameters', () => {
		expect( keysAsWords( { a: 'None', b: '$2 of {{PLURAL:$1|$1 page|$1 pages}}' } ) ).toEqual( { a: '(a)', b: '(b: $1, $2)' } );
		expect( JSON.parse( read( 'i18n/qqx.json' ) ) ).toMatchObject( { 'page-sre-retry': '(page-sre-retry)', 'page-sre-fault-too-long': '(page-sre-fault-too-long: $1)' } );
	} );

	it( 'never fall back to themselves', () => {
		for ( const [ language, chain ] of fallbacks ) {
			expect( chain ).not.toContain( language );
		}
	} );
} );
