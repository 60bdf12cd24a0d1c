// `escalate-unpaged`: what rings nobody reaches everybody, within the limits that were typed, and the exit
// code says when a person must look.
import { describe, expect, it } from 'vitest';
import { rawService } from '../../contract/oncall/rawService.ts';
import { commandWorld } from './surroundings.ts';
import type { CommandWorld } from './surroundings.ts';

/** An incident of others, that rings nobody since 30 seconds. */
async function silentWorld(): Promise<CommandWorld> {
	const world = await commandWorld();
	const { sandbox, clock } = world;
	sandbox.faults.set( { kind: 'emptyRota' } );
	await fetch( `${ sandbox.ingestUrl }${ sandbox.restKey }/${ sandbox.routingKey }`, {
		method: 'POST', body: JSON.stringify( { message_type: 'CRITICAL', entity_id: 'icinga/db1' } )
	} );
	// Splunk's times have no fraction of a second.
	await clock.advance( 31_000 );
	return world;
}

async function phones( { sandbox, clock }: CommandWorld ): Promise<string[]> {
	await clock.advance( 2000 );
	return sandbox.incidents()[ 0 ]!.pagedUsers;
}

describe( 'escalate-unpaged', () => {
	it( 'wakes everybody once, and says so', async () => {
		const world = await silentWorld();
		expect( await world.type( 'escalate-unpaged' ) )
			.toEqual( { code: 0, complaint: '', out: 'splunk-on-call: incident 1 (icinga/db1) rang nobody and was rerouted.\n' } );
		expect( await phones( world ) ).toHaveLength( 3 );
		expect( await world.type( 'escalate-unpaged' ) ).toEqual( { code: 0, complaint: '', out: 'splunk-on-call: no incident rings nobody.\n' } );
	} );

	it.each( [
		[ 'a dry run', '--dry-run', 'incident 1 (icinga/db1) rings nobody and would be rerouted.' ],
		[ 'a longer grace', '--grace 60', 'no incident rings nobody.' ],
		[ 'other teams', '--team team-data --team team-web', 'no incident rings nobody.' ]
	] )( 'wakes nobody with %s', async ( _, options, line ) => {
		const world = await silentWorld();
		expect( await world.type( `escalate-unpaged ${ options }` ) ).toMatchObject( { code: 0, out: `splunk-on-call: ${ line }\n` } );
		expect( await phones( world ) ).toEqual( [] );
	} );

	it( 'takes several teams', async () => {
		const world = await silentWorld();
		await world.type( 'escalate-unpaged --team team-data --team team-sre' );
		expect( await phones( world ) ).toHaveLength( 3 );
	} );

	it( 'is content with what is silent on purpose, and says so', async () => {
		const { sandbox, type } = await silentWorld();
		sandbox.faults.set( { kind: 'maintenanceMode' } );
		expect( await type( 'escalate-unpaged' ) ).toMatchObject( { code: 0, out: expect.stringContaining( 'on purpose: maintenance mode is on.' ) as string } );
	} );

	it( 'warns of what it cannot judge, on one line whatever its name', async () => {
		const { url } = await rawService( ( _request, response ) => {
			response.end( JSON.stringify( { incidents: [ { incidentNumber: '7', entityId: 'a\nb', currentPhase: 'UNACKED' } ] } ) );
		} );
		const { type } = await commandWorld();
		expect( await type( 'escalate-unpaged', { PAGE_SRE_SPLUNK_ON_CALL_API_URL: url } ) )
			.toMatchObject( { code: 1, out: 'splunk-on-call: incident 7 (a b) was left alone: it is not told whether anybody is being notified.\n' } );
	} );

	it( 'is critical when a reroute is refused', async () => {
		const { type } = await silentWorld();
		expect( await type( 'escalate-unpaged', { PAGE_SRE_SPLUNK_ON_CALL_CATCH_ALL_POLICY: 'pol-gone' } ) )
			.toMatchObject( { code: 2, out: expect.stringContaining( 'RINGS NOBODY and could not be rerouted: refused.' ) as string } );
	} );

	it( 'is critical when incidents cannot be read', async () => {
		const { sandbox, type } = await silentWorld();
		sandbox.faults.set( { kind: 'status', status: 503, html: true } );
		expect( await type( 'escalate-unpaged' ) ).toEqual( { code: 2, out: '', complaint: 'splunk-on-call: incidents could not be read: serverError.\n' } );
	} );

	it.each( [ 'API_USER', 'WRITE_KEY', 'CATCH_ALL_POLICY' ] )( 'needs %s', async ( short ) => {
		const { type } = await commandWorld();
		const name = `PAGE_SRE_SPLUNK_ON_CALL_${ short }`;
		expect( await type( 'escalate-unpaged', { [ name ]: undefined } ) ).toMatchObject( { code: 78, complaint: expect.stringContaining( name ) as string } );
	} );
} );
