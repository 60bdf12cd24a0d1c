// Our own site: the panel's frame, its scripts and styles, and what browsers may do with them.
import { JSDOM } from 'jsdom';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { startWorld, type World } from '../../../harness.ts';
import { proxyEnv } from '../../../singleSignOn.ts';
import { ask } from '../ask.ts';

describe( 'Our own site', () => {
	let world: World;
	beforeAll( async () => {
		world = await startWorld();
	} );
	afterAll( () => world.stop() );

	const frame = async ( path = '/', headers: Record<string, string> = {} ): Promise<{ response: Response; document: Document }> => {
		const response = await ask( world.url + path, { headers } );
		return { response, document: new JSDOM( await response.text() ).window.document };
	};

	it.each( [ '/', '/pages/01JDXYZ', '/?uselang=en' ] )( 'has the panel at %s, and tells it which wiki', async ( path ) => {
		const { response, document } = await frame( path );
		expect( [ response.status, response.headers.get( 'content-type' ) ] ).toEqual( [ 200, 'text/html; charset=utf-8' ] );
		expect( document.getElementById( 'page-sre' ) ).not.toBeNull();
		expect( JSON.parse( document.getElementById( 'page-sre-settings' )!.textContent ) ).toEqual( { wikiUrl: world.wiki.url, language: 'en', singleSignOn: false } );
		expect( document.title ).toBe( 'Page SRE' );
	} );

	it( 'tells the panel that there is single sign-on, where there is', async () => {
		const behindProxy = await startWorld( { env: proxyEnv } );
		onTestFinished( () => behindProxy.stop() );
		const { window } = new JSDOM( await ( await ask( `${ behindProxy.url }/` ) ).text() );
		expect( JSON.parse( window.document.getElementById( 'page-sre-settings' )!.textContent ) ).toMatchObject( { singleSignOn: true } );
	} );

	it( 'runs only scripts and styles of its own, from files', async () => {
		const { response, document } = await frame();
		expect( response.headers.get( 'content-security-policy' ) ).toContain( "default-src 'none'; script-src 'self'; style-src 'self'" );
		expect( [ ...document.scripts ].filter( ( script ) => script.type !== 'application/json' && script.src === '' ) ).toEqual( [] );
		expect( document.querySelectorAll( 'style, [style], [onclick]' ) ).toHaveLength( 0 );
	} );

	it( 'is framed by nobody, isolated from others, and not cached', async () => {
		const { headers } = ( await frame() ).response;
		expect( [ 'x-frame-options', 'cross-origin-opener-policy', 'cache-control', 'x-content-type-options' ].map( ( name ) => headers.get( name ) ) )
			.toEqual( [ 'DENY', 'same-origin', 'no-store', 'nosniff' ] );
		expect( headers.get( 'content-security-policy' ) ).toContain( "frame-ancestors 'none'" );
		expect( headers.get( 'x-powered-by' ) ).toBeNull();
	} );

	it( 'has every script and style that its frame names, to be kept for good: their names carry their content', async () => {
		const { document } = await frame();
		const named = [ ...document.querySelectorAll( 'script[src], link[rel=stylesheet]' ) ].map( ( element ) => element.getAttribute( 'src' ) ?? element.getAttribute( 'href' )! );
		expect( named ).toHaveLength( 2 );
		for ( const path of named ) {
			const { status, headers } = await ask( world.url + path );
			expect( [ status, headers.get( 'cache-control' ) ] ).toEqual( [ 200, 'public, max-age=31536000, immutable' ] );
			expect( headers.get( 'content-type' ) ).toMatch( /^text\/(javascript|css); charset=utf-8$/ );
		}
	} );

	it.each( [ [ '/sign-in/signIn.js', 'text/javascript' ], [ '/sign-in/signIn.css', 'text/css' ] ] )( 'has the sign-in window\'s %s', async ( path, type ) => {
		const { status, headers } = await ask( world.url + path );
		expect( [ status, headers.get( 'content-type' ) ] ).toEqual( [ 200, `${ type }; charset=utf-8` ] );
	} );

	it.each( [
		[ '/sign-in/signIn.js', 'public, max-age=300' ], [ '/api/assets/reference.css', 'public, max-age=300' ], [ '/sre/assets/responders.css', 'public, max-age=300' ],
		[ '/i18n/de.json', 'public, max-age=60' ],
		[ '/assets/manifest.json', 'no-store' ], [ '/assets/nothing.0123456789ab.js', 'no-store' ], [ '/api', 'no-store' ], [ '/v1/session', 'no-store' ]
	] )( 'has %s kept by browsers for as long as it may be: %s', async ( path, kept ) => {
		expect( ( await ask( world.url + path ) ).headers.get( 'cache-control' ) ).toBe( kept );
	} );

	it.each( [ [ '/?uselang=xx' ], [ '/?uselang=__proto__' ], [ '/?uselang=en&uselang=de' ], [ '/?uselang=../en' ] ] )( 'speaks English when asked for what it does not know: %s', async ( path ) => {
		expect( ( await frame( path, { 'Accept-Language': 'xx' } ) ).document.documentElement.lang ).toBe( 'en' );
	} );

	describe( 'for whoever comes from a wiki with a text in hand', () => {
		const text = { summary: 'Login fails </script><script>alert(1)</script>', details: '😀'.repeat( 4000 ), private: false, savedAt: 1 };
		const context = { wiki: 'enwiki', url: 'https://en.wiki.example/wiki/X?y=z' };
		const post = ( fields: Record<string, string>, origin: string | null = world.wiki.url ): Promise<Response> => ask( `${ world.url }/`, {
			method: 'POST', body: new URLSearchParams( fields ).toString(),
			headers: { 'Content-Type': 'application/x-www-form-urlencoded', ...( origin === null ? {} : { Origin: origin } ) }
		} );
		const luggageIn = async ( response: Response ): Promise<unknown> =>
			JSON.parse( new JSDOM( await response.text() ).window.document.getElementById( 'page-sre-luggage' )!.textContent );

		it( 'brings it along inside the document, as text and never as script', async () => {
			const response = await post( { draft: JSON.stringify( text ), context: JSON.stringify( context ) } );
			expect( [ response.status, response.headers.get( 'cache-control' ) ] ).toEqual( [ 200, 'no-store' ] );
			const body = await response.text();
			expect( body ).not.toContain( '<script>alert' );
			const { document } = new JSDOM( body ).window;
			expect( document.getElementById( 'page-sre' ) ).not.toBeNull();
			expect( JSON.parse( document.getElementById( 'page-sre-luggage' )!.textContent ) ).toEqual( { draft: text, context } );
		} );

		it.each<[ string, Record<string, string>, unknown ]>( [
			[ 'no draft', { draft: '', context: JSON.stringify( context ) }, { draft: {}, context } ],
			[ 'a draft that is none', { draft: '[{"summary":{}}]', context: JSON.stringify( context ) }, { draft: {}, context } ],
			[ 'a context that is none', { draft: '{"summary":"S"}', context: '{"url":"javascript:alert(1)"}' }, { draft: { summary: 'S' }, context: {} } ]
		] )( 'goes on with the rest when there is %s', async ( _what, fields, expected ) => {
			expect( await luggageIn( await post( fields ) ) ).toEqual( expected );
		} );

		it.each<[ string, Record<string, string>, string | null | undefined ]>( [
			[ 'another site', { draft: '{}', context: '{}' }, 'https://evil.example' ],
			[ 'nobody who says who they are', { draft: '{}', context: '{}' }, null ],
			[ 'a document without origin', { draft: '{}', context: '{}' }, 'null' ],
			[ 'a wiki, with something else', { words: 'x' }, undefined ],
			[ 'a wiki, with more than anybody could have written', { draft: 'x'.repeat( 200_000 ), context: '{}' }, undefined ]
		] )( 'opens the panel without it when it comes from %s', async ( _who, fields, origin ) => {
			const response = await post( fields, origin );
			expect( [ response.status, response.headers.get( 'location' ) ] ).toEqual( [ 303, '/' ] );
		} );
	} );

	it( 'is told by nobody to use https on localhost', async () => {
		expect( ( await frame() ).response.headers.get( 'strict-transport-security' ) ).toBeNull();
	} );

	it( 'says that it is alive to whoever watches over it', async () => {
		const response = await ask( `${ world.url }/healthz` );
		expect( [ response.status, await response.json() ] ).toEqual( [ 200, { status: 'ok' } ] );
	} );
} );
