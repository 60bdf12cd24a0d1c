// GET /v1/roster: for identity systems by key, for responders on our own origin, and for nobody else.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { rosterSchema } from '../../../server/contract/roster.ts';
import { startWorld, type World } from '../../harness.ts';
import { ask, expectProblem } from './ask.ts';
import { signInToSite } from './responders/site.ts';

const keys = [ 'first-key-of-an-identity-system-0123456789', 'second-key-of-another-system-0123456789' ] as const;

describe( 'GET /v1/roster', () => {
	let world: World;
	let responderCookie: string;
	let senderCookie: string;
	beforeAll( async () => {
		world = await startWorld( { env: { PAGE_SRE_RESPONDERS: 'Plain Baz', PAGE_SRE_ROSTER_KEYS: keys.join( ',' ) } } );
		responderCookie = ( await signInToSite( world, 'Plain Baz' ) ).cookie;
		senderCookie = ( await signInToSite( world, 'Steward Foo' ) ).cookie;
		await world.advance( 1_000 );
	} );
	afterAll( () => world.stop() );

	const read = ( headers: Record<string, string> = {} ): Promise<Response> => ask( `${ world.url }/v1/roster`, { headers } );
	const bearer = ( key: string ): Record<string, string> => ( { Authorization: `Bearer ${ key }` } );

	it.each( keys )( 'answers whoever has a key: %s', async ( key ) => {
		const response = await read( bearer( key ) );
		expect( [ response.status, response.headers.get( 'content-type' ), response.headers.get( 'cache-control' ) ] ).toEqual( [ 200, 'application/json; charset=utf-8', 'no-store' ] );
		const roster = rosterSchema.parse( await response.json() );
		expect( roster.group ).toBe( 'steward' );
		expect( roster.members.map( ( { name } ) => name ) ).toContain( 'Steward Foo' );
		expect( roster.members.map( ( { name } ) => name ) ).not.toContain( 'Plain Baz' );
	} );

	it( 'answers a responder on our own origin', async () => {
		expect( ( await read( { cookie: responderCookie } ) ).status ).toBe( 200 );
		expect( ( await read( { cookie: responderCookie, origin: world.url } ) ).status ).toBe( 200 );
	} );

	it( 'says when nothing has changed', async () => {
		const etag = ( await read( bearer( keys[ 0 ] ) ) ).headers.get( 'etag' )!;
		const again = await read( { ...bearer( keys[ 0 ] ), 'If-None-Match': etag } );
		expect( [ again.status, await again.text() ] ).toEqual( [ 304, '' ] );
		await ( await signInToSite( world, 'Plain Baz' ) ).post( '/sre/grants', { name: 'Former Bar', reason: 'Works on the spam wave', hours: '1' } );
		const changed = await read( { ...bearer( keys[ 0 ] ), 'If-None-Match': etag } );
		expect( changed.status ).toBe( 200 );
		expect( changed.headers.get( 'etag' ) ).not.toBe( etag );
	} );

	it.each( [ {}, bearer( '' ), bearer( `${ keys[ 0 ] }x` ), bearer( keys[ 0 ].slice( 0, -1 ) ), bearer( keys.join( ',' ) ), { Authorization: `Basic ${ keys[ 0 ] }` }, { Authorization: keys[ 0 ] } ] )( 'is closed to %j', async ( headers ) => {
		await expectProblem( await read( headers ), 'notSignedIn' );
	} );

	it( 'takes a wrong key for no key, whoever is signed in', async () => {
		await expectProblem( await read( { ...bearer( 'wrong' ), cookie: responderCookie } ), 'notSignedIn' );
	} );

	it( 'is closed to whoever may page, by cookie and by token', async () => {
		await expectProblem( await read( { cookie: senderCookie } ), 'notResponder' );
		const { token } = await world.signIn( 'Steward Foo' );
		await expectProblem( await read( bearer( token ) ), 'notSignedIn' );
	} );

	it( 'is closed to other sites, with a responder\'s cookie or token', async () => {
		await expectProblem( await read( { cookie: responderCookie, 'sec-fetch-site': 'cross-site' } ), 'notSignedIn' );
		await expectProblem( await read( { cookie: responderCookie, origin: world.wiki.url } ), 'notSignedIn' );
		const { token } = await world.signIn( 'Plain Baz' );
		await expectProblem( await read( { ...bearer( token ), origin: world.wiki.url } ), 'notSignedIn' );
	} );

	it( 'is only read', async () => {
		await expectProblem( await ask( `${ world.url }/v1/roster`, { method: 'POST', headers: bearer( keys[ 0 ] ) } ), 'methodNotAllowed' );
	} );
} );

describe( 'Without keys', () => {
	it( 'no key opens the roster, not even an empty one', async () => {
		const world = await startWorld();
		for ( const Authorization of [ 'Bearer ', 'Bearer undefined', 'Bearer x' ] ) {
			await expectProblem( await ask( `${ world.url }/v1/roster`, { headers: { Authorization } } ), 'notSignedIn' );
		}
		await world.stop();
	} );
} );
