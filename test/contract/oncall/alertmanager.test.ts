// Alertmanager under the contract of all providers, and its own promises: every instance is told, one page
// is one alert in a group of its own, and silence on purpose is seen.
import { describe, expect, it, onTestFinished } from 'vitest';
import { createAlertmanager } from '../../../server/oncall/alertmanager.ts';
import type { AlertmanagerSettings } from '../../../server/oncall/alertmanager.ts';
import { startSandboxAlertmanager } from '../../../server/sandbox/alertmanager/instance.ts';
import type { SandboxAlertmanager } from '../../../server/sandbox/alertmanager/instance.ts';
import { alert, deliveryContract } from './deliveryContract.ts';
import { nobody, rawService } from './rawService.ts';
import { statusTable } from './statusTable.ts';

const base = { labels: { team: 'sre', severity: 'page' }, userAgent: 'page-sre/0.1 (sre@example.org)', timeoutMs: 20_000 };
const authorization = { reveal: () => 'Basic canary=' };

deliveryContract( {
	name: 'Alertmanager',
	create: ( url, { timeoutMs, now } ) => createAlertmanager( { ...base, urls: [ url ], authorization, timeoutMs }, { now } ),
	takenBody: '',
	alsoTaken: [ '', ' \n' ],
	outcomes: statusTable( [ 200, 299 ] ),
	retryStatus: 503,
	secrets: [ 'canary' ]
} );

interface World {
	instances: [ SandboxAlertmanager, SandboxAlertmanager ];
	alertmanager: ReturnType<typeof createAlertmanager>;
	now: () => number;
	advance: ( ms: number ) => void;
}

async function world( overrides: Partial<AlertmanagerSettings> = {} ): Promise<World> {
	let time = alert.acceptedAt + 5000;
	const now = (): number => time;
	const instances: World[ 'instances' ] = [ await startSandboxAlertmanager( { now } ), await startSandboxAlertmanager( { now } ) ];
	onTestFinished( async () => {
		for ( const instance of instances ) {
			await instance.stop();
			expect( instance.unexpected ).toEqual( [] );
		}
	} );
	const alertmanager = createAlertmanager( { ...base, urls: instances.map( ( { url } ) => url ), ...overrides }, { now } );
	return { instances, alertmanager, now, advance: ( ms ) => {
		time += ms;
	} };
}

const other = { ...alert, dedupKey: 'page-sre/01JD3Z000000000000000OTHER' };
const handle = { dedupKey: alert.dedupKey, incident: null };
const delivered = { kind: 'delivered', incident: null };

describe( 'a page at Alertmanager', () => {
	it( 'is an alert at every instance, which leads back to its record', async () => {
		const { instances, alertmanager } = await world();
		expect( await alertmanager.deliver( alert ) ).toEqual( delivered );
		for ( const instance of instances ) {
			expect( instance.firing() ).toMatchObject( [ {
				labels: { alertname: 'PageSRE', team: 'sre', severity: 'page', page_id: alert.dedupKey, scope: alert.dedupKey },
				annotations: { summary: alert.firstLine, description: alert.body },
				startsAt: alert.acceptedAt,
				generatorURL: alert.recordUrl
			} ] );
		}
	} );

	it( 'is one alert, however often it is repeated and whatever its words become', async () => {
		const { instances: [ instance ], alertmanager, advance } = await world();
		for ( const firstLine of [ 'a', 'b', 'c' ] ) {
			await alertmanager.deliver( { ...alert, firstLine, body: firstLine, host: firstLine, recordUrl: `https://example.org/${ firstLine }`, acceptedAt: alert.acceptedAt } );
			advance( alertmanager.repeatEveryMs );
		}
		expect( instance.firing() ).toMatchObject( [ { posts: 3, startsAt: alert.acceptedAt } ] );
	} );

	it( 'is grouped with no other page', async () => {
		const { instances: [ instance ], alertmanager } = await world();
		await alertmanager.deliver( alert );
		await alertmanager.deliver( other );
		expect( new Set( instance.alerts().map( ( { group } ) => group ) ).size ).toBe( 2 );
	} );

	it( 'outlives an hour in which nobody repeats it', async () => {
		const { instances: [ instance ], alertmanager, advance } = await world();
		await alertmanager.deliver( alert );
		advance( 3_600_000 );
		expect( instance.firing() ).toHaveLength( 1 );
	} );

	it( 'is there again after an instance has lost its memory', async () => {
		const { instances: [ instance ], alertmanager } = await world();
		await alertmanager.deliver( alert );
		instance.restart();
		await alertmanager.deliver( alert );
		expect( instance.firing() ).toHaveLength( 1 );
	} );

	it( 'brings the configured header', async () => {
		const service = await rawService( ( _, response ) => response.end() );
		await createAlertmanager( { ...base, urls: [ service.url ], authorization }, { now: Date.now } ).deliver( alert );
		expect( service.requests ).toMatchObject( [ { path: '/api/v2/alerts', headers: { authorization: 'Basic canary=', 'user-agent': base.userAgent } } ] );
	} );

	it( 'fits what receivers take', async () => {
		const { instances: [ instance ], alertmanager } = await world();
		await alertmanager.deliver( { ...alert, firstLine: 'ä'.repeat( 5000 ), body: 'ä'.repeat( 50_000 ) } );
		const { summary, description } = instance.firing()[ 0 ]!.annotations;
		expect( [ Buffer.byteLength( summary! ), Buffer.byteLength( description! ) ] ).toEqual( [ 1023, 20479 ] );
	} );

	it( 'is repeated every minute, or as configured', async () => {
		expect( ( await world() ).alertmanager.repeatEveryMs ).toBe( 60_000 );
		expect( ( await world( { repeatEveryMs: 10_000 } ) ).alertmanager.repeatEveryMs ).toBe( 10_000 );
	} );
} );

describe( 'a page at several instances', () => {
	const retry = ( reason: string, rest: object = {} ): object => ( { kind: 'retry', reason, ...rest } );

	it.each( [
		[ 'one refuses', [ { status: 400 }, {} ], delivered ],
		[ 'one is ill', [ {}, { status: 500 } ], delivered ],
		[ 'all refuse', [ { status: 400 }, { status: 404 } ], { kind: 'rejected', reason: 'refused' } ],
		[ 'one refuses and one is ill', [ { status: 400 }, { status: 503 } ], retry( 'serverError' ) ],
		[ 'one says later', [ { status: 429, retryAfter: '60' }, { status: 500 } ], retry( 'rateLimited' ) ],
		[ 'both say later', [ { status: 429, retryAfter: '60' }, { status: 503, retryAfter: '9' } ], retry( 'rateLimited', { notBefore: alert.acceptedAt + 14_000 } ) ],
		[ 'one refuses and one says later', [ { status: 400 }, { status: 503, retryAfter: '9' } ], retry( 'serverError', { notBefore: alert.acceptedAt + 14_000 } ) ],
		[ 'a portal stands before one', [ { status: 200, body: '<html>' }, {} ], delivered ],
		[ 'a portal stands before both', [ { status: 200, body: '<html>' }, { status: 200, body: 'OK' } ], retry( 'unreadable' ) ]
	] )( 'when %s', async ( _, answers, outcome ) => {
		const { instances, alertmanager } = await world();
		answers.forEach( ( answer, index ) => Object.assign( instances[ index ]!.answering, answer ) );
		expect( await alertmanager.deliver( alert ) ).toEqual( outcome );
	} );

	it( 'when one is gone', async () => {
		const { instances: [ instance ] } = await world();
		const { deliver, observe } = createAlertmanager( { ...base, urls: [ await nobody(), instance.url ] }, { now: Date.now } );
		expect( await deliver( alert ) ).toEqual( delivered );
		expect( await observe( [] ) ).toHaveLength( 1 );
	} );
} );

describe( 'the end of a page at Alertmanager', () => {
	it( 'is the end of that alert only, at every instance', async () => {
		const { instances, alertmanager } = await world();
		await alertmanager.deliver( alert );
		await alertmanager.deliver( other );
		expect( await alertmanager.resolve( handle, 'Withdrawn' ) ).toEqual( { kind: 'done' } );
		for ( const instance of instances ) {
			expect( instance.alerts() ).toHaveLength( 2 );
			expect( instance.firing() ).toMatchObject( [ { labels: { page_id: other.dedupKey } } ] );
		}
		expect( await alertmanager.observe( [] ) ).toMatchObject( [ { dedupKey: other.dedupKey } ] );
	} );

	it( 'has come at once, with a clock there that is behind', async () => {
		let skew = 0;
		const instance = await startSandboxAlertmanager( { now: () => alert.acceptedAt + 5000 - skew } );
		onTestFinished( () => instance.stop() );
		const alertmanager = createAlertmanager( { ...base, urls: [ instance.url ] }, { now: () => alert.acceptedAt + 5000 } );
		skew = 30_000;
		await alertmanager.deliver( alert );
		await alertmanager.resolve( handle, 'Withdrawn' );
		expect( instance.firing() ).toEqual( [] );
	} );

	it( 'has not come while an instance does not know of it', async () => {
		const { instances, alertmanager } = await world();
		await alertmanager.deliver( alert );
		instances[ 1 ].answering.status = 503;
		instances[ 1 ].answering.retryAfter = '5';
		expect( await alertmanager.resolve( handle, 'x' ) ).toEqual( { kind: 'failed', reason: 'serverError', notBefore: alert.acceptedAt + 10_000 } );
		instances[ 1 ].answering.status = 400;
		expect( await alertmanager.resolve( handle, 'x' ) ).toEqual( { kind: 'failed', reason: 'refused' } );
	} );
} );

describe( 'reading back from Alertmanager', () => {
	const seen = { dedupKey: alert.dedupKey, incident: expect.stringMatching( /^[0-9a-f]{16}$/ ) as string, phase: 'triggered', notified: null, by: null };
	const pageTeam = [ { name: 'team', value: 'sre', isRegex: false } ];

	it( 'tells that it fires, and nothing of people', async () => {
		const { alertmanager } = await world();
		await alertmanager.deliver( alert );
		expect( await alertmanager.observe( [] ) ).toEqual( [ seen ] );
	} );

	it( 'sees a page that is silenced', async () => {
		const { instances, alertmanager } = await world();
		await alertmanager.deliver( alert );
		instances.forEach( ( instance ) => {
			instance.silence( 's1', pageTeam );
		} );
		expect( await alertmanager.observe( [] ) ).toEqual( [ { ...seen, muted: true } ] );
	} );

	it.each( [ 0, 1 ] )( 'hears the page while instance %i alone is silenced', async ( index ) => {
		const { instances, alertmanager } = await world();
		await alertmanager.deliver( alert );
		instances[ index ]!.silence( 's1', pageTeam );
		expect( await alertmanager.observe( [] ) ).toEqual( [ seen ] );
	} );

	it( 'asks for pages only, and leaves the alerts of others alone', async () => {
		const service = await rawService( ( _, response ) => response.end( JSON.stringify( [
			{ labels: { page_id: 'other' } }, { labels: {} }, {}, null, 7, { labels: { page_id: alert.dedupKey }, status: null }
		] ) ) );
		const { observe } = createAlertmanager( { ...base, urls: [ service.url ] }, { now: Date.now } );
		expect( await observe( [] ) ).toEqual( [ { ...seen, incident: alert.dedupKey } ] );
		expect( service.requests[ 0 ]!.path ).toBe( `/api/v2/alerts?filter=${ encodeURIComponent( 'page_id=~"page-sre/.+"' ) }` );
	} );

	it.each( [ [ 200, '<html>', 'unreadable' ], [ 200, '{}', 'unreadable' ], [ 200, '', 'unreadable' ], [ 403, '', 'unauthorized' ], [ 500, '[]', 'serverError' ] ] )(
		'has no answer in %i %j from all', async ( status, body, reason ) => {
			const { instances, alertmanager } = await world();
			instances.forEach( ( { answering } ) => Object.assign( answering, { status, body } ) );
			await expect( alertmanager.observe( [] ) ).rejects.toMatchObject( { name: 'ObservationError', reason } );
			instances[ 0 ].answering.status = undefined;
			expect( await alertmanager.observe( [] ) ).toEqual( [] );
		} );
} );

describe( 'Alertmanager with settings that cannot work', () => {
	const one = 'http://am.example.org:9093/';
	it.each( [
		[ 'urls', { urls: [] } ],
		[ 'urls', { urls: [ one, one.slice( 0, -1 ) ] } ],
		[ 'urls', { urls: [ 'canary' ] } ],
		[ 'urls', { urls: [ 'http://canary:canary@am.example.org/' ] } ],
		[ 'labels', { labels: { page_id: 'canary' } } ],
		[ 'labels', { labels: { scope: 'canary' } } ],
		[ 'labels', { labels: { 'not-a-label': 'canary' } } ],
		[ 'labels', { labels: { team: '' } } ],
		[ 'authorization', { authorization: { reveal: () => 'canary\r\nX: y' } } ]
	] )( 'names %s and shows no value', ( setting, overrides ) => {
		expect( () => createAlertmanager( { ...base, urls: [ one ], ...overrides }, { now: Date.now } ) )
			.toThrow( new RegExp( `^Alertmanager: (?!.*canary)${ setting }` ) );
	} );
} );
