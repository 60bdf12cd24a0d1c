// Words for panels: what is kept for good changes its name with its content, what says the names is asked anew.
import { cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import express from 'express';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { translationRoutes } from '../../../../server/http/routes/translations.ts';
import { startWorld } from '../../../harness.ts';
import { ask, expectProblem } from '../ask.ts';

const built = join( import.meta.dirname, '../../../../gadget/dist/i18n' );

describe( 'Translations', () => {
	let folder: string;
	let server: Server;
	let url: string;
	beforeEach( async () => {
		folder = await mkdtemp( join( tmpdir(), 'page-sre-words-' ) );
		await cp( built, folder, { recursive: true } );
		const app = express().disable( 'etag' ).use( translationRoutes( folder ) );
		server = createServer( app ).listen( 0 );
		url = `http://localhost:${ ( server.address() as AddressInfo ).port }`;
	} );
	afterEach( async () => {
		server.close();
		await rm( folder, { recursive: true } );
	} );

	const list = async ( language: string ): Promise<Record<string, string>> =>
		await ( await ask( `${ url }/${ language }.files.json` ) ).json() as Record<string, string>;

	it( 'are all found by a language’s list, within its few bytes', async () => {
		const files = ( await readdir( folder ) ).map( ( file ) => file.replace( '.json', '' ) );
		const languages = files.filter( ( file ) => !/-(course|aid|guidance)$/.test( file ) );
		const listed = new Set<string>();
		for ( const language of languages ) {
			const response = await ask( `${ url }/${ language }.files.json` );
			expect( response.headers.get( 'cache-control' ) ).toBe( 'no-cache' );
			const text = await response.text();
			expect( text.length ).toBeLessThan( 200 );
			Object.keys( JSON.parse( text ) as object ).forEach( ( file ) => listed.add( file ) );
		}
		expect( files.filter( ( file ) => !listed.has( file ) ) ).toEqual( [] );
	} );

	it( 'are kept for good under the name of their content, by anybody', async () => {
		for ( const [ file, content ] of Object.entries( await list( 'de' ) ) ) {
			const response = await ask( `${ url }/${ file }.${ content }.json` );
			expect( response.headers.get( 'cache-control' ) ).toBe( 'public, max-age=31536000, immutable' );
			expect( await response.text() ).toBe( await readFile( join( folder, `${ file }.json` ), 'utf8' ) );
		}
	} );

	it( 'come compressed to who can read that, and as they are to others', async () => {
		const address = `${ url }/ar.${ ( await list( 'ar' ) ).ar }.json`;
		const [ zipped, plain ] = await Promise.all( [ 'gzip', 'identity' ].map( ( encoding ) => ask( address, { headers: { 'Accept-Encoding': encoding } } ) ) );
		expect( [ zipped!, plain! ].map( ( { headers } ) => [ headers.get( 'content-encoding' ), headers.get( 'vary' ) ] ) )
			.toEqual( [ [ 'gzip', 'Accept-Encoding' ], [ null, 'Accept-Encoding' ] ] );
		expect( await zipped!.text() ).toBe( await plain!.text() );
	} );

	it( 'are live as soon as a new file lies there, and a panel that asks by the old name is not left without words', async () => {
		const before = await list( 'de' );
		await writeFile( join( folder, 'de.json' ), '{"page-sre-edit":"Ändern!"}' );
		const after = await list( 'de' );
		expect( after.de ).not.toBe( before.de );
		expect( after[ 'de-course' ] ).toBe( before[ 'de-course' ] );
		expect( await ( await ask( `${ url }/de.${ after.de }.json` ) ).json() ).toEqual( { 'page-sre-edit': 'Ändern!' } );
		const old = await ask( `${ url }/de.${ before.de }.json` );
		expect( [ old.headers.get( 'cache-control' ), await old.json() ] ).toEqual( [ 'no-store', { 'page-sre-edit': 'Ändern!' } ] );
	} );

	it( 'have lists that are not sent twice while they are the same', async () => {
		const first = await ask( `${ url }/ar.files.json` );
		expect( ( await ask( `${ url }/ar.files.json`, { headers: { 'If-None-Match': first.headers.get( 'etag' )!, 'Cache-Control': 'max-age=0' } } ) ).status ).toBe( 304 );
	} );

	it.each( [ 'en', 'qqq', 'xyz', 'zh-classical' ] )( 'have a list for a reader of %s, too: the English guidance', async ( language ) => {
		expect( Object.keys( await list( language ) ) ).toEqual( [ 'en-guidance' ] );
	} );

	it( 'still answer to the names that older panels know', async () => {
		expect( await ( await ask( `${ url }/de-course.json` ) ).text() ).toBe( await readFile( join( folder, 'de-course.json' ), 'utf8' ) );
	} );
} );

describe( 'The server', () => {
	it( 'gives lists and words to wikis, and nothing to other sites', async () => {
		const world = await startWorld();
		try {
			const list = await ask( `${ world.url }/i18n/de.files.json`, { headers: { Origin: world.wiki.url } } );
			expect( list.headers.get( 'access-control-allow-origin' ) ).toBe( world.wiki.url );
			const { de } = await list.json() as { de: string };
			expect( ( await ask( `${ world.url }/i18n/de.${ de }.json`, { headers: { Origin: world.wiki.url } } ) ).status ).toBe( 200 );
			await expectProblem( await ask( `${ world.url }/i18n/de.files.json`, { headers: { Origin: 'https://evil.example' } } ), 'originRefused' );
			for ( const path of [ '/i18n/xyz.0123456789ab.json', '/i18n/..%2fmanifest.files.json', '/i18n/../standalone/manifest.0123456789ab.json' ] ) {
				await expectProblem( await ask( world.url + path ), 'notFound' );
			}
		} finally {
			await world.stop();
		}
	} );
} );
