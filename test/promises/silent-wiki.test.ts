// An outage is when pages are needed, and the wiki may be what is out. Then, and only then, our own record of
// what it said last decides: while it is fresh, and never against a later no.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { visitAs, type Visitor } from '../ownSite.ts';
import { startWorld, type SenderClient, type World, type WorldOptions } from '../harness.ts';

const HOUR = 3_600_000;

const GRACE = { PAGE_SRE_ROSTER_GRACE_SECONDS: '86400', PAGE_SRE_RESPONDERS: 'O\'Brien & Sons+1' };

let world: World;
afterEach( () => world.stop() );

async function begin( env: WorldOptions[ 'env' ] = GRACE ): Promise<SenderClient> {
	world = await startWorld( { env } );
	// The roster's first reading.
	await world.advance( 1_000 );
	return world.signIn( 'Steward Foo' );
}

function silence(): void {
	world.wiki.faults.set( { kind: 'refuseConnections' }, 'api' );
}

describe( 'A steward whose wiki does not answer', () => {
	it( 'may page by the roster, and the page, the session and the alert say since when that was not confirmed', async () => {
		const sender = await begin();
		silence();
		await world.leap( 3 * HOUR - 600_000 );
		const { status, body: page } = await sender.sendPage();
		expect( status ).toBe( 202 );
		expect( page.membership ).toMatchObject( { standing: 'group', source: 'roster' } );
		const age = Date.parse( page.acceptedAt ) - Date.parse( page.membership.verifiedAt );
		expect( age ).toBeGreaterThanOrEqual( 3 * HOUR - 601_000 );
		expect( ( await sender.call( 'GET', '/v1/session' ) ).body ).toMatchObject( { membership: { verdict: 'member', source: 'roster' } } );
		await sender.sees( page.id, 'delivered' );
		expect( world.onCall.incidents()[ 0 ]?.body ).toMatch( /membership last confirmed 3 h ago; the wiki did not answer/ );
	} );

	it.each( [
		[ 'hangs', { kind: 'hang' } ],
		[ 'answers half', { kind: 'truncate' } ],
		[ 'asks to slow down', { kind: 'tooManyRequests', retryAfterSeconds: 5 } ],
		[ 'answers an error page', { kind: 'serverErrorHtml', status: 503 } ],
		[ 'lags', { kind: 'maxlag' } ]
	] as const )( 'may page while it %s', async ( _how, fault ) => {
		const sender = await begin();
		world.wiki.faults.set( fault, 'api' );
		expect( ( await sender.sendPage() ).body ).toMatchObject( { membership: { source: 'roster' } } );
	} );

	it( 'is refused when the roster is older than the grace', async () => {
		world = await startWorld( { env: { PAGE_SRE_ROSTER_GRACE_SECONDS: '3600' } } );
		await world.advance( 1_000 );
		const sender = await world.signIn( 'Steward Foo' );
		world.expectErrors( /roster/ );
		silence();
		await world.leap( HOUR - 10_000 );
		expect( ( await sender.sendPage() ).status ).toBe( 202 );
		await world.advance( 20_000 );
		expect( ( await sender.sendPage() ).body ).toMatchObject( { code: 'membershipUnknown' } );
	} );

	it( 'is refused when the operator gives no grace', async () => {
		const sender = await begin( { PAGE_SRE_ROSTER_GRACE_SECONDS: '0' } );
		silence();
		expect( ( await sender.sendPage() ).body ).toMatchObject( { code: 'membershipUnknown' } );
	} );

	it( 'is refused when the wiki never gave us a roster', async () => {
		world = await startWorld( { env: GRACE, wikiBefore: ( wiki ) => wiki.faults.set( { kind: 'refuseConnections' }, 'api' ) } );
		const sender = await world.signIn( 'Steward Foo' );
		expect( ( await sender.sendPage() ).body ).toMatchObject( { code: 'membershipUnknown' } );
	} );

	it( 'is refused for a no of a minute ago, although the roster is older and says yes', async () => {
		const sender = await begin();
		world.wiki.accounts.demote( 'Steward Foo' );
		expect( ( await sender.sendPage() ).body ).toMatchObject( { code: 'notMember' } );
		silence();
		await world.advance( 60_000 );
		expect( ( await sender.sendPage() ).body ).toMatchObject( { code: 'membershipUnknown' } );
		expect( world.onCall.received ).toEqual( [] );
	} );

	it( 'is refused when the last reading no longer lists them, or lists them as locked', async () => {
		const sender = await begin();
		const other = await world.signIn( '東京 執事' );
		world.wiki.accounts.demote( 'Steward Foo' );
		world.wiki.accounts.lock( '東京 執事' );
		await world.leap( 16 * 60_000 );
		await world.advance( 1_000 );
		silence();
		expect( ( await sender.sendPage() ).body ).toMatchObject( { code: 'membershipUnknown' } );
		expect( ( await other.sendPage() ).body ).toMatchObject( { code: 'membershipUnknown' } );
	} );

	it( 'keeps the roster through a restart, and it becomes fresh by itself when the wiki is back', async () => {
		const sender = await begin();
		silence();
		await world.leap( HOUR );
		expect( ( await sender.sendPage() ).body.membership.source ).toBe( 'roster' );
		world.wiki.faults.set( null );
		await world.leap( 16 * 60_000 );
		await world.advance( 1_000 );
		silence();
		const { body: page } = await sender.sendPage();
		expect( Date.parse( page.acceptedAt ) - Date.parse( page.membership.verifiedAt ) ).toBeLessThan( 16 * 60_000 );
	} );
} );

describe( 'Somebody with an access grant', () => {
	let responder: Visitor;
	let holder: SenderClient;
	beforeEach( async () => {
		await begin();
		responder = await visitAs( { url: world.url, wiki: world.wiki, name: 'O\'Brien & Sons+1' } );
	} );

	async function grant( hours: string ): Promise<void> {
		const { status, headers } = await responder.post( '/sre/grants', { name: 'Plain Baz', reason: 'Abuse wave on their wiki', hours } );
		expect( { status, location: headers.get( 'location' ) } ).toMatchObject( { status: 303 } );
		holder = await world.signIn( 'Plain Baz' );
	}

	it( 'may page, is told until when, and the alert says who granted it and why', async () => {
		await grant( '24' );
		const session = ( await holder.call( 'GET', '/v1/session' ) ).body;
		expect( session ).toMatchObject( { membership: { verdict: 'member', standing: 'grant', source: 'globalusers' } } );
		const { body: page } = await holder.sendPage();
		expect( page.membership.standing ).toBe( 'grant' );
		await holder.sees( page.id, 'delivered' );
		const [ incident ] = world.onCall.incidents();
		expect( incident?.body ).toContain( 'O\'Brien & Sons+1' );
		expect( incident?.body ).toContain( 'Abuse wave on their wiki' );
	} );

	it( 'may not page once it has ended', async () => {
		await grant( '1' );
		await world.leap( HOUR + 1_000 );
		expect( ( await holder.sendPage() ).body ).toMatchObject( { code: 'notMember', reason: 'notInGroup' } );
	} );

	it( 'may not page from the moment it is revoked', async () => {
		await grant( '24' );
		const revoke = /name="revoke" value="(\d+)"/.exec( await ( await responder.get( '/sre/grants' ) ).text() )![ 1 ]!;
		expect( ( await responder.post( '/sre/grants', { revoke } ) ).status ).toBe( 303 );
		expect( ( await holder.sendPage() ).body ).toMatchObject( { code: 'notMember' } );
	} );

	it( 'may not page when their account is locked or hidden', async () => {
		await grant( '24' );
		world.wiki.accounts.lock( 'Plain Baz' );
		expect( ( await holder.sendPage() ).body ).toMatchObject( { code: 'notMember', reason: 'locked' } );
		world.wiki.accounts.unlock( 'Plain Baz' );
		world.wiki.accounts.suppress( 'Plain Baz' );
		expect( ( await holder.sendPage() ).body ).toMatchObject( { code: 'notMember', reason: 'missing' } );
	} );

	it( 'may page while the wiki is silent, as their account was seen to be well; not when it ended meanwhile', async () => {
		await grant( '1' );
		silence();
		await world.leap( HOUR / 2 );
		expect( ( await holder.sendPage() ).body ).toMatchObject( { membership: { standing: 'grant', source: 'roster' } } );
		await world.leap( HOUR / 2 );
		expect( ( await holder.sendPage() ).body ).toMatchObject( { code: 'membershipUnknown' } );
	} );
} );

describe( 'Where the operator demands a right that members have only with a second factor', () => {
	it( 'a member without it is refused, by the wiki\'s word and by the roster\'s', async () => {
		const sender = await begin( { ...GRACE, PAGE_SRE_REQUIRED_RIGHT: 'centralauth-lock' } );
		expect( ( await sender.sendPage() ).status ).toBe( 202 );
		world.wiki.accounts.withoutSecondFactor( 'Steward Foo' );
		expect( ( await sender.sendPage() ).body ).toMatchObject( { code: 'notMember', reason: 'withoutRight' } );
		await world.leap( 16 * 60_000 );
		await world.advance( 1_000 );
		silence();
		expect( ( await sender.sendPage() ).body ).toMatchObject( { code: 'membershipUnknown' } );
	} );
} );
