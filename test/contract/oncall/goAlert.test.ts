// GoAlert under the contract of all providers, and what is its own: the alert as posted, what its answers
// mean, and settings that cannot work.
import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { createGoAlert } from '../../../server/oncall/goAlert.ts';
import type { GoAlertSettings } from '../../../server/oncall/goAlert.ts';
import type { DeliveryOutcome, Provider } from '../../../server/pages/provider.ts';
import { alert, deliveryContract } from './deliveryContract.ts';
import { rawService } from './rawService.ts';
import { usualOutcomes } from './usualOutcomes.ts';

const secrets = { integrationKey: 'canary-integration-key', graphqlKey: 'canary-graphql-key' };

function goAlertAt( url: string, overrides: Partial<GoAlertSettings> = {}, now = (): number => 0 ): Provider {
	return createGoAlert( {
		url,
		integrationKey: { reveal: () => secrets.integrationKey },
		graphqlKey: { reveal: () => secrets.graphqlKey },
		serviceId: '6a5d1a3c-6d2b-4c0e-9d3a-0c5f1e2b7a90',
		userAgent: 'page-sre/0.1 (sre@example.org)',
		timeoutMs: 20_000,
		...overrides
	}, { now } );
}

deliveryContract( {
	name: 'GoAlert',
	create: ( url, { timeoutMs, now } ) => goAlertAt( url, { timeoutMs }, now ),
	takenBody: JSON.stringify( { AlertID: 7, ServiceID: '6a5d1a3c-6d2b-4c0e-9d3a-0c5f1e2b7a90', IsNew: true } ),
	outcomes: usualOutcomes( { kind: 'delivered', incident: '7' }, { kind: 'delivered', incident: null } ),
	retryStatus: 429,
	secrets: Object.values( secrets )
} );

async function answeredWith( body: unknown ): Promise<DeliveryOutcome> {
	const { url } = await rawService( ( _, response ) => {
		response.end( JSON.stringify( body ) );
	} );
	return goAlertAt( url ).deliver( alert );
}

async function posted( changed: Partial<typeof alert> = {} ):
Promise<{ path: string; headers: Record<string, unknown>; fields: Record<string, unknown> }> {
	const service = await rawService( ( _, response ) => {
		response.end( '{"AlertID":7}' );
	} );
	await goAlertAt( service.url ).deliver( { ...alert, ...changed } );
	const [ request ] = service.requests;
	return { path: `${ request!.method } ${ request!.path }`, headers: request!.headers, fields: JSON.parse( request!.body ) as Record<string, unknown> };
}

describe( 'the alert at GoAlert', () => {
	it( 'is under our dedup key, with the symptom as summary', async () => {
		const { path, headers, fields } = await posted();
		expect( path ).toBe( 'POST /api/v2/generic/incoming' );
		expect( fields ).toEqual( {
			summary: alert.firstLine, details: alert.body, dedup: alert.dedupKey, meta: { 'page-sre': alert.dedupKey }
		} );
		expect( headers ).toMatchObject( {
			accept: 'application/json',
			'content-type': 'application/json',
			authorization: 'Bearer canary-integration-key',
			'user-agent': 'page-sre/0.1 (sre@example.org)'
		} );
		expect( JSON.stringify( [ headers, fields ] ) ).not.toContain( secrets.graphqlKey );
	} );

	it( 'has no secret in its address', async () => {
		expect( ( await posted() ).path ).not.toContain( 'canary' );
	} );

	it( 'never cuts the identity', async () => {
		const dedupKey = `page-sre/${ 'x'.repeat( 600 ) }`;
		expect( ( await posted( { dedupKey } ) ).fields.dedup ).toBe( dedupKey );
	} );

	it( 'cuts long texts between characters as people see them', async () => {
		const family = '👩‍👩‍👧';
		const { fields } = await posted( { firstLine: family.repeat( 100 ), body: family.repeat( 500 ) } );
		for ( const [ text, limit ] of [ [ fields.summary, 1024 ], [ fields.details, 6144 ] ] as const ) {
			expect( Buffer.byteLength( text as string ) ).toBeLessThanOrEqual( limit );
			expect( text ).toMatch( new RegExp( `^(${ family })+…$`, 'u' ) );
		}
	} );

	it( 'dresses no address up as another', async () => {
		const { fields } = await posted( { body: '[https://a.example](https://b.example) <b> \\[x' } );
		expect( fields.details ).toBe( '\\[https://a.example](https://b.example) \\<b> \\\\\\[x' );
	} );
} );

describe( 'an answer of GoAlert', () => {
	it.each( [
		[ { AlertID: 7, ServiceID: 'x', IsNew: true }, { kind: 'delivered', incident: '7' } ],
		// An earlier try had landed.
		[ { AlertID: 7, ServiceID: 'x', IsNew: false }, { kind: 'delivered', incident: '7' } ],
		[ { AlertID: 7, more: 1 }, { kind: 'delivered', incident: '7' } ],
		[ { AlertID: 0, ServiceID: '', IsNew: false }, { kind: 'retry', reason: 'unreadable' } ],
		[ { AlertID: '7', IsNew: true }, { kind: 'retry', reason: 'unreadable' } ],
		[ { AlertID: 7.5 }, { kind: 'retry', reason: 'unreadable' } ],
		[ { AlertID: -7 }, { kind: 'retry', reason: 'unreadable' } ],
		[ { IsNew: true }, { kind: 'retry', reason: 'unreadable' } ]
	] )( '%j is %j', async ( body, outcome ) => {
		expect( await answeredWith( body ) ).toEqual( outcome );
	} );
} );

describe( 'GoAlert with settings', () => {
	it.each( [ 'not a url', 'ftp://goalert.example.org/' ] )( 'that cannot work names the setting and not %s', ( url ) => {
		let thrown: unknown;
		try {
			goAlertAt( url );
		} catch ( error ) {
			thrown = error;
		}
		expect( thrown ).toMatchObject( { message: 'GoAlert: url is not an http(s) URL' } );
		expect( inspect( thrown, { showHidden: true } ) ).not.toContain( 'canary' );
	} );

	it.each<[ string, Partial<GoAlertSettings>, string[] ]>( [
		[ 'complete', {}, [ 'observe', 'openIncidents', 'onCallNow', 'selfCheck', 'resolve' ] ],
		[ 'without a key for GraphQL', { graphqlKey: undefined }, [ 'resolve' ] ],
		[ 'without the service', { serviceId: undefined }, [ 'resolve' ] ]
	] )( '%s has what they allow', ( _, overrides, capabilities ) => {
		const provider = goAlertAt( 'http://localhost/', overrides );
		const optional = [ 'observe', 'openIncidents', 'onCallNow', 'selfCheck', 'resolve', 'addNote', 'reroute', 'readHook' ] as const;
		expect( optional.filter( ( name ) => provider[ name ] !== undefined ) ).toEqual( capabilities );
	} );
} );
