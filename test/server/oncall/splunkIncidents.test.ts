// The incident list of Splunk On-Call, field by field: everything may be missing, odd or unknown, and one
// odd incident must not hide the others.
import { describe, expect, it } from 'vitest';
import { readIncidents } from '../../../server/oncall/splunkIncidents.ts';
import type { IncidentObservation } from '../../../server/pages/provider.ts';

const whole = {
	incidentNumber: '81',
	entityId: 'page-sre/A',
	currentPhase: 'UNACKED',
	pagedUsers: [ 'amal' ],
	pagedTeams: [ 'team-sre' ],
	pagedPolicies: [ { policy: { name: 'SRE', slug: 'pol-sre' }, team: { name: 'SRE', slug: 'team-sre' } } ],
	transitions: []
};

function read( ...incidents: unknown[] ): IncidentObservation[] | undefined {
	return readIncidents( { incidents } );
}

function readOne( changed: Record<string, unknown> ): IncidentObservation | undefined {
	return read( { ...whole, ...changed } )?.[ 0 ];
}

describe( 'readIncidents', () => {
	it( 'understands a whole incident', () => {
		expect( readOne( {} ) ).toEqual( { dedupKey: 'page-sre/A', incident: '81', phase: 'triggered', notified: 1, by: null } );
	} );

	it.each( [
		[ 'no entityId', { entityId: undefined } ],
		[ 'an entityId that is no text', { entityId: 5 } ],
		[ 'an entityId of others', { entityId: 'icinga/page-sre/A' } ],
		[ 'no phase', { currentPhase: undefined } ],
		[ 'an unknown phase', { currentPhase: 'SNOOZED' } ]
	] )( 'leaves out an incident with %s and keeps the next', ( _, changed ) => {
		expect( read( { ...whole, ...changed }, null, 'x', { ...whole, entityId: 'page-sre/B' } ) )
			.toMatchObject( [ { dedupKey: 'page-sre/B' } ] );
	} );

	it.each( Object.keys( whole ).filter( ( key ) => ![ 'entityId', 'currentPhase' ].includes( key ) ) )( 'can do without %s', ( key ) => {
		expect( readOne( { [ key ]: undefined } ) ).toMatchObject( { dedupKey: 'page-sre/A', phase: 'triggered' } );
		expect( readOne( { [ key ]: null } ) ).toMatchObject( { dedupKey: 'page-sre/A', phase: 'triggered' } );
		expect( readOne( { [ key ]: { odd: true } } ) ).toMatchObject( { dedupKey: 'page-sre/A', phase: 'triggered' } );
	} );

	it( 'does not mind fields it has never heard of', () => {
		expect( readOne( { snoozedUntil: 'tomorrow', entityId: 'page-sre/A' } ) ).toEqual( readOne( {} ) );
	} );

	it( 'takes an absent list as an empty one', () => {
		expect( readIncidents( {} ) ).toEqual( [] );
	} );

	describe( 'the incident number', () => {
		it.each( [ [ '81', '81' ], [ 81, '81' ], [ undefined, 'page-sre/A' ], [ {}, 'page-sre/A' ] ] )( 'from %j is %s', ( incidentNumber, incident ) => {
			expect( readOne( { incidentNumber } ) ).toMatchObject( { incident } );
		} );
	} );

	describe( 'who is notified', () => {
		it.each( [
			[ [ 'amal', 'bjorn' ], 2 ],
			[ [ 'amal', 'amal' ], 1 ],
			[ [ { username: 'amal' }, { username: 'bjorn' } ], 2 ],
			// Teams and policies are listed although nobody is on their rota.
			[ [], 0 ],
			[ undefined, null ],
			[ 'amal', null ]
		] )( 'from pagedUsers %j is %j', ( pagedUsers, notified ) => {
			expect( readOne( { pagedUsers } ) ).toMatchObject( { notified } );
		} );

		it.each( [ 'ACKED', 'RESOLVED' ] )( 'is not told once it is %s', ( currentPhase ) => {
			expect( readOne( { currentPhase, pagedUsers: [] } ) ).toMatchObject( { notified: null } );
			expect( readOne( { currentPhase } ) ).toMatchObject( { notified: null } );
		} );
	} );

	describe( 'who answered', () => {
		const acked = { name: 'ACKED', at: '2026-11-23T14:02:00Z', by: 'amal' };

		it( 'is whoever acknowledged last, in whatever order they are listed', () => {
			const earlier = { name: 'ACKED', at: '2026-11-23T14:01:00Z', by: 'bjorn' };
			expect( readOne( { currentPhase: 'ACKED', transitions: [ acked, earlier ] } ) ).toMatchObject( { by: 'amal' } );
			expect( readOne( { currentPhase: 'ACKED', transitions: [ earlier, acked ] } ) ).toMatchObject( { by: 'amal' } );
		} );

		it( 'is the later one in the list when no times are told', () => {
			const transitions = [ { name: 'ACKED', by: 'bjorn' }, { name: 'ACKED', by: 'amal' } ];
			expect( readOne( { currentPhase: 'ACKED', transitions } ) ).toMatchObject( { by: 'amal' } );
		} );

		it( 'is whoever resolved, not whoever acknowledged before', () => {
			const resolved = { name: 'RESOLVED', at: '2026-11-23T14:30:00Z', by: 'SYSTEM' };
			expect( readOne( { currentPhase: 'RESOLVED', transitions: [ acked, resolved ] } ) ).toMatchObject( { by: 'SYSTEM' } );
		} );

		it( 'is nobody while it is triggered again', () => {
			expect( readOne( { transitions: [ acked ] } ) ).toMatchObject( { by: null } );
		} );

		it.each( [
			[ undefined, null ], [ null, null ], [ 7, null ], [ '', null ], [ ' \u200B ', null ],
			[ ' amal\u202E\u0007\n ', 'amal' ], [ 'x'.repeat( 500 ), 'x'.repeat( 100 ) ]
		] )( 'from by %j is %j', ( by, expected ) => {
			expect( readOne( { currentPhase: 'ACKED', transitions: [ null, 'x', { ...acked, by } ] } ) ).toMatchObject( { by: expected } );
		} );
	} );

	describe( 'with two incidents of one page', () => {
		const older = { ...whole, incidentNumber: '9', currentPhase: 'RESOLVED' };
		const newer = { ...whole, incidentNumber: '10' };

		it( 'speaks of the newer, wherever it stands', () => {
			expect( read( older, newer ) ).toMatchObject( [ { incident: '10', phase: 'triggered' } ] );
			expect( read( newer, older ) ).toMatchObject( [ { incident: '10', phase: 'triggered' } ] );
		} );
	} );
} );
