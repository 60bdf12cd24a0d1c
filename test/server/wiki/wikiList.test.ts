// The farm's wikis as the sandbox wiki lists them and as no wiki should, and how rarely they are asked for.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { wikisSchema } from '../../../server/contract/situation.ts';
import { startSandboxWiki } from '../../../server/sandbox/wiki/index.ts';
import { createActionApi } from '../../../server/wiki/actionApi.ts';
import { createWikiList, type WikiList } from '../../../server/wiki/wikiList.ts';
import { say, startRawWiki, type RawWiki } from '../rawWiki.ts';

const HOUR = 3_600_000;

let time = 0;
const clock = { now: () => time };
beforeEach( () => {
	time = Date.parse( '2026-11-23T12:00:00Z' );
} );
const listAt = ( wikiUrl: string ): WikiList => createWikiList( createActionApi( { wikiUrl, userAgent: 'PageSRE/0.1 (test@example.org)', timeoutMs: 2_000, clock } ), clock );

describe( 'The wikis of the farm', () => {
	it( 'are the open ones, in the wiki\'s own order, private ones among them', async () => {
		const consumer = { key: 'c'.repeat( 32 ), secret: '5'.repeat( 40 ), callbackUrl: 'http://localhost/oauth/callback' };
		const wiki = await startSandboxWiki( { gadgetPages: async () => ( {} ), consumer, backendUrl: 'http://localhost' } );
		const { wikis } = wikisSchema.parse( await listAt( wiki.url )() );
		await wiki.stop();
		expect( wikis.map( ( { id } ) => id ) ).toEqual( [
			'arwiki', 'dewiki', 'dewiktionary', 'enwiki', 'enwikinews', 'zh_min_nanwiki', 'commonswiki', 'metawiki', 'stewardwiki', 'foundationwiki'
		] );
		expect( wikis[ 5 ] ).toEqual( { id: 'zh_min_nanwiki', host: 'zh-min-nan.wikipedia.org' } );
	} );
} );

describe( 'A list of wikis', () => {
	let raw: RawWiki;
	let list: WikiList;
	beforeEach( async () => {
		raw = await startRawWiki();
		list = listAt( raw.url );
	} );
	afterEach( () => raw.stop() );

	const site = ( id: string, more: object = {} ): object => ( { url: `https://${ id }.example.org`, dbname: id, ...more } );
	const matrix = ( ...sites: unknown[] ): string => JSON.stringify( { sitematrix: { count: sites.length, 0: { site: sites }, specials: [] } } );
	const ids = async (): Promise<string[]> => ( await list() ).wikis.map( ( { id } ) => id );

	it( 'is read once a day, and once for all who ask at once', async () => {
		raw.answerWith( say( matrix( site( 'a' ) ) ) );
		await Promise.all( [ list(), list() ] );
		time += 24 * HOUR - 1;
		expect( await ids() ).toEqual( [ 'a' ] );
		expect( raw.requests ).toHaveLength( 1 );
		expect( new URL( raw.requests[ 0 ]!.url, raw.url ).searchParams.get( 'action' ) ).toBe( 'sitematrix' );
	} );

	it( 'goes on when the wiki does not answer, and is asked for again every minute at most', async () => {
		raw.answerWith( say( matrix( site( 'a' ) ) ) );
		await list();
		raw.answerWith( say( 'down', 503 ) );
		time += 24 * HOUR;
		expect( await ids() ).toEqual( [ 'a' ] );
		expect( await ids() ).toEqual( [ 'a' ] );
		await expect.poll( () => raw.requests.length ).toBe( 2 );
		time += 60_000;
		expect( await ids() ).toEqual( [ 'a' ] );
		await expect.poll( () => raw.requests.length ).toBe( 3 );
	} );

	it( 'is refused while there has never been one', async () => {
		raw.answerWith( say( 'down', 503 ) );
		await expect( list() ).rejects.toMatchObject( { code: 'wikiUnavailable' } );
		await expect( list() ).rejects.toMatchObject( { code: 'wikiUnavailable' } );
		expect( raw.requests ).toHaveLength( 1 );
		time += 60_000;
		raw.answerWith( say( matrix( site( 'a' ) ) ) );
		expect( await ids() ).toEqual( [ 'a' ] );
	} );

	it( 'is empty where a wiki belongs to no farm', async () => {
		raw.answerWith( say( '{"error":{"code":"badvalue","info":"Unrecognized value for parameter \\"action\\": sitematrix."}}' ) );
		expect( await list() ).toEqual( { wikis: [] } );
	} );

	it.each( [
		[ 'flags of either format', matrix( site( 'a', { closed: '' } ), site( 'b', { closed: true } ), site( 'c', { closed: false } ), site( 'd', { private: '' } ) ), [ 'c', 'd' ] ],
		[ 'odd entries', matrix( null, 'x', {}, site( 'A B' ), site( 'a', { url: 'javascript:alert(1)' } ), site( 'b', { url: 7 } ), site( 'c' ) ), [ 'c' ] ],
		[ 'odd languages', JSON.stringify( { sitematrix: { count: 'x', 0: null, 1: { site: 'x' }, specials: [ site( 'a' ) ] } } ), [ 'a' ] ],
		[ 'no special ones', JSON.stringify( { sitematrix: { 0: { site: [ site( 'a' ) ] } } } ), [ 'a' ] ]
	] )( 'is read as far as it can be: %s', async ( _what, text, expected ) => {
		raw.answerWith( say( text ) );
		expect( await ids() ).toEqual( expected );
	} );

	it.each( [ '{}', '[]', '{"sitematrix":7}', '<html>' ] )( 'is none in %s', async ( text ) => {
		raw.answerWith( say( text ) );
		await expect( list() ).rejects.toMatchObject( { code: 'wikiUnavailable' } );
	} );
} );
