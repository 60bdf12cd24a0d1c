// PagerDuty under the contract of all providers, and what is its own: the event as posted, and settings
// that cannot work.
import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { createPagerDuty } from '../../../server/oncall/pagerDuty.ts';
import type { PagerDutySettings } from '../../../server/oncall/pagerDuty.ts';
import type { Provider } from '../../../server/pages/provider.ts';
import { alert, deliveryContract } from './deliveryContract.ts';
import { rawService } from './rawService.ts';
import { usualOutcomes } from './usualOutcomes.ts';

const secrets = { routingKey: 'canary-routing-key', apiKey: 'canary-api-key', hookSecret: 'canary-hook-secret' };

function pagerDutyAt( url: string, overrides: Partial<PagerDutySettings> = {}, now = (): number => 0 ): Provider {
	return createPagerDuty( {
		eventsUrl: `${ url }v2/`,
		routingKey: { reveal: () => secrets.routingKey },
		apiUrl: url,
		apiKey: { reveal: () => secrets.apiKey },
		hookSecrets: [ { reveal: () => secrets.hookSecret } ],
		userAgent: 'page-sre/0.1 (sre@example.org)',
		timeoutMs: 20_000,
		...overrides
	}, { now } );
}

deliveryContract( {
	name: 'PagerDuty',
	create: ( url, { timeoutMs, now } ) => pagerDutyAt( url, { timeoutMs }, now ),
	takenBody: JSON.stringify( { status: 'success', message: 'Event processed', dedup_key: alert.dedupKey } ),
	refusedBody: JSON.stringify( { status: 'invalid event', message: 'Event object is invalid', errors: [] } ),
	outcomes: usualOutcomes( { kind: 'delivered', incident: null } ),
	retryStatus: 429,
	secrets: Object.values( secrets )
} );

async function posted( changed: Partial<typeof alert> = {} ):
Promise<{ path: string; headers: Record<string, unknown>; event: Record<string, unknown> }> {
	const service = await rawService( ( _, response ) => {
		response.writeHead( 202 ).end( '{"status":"success"}' );
	} );
	expect( await pagerDutyAt( service.url ).deliver( { ...alert, ...changed } ) ).toEqual( { kind: 'delivered', incident: null } );
	const [ request ] = service.requests;
	return { path: `${ request!.method } ${ request!.path }`, headers: request!.headers, event: JSON.parse( request!.body ) as Record<string, unknown> };
}

describe( 'the event at PagerDuty', () => {
	it( 'is a critical trigger under our dedup key, with the symptom as summary', async () => {
		const { path, headers, event } = await posted();
		expect( path ).toBe( 'POST /v2/enqueue' );
		expect( event ).toEqual( {
			routing_key: secrets.routingKey,
			event_action: 'trigger',
			dedup_key: alert.dedupKey,
			payload: {
				summary: alert.firstLine,
				source: 'en.wikipedia.org',
				severity: 'critical',
				timestamp: '2026-11-23T14:00:00.900Z',
				component: 'page-sre',
				custom_details: { page: alert.body }
			},
			client: 'Page SRE',
			client_url: alert.recordUrl,
			links: [ { href: alert.recordUrl, text: 'Page record' } ]
		} );
		expect( headers ).toMatchObject( { 'content-type': 'application/json', 'user-agent': 'page-sre/0.1 (sre@example.org)' } );
		expect( JSON.stringify( [ headers, event ] ) ).not.toContain( secrets.apiKey );
	} );

	it( 'is not critical when it is a drill', async () => {
		expect( ( await posted( { drill: true } ) ).event ).toMatchObject( { event_action: 'trigger', payload: { severity: 'info' } } );
	} );

	it( 'never cuts the identity', async () => {
		const dedupKey = `page-sre/${ 'x'.repeat( 600 ) }`;
		expect( ( await posted( { dedupKey } ) ).event.dedup_key ).toBe( dedupKey );
	} );

	it( 'cuts long texts between characters as people see them', async () => {
		const family = '👩‍👩‍👧';
		const { event } = await posted( { firstLine: family.repeat( 100 ), body: family.repeat( 5000 ) } );
		const { summary, custom_details: details } = event.payload as { summary: string; custom_details: { page: string } };
		for ( const [ text, limit ] of [ [ summary, 1024 ], [ details.page, 20480 ] ] as const ) {
			expect( Buffer.byteLength( text ) ).toBeLessThanOrEqual( limit );
			expect( text ).toMatch( new RegExp( `^(${ family })+…$`, 'u' ) );
		}
	} );

	it( 'leaves out an address rather than halving it', async () => {
		const { event } = await posted( { recordUrl: `https://page-sre.example.org/${ 'x'.repeat( 2000 ) }` } );
		expect( event ).not.toHaveProperty( 'links' );
		expect( event ).not.toHaveProperty( 'client_url' );
	} );
} );

describe( 'PagerDuty with settings that cannot work', () => {
	it.each( [ [ 'eventsUrl', 'not a url' ], [ 'apiUrl', 'ftp://api.example.org/' ] ] )( 'names %s and shows no value', ( setting, value ) => {
		let thrown: unknown;
		try {
			pagerDutyAt( 'http://localhost/', { [ setting ]: value } );
		} catch ( error ) {
			thrown = error;
		}
		expect( thrown ).toMatchObject( { message: expect.stringContaining( setting ) as string } );
		expect( inspect( thrown, { showHidden: true } ) ).not.toContain( 'canary' );
	} );
} );

describe( 'PagerDuty without an optional setting', () => {
	const optional = [ 'observe', 'openIncidents', 'onCallNow', 'selfCheck', 'resolve', 'addNote', 'reroute', 'readHook' ] as const;
	const everything = { serviceId: 'PSERV01', from: 'sre@example.org', catchAllPolicy: 'PALL001' };

	it.each<[ string, Partial<PagerDutySettings>, readonly string[] ]>( [
		[ 'anything', {}, optional ],
		[ 'a key of the REST API', { apiKey: undefined }, [ 'resolve', 'readHook' ] ],
		[ 'the service', { serviceId: undefined }, [ 'observe', 'openIncidents', 'resolve', 'addNote', 'reroute', 'readHook' ] ],
		[ 'a user to act as', { from: undefined }, [ 'observe', 'openIncidents', 'onCallNow', 'selfCheck', 'resolve', 'readHook' ] ],
		[ 'a policy for everybody', { catchAllPolicy: undefined }, optional.filter( ( name ) => name !== 'reroute' ) ],
		[ 'a secret for webhooks', { hookSecrets: [] }, optional.filter( ( name ) => name !== 'readHook' ) ]
	] )( 'has no capability that needs it: %s', ( _, overrides, left ) => {
		const provider = pagerDutyAt( 'http://localhost/', { ...everything, ...overrides } );
		expect( optional.filter( ( name ) => provider[ name ] !== undefined ) ).toEqual( left );
	} );
} );
