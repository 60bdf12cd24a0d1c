// GET /v1/situation and GET /v1/wikis: what members see, who else does not, and how seldom anybody is asked.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { situationSchema, wikisSchema, type Situation } from '../../../../server/contract/situation.ts';
import { startSandboxStatusPage, type SandboxStatusPage } from '../../../../server/sandbox/statusPage/service.ts';
import { startWorld, type SenderClient, type World } from '../../../harness.ts';
import { ask, expectProblem } from '../ask.ts';

describe( 'The situation', () => {
	let world: World;
	let statusPage: SandboxStatusPage;
	let foo: SenderClient;
	beforeEach( async () => {
		statusPage = await startSandboxStatusPage();
		world = await startWorld( { env: { PAGE_SRE_STATUS_URL: statusPage.url } } );
		foo = await world.signIn( 'Steward Foo' );
	} );
	afterEach( async () => {
		await statusPage.stop();
		await world.stop();
	} );

	/** The service that is read twice wants two seconds in between. */
	async function look( client = foo ): Promise<Situation> {
		const looking = client.call( 'GET', '/v1/situation' );
		await world.advance( 2_000 );
		return situationSchema.parse( ( await looking ).body );
	}
	const bearer = ( { token }: SenderClient ): Record<string, string> => ( { Authorization: `Bearer ${ token }` } );
	const read = ( path: string, headers: Record<string, string> ): Promise<Response> => ask( world.url + path, { headers } );

	it( 'is open pages, who is on call, incidents of others and the status page, each as of some moment', async () => {
		const tokyo = await world.signIn( '東京 執事' );
		await tokyo.sendPage( { summary: 'Login fails for everyone' } );
		world.onCall.raise( 'db', 'Database servers lag' );
		statusPage.report( { indicator: 'minor' } );
		await world.advance( 10_000 );
		await look();
		const situation = await look();
		expect( situation ).toMatchObject( {
			pages: [ { summary: 'Login fails for everyone', by: '東京 執事', private: false } ],
			providers: [ {
				provider: 'splunk-on-call',
				onCall: { failing: false, value: [ 'amal', 'bjorn', 'chioma' ] },
				incidents: { failing: false, value: [ { title: 'Database servers lag' } ] }
			} ],
			status: { failing: false, value: { indicator: 'minor', url: statusPage.url } }
		} );
		expect( Date.parse( situation.status!.asOf! ) ).toBeGreaterThan( world.clock.now() - 10_000 );
	} );

	it( 'shows of a private page only that there is one', async () => {
		await ( await world.signIn( '東京 執事' ) ).sendPage( { summary: 'A password leaked', private: true } );
		const situation = await look();
		expect( situation.pages ).toMatchObject( [ { private: true, summary: null, scope: null, by: null } ] );
		expect( JSON.stringify( situation ) ).not.toMatch( /leaked|東京/ );
	} );

	it( 'asks nobody while nobody looks, and once for all who look', async () => {
		await world.advance( 20_000 );
		expect( statusPage.asked() ).toBe( 0 );
		const tokyo = await world.signIn( '東京 執事' );
		await look();
		await Promise.all( Array.from( { length: 10 }, ( _, index ) => ( index % 2 ? tokyo : foo ).call( 'GET', '/v1/situation' ) ) );
		expect( statusPage.asked() ).toBe( 1 );
		await world.advance( 20_000 );
		expect( statusPage.asked() ).toBe( 1 );
	} );

	it( 'fails in parts', async () => {
		await look();
		statusPage.misbehave( 'down' );
		world.clock.jump( 10_000 );
		const situation = await look();
		expect( situation.status ).toMatchObject( { failing: true, value: { indicator: 'none' } } );
		expect( situation.providers[ 0 ]!.incidents ).toMatchObject( { failing: false, value: [] } );
	} );

	it( 'waits for no part that is slow', async () => {
		statusPage.misbehave( 'slow' );
		expect( ( await look() ).status ).toEqual( { asOf: null, failing: false, value: null } );
	} );

	it( 'asks the wiki who may look once in five minutes, and never lets anybody page by that', async () => {
		await look();
		world.wiki.accounts.demote( 'Steward Foo' );
		const before = world.wiki.requests.length;
		await look();
		expect( world.wiki.requests ).toHaveLength( before );
		expect( ( await foo.sendPage() ).body ).toMatchObject( { code: 'notMember' } );
		world.clock.jump( 5 * 60_000 );
		await expectProblem( await read( '/v1/situation', bearer( foo ) ), 'notMember' );
	} );

	it( 'says when nothing has changed', async () => {
		await look();
		const first = await read( '/v1/situation', bearer( foo ) );
		expect( first.headers.get( 'cache-control' ) ).toBe( 'no-store' );
		const again = await read( '/v1/situation', { ...bearer( foo ), 'If-None-Match': first.headers.get( 'etag' )! } );
		expect( [ again.status, await again.text() ] ).toEqual( [ 304, '' ] );
	} );

	it( 'is a list of wikis, too', async () => {
		const first = await read( '/v1/wikis', bearer( foo ) );
		expect( wikisSchema.parse( await first.json() ).wikis ).toContainEqual( { id: 'enwiki', host: 'en.wikipedia.org' } );
		expect( ( await read( '/v1/wikis', { ...bearer( foo ), 'If-None-Match': first.headers.get( 'etag' )! } ) ).status ).toBe( 304 );
	} );

	it.each( [ '/v1/situation', '/v1/wikis' ] )( 'is for members: %s', async ( path ) => {
		await expectProblem( await read( path, {} ), 'notSignedIn' );
		await expectProblem( await read( path, bearer( await world.signIn( 'Former Bar' ) ) ), 'notMember' );
		await expectProblem( await ask( world.url + path, { method: 'DELETE', headers: bearer( foo ) } ), 'methodNotAllowed' );
	} );
} );

describe( 'The e-mail form of a sender', () => {
	it.each( [ [ 'Steward Foo', expect.stringContaining( 'Special:EmailUser' ) as string ], [ "O'Brien & Sons+1", null ] ] )( 'is told only where it works: %s', async ( name, emailUrl ) => {
		const world = await startWorld();
		const sender = await world.signIn( name );
		expect( ( await sender.call( 'GET', '/v1/session' ) ).body ).toMatchObject( { sender: { emailUrl } } );
		await sender.sendPage();
		await world.onCall.whenReceived( 1 );
		const { raw } = world.onCall.received[ 0 ]!;
		await world.stop();
		expect( raw.includes( 'Special:EmailUser' ) ).toBe( emailUrl !== null );
	} );
} );
