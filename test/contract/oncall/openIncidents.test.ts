// Incidents that others raised, under one suite for every provider that tells of them: those that are open and not
// ours, each on one line; what cannot be read is an error, and one odd entry hides no other.
import { describe, expect, it, onTestFinished } from 'vitest';
import { createAlertmanager } from '../../../server/oncall/alertmanager.ts';
import { createGoAlert } from '../../../server/oncall/goAlert.ts';
import { createPagerDuty } from '../../../server/oncall/pagerDuty.ts';
import { createSplunkOnCall } from '../../../server/oncall/splunkOnCall.ts';
import { goAlertQuery } from '../../../server/oncall/goAlertAlerts.ts';
import type { Provider } from '../../../server/pages/provider.ts';
import { startSandboxAlertmanager } from '../../../server/sandbox/alertmanager/instance.ts';
import { alert } from './deliveryContract.ts';
import { goAlertWorld } from './goAlertWorld.ts';
import { pagerDutyWorld } from './pagerDutyWorld.ts';
import { rawService } from './rawService.ts';
import { splunkWorld } from './splunkWorld.ts';

interface Others {
	provider: Required<Pick<Provider, 'deliver' | 'openIncidents'>>;
	/** Monitoring raises one, by its own ways. */
	raise( key: string, title: string ): Promise<void>;
	/** Absent where nobody can. */
	acknowledge?: ( key: string ) => void;
	resolve( key: string ): Promise<void> | void;
	advance( ms: number ): void;
}

const secret = ( text: string ): { reveal(): string } => ( { reveal: () => text } );
const calls = { userAgent: 'page-sre/0.1 (sre@example.org)', timeoutMs: 20_000 };

const post = async ( url: string, body: unknown, headers: Record<string, string> = {} ): Promise<void> => {
	const response = await fetch( url, { method: 'POST', headers: { 'Content-Type': 'application/json', Accept: 'application/json', ...headers }, body: JSON.stringify( body ) } );
	expect( response.ok ).toBe( true );
};

const worlds: Record<string, () => Promise<Others>> = {
	async 'splunk-on-call'() {
		const { sandbox, splunk, advance } = await splunkWorld();
		return {
			provider: splunk as Others[ 'provider' ], advance,
			raise: ( key, title ) => post( `${ sandbox.ingestUrl }${ sandbox.restKey }/${ sandbox.routingKey }`, { message_type: 'CRITICAL', entity_id: key, entity_display_name: title } ),
			acknowledge: ( key ) => sandbox.acknowledge( key, 'bjorn' ),
			resolve: ( key ) => {
				sandbox.resolve( key );
			}
		};
	},
	async pagerduty() {
		const { sandbox, pagerDuty, advance } = await pagerDutyWorld();
		return {
			provider: pagerDuty, advance,
			raise: ( key, title ) => post( `${ sandbox.eventsUrl }enqueue`, {
				routing_key: sandbox.routingKey, event_action: 'trigger', dedup_key: key, payload: { summary: title, source: 'x', severity: 'critical' }
			} ),
			acknowledge: ( key ) => sandbox.acknowledge( key, 'Bjørn Lindqvist' ),
			resolve: ( key ) => {
				sandbox.resolve( key );
			}
		};
	},
	async goalert() {
		const { sandbox, goAlert, advance } = await goAlertWorld();
		return {
			provider: goAlert, advance,
			raise: ( key, title ) => post( `${ sandbox.url }api/v2/generic/incoming`, { summary: title, dedup: key }, { Authorization: `Bearer ${ sandbox.integrationKey }` } ),
			acknowledge: ( key ) => sandbox.acknowledge( key, 'Bjørn Lindqvist' ),
			resolve: ( key ) => {
				sandbox.close( key );
			}
		};
	},
	async alertmanager() {
		let time = Date.parse( '2026-11-23T14:00:00Z' );
		const now = (): number => time;
		const instances = [ await startSandboxAlertmanager( { now } ), await startSandboxAlertmanager( { now } ) ];
		onTestFinished( async () => {
			await Promise.all( instances.map( ( { stop } ) => stop() ) );
			expect( instances.flatMap( ( { unexpected } ) => unexpected ) ).toEqual( [] );
		} );
		const tell = async ( key: string, more: object ): Promise<void> => {
			await Promise.all( instances.map( ( { url } ) => post( `${ url }api/v2/alerts`, [ { labels: { alertname: key, team: 'sre', severity: 'page' }, ...more } ] ) ) );
		};
		const labels = { team: 'sre', severity: 'page' };
		return {
			provider: createAlertmanager( { ...calls, urls: instances.map( ( { url } ) => url ), labels }, { now } ),
			raise: ( key, title ) => tell( key, { annotations: { summary: title }, startsAt: new Date( time ).toISOString() } ),
			resolve: ( key ) => tell( key, { endsAt: new Date( time ).toISOString() } ),
			advance: ( ms ) => {
				time += ms;
			}
		};
	}
};

describe.each( Object.entries( worlds ) )( 'incidents of others at %s', ( _name, world ) => {
	it( 'are those that are open and not ours, the newest first', async () => {
		const { provider, raise, resolve, advance } = await world();
		await provider.deliver( alert );
		await raise( 'web', 'Web servers are down' );
		advance( 60_000 );
		await raise( 'gone', 'This is over' );
		await raise( 'db', 'Database lag' );
		advance( 1000 );
		await resolve( 'gone' );
		const found = await provider.openIncidents();
		expect( found.map( ( { title, phase, by } ) => ( { title, phase, by } ) ) ).toEqual( [
			{ title: 'Database lag', phase: 'triggered', by: null }, { title: 'Web servers are down', phase: 'triggered', by: null }
		] );
		expect( new Set( found.map( ( { incident } ) => incident ) ).size ).toBe( 2 );
		expect( found.map( ( { since } ) => since ) ).toEqual( [ Date.parse( '2026-11-23T14:01:00Z' ), Date.parse( '2026-11-23T14:00:00Z' ) ] );
	} );

	it( 'say who has acknowledged, where anybody can', async () => {
		const { provider, raise, acknowledge, advance } = await world();
		await raise( 'web', 'Web servers are down' );
		advance( 60_000 );
		acknowledge?.( 'web' );
		expect( await provider.openIncidents() ).toMatchObject( [ acknowledge ?
			{ phase: 'acknowledged', by: expect.stringMatching( /^bj/i ) as string } : { phase: 'triggered', by: null } ] );
	} );

	it( 'are each one line that is long enough, whatever their title is', async () => {
		const { provider, raise, advance } = await world();
		await raise( 'web', `Web\r\nservers\u202E are \u0000down ${ '😀'.repeat( 300 ) }` );
		advance( 1000 );
		const [ found ] = await provider.openIncidents();
		expect( found!.title ).toMatch( /^Web servers are down 😀+…$/u );
		expect( Array.from( found!.title ) ).toHaveLength( 200 );
	} );
} );

/** What a service says to whoever asks, and our provider asking it. */
const raw: Record<string, { ask: ( url: string ) => Provider; list: ( entries: unknown ) => unknown; whole: object; unreadable: unknown }> = {
	'splunk-on-call': {
		ask: ( url ) => createSplunkOnCall( { ...calls, ingestUrl: url, restKey: secret( 'k' ), routingKey: 'sre', apiUrl: url, apiId: secret( 'i' ), apiKey: secret( 'a' ), teams: [ 'SRE' ] }, { now: Date.now } ),
		list: ( incidents ) => ( { incidents } ),
		whole: { incidentNumber: '7', entityId: 'web', entityDisplayName: 'Web is down', currentPhase: 'UNACKED', pagedTeams: [ 'SRE' ] },
		unreadable: { incidents: 'none' }
	},
	pagerduty: {
		ask: ( url ) => createPagerDuty( { ...calls, eventsUrl: url, routingKey: secret( 'k' ), apiUrl: url, apiKey: secret( 'a' ) }, { now: Date.now } ),
		list: ( incidents ) => ( { incidents } ),
		whole: { id: '7', incident_key: 'web', title: 'Web is down', status: 'triggered' },
		unreadable: {}
	},
	goalert: {
		ask: ( url ) => createGoAlert( { ...calls, url, integrationKey: secret( 'k' ), graphqlKey: secret( 'g' ), serviceId: 's' }, { now: Date.now } ),
		list: ( nodes ) => ( { data: { alerts: { nodes } } } ),
		whole: { alertID: 7, status: 'StatusUnacknowledged', summary: 'Web is down', metaValue: '' },
		unreadable: { data: {} }
	},
	alertmanager: {
		ask: ( url ) => createAlertmanager( { ...calls, urls: [ url ], labels: { team: 'sre' } }, { now: Date.now } ),
		list: ( entries ) => entries,
		whole: { fingerprint: '7', labels: { alertname: 'x' }, annotations: { summary: 'Web is down' } },
		unreadable: {}
	}
};

describe.each( Object.entries( raw ) )( 'odd incidents of others at %s', ( _name, { ask, list, whole, unreadable } ) => {
	const told = async ( answer: unknown, status = 200, headers = {} ): Promise<Provider> => ask( ( await rawService( ( _, response ) => {
		response.writeHead( status, headers ).end( JSON.stringify( answer ) );
	} ) ).url );

	it( 'hide no other, and nothing of them is believed without looking', async () => {
		const nameless = Object.fromEntries( Object.entries( whole ).filter( ( [ , value ] ) => value !== '7' && value !== 7 ) );
		const provider = await told( list( [ null, 'x', 7, {}, nameless, whole ] ) );
		expect( await provider.openIncidents!() ).toEqual( [ { incident: '7', title: 'Web is down', phase: 'triggered', since: null, by: null } ] );
	} );

	it( 'are an error when there is no list', async () => {
		await expect( ( await told( unreadable ) ).openIncidents!() ).rejects.toMatchObject( { name: 'ObservationError', reason: 'unreadable' } );
	} );

	it.each( [ [ 403, 'unauthorized' ], [ 429, 'rateLimited' ], [ 500, 'serverError' ] ] )( 'are an error with %s, and when to come back is heard', async ( status, reason ) => {
		await expect( ( await told( {}, status, { 'retry-after': '30' } ) ).openIncidents!() ).rejects.toMatchObject( { reason, notBefore: expect.any( Number ) as number } );
	} );
} );

describe( 'incidents of others', () => {
	it( 'at Splunk On-Call are those of the teams that count, and none that names no team', async () => {
		const { url } = await rawService( ( _, response ) => {
			const incident = { entityId: 'web', currentPhase: 'UNACKED' };
			response.end( JSON.stringify( { incidents: [
				{ ...incident, incidentNumber: 1, entityDisplayName: 'a', pagedTeams: [ 'sre' ] },
				{ ...incident, incidentNumber: 2, entityDisplayName: 'b', pagedPolicies: [ { team: { name: 'SRE', slug: 'team-x' } } ] },
				{ ...incident, incidentNumber: 3, entityDisplayName: 'c', pagedTeams: [ 'lawyers' ] },
				{ ...incident, incidentNumber: 4, entityDisplayName: 'd' }
			] } ) );
		} );
		const { splunk } = await splunkWorld( { apiUrl: url, teams: [ 'sre', 'SRE' ] } );
		expect( ( await splunk.openIncidents!() ).map( ( { title } ) => title ) ).toEqual( [ 'a', 'b' ] );
	} );

	it( 'at PagerDuty are the urgent ones of the account', async () => {
		const service = await rawService( ( _, response ) => {
			response.end( '{"incidents":[]}' );
		} );
		await raw.pagerduty!.ask( service.url ).openIncidents!();
		const { searchParams } = new URL( service.requests[ 0 ]!.path, 'http://localhost' );
		expect( searchParams.getAll( 'statuses[]' ) ).toEqual( [ 'triggered', 'acknowledged' ] );
		expect( searchParams.getAll( 'urgencies[]' ) ).toEqual( [ 'high' ] );
	} );

	it( 'at GoAlert have a number where the key was made for a query that shows no more', async () => {
		const { sandbox, goAlert } = await goAlertWorld( {}, goAlertQuery.replace( /\n {6}(summary|createdAt)/g, '' ) );
		await post( `${ sandbox.url }api/v2/generic/incoming`, { summary: 'Web', dedup: 'web' }, { Authorization: `Bearer ${ sandbox.integrationKey }` } );
		expect( await goAlert.openIncidents() ).toMatchObject( [ { title: 'Alert 1', since: null } ] );
	} );

	it( 'at Alertmanager are those that are routed as pages are, and not silenced', async () => {
		const sandbox = await startSandboxAlertmanager();
		onTestFinished( () => sandbox.stop() );
		const raised = ( alertname: string, team: string ): object => ( { labels: { alertname, team } } );
		await post( `${ sandbox.url }api/v2/alerts`, [ raised( 'a', 'sre' ), raised( 'b', 'others' ), raised( 'c', 'sre' ) ] );
		sandbox.silence( 's', [ { name: 'alertname', value: 'c', isRegex: false } ] );
		const found = await raw.alertmanager!.ask( sandbox.url ).openIncidents!();
		expect( found.map( ( { title } ) => title ) ).toEqual( [ 'a' ] );
	} );

	it( 'are fifty at most, the newest', async () => {
		const entries = Array.from( { length: 70 }, ( _, index ) => ( { ...raw.alertmanager!.whole, fingerprint: `f${ index }`, startsAt: new Date( index * 1000 ).toISOString() } ) );
		const { url } = await rawService( ( _, response ) => {
			response.end( JSON.stringify( entries ) );
		} );
		const found = await raw.alertmanager!.ask( url ).openIncidents!();
		expect( [ found.length, found[ 0 ]!.incident ] ).toEqual( [ 50, 'f69' ] );
	} );
} );
