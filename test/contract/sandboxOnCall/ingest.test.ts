// What the sandbox's on-call service makes of an alert: Splunk On-Call's documented rules, traps included.
import { describe, expect, it } from 'vitest';
import { critical, entity, sandboxOnCall } from './sandboxOnCall.ts';

describe( 'the ingest of the sandbox on-call service', () => {
	it( 'takes a CRITICAL and opens an incident', async () => {
		const { sandbox, alert } = await sandboxOnCall();
		expect( await alert( critical ) ).toEqual( { status: 200, json: { result: 'success', entity_id: entity } } );
		expect( sandbox.incidents() ).toMatchObject( [ {
			number: 1, entityId: entity, firstLine: critical.entity_display_name, body: 'Login fails', phase: 'triggered', alertCount: 1
		} ] );
	} );

	it.each( [ 'triggered', 'acknowledged' ] )( 'rolls the same entity into one that is %s, without paging again', async ( phase ) => {
		const { sandbox, alert, advance } = await sandboxOnCall();
		await alert( critical );
		if ( phase === 'acknowledged' ) {
			sandbox.acknowledge( entity );
		}
		await alert( { ...critical, entity_display_name: 'Something else' } );
		advance( 2000 );
		expect( sandbox.incidents() ).toMatchObject( [ {
			phase, alertCount: 2, firstLine: critical.entity_display_name, pagedUsers: phase === 'triggered' ? [ 'amal' ] : []
		} ] );
	} );

	it( 'opens a new incident once the old one is resolved', async () => {
		const { sandbox, alert } = await sandboxOnCall();
		await alert( critical );
		await alert( { ...critical, message_type: 'RECOVERY' } );
		await alert( critical );
		expect( sandbox.incidents() ).toMatchObject( [ { number: 1, phase: 'resolved' }, { number: 2, phase: 'triggered' } ] );
	} );

	it( 'pages again when CRITICAL follows WARNING that was acknowledged', async () => {
		const { sandbox, alert, advance } = await sandboxOnCall();
		await alert( { ...critical, message_type: 'WARNING' } );
		sandbox.acknowledge( entity );
		await alert( critical );
		advance( 2000 );
		expect( sandbox.incidents() ).toMatchObject( [ { phase: 'triggered', pagedUsers: [ 'amal' ] } ] );
	} );

	it( 'keeps different entities apart and invents an id where there is none', async () => {
		const { sandbox, alert } = await sandboxOnCall();
		await alert( critical );
		const { json } = await alert( { message_type: 'CRITICAL' } );
		expect( sandbox.incidents().map( ( { entityId } ) => entityId ) ).toEqual( [ entity, json.entity_id ] );
		expect( json.entity_id ).not.toBe( '' );
	} );

	it( 'is acknowledged and resolved by alerts', async () => {
		const { sandbox, alert } = await sandboxOnCall();
		await alert( critical );
		await alert( { ...critical, message_type: 'ACKNOWLEDGEMENT', ack_author: 'bjorn' } );
		expect( sandbox.incidents() ).toMatchObject( [ { phase: 'acknowledged', transitions: [ { name: 'ACKED', by: 'bjorn' } ] } ] );
		await alert( { ...critical, message_type: 'RECOVERY' } );
		expect( sandbox.incidents() ).toMatchObject( [ { phase: 'resolved' } ] );
	} );

	// The trap of the real service: a typing error answers success and wakes nobody.
	it.each( [ 'INFO', 'CRITICAl', 'critical', 'OK', 'whatever' ] )( 'takes %s with success and wakes nobody', async ( type ) => {
		const { sandbox, alert } = await sandboxOnCall();
		expect( await alert( { ...critical, message_type: type } ) ).toMatchObject( { status: 200, json: { result: 'success' } } );
		expect( sandbox.incidents() ).toEqual( [] );
	} );

	it.each( [ [ 'without message_type', { entity_id: entity } ], [ 'with an empty one', { message_type: '' } ] ] )(
		'answers failure with status 200 %s', async ( _, fields ) => {
			const { sandbox, alert } = await sandboxOnCall();
			expect( await alert( fields ) ).toEqual( { status: 200, json: { result: 'failure', message: 'Missing fields: message_type' } } );
			expect( sandbox.incidents() ).toEqual( [] );
		} );

	it( 'knows no integration under another key', async () => {
		const { sandbox, alert } = await sandboxOnCall();
		expect( await alert( critical, 'wrong' ) ).toMatchObject( { status: 404 } );
		expect( sandbox.incidents() ).toEqual( [] );
	} );

	it( 'does not mind the case of the routing key', async () => {
		const { sandbox, alert } = await sandboxOnCall();
		await alert( critical, undefined, 'SRE' );
		expect( sandbox.incidents() ).toMatchObject( [ { routingKey: 'sre' } ] );
	} );

	it( 'keeps texts within the limits of the real service', async () => {
		const { sandbox, alert } = await sandboxOnCall();
		await alert( { ...critical, entity_display_name: 'x'.repeat( 2000 ), state_message: 'x'.repeat( 30_000 ) } );
		const [ incident ] = sandbox.incidents();
		expect( [ incident!.firstLine.length, incident!.body.length ] ).toEqual( [ 1024, 20480 ] );
	} );

	it( 'remembers every call as it came', async () => {
		const { sandbox, alert } = await sandboxOnCall();
		const first = sandbox.whenReceived( 1 );
		await alert( critical );
		await first;
		expect( sandbox.received ).toMatchObject( [ { routingKey: 'sre', alert: critical, raw: JSON.stringify( critical ) } ] );
	} );
} );
