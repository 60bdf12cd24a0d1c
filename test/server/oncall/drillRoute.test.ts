// A provider as the route of drills: what could wake anybody is not there, whatever the provider can do, and
// silence is not told as trouble.
import { describe, expect, it } from 'vitest';
import { asDrillRoute } from '../../../server/oncall/drillRoute.ts';
import type { IncidentObservation, Provider } from '../../../server/pages/provider.ts';

const seen: IncidentObservation = { dedupKey: 'page-sre/A', incident: '1', phase: 'triggered', notified: 0, by: null };

const able: Required<Provider> = {
	name: 'pigeon',
	repeatEveryMs: 60_000,
	deliver: async () => ( { kind: 'delivered', incident: '1' } ),
	observe: async () => [ seen ],
	reroute: async () => ( { kind: 'done' } ),
	resolve: async () => ( { kind: 'done' } ),
	addNote: async () => ( { kind: 'done' } ),
	onCallNow: async () => [ 'amal' ],
	openIncidents: async () => [],
	selfCheck: async () => [],
	drillRoute: async () => ( { subject: 'x', verdict: 'pagesNobody', detail: 'x' } ),
	escalateUnpaged: async () => [],
	readHook: () => ( { kind: 'hint', id: '1' } )
};

describe( 'asDrillRoute', () => {
	it( 'leaves out whatever could wake anybody', () => {
		expect( Object.keys( asDrillRoute( able ) ).sort() ).toEqual( [ 'addNote', 'deliver', 'drillRoute', 'name', 'observe', 'repeatEveryMs', 'resolve' ] );
		expect( asDrillRoute( able ).name ).toBe( 'drill/pigeon' );
	} );

	it( 'adds nothing that the provider cannot do', () => {
		const { name, deliver } = able;
		expect( Object.keys( asDrillRoute( { name, deliver } ) ).sort() ).toEqual( [ 'deliver', 'name' ] );
	} );

	it.each<[ string, Partial<IncidentObservation>, Partial<IncidentObservation> ]>( [
		[ 'that nobody is notified', { notified: 0 }, { notified: null } ],
		[ 'a maintenance mode', { notified: 0, muted: true }, { notified: null } ]
	] )( 'does not tell %s', async ( _, observed, told ) => {
		const route = asDrillRoute( { ...able, observe: async () => [ { ...seen, ...observed } ] } );
		expect( await route.observe!( [] ) ).toEqual( [ { ...seen, ...told } ] );
	} );

	it( 'tells that somebody is notified after all, and who answered', async () => {
		const all: IncidentObservation[] = [ { ...seen, notified: 2 }, { ...seen, phase: 'acknowledged', notified: null, by: 'amal' } ];
		expect( await asDrillRoute( { ...able, observe: async () => all } ).observe!( [] ) ).toEqual( all );
	} );
} );
