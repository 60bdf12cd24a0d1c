// Incidents of anybody that ring nobody at Splunk On-Call, against the sandbox's service and against answers
// in which things are missing: they reach everybody, once, and nobody is woken by a guess.
import { describe, expect, it } from 'vitest';
import type { UnpagedSearch } from '../../../server/pages/unpaged.ts';
import { nobody, rawService } from './rawService.ts';
import type { RawService } from './rawService.ts';
import { splunkWorld } from './splunkWorld.ts';
import type { SplunkWorld } from './splunkWorld.ts';

const search: UnpagedSearch = { graceMs: 30_000, dryRun: false };

async function raise( { sandbox }: SplunkWorld, entityId: string ): Promise<void> {
	const response = await fetch( `${ sandbox.ingestUrl }${ sandbox.restKey }/${ sandbox.routingKey }`, {
		method: 'POST', body: JSON.stringify( { message_type: 'CRITICAL', entity_id: entityId } )
	} );
	expect( await response.json() ).toMatchObject( { result: 'success' } );
}

/** Somebody else's incident, that rings nobody since 30 seconds. */
async function silentWorld( overrides: Parameters<typeof splunkWorld>[ 0 ] = {} ): Promise<SplunkWorld> {
	const world = await splunkWorld( overrides );
	world.sandbox.faults.set( { kind: 'emptyRota' } );
	await raise( world, 'icinga/db1' );
	world.advance( 30_000 );
	return world;
}

describe( 'Splunk On-Call escalating what rings nobody', () => {
	it( 'wakes everybody for an incident of others, and is content the next time', async () => {
		const { sandbox, splunk, advance } = await silentWorld();
		expect( await splunk.escalateUnpaged!( search ) ).toEqual( [ { incident: '1', name: 'icinga/db1', outcome: { kind: 'rerouted' } } ] );
		advance( 2000 );
		expect( sandbox.incidents() ).toMatchObject( [ { pagedUsers: [ 'amal', 'bjorn', 'chioma' ] } ] );
		expect( await splunk.escalateUnpaged!( search ) ).toEqual( [] );
	} );

	it( 'only says so in a dry run', async () => {
		const { sandbox, splunk, advance } = await silentWorld();
		expect( await splunk.escalateUnpaged!( { ...search, dryRun: true } ) ).toMatchObject( [ { incident: '1', outcome: { kind: 'found' } } ] );
		advance( 2000 );
		expect( sandbox.incidents() ).toMatchObject( [ { pagedUsers: [] } ] );
	} );

	it( 'leaves alone what is younger than the grace, from the moment it was opened or reopened', async () => {
		const world = await silentWorld();
		const { sandbox, splunk, advance } = world;
		sandbox.acknowledge( 'icinga/db1' );
		sandbox.reopen( 'icinga/db1' );
		await raise( world, 'icinga/db2' );
		advance( 29_000 );
		expect( await splunk.escalateUnpaged!( search ) ).toEqual( [] );
		advance( 1000 );
		expect( await splunk.escalateUnpaged!( search ) ).toMatchObject( [ { incident: '1' }, { incident: '2' } ] );
	} );

	it( 'leaves alone what rings, and what somebody has answered', async () => {
		const world = await silentWorld();
		const { sandbox, splunk, advance } = world;
		await raise( world, 'icinga/db2' );
		sandbox.faults.set( null );
		await raise( world, 'icinga/rings' );
		advance( 60_000 );
		sandbox.acknowledge( 'icinga/db1' );
		sandbox.resolve( 'icinga/db2' );
		expect( sandbox.incidents().at( -1 ) ).toMatchObject( { pagedUsers: [ 'amal' ] } );
		expect( await splunk.escalateUnpaged!( search ) ).toEqual( [] );
	} );

	it( 'leaves alone what is silent on purpose, and says so', async () => {
		const { sandbox, splunk, api, advance } = await silentWorld();
		await api( 'POST', 'maintenancemode/start', { names: [ sandbox.routingKey ] } );
		expect( await splunk.escalateUnpaged!( search ) ).toMatchObject( [ { incident: '1', outcome: { kind: 'muted' } } ] );
		advance( 2000 );
		expect( sandbox.incidents() ).toMatchObject( [ { escalation: { policy: 'pol-sre' } } ] );
	} );

	it.each( [ [ 'its slug', [ 'team-sre' ] ], [ 'its name', [ 'others', 'SRE' ] ] ] )( 'takes a team by %s', async ( _, teams ) => {
		const { splunk } = await silentWorld();
		expect( await splunk.escalateUnpaged!( { ...search, teams } ) ).toMatchObject( [ { outcome: { kind: 'rerouted' } } ] );
	} );

	it( 'wakes nobody for a team that was not named, here or in the configuration', async () => {
		for ( const [ configured, asked ] of [ [ undefined, [ 'team-data' ] ], [ [ 'team-data' ], undefined ] ] ) {
			const { splunk, sandbox, advance } = await silentWorld( configured && { teams: configured } );
			expect( await splunk.escalateUnpaged!( { ...search, ...asked && { teams: asked } } ) ).toEqual( [] );
			advance( 2000 );
			expect( sandbox.incidents() ).toMatchObject( [ { pagedUsers: [] } ] );
		}
	} );

	it( 'says what could not be rerouted, and in the name of nobody nothing is', async () => {
		for ( const overrides of [ { catchAllPolicy: 'pol-gone' }, { apiUser: 'nobody' } ] ) {
			const { splunk } = await silentWorld( overrides );
			expect( await splunk.escalateUnpaged!( search ) ).toMatchObject( [ { outcome: { kind: 'failed', reason: 'refused' } } ] );
		}
	} );

	it( 'cannot be asked for without a user, a key that may write, and a policy', async () => {
		for ( const missing of [ 'apiUser', 'writeKey', 'catchAllPolicy' ] ) {
			const { splunk } = await splunkWorld( { [ missing ]: undefined } );
			expect( splunk ).not.toHaveProperty( 'escalateUnpaged' );
		}
	} );
} );

const whole = {
	incidentNumber: '81', entityId: 'icinga/db1', currentPhase: 'UNACKED', startTime: '2026-11-23T13:00:00Z', routingKey: 'sre',
	pagedUsers: [], pagedTeams: [ 'team-sre' ], transitions: []
};

interface Answers {
	incidents?: unknown;
	maintenance?: unknown;
	/** Body of the answer to a reroute. */
	rerouted?: unknown;
	/** Of the incident when it is read again. */
	phase?: string;
}

/** Splunk's public API as a test says it answers. */
async function answering( { incidents = [ whole ], maintenance = {}, rerouted, phase = 'UNACKED' }: Answers ): Promise<RawService> {
	return rawService( ( request, response ) => {
		const path = request.url ?? '';
		const body = path.endsWith( '/maintenancemode' ) ? maintenance :
			path.endsWith( '/reroute' ) ? rerouted ?? { statuses: [ { incidentNumber: '81', success: true } ] } :
				path.endsWith( '/incidents' ) ? { incidents } : { currentPhase: phase };
		response.end( typeof body === 'string' ? body : JSON.stringify( body ) );
	} );
}

async function outcomesFrom( answers: Answers, teams?: string[] ): Promise<{ outcomes: unknown[]; rerouted: unknown[] }> {
	const { url, requests } = await answering( answers );
	const { splunk } = await splunkWorld( { apiUrl: url } );
	const outcomes = ( await splunk.escalateUnpaged!( { ...search, ...teams && { teams } } ) ).map( ( { outcome } ) => outcome );
	const asked = requests.filter( ( { path } ) => path.endsWith( '/reroute' ) )
		.flatMap( ( { body } ) => ( JSON.parse( body ) as { reroutes: { incidentNumber: string }[] } ).reroutes );
	const rerouted = asked.map( ( { incidentNumber } ) => incidentNumber );
	return { outcomes, rerouted };
}

describe( 'Splunk On-Call escalating, where the answer lacks something', () => {
	it.each<[ string, Record<string, unknown>, unknown, string[]? ]>( [
		[ 'who is notified', { pagedUsers: undefined }, { kind: 'unclear', missing: 'notified' } ],
		[ 'its number', { incidentNumber: undefined }, { kind: 'unclear', missing: 'number' } ],
		[ 'a number that is one', { incidentNumber: '81/../82' }, { kind: 'unclear', missing: 'number' } ],
		[ 'its team, when teams count', { pagedTeams: undefined }, { kind: 'unclear', missing: 'team' }, [ 'team-sre' ] ]
	] )( 'leaves an incident without %s to a person', async ( _, changed, outcome, teams ) => {
		expect( await outcomesFrom( { incidents: [ { ...whole, ...changed } ] }, teams ) ).toEqual( { outcomes: [ outcome ], rerouted: [] } );
	} );

	it.each<[ string, Record<string, unknown>, string[]? ]>( [
		[ 'its start', { startTime: undefined } ],
		[ 'its name', { entityId: undefined } ],
		[ 'its routing key', { routingKey: undefined } ],
		[ 'transitions', { transitions: null } ],
		[ 'its team, when every team counts', { pagedTeams: undefined } ],
		[ 'its team, when it is ours', { pagedTeams: undefined, entityId: 'page-sre/A' }, [ 'team-sre' ] ],
		[ 'teams but those of its policies', { pagedTeams: null, pagedPolicies: [ null, { team: { slug: 'team-sre' } } ] }, [ 'team-sre' ] ]
	] )( 'reroutes an incident without %s', async ( _, changed, teams ) => {
		expect( await outcomesFrom( { incidents: [ null, 'x', { ...whole, ...changed } ] }, teams ) )
			.toEqual( { outcomes: [ { kind: 'rerouted' } ], rerouted: [ '81' ] } );
	} );

	it( 'leaves out phases it does not know', async () => {
		expect( await outcomesFrom( { incidents: [ { ...whole, currentPhase: 'SNOOZED' }, { ...whole, currentPhase: undefined } ] } ) )
			.toEqual( { outcomes: [], rerouted: [] } );
	} );

	it( 'reroutes an incident that is listed twice once', async () => {
		expect( await outcomesFrom( { incidents: [ whole, { ...whole, incidentNumber: 81 } ] } ) ).toMatchObject( { rerouted: [ '81' ] } );
	} );

	it( 'asks for many in several calls', async () => {
		const incidents = Array.from( { length: 45 }, ( _, index ) => ( { ...whole, incidentNumber: String( index + 1 ) } ) );
		const statuses = incidents.map( ( { incidentNumber } ) => ( { incidentNumber, success: true } ) );
		const { outcomes, rerouted } = await outcomesFrom( { incidents, rerouted: { statuses } } );
		expect( outcomes ).toEqual( incidents.map( () => ( { kind: 'rerouted' } ) ) );
		expect( rerouted ).toEqual( incidents.map( ( { incidentNumber } ) => incidentNumber ) );
	} );

	it( 'rather wakes somebody than trusts a maintenance mode that cannot be read', async () => {
		expect( await outcomesFrom( { maintenance: '<html>' } ) ).toMatchObject( { rerouted: [ '81' ] } );
	} );

	it.each( [ [ {} ], [ { statuses: [ { incidentNumber: '82', success: true } ] } ], [ { statuses: [ { incidentNumber: '81' } ] } ] ] )(
		'calls nothing rerouted after the answer %j', async ( rerouted ) => {
			expect( await outcomesFrom( { rerouted } ) ).toMatchObject( { outcomes: [ { kind: 'failed', reason: 'refused' } ] } );
		} );

	it( 'says the reason when the answer cannot be read', async () => {
		expect( await outcomesFrom( { rerouted: '<html>' } ) ).toMatchObject( { outcomes: [ { kind: 'failed', reason: 'unreadable' } ] } );
	} );

	it( 'does not complain of a refusal when somebody answered meanwhile', async () => {
		expect( await outcomesFrom( { rerouted: {}, phase: 'ACKED' } ) ).toMatchObject( { outcomes: [] } );
	} );

	it( 'says so when incidents cannot be read at all', async () => {
		for ( const apiUrl of [ ( await answering( { incidents: 'x' } ) ).url, await nobody() ] ) {
			const { splunk } = await splunkWorld( { apiUrl } );
			await expect( splunk.escalateUnpaged!( search ) ).rejects.toThrow( /unreadable|network/ );
		}
	} );
} );
