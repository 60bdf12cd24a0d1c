// Two providers that share nothing. The second starts when the first rejects or takes too long, beside
// the first and not instead of it; exactly one incident per page at each; what was not needed is closed.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startSandboxReceiver, type SandboxReceiver } from '../../server/sandbox/webhook/receiver.ts';
import { startWorld, type SenderClient, type World } from '../harness.ts';

const secretOf = ( letter: string ): string => `whsec_${ Buffer.from( letter.repeat( 32 ) ).toString( 'base64' ) }`;

describe( 'With a second provider', () => {
	let world: World;
	let sender: SenderClient;
	let second: SandboxReceiver;
	let now = (): number => Date.now();
	beforeEach( async () => {
		second = await startSandboxReceiver( { secret: secretOf( 'a' ), hookSecret: secretOf( 'b' ), now: () => now() } );
		world = await startWorld( { env: {
			PAGE_SRE_PROVIDERS: 'splunk-on-call,webhook',
			PAGE_SRE_WEBHOOK_URL: second.url,
			PAGE_SRE_WEBHOOK_SECRETS: secretOf( 'a' ),
			PAGE_SRE_WEBHOOK_INCIDENTS_URL: second.incidentsUrl,
			PAGE_SRE_WEBHOOK_HOOK_SECRETS: secretOf( 'b' )
		} } );
		now = () => world.clock.now();
		sender = await world.signIn( 'Steward Foo' );
	} );
	afterEach( async () => {
		await world.stop();
		await second.stop();
		expect( second.unexpected ).toEqual( [] );
	} );

	it( 'a healthy first one keeps the second asleep', async () => {
		const { body: page } = await sender.sendPage();
		await sender.sees( page.id, 'ringing' );
		world.onCall.acknowledge( `page-sre/${ page.id }`, 'amal' );
		await sender.sees( page.id, 'acknowledged' );
		await world.advance( 10 * 60_000 );
		expect( second.messages ).toEqual( [] );
	} );

	it.each( [
		[ 'answers 500', { kind: 'status', status: 500, html: true } ],
		[ 'asks to slow down', { kind: 'status', status: 429, retryAfterSeconds: 60 } ],
		[ 'answers HTML', { kind: 'status', status: 200, html: true } ],
		[ 'is gone', { kind: 'refuseConnections' } ]
	] as const )( 'a first one that %s is joined by the second after 45 s, while it keeps being tried', async ( _how, fault ) => {
		world.onCall.faults.set( fault, 'ingest' );
		const { body: page } = await sender.sendPage();
		await world.advance( 44_000 );
		expect( second.messages ).toEqual( [] );
		await world.advance( 2_000 );
		expect( second.incidents() ).toHaveLength( 1 );
		expect( ( await sender.readPage( page.id ) ).state ).toBe( 'delivered' );

		world.onCall.faults.set( null );
		await world.advance( 120_000 );
		expect( world.onCall.incidents() ).toHaveLength( 1 );
		expect( second.incidents() ).toHaveLength( 1 );
	} );

	it( 'a first one that rejects is followed by the second at once', async () => {
		world.expectErrors( /rejects pages as configured/ );
		world.onCall.faults.set( { kind: 'resultFailure' }, 'ingest' );
		const { body: page } = await sender.sendPage();
		await world.advance( 1_000 );
		expect( second.incidents() ).toHaveLength( 1 );
		expect( ( await sender.readPage( page.id ) ).state ).toBe( 'delivered' );
	} );

	it( 'a muted first one is followed by the second, and the page is delivered after all', async () => {
		world.expectErrors( /page undelivered/ );
		world.onCall.faults.set( { kind: 'maintenanceMode' } );
		const { body: page } = await sender.sendPage();
		await world.advance( 20_000 );
		expect( second.incidents() ).toHaveLength( 1 );
		expect( ( await sender.readPage( page.id ) ).state ).toBe( 'delivered' );
	} );

	it( 'an unanswered page goes to the second after five minutes, not to the first again', async () => {
		const { body: page } = await sender.sendPage();
		await sender.sees( page.id, 'ringing' );
		await world.advance( 5 * 60_000 );
		expect( second.incidents() ).toHaveLength( 1 );
		expect( world.onCall.incidents() ).toHaveLength( 1 );
		expect( ( await sender.readPage( page.id ) ).round ).toBe( 1 );
	} );

	it( 'an acknowledgement there stops the first one from being tried, and closes what it takes late', async () => {
		world.onCall.faults.set( { kind: 'hangAfterAccept' }, 'ingest' );
		const { body: page } = await sender.sendPage();
		await world.advance( 46_000 );
		second.acknowledge( `page-sre/${ page.id }`, 'carol' );
		await sender.sees( page.id, 'acknowledged' );
		const tried = world.onCall.received.length;
		world.onCall.faults.release();
		await world.advance( 5 * 60_000 );
		expect( world.onCall.received.length ).toBeLessThanOrEqual( tried + 1 );
		expect( ( await sender.readPage( page.id ) ).events.at( -1 ) ).toMatchObject( { kind: 'acknowledged', by: 'carol' } );
	} );

	it( 'a hook of it is a hint that is read back at once; a forged one is refused and changes nothing', async () => {
		world.onCall.faults.set( { kind: 'refuseConnections' }, 'ingest' );
		const { body: page } = await sender.sendPage();
		await world.advance( 46_000 );
		second.acknowledge( `page-sre/${ page.id }`, 'carol' );
		const post = ( hook: { headers: Record<string, string>; rawBody: Buffer } ): Promise<Response> =>
			fetch( `${ world.url }/v1/hooks/webhook`, { method: 'POST', headers: hook.headers, body: new Uint8Array( hook.rawBody ) } );

		const real = second.hook( 'msg_1', '{"type":"incident.changed"}' );
		const forged = await post( { ...real, rawBody: Buffer.from( '{"type":"incident.resolved"}' ) } );
		expect( { status: forged.status, body: await forged.json() as unknown } ).toMatchObject( { status: 403, body: { code: 'hookForged' } } );
		expect( ( await sender.readPage( page.id ) ).state ).toBe( 'delivered' );

		expect( ( await post( real ) ).status ).toBe( 204 );
		expect( ( await post( real ) ).status ).toBe( 204 );
		await world.advance( 2_000 );
		const { state, events } = await sender.readPage( page.id );
		expect( state ).toBe( 'acknowledged' );
		expect( events.filter( ( { kind } ) => kind === 'acknowledged' ) ).toHaveLength( 1 );
	} );
} );
