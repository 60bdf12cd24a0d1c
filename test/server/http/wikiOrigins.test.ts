// Whose scripts may call us and get a sign-in's code: the farm's wikis by project, and nobody who looks like one.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { wikiOrigins } from '../../../server/http/wikiOrigins.ts';
import { startWorld, type World } from '../../harness.ts';
import { startPopup } from '../../signIn.ts';

const listed = [ 'https://meta.wikimedia.org', 'https://*.wikipedia.org', 'http://*.wiki.localhost:8080' ];

const wikis = [
	'https://meta.wikimedia.org', 'https://en.wikipedia.org', 'https://en.m.wikipedia.org', 'https://zh-min-nan.wikipedia.org',
	'https://xn--80ak6aa92e.wikipedia.org', 'http://en.wiki.localhost:8080'
];

const lookAlikes = [
	'https://wikipedia.org', 'https://.wikipedia.org', 'https://evilwikipedia.org', 'https://en-wikipedia.org', 'https://en.wikipedia.org.evil.example',
	'https://evil.example/.wikipedia.org', 'https://evil.example?.wikipedia.org', 'https://evil.example#.wikipedia.org', 'https://evil.example\\.wikipedia.org',
	'https://user@en.wikipedia.org', 'https://evil.example:443@en.wikipedia.org', 'http://en.wikipedia.org', 'https://en.wikipedia.org:8443', 'https://en.wikipedia.org:443',
	'https://en.wikipedia.org/', 'https://en.wikipedia.org.', 'https://EN.wikipedia.org', 'https://en.wikipedia.orgx', 'https://a.b.c.wikipedia.org',
	'https://en..wikipedia.org', 'https://-.wikipedia.org', 'https://en_.wikipedia.org', 'https://%65n.wikipedia.org', 'https://en.wikipediaxorg',
	' https://en.wikipedia.org', 'https://en.wikipedia.org\n', 'https://en.wikipedia.org https://evil.example', 'https://*.wikipedia.org', 'https://еn.wikipedia.org',
	'https://wikimedia.org', 'https://meta.wikimedia.org.evil.example', 'https://metaxwikimedia.org', 'http://en.wiki.localhost', 'http://en.wiki.localhost:80801',
	'null', '', 'file://', 'https://'
];

describe( 'The configured wikis', () => {
	const isWiki = wikiOrigins( listed );
	it.each( wikis )( 'are known: %s', ( origin ) => {
		expect( isWiki( origin ) ).toBe( true );
	} );
	it.each( lookAlikes )( 'are not who only looks like one: %j', ( origin ) => {
		expect( isWiki( origin ) ).toBe( false );
	} );
	it( 'are none where none are listed', () => {
		expect( wikiOrigins( [] )( 'https://en.wikipedia.org' ) ).toBe( false );
	} );
} );

describe( 'A server for a family of wikis', () => {
	let world: World;
	beforeAll( async () => {
		world = await startWorld( { env: { PAGE_SRE_WIKI_ORIGINS: listed.join( ', ' ) } } );
	} );
	afterAll( () => world.stop() );

	const preflight = ( origin: string ): Promise<Response> => fetch( `${ world.url }/v1/pages`, { method: 'OPTIONS', headers: { Origin: origin } } );
	const start = async ( origin: string ): Promise<number> =>
		( await startPopup( world.url, new URLSearchParams( { origin, challenge: 'A'.repeat( 43 ) } ).toString() ) ).response.status;

	it( 'lets each of them call and sign in, by its own name and no other', async () => {
		const response = await preflight( 'https://en.m.wikipedia.org' );
		expect( [ response.status, response.headers.get( 'access-control-allow-origin' ) ] ).toEqual( [ 204, 'https://en.m.wikipedia.org' ] );
		expect( await start( 'https://de.wikipedia.org' ) ).toBe( 302 );
	} );

	it.each( lookAlikes.filter( ( origin ) => /^[\x21-\x7E]+$/.test( origin ) ) )( 'refuses %j at both doors', async ( origin ) => {
		const response = await preflight( origin );
		expect( [ response.status, response.headers.get( 'access-control-allow-origin' ) ] ).toEqual( [ 403, null ] );
		expect( await start( origin ) ).toBe( 403 );
	} );
} );
