// Every route there is, asked without a session, with a wrong one, an expired one, one that was ended and another
// person's: whatever is somebody's is answered to them only. Which routes are for everybody is written down here.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startWorld, type SenderClient, type World } from '../harness.ts';
import { proxyEnv } from '../singleSignOn.ts';
import { watchRoutes, type FoundRoute } from '../watchRoutes.ts';

/** Answered to anybody, each with the reason. */
const forEverybody = new Map<string, string>( Object.entries( {
	'GET /healthz': 'supervisors',
	'GET /readyz': 'supervisors',
	'GET /metrics': 'monitoring; the operator\'s proxy decides who sees it',
	'GET /oauth/start': 'the way in',
	'GET /oauth/callback': 'the way in, by a cookie of its own',
	'POST /oauth/continue': 'the way in, by a code',
	'GET /sso/start': 'the way in, by a trusted peer only',
	'POST /v1/session': 'the way in, by a code and its verifier',
	'POST /v1/hooks/:provider': 'providers, by a signature',
	'POST /sre/sign-out': 'ends what the asker has, if anything',
	'GET /openapi.json': 'the API\'s document: no data',
	'GET /api': 'the same, to be read',
	'GET /errors': 'what refusals mean: no data',
	'GET /errors/:code': 'the same, one by one',
	'GET /': 'the page of our own site: no data',
	'GET /pages/:id': 'the page of our own site: no data',
	'POST /': 'the same, for a text that somebody brings along'
} ) );

const A_PAGE = '01JAAAAAAAAAAAAAAAAAAAAAAA';
const asked = ( { method, path }: FoundRoute, id = A_PAGE ): { method: string; path: string } =>
	( { method: method === 'ALL' ? 'PUT' : method, path: path.replace( ':id', id ).replace( ':provider', 'splunk-on-call' ).replaceAll( /:\w+/g, '1' ) } );
const nameOf = ( { method, path }: FoundRoute ): string => `${ method } ${ path }`;

describe( 'Of all routes', () => {
	let world: World;
	let routes: FoundRoute[];
	let owner: SenderClient;
	let pageId: string;
	beforeAll( async () => {
		const watch = watchRoutes();
		world = await startWorld( { env: proxyEnv } );
		watch.stop();
		routes = watch.found();
		owner = await world.signIn( 'Steward Foo' );
		pageId = ( await owner.sendPage() ).body.id;
	}, 60_000 );
	afterAll( () => world.stop() );

	/** Status of every route that is not for everybody, in this way of asking. */
	const statuses = async ( headers: Record<string, string>, id?: string ): Promise<string[]> => Promise.all(
		routes.filter( ( route ) => !forEverybody.has( nameOf( route ) ) && route.method !== 'ALL' ).map( async ( route ) => {
			const { method, path } = asked( route, id );
			const response = await fetch( world.url + path, {
				method, redirect: 'manual',
				headers: { ...headers, Connection: 'close', ...method === 'POST' ? { 'Content-Type': 'application/json' } : {} },
				...method === 'POST' ? { body: '{}' } : {}
			} );
			await response.body?.cancel();
			return `${ response.status } ${ nameOf( route ) }`;
		} )
	);
	const letIn = ( answers: readonly string[] ): string[] => answers.filter( ( answer ) => !/^40[134] |^303 GET \/sre/.test( answer ) );

	it( 'those are found that the server has, and those for everybody exist', () => {
		const names = routes.map( nameOf );
		expect( names ).toEqual( expect.arrayContaining( [ 'POST /v1/pages', 'GET /v1/pages/:id/events', 'POST /sre/pages/:id', 'GET /sre/audit.csv', ...forEverybody.keys() ] ) );
		expect( routes.length ).toBeGreaterThan( 25 );
	} );

	it( 'none that is not for everybody answers without a session', async () => {
		expect( letIn( await statuses( {} ) ) ).toEqual( [] );
		expect( letIn( await statuses( {}, pageId ) ) ).toEqual( [] );
	} );

	it( 'none answers a wrong one, as bearer or as cookie', async () => {
		const wrong = 'A'.repeat( 43 );
		expect( letIn( await statuses( { Authorization: `Bearer ${ wrong }` }, pageId ) ) ).toEqual( [] );
		expect( letIn( await statuses( { Cookie: `page-sre-session=${ wrong }; __Host-page-sre-session=${ wrong }`, Origin: world.url }, pageId ) ) ).toEqual( [] );
	} );

	it( 'none answers one that was ended', async () => {
		const ended = await world.signIn( 'Steward Foo' );
		expect( ( await ended.call( 'DELETE', '/v1/session' ) ).status ).toBe( 204 );
		expect( letIn( await statuses( { Authorization: `Bearer ${ ended.token }` }, pageId ) ) ).toEqual( [] );
	} );

	it( 'none that is about a page answers another person, nor tells whether there is such a page', async () => {
		const other = await world.signIn( '東京 執事' );
		const aboutPages = async ( id: string ): Promise<string[]> => ( await statuses( { Authorization: `Bearer ${ other.token }` }, id ) ).filter( ( answer ) => answer.includes( '/pages/:id' ) );
		expect( letIn( await aboutPages( pageId ) ).filter( ( answer ) => !answer.startsWith( '400 POST /v1/pages/:id/' ) ) ).toEqual( [] );
		expect( await aboutPages( pageId ) ).toEqual( await aboutPages( A_PAGE ) );
	} );

	it( 'none answers an expired one', async () => {
		const { token } = await world.signIn( 'Steward Foo' );
		await world.leap( 13 * 60 * 60_000 );
		expect( letIn( await statuses( { Authorization: `Bearer ${ token }` }, pageId ) ) ).toEqual( [] );
	} );
} );
