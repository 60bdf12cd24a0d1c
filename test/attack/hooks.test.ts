// Hooks that are genuine and say what is not so, again and again; old ones; and those of somebody who almost can
// sign. None changes a page by itself, and however many come, a service is read no more often than it may be.
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { ClientRequest } from 'node:http';
import fc from 'fast-check';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startWorld, type SenderClient, type World } from '../harness.ts';
import { forgeries, hooking, longestAge, signedHook, type Hook, type Hooking } from './forged.ts';
import { hookSecrets, startServices, type Services } from './services.ts';

/** Splunk On-Call asks for two seconds between two readings. */
const READ_GAP_S = 2;

/** Seldom, so that what a hook sets going is told from what would be read anyway. */
const POLL_S = 30;

describe( 'Hooks', () => {
	let services: Services;
	let world: World;
	let sender: SenderClient;
	let readings = 0;
	const count = ( message: unknown ): void => {
		const { request } = message as { request: ClientRequest };
		readings += request.method === 'GET' && request.path.endsWith( '/incidents' ) ? 1 : 0;
	};
	beforeAll( async () => {
		services = await startServices();
	} );
	afterAll( () => services.stop() );
	beforeEach( async () => {
		world = await startWorld( { env: {
			PAGE_SRE_POLL_SECONDS: String( POLL_S ),
			PAGE_SRE_PROVIDERS: 'splunk-on-call,pagerduty,webhook',
			PAGE_SRE_SPLUNK_ON_CALL_HOOK_SECRET: hookSecrets[ 'splunk-on-call' ],
			PAGE_SRE_PAGERDUTY_ROUTING_KEY: 'any', PAGE_SRE_PAGERDUTY_EVENTS_URL: services.url, PAGE_SRE_PAGERDUTY_HOOK_SECRETS: hookSecrets.pagerduty,
			PAGE_SRE_WEBHOOK_URL: services.url, PAGE_SRE_WEBHOOK_SECRETS: hookSecrets.webhook, PAGE_SRE_WEBHOOK_HOOK_SECRETS: hookSecrets.webhook
		} } );
		sender = await world.signIn( 'Steward Foo' );
		subscribe( 'http.client.request.start', count );
		readings = 0;
	} );
	afterEach( async () => {
		unsubscribe( 'http.client.request.start', count );
		await world.stop();
	} );

	const post = async ( service: Hooking, { headers, rawBody }: Hook ): Promise<number> => {
		const response = await fetch( `${ world.url }/v1/hooks/${ service }`, { method: 'POST', headers, body: new Uint8Array( rawBody ) } );
		await response.arrayBuffer();
		return response.status;
	};
	const ringing = async (): Promise<string> => {
		const { body: { id } } = await sender.sendPage();
		await sender.sees( id, 'ringing' );
		return id;
	};
	/** A lie that is signed. */
	const lie = ( id: string ): unknown => ( {
		type: 'incident', entityId: `page-sre/${ id }`, dedupKey: `page-sre/${ id }`, incident_key: `page-sre/${ id }`, phase: 'ACKED', status: 'resolved', by: 'Mallory'
	} );

	describe.each( hooking )( 'of %s', ( service ) => {
		it( 'change nothing of a page, whatever they say and however often it is said', async () => {
			const id = await ringing();
			const before = await sender.readPage( id );
			const hook = signedHook( service, world.clock.now(), lie( id ) );
			readings = 0;
			const statuses = await Promise.all( Array.from( { length: 100 }, () => post( service, hook ) ) );
			expect( [ ...new Set( statuses ) ] ).toEqual( [ 204 ] );
			expect( await sender.readPage( id ) ).toEqual( before );
			// Time stands still.
			expect( readings ).toBeLessThanOrEqual( 1 );
		} );

		it( 'that never end have the service read no more often than it may be', async () => {
			await ringing();
			readings = 0;
			const seconds = 10;
			for ( let second = 0; second < seconds; second++ ) {
				const now = world.clock.now();
				await Promise.all( Array.from( { length: 10 }, ( _none, index ) => post( service, signedHook( service, now, index, `evt_${ second }_${ index }` ) ) ) );
				await world.advance( 1000 );
			}
			expect( readings ).toBeGreaterThan( 0 );
			expect( readings ).toBeLessThanOrEqual( seconds / READ_GAP_S + 1 );
		} );

		it( 'have what is true seen as soon as the service may be read, and only that', async () => {
			const id = await ringing();
			world.onCall.acknowledge( `page-sre/${ id }`, 'amal' );
			expect( await post( service, signedHook( service, world.clock.now(), { ...lie( id ) as object, phase: 'RESOLVED' } ) ) ).toBe( 204 );
			const began = world.clock.now();
			expect( await sender.sees( id, 'acknowledged' ) ).toMatchObject( { state: 'acknowledged' } );
			expect( world.clock.now() - began ).toBeLessThan( POLL_S * 1000 / 2 );
		} );

	} );

	it.each( hooking.filter( ( service ) => Number.isFinite( longestAge[ service ] ) ) )( 'of %s are refused when they are older than they may be, however genuine', async ( service ) => {
		const now = world.clock.now();
		expect( await post( service, signedHook( service, now - longestAge[ service ] + 2_000 ) ) ).toBe( 204 );
		expect( await post( service, signedHook( service, now - longestAge[ service ] - 2_000 ) ) ).toBe( 403 );
		expect( await post( service, signedHook( service, now + longestAge.webhook + 2_000 ) ) ).toBe( 403 );
	} );

	it( 'that are forged in one place are refused by the server, and set nothing going', async () => {
		await ringing();
		readings = 0;
		for ( const { service, hook, how } of fc.sample( forgeries( () => world.clock.now() ), { numRuns: 150, seed: Date.now() % 2 ** 31 } ) ) {
			const bare = Object.entries( hook.headers ).every( ( [ , value ] ) => /^[\x21-\x7E]([\x20-\x7E]*[\x21-\x7E])?$/.test( value ?? '' ) );
			expect( bare ? await post( service, hook as Hook ) : 403, how ).toBe( 403 );
		}
		expect( readings ).toBe( 0 );
	} );
} );
