// Reading back from PagerDuty: odd answers, a budget of calls that leaves nobody out for long, who is on
// call, and whether the service would page somebody now.
import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import type { IncidentHandle, IncidentObservation, Provider, SelfCheck } from '../../../server/pages/provider.ts';
import { alert } from './deliveryContract.ts';
import { pagerDutyWorld } from './pagerDutyWorld.ts';
import { rawService } from './rawService.ts';
import type { RawService } from './rawService.ts';

const handle: IncidentHandle = { dedupKey: alert.dedupKey, incident: 'PINC001' };
const incident = { id: 'PINC001', status: 'triggered', incident_key: alert.dedupKey, created_at: '2026-11-23T14:00:00Z', assignments: [ {} ] };
const notified = ( id: string ): unknown => ( { type: 'notify_log_entry', created_at: '2026-11-23T14:00:05Z', user: { id } } );

type Answers = Record<string, unknown>;

/** A REST API that answers by the end of the path; null is a 500. */
async function answering( answers: Answers ): Promise<{ provider: Required<Omit<Provider, 'repeatEveryMs'>>; requests: RawService[ 'requests' ] }> {
	const service = await rawService( ( request, response ) => {
		const { pathname } = new URL( request.url!, 'http://localhost' );
		const key = Object.keys( answers ).find( ( name ) => pathname.endsWith( `/${ name }` ) );
		const answer = answers[ key ?? '' ];
		response.writeHead( answer === null || key === undefined ? 500 : 200 ).end( typeof answer === 'string' ? answer : JSON.stringify( answer ) );
	} );
	return { provider: ( await pagerDutyWorld( { apiUrl: service.url, serviceId: 'PSERV01', catchAllPolicy: undefined } ) ).pagerDuty, requests: service.requests };
}

async function observed( answers: Answers, watched: readonly IncidentHandle[] = [ handle ] ): Promise<IncidentObservation[]> {
	return ( await answering( answers ) ).provider.observe( watched );
}

describe( 'an incident read back from PagerDuty', () => {
	it( 'is asked for by our key, with the key of the REST API and no other', async () => {
		const { provider, requests } = await answering( { incidents: { incidents: [] } } );
		expect( await provider.observe( [ handle ] ) ).toEqual( [] );
		expect( requests ).toHaveLength( 1 );
		const url = new URL( requests[ 0 ]!.path, 'http://localhost' );
		expect( Object.fromEntries( url.searchParams ) ).toMatchObject( { incident_key: alert.dedupKey, date_range: 'all' } );
		expect( requests[ 0 ]!.headers ).toMatchObject( {
			authorization: 'Token token=sandbox-api-key', accept: 'application/vnd.pagerduty+json;version=2'
		} );
		expect( JSON.stringify( requests ) ).not.toContain( 'sandboxroutingkey' );
	} );

	it.each<[ unknown, unknown[] ]>( [
		[ [ { ...incident, snoozed: true } ], [ { phase: 'triggered', incident: 'PINC001' } ] ],
		// Incidents that group alerts show no key.
		[ [ { ...incident, incident_key: undefined } ], [ {} ] ],
		[ [ { ...incident, incident_key: null } ], [ {} ] ],
		[ [ { ...incident, incident_key: 'page-sre/other' } ], [] ],
		[ [ { ...incident, id: undefined }, null, 'x' ], [] ],
		[ [ { ...incident, status: 'paused' } ], [] ],
		[ [ { ...incident, status: 'acknowledged' } ], [ { phase: 'acknowledged', notified: null, by: null } ] ],
		[ [ { ...incident, status: 'acknowledged', acknowledgements: [
			{ at: '2026-11-23T14:02:00Z', acknowledger: { summary: 'Amal' } }, { at: '2026-11-23T14:01:00Z', acknowledger: { summary: 'Bjørn' } }
		] } ], [ { by: 'Amal' } ] ],
		[ [ { ...incident, status: 'resolved', acknowledgements: [], last_status_change_by: { summary: ' Ch\u202Eioma ' } } ], [ { phase: 'resolved', by: 'Chioma' } ] ],
		[ [ { ...incident, status: 'resolved', last_status_change_by: 'x' } ], [ { by: null } ] ],
		[ [ { ...incident, status: 'resolved' }, { ...incident, id: 'PINC002', created_at: '2026-11-23T15:00:00Z' } ], [ { incident: 'PINC002', phase: 'triggered' } ] ]
	] )( 'is understood from %j', async ( incidents, expected ) => {
		expect( await observed( { incidents: { incidents }, log_entries: { log_entries: [] }, PSERV01: {} } ) )
			.toEqual( expected.map( ( fields ) => expect.objectContaining( fields as object ) as unknown ) );
	} );

	it.each<[ string, unknown, unknown, number | null ]>( [
		[ 'nobody is assigned', [], null, 0 ],
		[ 'the log names two, one of them twice', [ {} ], { log_entries: [ notified( 'A' ), notified( 'A' ), notified( 'B' ), null, { type: 'assign_log_entry' } ] }, 2 ],
		[ 'the log names nobody', [ {} ], { log_entries: [ { type: 'exhaust_escalation_path_log_entry' } ] }, 0 ],
		[ 'the log cannot be read', [ {} ], null, null ],
		[ 'the log is HTML', [ {} ], '<html>', null ],
		[ 'the log has no list', undefined, {}, null ]
	] )( 'says how many are notified when %s', async ( _, assignments, log, count ) => {
		expect( await observed( { incidents: { incidents: [ { ...incident, assignments } ] }, log_entries: log, PSERV01: {} } ) )
			.toMatchObject( [ { notified: count } ] );
	} );

	it.each( [ [ 'disabled', true ], [ 'maintenance', true ], [ 'critical', undefined ], [ undefined, undefined ] ] )(
		'is muted, or not, when nobody is notified and the service is %s', async ( status, muted ) => {
			const [ seen ] = await observed( { incidents: { incidents: [ { ...incident, assignments: [] } ] }, PSERV01: { service: { status } } } );
			expect( seen!.muted ).toBe( muted );
		} );

	it( 'is not muted when that cannot be asked', async () => {
		const [ seen ] = await observed( { incidents: { incidents: [ { ...incident, assignments: [] } ] }, PSERV01: null } );
		expect( seen ).toMatchObject( { notified: 0 } );
		expect( seen ).not.toHaveProperty( 'muted' );
	} );

	it.each( [ [ '<html>', 'unreadable' ], [ '', 'unreadable' ], [ '[]', 'unreadable' ], [ {}, 'unreadable' ], [ { incidents: {} }, 'unreadable' ], [ null, 'serverError' ] ] )(
		'has no answer in %j', async ( incidents, reason ) => {
			const error: unknown = await observed( { incidents } ).catch( ( thrown: unknown ) => thrown );
			expect( error ).toMatchObject( { name: 'ObservationError', reason } );
			expect( inspect( error, { showHidden: true } ) ).not.toMatch( /sandbox-api-key|routingkey/ );
		} );
} );

describe( 'the budget of reading back from PagerDuty', () => {
	const many = Array.from( { length: 25 }, ( _, index ) => ( { dedupKey: `page-sre/${ index }`, incident: null } ) );

	it( 'is twenty calls a round, and everybody has a turn', async () => {
		const service = await rawService( ( request, response ) => {
			response.end( JSON.stringify( request.url!.includes( 'log_entries' ) ?
				{ log_entries: [ notified( 'A' ) ] } :
				{ incidents: [ { ...incident, incident_key: undefined } ] } ) );
		} );
		const { pagerDuty } = await pagerDutyWorld( { apiUrl: service.url } );
		const seen = new Set<string>();
		for ( let round = 1; round <= 3; round++ ) {
			( await pagerDuty.observe( many ) ).forEach( ( { dedupKey } ) => seen.add( dedupKey ) );
			expect( service.requests.length ).toBeLessThanOrEqual( round * 20 );
		}
		expect( seen.size ).toBe( 25 );
	} );

	it( 'is not spent on one that always fails', async () => {
		const { url } = await rawService( ( request, response ) => {
			const fails = new URL( request.url!, 'http://localhost' ).searchParams.get( 'incident_key' ) === 'page-sre/0';
			response.writeHead( fails ? 500 : 200 ).end( JSON.stringify( { incidents: [ { ...incident, incident_key: undefined, status: 'acknowledged' } ] } ) );
		} );
		const { pagerDuty } = await pagerDutyWorld( { apiUrl: url } );
		await expect( pagerDuty.observe( many.slice( 0, 2 ) ) ).rejects.toMatchObject( { reason: 'serverError' } );
		expect( await pagerDuty.observe( many.slice( 0, 2 ) ) ).toMatchObject( [ { dedupKey: 'page-sre/1' } ] );
	} );

	it( 'ends at a rate limit, which is heard', async () => {
		const service = await rawService( ( request, response ) => {
			response.writeHead( service.requests.length > 1 ? 429 : 200, { 'retry-after': '60' } )
				.end( JSON.stringify( { incidents: [ { ...incident, incident_key: undefined, status: 'acknowledged' } ] } ) );
		} );
		const { pagerDuty } = await pagerDutyWorld( { apiUrl: service.url } );
		await expect( pagerDuty.observe( many ) ).rejects.toMatchObject( { reason: 'rateLimited', notBefore: Date.parse( '2026-11-23T14:01:00Z' ) } );
		expect( service.requests ).toHaveLength( 2 );
	} );
} );

const verdicts = ( checks: readonly SelfCheck[] ): Record<string, string> =>
	Object.fromEntries( checks.map( ( { subject, verdict } ) => [ subject, verdict ] ) );

describe( 'who is on call at PagerDuty', () => {
	it( 'is everybody at any level of the service\'s policy', async () => {
		const { pagerDuty, sandbox } = await pagerDutyWorld();
		expect( await pagerDuty.onCallNow() ).toEqual( [ 'Amal Haddad', 'Bjørn Lindqvist' ] );
		sandbox.faults.set( { kind: 'emptyRota' } );
		expect( await pagerDuty.onCallNow() ).toEqual( [] );
		sandbox.faults.set( { kind: 'status', status: 401 }, 'api' );
		await expect( pagerDuty.onCallNow() ).rejects.toMatchObject( { name: 'ObservationError', reason: 'unauthorized' } );
	} );

	it.each( [ {}, { service: null }, { service: { escalation_policy: {} } } ] )( 'is unknown when the service is %j', async ( PSERV01 ) => {
		await expect( ( await answering( { PSERV01 } ) ).provider.onCallNow() ).rejects.toMatchObject( { reason: 'unreadable' } );
	} );
} );

describe( 'the self-check of PagerDuty', () => {
	it( 'finds that service and policies page somebody', async () => {
		const { pagerDuty } = await pagerDutyWorld();
		expect( verdicts( await pagerDuty.selfCheck() ) )
			.toEqual( { 'service PSERV01': 'pages', 'escalation policy PSRE001': 'pages', 'escalation policy PALL001': 'pages' } );
	} );

	it.each( [
		[ { kind: 'emptyRota' }, { 'service PSERV01': 'pages', 'escalation policy PSRE001': 'pagesNobody', 'escalation policy PALL001': 'pages' } ],
		[ { kind: 'maintenanceMode' }, { 'service PSERV01': 'pagesNobody' } ],
		[ { kind: 'status', status: 500 }, { 'service PSERV01': 'unknown', 'escalation policy PALL001': 'unknown' } ]
	] as const )( 'finds %j', async ( fault, expected ) => {
		const { pagerDuty, sandbox } = await pagerDutyWorld();
		sandbox.faults.set( fault );
		expect( verdicts( await pagerDuty.selfCheck() ) ).toMatchObject( expected );
	} );

	const service = { status: 'active', escalation_policy: { id: 'PX' } };
	it.each<[ unknown, unknown, Record<string, string> ]>( [
		[ { ...service, incident_urgency_rule: { type: 'constant', urgency: 'low' } }, [ { escalation_level: 1 } ], { 'service PSERV01': 'pagesNobody', 'escalation policy PX': 'pages' } ],
		[ service, [ { escalation_level: 2, user: { summary: 'Bjørn' } } ], { 'service PSERV01': 'pages', 'escalation policy PX': 'pagesNobody' } ],
		[ service, {}, { 'service PSERV01': 'pages', 'escalation policy PX': 'unknown' } ],
		[ { status: 'active' }, [], { 'service PSERV01': 'unknown' } ]
	] )( 'judges %j with %j on call', async ( PSERV01, oncalls, expected ) => {
		const { provider } = await answering( { PSERV01: { service: PSERV01 }, oncalls: { oncalls } } );
		const checks = await provider.selfCheck();
		expect( verdicts( checks ) ).toEqual( expected );
		expect( checks.map( ( { detail } ) => detail ) ).toEqual( checks.map( () => expect.stringMatching( /^[A-Z].*\.$/ ) as string ) );
	} );
} );
