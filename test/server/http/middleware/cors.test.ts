// Whose scripts may call us: those of the wikis that are named, and our own. Everybody else is refused,
// not merely kept from reading the answer.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aPage, startWorld, type SenderClient, type World } from '../../../harness.ts';
import { ask, expectProblem } from '../ask.ts';

describe( 'Calls across origins', () => {
	let world: World;
	let sender: SenderClient;
	beforeAll( async () => {
		world = await startWorld();
		sender = await world.signIn( 'Steward Foo' );
	} );
	afterAll( () => world.stop() );

	const preflight = ( Origin: string, path = '/v1/pages' ): Promise<Response> => ask( world.url + path, { method: 'OPTIONS', headers: {
		Origin, 'Access-Control-Request-Method': 'POST', 'Access-Control-Request-Headers': 'authorization,content-type'
	} } );

	it.each( [ '/v1/pages', '/v1/session', '/v1/pages/X/events', '/i18n/de.json' ] )( 'are allowed from the wiki, without asking who is signed in: %s', async ( path ) => {
		const { status, headers } = await preflight( world.wiki.url, path );
		expect( status ).toBe( 204 );
		expect( headers.get( 'access-control-allow-origin' ) ).toBe( world.wiki.url );
		expect( headers.get( 'access-control-allow-methods' ) ).toBe( 'GET, POST, DELETE' );
		expect( headers.get( 'access-control-allow-headers' ) ).toBe( 'Authorization, Content-Type, If-None-Match, Last-Event-ID' );
		expect( headers.get( 'vary' ) ).toContain( 'Origin' );
	} );

	it( 'never come with cookies', async () => {
		expect( ( await preflight( world.wiki.url ) ).headers.get( 'access-control-allow-credentials' ) ).toBeNull();
	} );

	it( 'may read the answer and the headers that matter', async () => {
		const { headers, status } = await ask( `${ world.url }/v1/pages`, { headers: { Origin: world.wiki.url, Authorization: `Bearer ${ sender.token }` } } );
		expect( [ status, headers.get( 'access-control-allow-origin' ) ] ).toEqual( [ 200, world.wiki.url ] );
		expect( headers.get( 'access-control-expose-headers' ) ).toBe( 'ETag, Location, Retry-After, X-Request-Id' );
	} );

	it( 'may read why they were refused, too', async () => {
		const response = await ask( `${ world.url }/v1/pages`, { headers: { Origin: world.wiki.url } } );
		expect( response.headers.get( 'access-control-allow-origin' ) ).toBe( world.wiki.url );
		await expectProblem( response, 'notSignedIn' );
	} );

	const strangers = ( wiki: string ): string[] => [
		'https://evil.example.org', 'null', '*', `${ wiki }.evil.example.org`, `${ wiki }/`, wiki.replace( 'http:', 'https:' ), wiki.replace( 'localhost', '127.0.0.1' ), wiki.replace( /\d$/, '' )
	];

	it( 'are refused from anywhere else, preflight or not', async () => {
		for ( const Origin of strangers( world.wiki.url ) ) {
			for ( const response of [ await preflight( Origin ), await ask( `${ world.url }/v1/session`, { headers: { Origin, Authorization: `Bearer ${ sender.token }` } } ) ] ) {
				expect( response.headers.get( 'access-control-allow-origin' ) ).toBeNull();
				await expectProblem( response, 'originRefused' );
			}
		}
	} );

	it( 'do nothing when refused', async () => {
		const page = aPage();
		const headers = { Origin: 'https://evil.example.org', Authorization: `Bearer ${ sender.token }` };
		await expectProblem( await ask( `${ world.url }/v1/pages`, { method: 'POST', headers, body: page } ), 'originRefused' );
		expect( ( await sender.call<{ pages: unknown[] }>( 'GET', `/v1/pages?idempotencyKey=${ page.idempotencyKey }` ) ).body.pages ).toEqual( [] );
	} );
} );
