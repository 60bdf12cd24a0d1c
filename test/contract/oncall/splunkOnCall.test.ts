// Splunk On-Call under the contract of all providers, and what is its own: the alert as posted, and the
// answers to reading back. The retry table is the one in server/oncall/README.md.
import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { createSplunkOnCall } from '../../../server/oncall/splunkOnCall.ts';
import type { SplunkOnCallSettings } from '../../../server/oncall/splunkOnCall.ts';
import { ObservationError } from '../../../server/pages/provider.ts';
import { alert, deliveryContract } from './deliveryContract.ts';
import { nobody, rawService } from './rawService.ts';
import type { RawService, Reply } from './rawService.ts';
import { usualOutcomes } from './usualOutcomes.ts';

const secrets = { restKey: 'canary-rest-key', apiId: 'canary-api-id', apiKey: 'canary-api-key' };
const now = Date.parse( '2026-11-23T14:00:00Z' );

type Splunk = ReturnType<typeof createSplunkOnCall>;

function splunkAt( url: string, overrides: Partial<SplunkOnCallSettings> = {} ): Splunk {
	return createSplunkOnCall( {
		ingestUrl: `${ url }integrations/generic/20131114/alert/`,
		restKey: { reveal: () => secrets.restKey },
		routingKey: 'SRE-Batphone',
		apiUrl: `${ url }api-public/v1/`,
		apiId: { reveal: () => secrets.apiId },
		apiKey: { reveal: () => secrets.apiKey },
		userAgent: 'page-sre/0.1 (https://page-sre.example.org; sre@example.org)',
		timeoutMs: 20_000,
		...overrides
	}, { now: () => now } );
}

deliveryContract( {
	name: 'Splunk On-Call',
	create: ( url, { timeoutMs, now: clock } ) => createSplunkOnCall( {
		ingestUrl: url,
		restKey: { reveal: () => secrets.restKey },
		routingKey: 'sre',
		apiUrl: url,
		apiId: { reveal: () => secrets.apiId },
		apiKey: { reveal: () => secrets.apiKey },
		userAgent: 'page-sre/0.1 (sre@example.org)',
		timeoutMs
	}, { now: clock } ),
	takenBody: JSON.stringify( { result: 'success', entity_id: alert.dedupKey } ),
	refusedBody: JSON.stringify( { result: 'failure', message: 'Missing fields: message_type' } ),
	outcomes: usualOutcomes( { kind: 'delivered', incident: null } ),
	retryStatus: 429,
	secrets: Object.values( secrets )
} );

function json( value: unknown, status = 200 ): Reply {
	return ( _, response ) => {
		response.writeHead( status ).end( JSON.stringify( value ) );
	};
}

async function posted( changed: Partial<typeof alert> = {}, overrides: Partial<SplunkOnCallSettings> = {} ):
Promise<RawService[ 'requests' ][ number ] & { fields: Record<string, unknown> }> {
	const service = await rawService( json( { result: 'success' } ) );
	await splunkAt( service.url, overrides ).deliver( { ...alert, ...changed } );
	const [ request ] = service.requests;
	return { ...request!, fields: JSON.parse( request!.body ) as Record<string, unknown> };
}

describe( 'the alert at Splunk On-Call', () => {
	it( 'is a CRITICAL under our dedup key, with the symptom as title', async () => {
		expect( ( await posted() ).fields ).toEqual( {
			message_type: 'CRITICAL',
			entity_id: alert.dedupKey,
			entity_display_name: alert.firstLine,
			state_message: alert.body,
			monitoring_tool: 'page-sre',
			state_start_time: Date.parse( '2026-11-23T14:00:00Z' ) / 1000,
			hostname: 'en.wikipedia.org',
			'vo_annotate.u.Page record': alert.recordUrl
		} );
	} );

	it( 'goes to key and routing key in lower case, and says who is calling', async () => {
		const { method, path, headers } = await posted();
		expect( `${ method } ${ path }` ).toBe( 'POST /integrations/generic/20131114/alert/canary-rest-key/sre-batphone' );
		expect( headers ).toMatchObject( {
			'content-type': 'application/json',
			'user-agent': 'page-sre/0.1 (https://page-sre.example.org; sre@example.org)'
		} );
	} );

	it( 'carries no key of the public API', async () => {
		const { headers, body } = await posted();
		expect( JSON.stringify( headers ) + body ).not.toContain( 'canary-api' );
	} );

	it( 'stays in its path, whatever the keys contain', async () => {
		const { path } = await posted( {}, { restKey: { reveal: () => '../a?b#c' }, routingKey: 'x/y' } );
		expect( path ).toBe( '/integrations/generic/20131114/alert/..%2Fa%3Fb%23c/x%2Fy' );
	} );

	describe( 'with texts beyond the limits', () => {
		it.each( [
			[ 'entity_display_name', 'firstLine', 1024 ],
			[ 'state_message', 'body', 20480 ]
		] as const )( 'cuts %s between characters as people see them', async ( field, source, limit ) => {
			const family = '👩‍👩‍👧';
			const { fields } = await posted( { [ source ]: family.repeat( 5000 ) } );
			const text = fields[ field ] as string;
			expect( Buffer.byteLength( text ) ).toBeLessThanOrEqual( limit );
			expect( Buffer.byteLength( text ) ).toBeGreaterThan( limit - Buffer.byteLength( family ) - 3 );
			expect( text ).toMatch( new RegExp( `^(${ family })+…$`, 'u' ) );
		} );

		it( 'never cuts the identity', async () => {
			const dedupKey = `page-sre/${ 'x'.repeat( 600 ) }`;
			expect( ( await posted( { dedupKey } ) ).fields.entity_id ).toBe( dedupKey );
		} );

		it( 'leaves out an address rather than halving it', async () => {
			const { fields } = await posted( { recordUrl: `https://page-sre.example.org/${ 'x'.repeat( 1124 ) }` } );
			expect( fields ).not.toHaveProperty( [ 'vo_annotate.u.Page record' ] );
		} );
	} );
} );

describe( 'reading back from Splunk On-Call', () => {
	it( 'asks once, with both headers', async () => {
		const service = await rawService( json( { incidents: [] } ) );
		expect( await splunkAt( service.url ).observe() ).toEqual( [] );
		expect( service.requests ).toMatchObject( [ {
			method: 'GET',
			path: '/api-public/v1/incidents',
			headers: { 'x-vo-api-id': 'canary-api-id', 'x-vo-api-key': 'canary-api-key' }
		} ] );
		expect( service.requests[ 0 ]!.path ).not.toContain( secrets.restKey );
	} );

	async function failure( splunk: Splunk ): Promise<ObservationError> {
		const error: unknown = await splunk.observe().catch( ( thrown: unknown ) => thrown );
		const shown = inspect( error, { depth: Infinity, showHidden: true } );
		expect( Object.values( secrets ).filter( ( secret ) => shown.includes( secret ) ) ).toEqual( [] );
		expect( error ).toBeInstanceOf( ObservationError );
		return error as ObservationError;
	}

	it.each( [
		[ 204, 'unreadable' ], [ 302, 'unreadable' ], [ 400, 'refused' ], [ 401, 'unauthorized' ], [ 403, 'unauthorized' ],
		[ 404, 'notFound' ], [ 408, 'timeout' ], [ 429, 'rateLimited' ], [ 500, 'serverError' ], [ 503, 'serverError' ], [ 522, 'serverError' ]
	] )( 'has no answer after status %i: %s', async ( status, reason ) => {
		const { url } = await rawService( json( { incidents: [] }, status ) );
		expect( await failure( splunkAt( url ) ) ).toMatchObject( { reason, notBefore: undefined } );
	} );

	it( 'says when to come back', async () => {
		const { url } = await rawService( ( _, response ) => {
			response.writeHead( 429, { 'retry-after': '60' } ).end();
		} );
		expect( await failure( splunkAt( url ) ) ).toMatchObject( { reason: 'rateLimited', notBefore: now + 60_000 } );
	} );

	it.each( [ '<html>', '', '[]', 'null', '"incidents"', '{"incidents":"none"}', '{"incidents":{}}', '{"incidents":[' ] )(
		'has no answer in %j', async ( body ) => {
			const { url } = await rawService( ( _, response ) => {
				response.end( body );
			} );
			expect( await failure( splunkAt( url ) ) ).toMatchObject( { reason: 'unreadable' } );
		} );

	it( 'takes a list of thousands', async () => {
		const incidents = Array.from( { length: 3000 }, ( _, index ) => ( {
			incidentNumber: String( index ), entityId: `other/${ index }`, currentPhase: 'RESOLVED', service: 'x'.repeat( 500 )
		} ) );
		const { url } = await rawService( json( { incidents: [ ...incidents, { entityId: alert.dedupKey, incidentNumber: '9999', currentPhase: 'ACKED' } ] } ) );
		expect( await splunkAt( url ).observe() ).toHaveLength( 1 );
	} );

	it( 'has no answer when it is more than anybody can list', async () => {
		const { url } = await rawService( json( { incidents: [], padding: 'x'.repeat( 5_000_000 ) } ) );
		expect( await failure( splunkAt( url ) ) ).toMatchObject( { reason: 'unreadable' } );
	} );

	it( 'has no answer in silence, within its time limit', async () => {
		const service = await rawService( () => {} );
		expect( await failure( splunkAt( service.url, { timeoutMs: 200 } ) ) ).toMatchObject( { reason: 'timeout' } );
		await service.abandoned();
	} );

	it( 'has no answer where nobody listens', async () => {
		expect( await failure( splunkAt( await nobody() ) ) ).toMatchObject( { reason: 'network' } );
	} );
} );

describe( 'Splunk On-Call with settings that cannot work', () => {
	it.each( [
		[ 'ingestUrl', { ingestUrl: 'not a url' } ],
		[ 'ingestUrl', { ingestUrl: 'ftp://alert.example.org/' } ],
		[ 'apiUrl', { apiUrl: 'file:///etc/' } ]
	] )( 'names %s and shows no value', ( setting, overrides ) => {
		let thrown: unknown;
		try {
			splunkAt( 'http://localhost/', overrides );
		} catch ( error ) {
			thrown = error;
		}
		expect( thrown ).toMatchObject( { message: expect.stringContaining( setting ) as string } );
		expect( inspect( thrown, { showHidden: true } ) ).not.toContain( 'canary' );
	} );
} );
