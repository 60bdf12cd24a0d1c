// Nobody is woken twice for what monitoring has raised a minute ago: who is about to page learns of it first. But
// no storm of alerts, and no service that does not answer, keeps a page from anybody.
import { afterEach, describe, expect, it } from 'vitest';
import type { Problem } from '../../server/contract/problem.ts';
import { newKey, startWorld, type SenderClient, type World } from '../harness.ts';

let world: World;
afterEach( () => world.stop() );

async function aSender( env: Record<string, string> = {} ): Promise<SenderClient> {
	world = await startWorld( { env } );
	return world.signIn( 'Steward Foo' );
}

const problem = ( body: unknown ): Problem => body as Problem;

describe( 'When others have raised an incident', () => {
	it( 'a member is shown it before they page, and may page then', async () => {
		const foo = await aSender();
		world.onCall.raise( 'db', 'Database servers lag' );
		const page = { idempotencyKey: newKey() };
		const refused = await foo.sendPage( page );
		expect( refused.status ).toBe( 409 );
		expect( problem( refused.body ) ).toMatchObject( { code: 'unseenPages', openPages: [], openIncidents: [
			{ provider: 'splunk-on-call', incident: '1', title: 'Database servers lag', phase: 'triggered', by: null }
		] } );
		expect( world.onCall.received ).toHaveLength( 0 );
		expect( ( await foo.sendPage( { ...page, seenIncidents: [ 'splunk-on-call/1' ] } ) ).status ).toBe( 202 );
	} );

	it( 'whoever has seen it already is not asked', async () => {
		const foo = await aSender();
		world.onCall.raise( 'db', 'Database servers lag' );
		expect( ( await foo.sendPage( { seenIncidents: [ 'splunk-on-call/1' ] } ) ).status ).toBe( 202 );
	} );

	it( 'one intent is asked once, however many more come up', async () => {
		const foo = await aSender();
		world.onCall.raise( 'db', 'Database servers lag' );
		const page = { idempotencyKey: newKey() };
		expect( ( await foo.sendPage( page ) ).status ).toBe( 409 );
		world.clock.jump( 10_000 );
		world.onCall.raise( 'web', 'Web servers are down' );
		expect( ( await foo.sendPage( { ...page, seenIncidents: [ 'splunk-on-call/1' ] } ) ).status ).toBe( 202 );
	} );

	it( 'a drill does not look', async () => {
		const foo = await aSender();
		world.onCall.raise( 'db', 'Database servers lag' );
		expect( problem( ( await foo.sendPage( { drill: true } ) ).body ).code ).toBe( 'drillUnavailable' );
	} );

	it( 'one that is over, and one of long ago, are no reason to ask', async () => {
		const foo = await aSender();
		world.onCall.raise( 'old', 'Nobody closes it' );
		world.clock.jump( 6 * 3_600_000 );
		world.onCall.raise( 'gone', 'It is over' );
		world.onCall.resolve( 'gone' );
		expect( ( await foo.sendPage() ).status ).toBe( 202 );
	} );

	it( 'a limit is told first', async () => {
		const foo = await aSender( { PAGE_SRE_SENDER_LIMITS: '1/1h' } );
		expect( ( await foo.sendPage() ).status ).toBe( 202 );
		world.clock.jump( 10_000 );
		world.onCall.raise( 'db', 'Database servers lag' );
		expect( problem( ( await foo.sendPage() ).body ).code ).toBe( 'limitReached' );
	} );

	it( 'somebody who may not page learns nothing of it', async () => {
		await aSender();
		world.onCall.raise( 'db', 'Database servers lag' );
		const former = await world.signIn( 'Former Bar' );
		const { body } = await former.sendPage();
		expect( problem( body ).code ).toBe( 'notMember' );
		expect( JSON.stringify( body ) ).not.toContain( 'Database' );
	} );

	it( 'nobody is shown any where the operator hides them', async () => {
		const foo = await aSender( { PAGE_SRE_OTHERS_INCIDENTS: 'hidden' } );
		world.onCall.raise( 'db', 'Database servers lag' );
		const { body } = await foo.call( 'GET', '/v1/situation' );
		expect( JSON.stringify( body ) ).not.toContain( 'Database' );
		expect( ( await foo.sendPage() ).status ).toBe( 202 );
	} );
} );

describe( 'A service that cannot be read', () => {
	it.each( [ [ { kind: 'hang' } ], [ { kind: 'status', status: 403, html: true } ], [ { kind: 'status', status: 200, html: true } ] ] as const )( 'keeps no page: %j', async ( fault ) => {
		const foo = await aSender();
		world.onCall.raise( 'db', 'Database servers lag' );
		world.onCall.faults.set( fault, 'api' );
		expect( ( await foo.sendPage() ).status ).toBe( 202 );
	} );

	it( 'is believed for five minutes in what it said last', async () => {
		const foo = await aSender();
		world.onCall.raise( 'db', 'Database servers lag' );
		await foo.call( 'GET', '/v1/situation' );
		world.onCall.faults.set( { kind: 'status', status: 500 }, 'api' );
		world.clock.jump( 4 * 60_000 );
		expect( ( await foo.sendPage() ).status ).toBe( 409 );
		world.clock.jump( 2 * 60_000 );
		expect( ( await foo.sendPage() ).status ).toBe( 202 );
	} );
} );
