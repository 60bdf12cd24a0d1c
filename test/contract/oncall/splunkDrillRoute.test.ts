// Where the routing key of drills leads at Splunk On-Call: against the sandbox, and against answers that are
// odd. Only what is known to wake nobody is called so.
import { describe, expect, it } from 'vitest';
import type { SelfCheck } from '../../../server/pages/provider.ts';
import { alert } from './deliveryContract.ts';
import { rawService } from './rawService.ts';
import { splunkWorld, type SplunkWorld } from './splunkWorld.ts';

const asDrills = { routingKey: 'Drill', insteadOf: 'sre', catchAllPolicy: undefined };
const ask = async ( { splunk }: SplunkWorld ): Promise<SelfCheck> => splunk.drillRoute!();

describe( 'the route of drills at Splunk On-Call', () => {
	it( 'can be asked about only where it is one', async () => {
		expect( ( await splunkWorld() ).splunk.drillRoute ).toBeUndefined();
	} );

	it( 'wakes nobody where its policy holds mail only', async () => {
		expect( await ask( await splunkWorld( asDrills ) ) ).toEqual(
			{ subject: 'routing key drill', verdict: 'pagesNobody', detail: 'It leads to policy pol-drill, which calls nobody.' } );
	} );

	it( 'wakes people where the key is unknown, because the default policy takes it', async () => {
		const world = await splunkWorld( { ...asDrills, routingKey: 'dril' } );
		expect( await ask( world ) ).toMatchObject( { verdict: 'pages', detail: expect.stringMatching( /no such routing key/ ) as string } );
		// Indeed:
		await world.splunk.deliver( { ...alert, drill: true } );
		world.advance( 2000 );
		expect( world.sandbox.incidents() ).toMatchObject( [ { routingKey: 'dril', pagedUsers: [ 'amal' ] } ] );
	} );

	it( 'wakes people where it leads to the policy of pages, or to another that calls somebody', async () => {
		const world = await splunkWorld( asDrills );
		world.sandbox.lead( 'drill', 'pol-sre' );
		expect( await ask( world ) ).toMatchObject( { verdict: 'pages', detail: 'It leads to policy pol-sre, as pages do.' } );
		world.sandbox.lead( 'drill', 'pol-batphone' );
		expect( await ask( world ) ).toMatchObject( { verdict: 'pages', detail: expect.stringMatching( /a step of the kind user/ ) as string } );
	} );

	it.each( [ [ 503 ], [ 403 ] ] )( 'is unknown while the service answers %i', async ( status ) => {
		const world = await splunkWorld( asDrills );
		world.sandbox.faults.set( { kind: 'status', status, html: true }, 'api' );
		expect( await ask( world ) ).toMatchObject( { verdict: 'unknown' } );
	} );

	const toPolicy = ( policySlug: unknown ): unknown => ( { routingKeys: [ null, { routingKey: 'DRILL', targets: [ { policySlug } ] } ] } );
	const steps = ( ...kinds: unknown[] ): unknown =>
		( { steps: kinds.map( ( executionType ) => ( { timeout: 0, entries: [ { executionType } ] } ) ) } );
	it.each<[ SelfCheck[ 'verdict' ], unknown, unknown ]>( [
		[ 'pagesNobody', toPolicy( 'p' ), steps( 'email', 'webhook' ) ],
		[ 'pagesNobody', toPolicy( 'p' ), { steps: [] } ],
		[ 'pagesNobody', toPolicy( 'p' ), { steps: [ { entries: [] } ] } ],
		[ 'pages', toPolicy( 'p' ), steps( 'email', 'rotation_group' ) ],
		[ 'pages', toPolicy( 'p' ), steps( 'policy_routing' ) ],
		[ 'pages', toPolicy( 'p' ), steps( 'something_new' ) ],
		[ 'pages', toPolicy( 'p' ), { steps: [ { timeout: 60, entries: [ { executionType: 'user' } ] } ] } ],
		[ 'unknown', toPolicy( 'p' ), steps( undefined ) ],
		[ 'unknown', toPolicy( 'p' ), { steps: [ null ] } ],
		[ 'unknown', toPolicy( 'p' ), { steps: [ { entries: [ 7 ] } ] } ],
		[ 'unknown', toPolicy( 'p' ), {} ],
		[ 'unknown', toPolicy( 7 ), steps( 'email' ) ],
		[ 'unknown', { routingKeys: [ { routingKey: 'drill' } ] }, steps( 'email' ) ],
		[ 'unknown', { routingKeys: 'many' }, steps( 'email' ) ],
		[ 'pages', { routingKeys: [] }, steps( 'email' ) ],
		[ 'pages', { routingKeys: [
			{ routingKey: 'drill', targets: [ { policySlug: 'a' }, { policySlug: 'p' } ] }, { routingKey: 'SRE', targets: [ { policySlug: 'p' } ] }
		] }, steps( 'email' ) ]
	] )( 'is %s after %j and %j', async ( verdict, keys, policy ) => {
		const { url } = await rawService( ( request, response ) => {
			response.end( JSON.stringify( request.url!.includes( 'policies/' ) ? policy : keys ) );
		} );
		const world = await splunkWorld( { ...asDrills, apiUrl: url } );
		expect( await ask( world ) ).toMatchObject( { verdict, detail: expect.stringMatching( /^[A-Z].*\.$/ ) as string } );
	} );

	it( 'is what the worst of its policies is', async () => {
		const { url } = await rawService( ( { url: path = '' }, response ) => {
			response.end( JSON.stringify( path.includes( 'routing-keys' ) ?
				{ routingKeys: [ { routingKey: 'drill', targets: [ 'a', 'b', 'c' ].map( ( policySlug ) => ( { policySlug } ) ) } ] } :
				path.endsWith( 'a' ) ? steps( 'email' ) : path.endsWith( 'b' ) ? {} : steps( 'user' ) ) );
		} );
		expect( await ask( await splunkWorld( { ...asDrills, apiUrl: url } ) ) ).toMatchObject( { verdict: 'pages' } );
	} );
} );

describe( 'a drill at Splunk On-Call', () => {
	it( 'opens an incident that calls nobody', async () => {
		const { sandbox, splunk, advance } = await splunkWorld( asDrills );
		expect( await splunk.deliver( { ...alert, drill: true } ) ).toEqual( { kind: 'delivered', incident: null } );
		advance( 3_600_000 );
		expect( sandbox.incidents() ).toMatchObject( [ { routingKey: 'drill', phase: 'triggered', pagedUsers: [] } ] );
	} );

	it( 'opens nothing by the route of pages', async () => {
		const { sandbox, splunk } = await splunkWorld();
		expect( await splunk.deliver( { ...alert, drill: true } ) ).toEqual( { kind: 'delivered', incident: null } );
		expect( sandbox.received ).toMatchObject( [ { alert: { message_type: 'INFO' } } ] );
		expect( sandbox.incidents() ).toEqual( [] );
	} );

	it( 'is not taken for an incident that rings nobody by mistake', async () => {
		const drills = await splunkWorld( asDrills );
		await drills.splunk.deliver( { ...alert, drill: true } );
		drills.advance( 600_000 );
		const { ingestUrl, apiUrl } = drills.sandbox;
		const unpagedTo = async ( drillRoutingKey?: string ): Promise<unknown> => {
			const { splunk, advance } = await splunkWorld( { ingestUrl, apiUrl, drillRoutingKey } );
			advance( 600_000 );
			return splunk.escalateUnpaged!( { graceMs: 30_000, dryRun: true } );
		};
		expect( await unpagedTo( 'DRILL' ) ).toEqual( [] );
		expect( await unpagedTo() ).toMatchObject( [ { name: alert.dedupKey } ] );
	} );
} );
