// The sandbox's PagerDuty as its documentation describes the real one: what it refuses, what it takes and
// drops without a word, and that it remembers what nobody should have asked.
import { describe, expect, it, onTestFinished } from 'vitest';
import { startSandboxPagerDuty } from '../../../server/sandbox/pagerDuty/service.ts';
import type { SandboxPagerDuty } from '../../../server/sandbox/pagerDuty/service.ts';

interface Setting {
	sandbox: SandboxPagerDuty;
	enqueue: ( event: unknown ) => Promise<{ status: number; json: Record<string, unknown> }>;
	rest: ( method: string, path: string, headers?: Record<string, string> ) => Promise<{ status: number; json: Record<string, unknown> }>;
}

async function pagerDuty(): Promise<Setting> {
	const sandbox = await startSandboxPagerDuty( { now: () => Date.parse( '2026-11-23T14:00:00Z' ) } );
	onTestFinished( () => sandbox.stop() );
	const call = async ( url: string, init: RequestInit ): ReturnType<Setting[ 'enqueue' ]> => {
		const response = await fetch( url, init );
		return { status: response.status, json: await response.json() as Record<string, unknown> };
	};
	return {
		sandbox,
		enqueue: ( event ) => call( `${ sandbox.eventsUrl }enqueue`, { method: 'POST', body: JSON.stringify( event ) } ),
		rest: ( method, path, headers = { authorization: `Token token=${ sandbox.apiKey }` } ) =>
			call( sandbox.apiUrl + path, { method, headers, ...( method !== 'GET' && { body: '{}' } ) } )
	};
}

const trigger = {
	routing_key: 'sandboxroutingkey000000000000000', event_action: 'trigger', dedup_key: 'A',
	payload: { summary: 'Login fails', source: 'en.wikipedia.org', severity: 'critical' }
};

describe( 'the Events API of the sandbox PagerDuty', () => {
	it( 'takes an event with 202 and makes up a key where there is none', async () => {
		const { enqueue, sandbox } = await pagerDuty();
		expect( await enqueue( trigger ) ).toEqual( { status: 202, json: { status: 'success', message: 'Event processed', dedup_key: 'A' } } );
		expect( ( await enqueue( { ...trigger, dedup_key: undefined } ) ).json.dedup_key ).toMatch( /^.{20,}$/ );
		expect( sandbox.incidents() ).toMatchObject( [ { status: 'triggered', title: 'Login fails' }, {} ] );
	} );

	it.each( [
		[ { routing_key: 'wrong' } ], [ { event_action: 'page' } ], [ { dedup_key: 'x'.repeat( 256 ) } ], [ { payload: undefined } ],
		[ { payload: { ...trigger.payload, severity: 'fatal' } } ], [ { payload: { ...trigger.payload, source: '' } } ],
		[ { payload: { ...trigger.payload, summary: 'x'.repeat( 1025 ) } } ], [ { event_action: 'resolve', dedup_key: undefined } ]
	] )( 'refuses an event with %j', async ( changed ) => {
		const { enqueue, sandbox } = await pagerDuty();
		expect( await enqueue( { ...trigger, ...changed } ) ).toMatchObject( { status: 400, json: { status: 'invalid event' } } );
		expect( sandbox.incidents() ).toEqual( [] );
	} );

	it( 'drops what concerns no open incident, with the same 202', async () => {
		const { enqueue, sandbox } = await pagerDuty();
		for ( const action of [ 'acknowledge', 'resolve' ] ) {
			expect( await enqueue( { ...trigger, event_action: action } ) ).toMatchObject( { status: 202 } );
		}
		expect( sandbox.incidents() ).toEqual( [] );
	} );

	it( 'acknowledges and resolves, then opens another under the same key', async () => {
		const { enqueue, sandbox } = await pagerDuty();
		for ( const action of [ 'trigger', 'trigger', 'acknowledge', 'trigger', 'resolve', 'trigger' ] ) {
			await enqueue( { ...trigger, event_action: action } );
		}
		expect( sandbox.incidents() ).toMatchObject( [ { status: 'resolved', triggers: 3 }, { status: 'triggered', triggers: 1 } ] );
	} );
} );

describe( 'the REST API of the sandbox PagerDuty', () => {
	it.each( [
		[ 401, 'without a key', 'GET', 'incidents', {} ],
		[ 401, 'with a wrong one', 'GET', 'incidents', { authorization: 'Token token=wrong' } ],
		[ 403, 'to write with a key that may only read', 'PUT', 'incidents/Q1', { authorization: 'Token token=sandbox-read-key' } ],
		[ 400, 'to write in the name of nobody', 'PUT', 'incidents/Q1', { authorization: 'Token token=sandbox-api-key' } ],
		[ 404, 'for what is not there', 'GET', 'services/PNONE', { authorization: 'Token token=sandbox-api-key' } ]
	] )( 'answers %i %s', async ( status, _, method, path, headers ) => {
		const { rest } = await pagerDuty();
		expect( await rest( method, path, headers ) ).toMatchObject( { status, json: { error: { code: expect.any( Number ) as number } } } );
	} );

	it( 'knows nothing else, and remembers who asked', async () => {
		const { sandbox } = await pagerDuty();
		expect( ( await fetch( `${ sandbox.apiUrl }users/me?x=1` ) ).status ).toBe( 404 );
		expect( ( await fetch( `${ sandbox.eventsUrl }enqueue` ) ).status ).toBe( 404 );
		expect( sandbox.unexpected ).toEqual( [ { method: 'GET', path: '/users/me' }, { method: 'GET', path: '/v2/enqueue' } ] );
	} );
} );
