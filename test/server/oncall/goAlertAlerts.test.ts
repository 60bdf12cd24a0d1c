// GoAlert's answer, field by field: everything may be missing, odd or unknown, and one odd alert must not
// hide the others.
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { goAlertQuery, readAlerts } from '../../../server/oncall/goAlertAlerts.ts';
import type { IncidentObservation } from '../../../server/pages/provider.ts';

const now = Date.parse( '2026-11-23T14:00:00Z' );
const at = '2026-11-23T13:59:00Z';
const whole = { alertID: 7, status: 'StatusUnacknowledged', metaValue: 'page-sre/A', recentEvents: { nodes: [] } };

function read( nodes: unknown, service: unknown = { maintenanceExpiresAt: null } ): IncidentObservation[] | undefined {
	return readAlerts( { service, alerts: { nodes } }, now );
}

function withEvents( status: string, ...events: unknown[] ): IncidentObservation | undefined {
	return read( [ { ...whole, status, recentEvents: { nodes: events } } ] )?.[ 0 ];
}

const sent = ( message: string, more: object = {} ): unknown => ( { timestamp: at, message, messageID: 'm', state: null, ...more } );

describe( 'readAlerts', () => {
	it( 'understands a whole alert, and does not mind fields it has never heard of', () => {
		const expected = { dedupKey: 'page-sre/A', incident: '7', phase: 'triggered', notified: 0, by: null };
		expect( read( [ whole ] ) ).toEqual( [ expected ] );
		expect( read( [ { ...whole, noiseReason: 'x' } ], { nickname: 'x' } ) ).toEqual( [ expected ] );
	} );

	it.each( [
		{ alertID: undefined }, { alertID: '7' }, { status: undefined }, { status: 'StatusSnoozed' },
		{ metaValue: '' }, { metaValue: undefined }, { metaValue: 'icinga/A' }, { metaValue: {} }
	] )( 'leaves out an alert with %j and keeps the next', ( changed ) => {
		expect( read( [ { ...whole, ...changed }, null, 'x', { ...whole, metaValue: 'page-sre/B' } ] ) ).toMatchObject( [ { dedupKey: 'page-sre/B' } ] );
	} );

	it.each( [ undefined, null, {}, 'none' ] )( 'finds no list in %j', ( nodes ) => {
		expect( read( nodes ) ).toBeUndefined();
	} );

	it( 'lets the alert with the higher number speak, in whatever order they come', () => {
		const older = { ...whole, alertID: 3, status: 'StatusClosed' };
		for ( const nodes of [ [ older, whole ], [ whole, older ] ] ) {
			expect( read( nodes ) ).toMatchObject( [ { incident: '7', phase: 'triggered' } ] );
		}
	} );

	it.each<[ number | null, unknown[] ]>( [
		[ 2, [ sent( 'Notification sent to Amal (SMS)' ), sent( 'Notification sent to Amal (Voice)' ), sent( 'Notification sent to Bjørn (SMS)', { state: { status: 'OK' } } ) ] ],
		[ 0, [ sent( 'Notification sent to Amal (SMS)', { state: { status: 'ERROR' } } ) ] ],
		[ 0, [ { timestamp: at, message: 'No notification sent to Amal', messageID: null }, null, { messageID: '' }, {} ] ],
		// Words that we do not know count all the same.
		[ 1, [ sent( 'Envoyé à Amal' ) ] ],
		[ 1, [ { messageID: 'm' } ] ]
	] )( 'counts %j notified', ( notified, events ) => {
		expect( withEvents( 'StatusUnacknowledged', ...events ) ).toMatchObject( { notified } );
	} );

	it.each( [ undefined, null, {}, { nodes: 'x' } ] )( 'cannot say who is notified from %j', ( recentEvents ) => {
		expect( read( [ { ...whole, recentEvents } ] ) ).toMatchObject( [ { notified: null } ] );
	} );

	it.each<[ string, unknown[], string | null ]>( [
		[ 'StatusAcknowledged', [ { timestamp: at, message: 'Acknowledged by Amal Haddad (SMS)' } ], 'Amal Haddad' ],
		[ 'StatusAcknowledged', [ { timestamp: at, message: 'Acknowledged by Bjørn (he) (Web)' } ], 'Bjørn (he)' ],
		[ 'StatusAcknowledged', [ { timestamp: '2026-11-23T13:00:00Z', message: 'Acknowledged by Bjørn' }, { timestamp: at, message: 'Acknowledged by Amal' } ], 'Amal' ],
		[ 'StatusAcknowledged', [ { timestamp: at, message: 'Acknowledged by [unknown] (SMS)' } ], null ],
		[ 'StatusAcknowledged', [ { timestamp: at, message: 'Acknowledged' }, null, {} ], null ],
		[ 'StatusClosed', [ { timestamp: at, message: 'Acknowledged by Amal' }, { timestamp: at, message: 'Closed via Page SRE integration' } ], 'Page SRE integration' ],
		[ 'StatusClosed', [ { timestamp: at, message: 'Closed due to inactivity (unacknowledged for  2 days)' } ], null ],
		[ 'StatusUnacknowledged', [ { timestamp: at, message: 'Acknowledged by Amal' } ], null ]
	] )( 'with %s says who answered, out of %j', ( status, events, by ) => {
		expect( withEvents( status, ...events ) ).toMatchObject( { by } );
	} );

	it.each( [
		[ '2026-11-23T15:00:00Z', 0, true ], [ '2026-11-23T15:00:00Z', 1, undefined ], [ '2026-11-23T13:00:00Z', 0, undefined ],
		[ null, 0, undefined ], [ 'later', 0, undefined ]
	] )( 'in maintenance until %s with %i notified is muted: %s', ( maintenanceExpiresAt, count, muted ) => {
		const nodes = Array.from( { length: count }, () => sent( 'Notification sent to Amal' ) );
		expect( read( [ { ...whole, recentEvents: { nodes } } ], { maintenanceExpiresAt } )?.[ 0 ]!.muted ).toBe( muted );
	} );

	it( 'is not muted once somebody answered', () => {
		expect( read( [ { ...whole, status: 'StatusAcknowledged' } ], { maintenanceExpiresAt: '2026-11-23T15:00:00Z' } )?.[ 0 ]!.muted ).toBeUndefined();
	} );
} );

describe( 'the query of the API key', () => {
	it( 'is in the guide, to the letter, for whoever makes the key', () => {
		const guide = readFileSync( new URL( '../../../server/oncall/README.md', import.meta.url ), 'utf8' );
		expect( guide ).toContain( `\`\`\`graphql\n${ goAlertQuery }\n\`\`\`` );
	} );
} );
