// What we do to incidents at Splunk On-Call, against the sandbox's service: everybody is reached, a
// mistake is taken back, a note arrives, and a refusal is never called done.
import { describe, expect, it } from 'vitest';
import type { SplunkOnCallSettings } from '../../../server/oncall/splunkOnCall.ts';
import { alert } from './deliveryContract.ts';
import { rawService } from './rawService.ts';
import { splunkWorld } from './splunkWorld.ts';
import type { Splunk } from './splunkWorld.ts';

const byNumber = { dedupKey: alert.dedupKey, incident: '1' };
const byName = { dedupKey: alert.dedupKey, incident: null };

describe( 'Splunk On-Call rerouting to everybody', () => {
	it.each( [ [ 'its number', byNumber ], [ 'our name for it', byName ], [ 'a reference that is no number', { ...byName, incident: alert.dedupKey } ] ] )(
		'rings people although the rota is empty, given %s', async ( _, handle ) => {
			const { sandbox, splunk, advance } = await splunkWorld();
			sandbox.faults.set( { kind: 'emptyRota' } );
			await splunk.deliver( alert );
			advance( 25_000 );
			expect( await splunk.observe() ).toMatchObject( [ { notified: 0 } ] );
			expect( await splunk.reroute!( handle ) ).toEqual( { kind: 'done' } );
			advance( 2000 );
			expect( await splunk.observe() ).toMatchObject( [ { notified: 3 } ] );
		} );

	it( 'is refused for an incident that somebody has answered', async () => {
		const { sandbox, splunk } = await splunkWorld();
		await splunk.deliver( alert );
		sandbox.acknowledge( alert.dedupKey );
		expect( await splunk.reroute!( byNumber ) ).toEqual( { kind: 'failed', reason: 'refused' } );
	} );

	it( 'fails with a policy that does not exist, and in the name of nobody', async () => {
		for ( const overrides of [ { catchAllPolicy: 'pol-gone' }, { apiUser: 'nobody' } ] ) {
			const { splunk } = await splunkWorld( overrides );
			await splunk.deliver( alert );
			expect( await splunk.reroute!( byNumber ) ).toEqual( { kind: 'failed', reason: 'refused' } );
		}
	} );

	it( 'fails for an incident that is not there', async () => {
		const { splunk } = await splunkWorld();
		expect( await splunk.reroute!( byName ) ).toEqual( { kind: 'failed', reason: 'notFound' } );
	} );
} );

describe( 'Splunk On-Call resolving', () => {
	it( 'takes the incident back and says why', async () => {
		const { sandbox, splunk } = await splunkWorld();
		await splunk.deliver( alert );
		expect( await splunk.resolve!( byName, 'Withdrawn by Steward Foo' ) ).toEqual( { kind: 'done' } );
		expect( sandbox.incidents() ).toMatchObject( [ {
			phase: 'resolved', transitions: [ { name: 'RESOLVED', by: sandbox.apiUser, message: 'Withdrawn by Steward Foo' } ]
		} ] );
	} );

	it( 'is done when it was resolved already, and only then', async () => {
		const { sandbox, splunk } = await splunkWorld();
		await splunk.deliver( alert );
		sandbox.resolve( alert.dedupKey, 'amal' );
		expect( await splunk.resolve!( byNumber, 'Withdrawn' ) ).toEqual( { kind: 'done' } );
		expect( sandbox.incidents()[ 0 ]!.transitions ).toHaveLength( 1 );
	} );

	it( 'is refused while the service will not, whatever the status', async () => {
		const { url } = await rawService( ( request, response ) => {
			response.end( JSON.stringify( request.method === 'PATCH' ? { results: [ { cmdAccepted: false } ] } : { currentPhase: 'UNACKED' } ) );
		} );
		const { splunk } = await splunkWorld( { apiUrl: url } );
		expect( await splunk.resolve!( byNumber, 'Withdrawn' ) ).toEqual( { kind: 'failed', reason: 'refused' } );
	} );
} );

describe( 'Splunk On-Call notes', () => {
	it( 'reach the incident, once for each text', async () => {
		const { sandbox, splunk } = await splunkWorld();
		await splunk.deliver( alert );
		for ( const text of [ 'Only on mobile', 'Only on mobile', 'Also on desktop' ] ) {
			expect( await splunk.addNote!( byName, text ) ).toEqual( { kind: 'done' } );
		}
		expect( sandbox.incidents()[ 0 ]!.notes.map( ( { text } ) => text ) ).toEqual( [ 'Only on mobile', 'Also on desktop' ] );
	} );

	it( 'fail for an incident that is not there', async () => {
		const { splunk } = await splunkWorld();
		expect( await splunk.addNote!( { ...byNumber, incident: '9' }, 'Hello' ) ).toEqual( { kind: 'failed', reason: 'notFound' } );
	} );
} );

const acts: readonly [ string, ( splunk: Splunk ) => Promise<unknown> ][] = [
	[ 'reroute', ( splunk ) => splunk.reroute!( byNumber ) ],
	[ 'resolve', ( splunk ) => splunk.resolve!( byNumber, 'Withdrawn' ) ],
	[ 'addNote', ( splunk ) => splunk.addNote!( byNumber, 'Hello' ) ]
];

describe.each( acts )( '%s at Splunk On-Call', ( _, act ) => {
	it( 'fails with a key that may only read', async () => {
		const { sandbox, splunk } = await splunkWorld( { writeKey: { reveal: () => 'sandbox-api-key' } } );
		await splunk.deliver( alert );
		expect( await act( splunk ) ).toEqual( { kind: 'failed', reason: 'unauthorized' } );
		expect( sandbox.incidents() ).toMatchObject( [ { phase: 'triggered', notes: [] } ] );
	} );

	it.each( [
		[ 'an HTML page', 200, '<!DOCTYPE html>', { kind: 'failed', reason: 'unreadable' } ],
		[ 'a rate limit', 429, '', { kind: 'failed', reason: 'rateLimited', notBefore: Date.parse( '2026-11-23T14:00:07Z' ) } ]
	] )( 'fails after %s', async ( __, status, body, outcome ) => {
		const service = await rawService( ( ___, response ) => {
			response.writeHead( status, status === 429 ? { 'retry-after': '7' } : {} ).end( body );
		} );
		const { splunk } = await splunkWorld( { apiUrl: service.url } );
		expect( await act( splunk ) ).toEqual( outcome );
		expect( service.requests.map( ( { headers } ) => headers[ 'x-vo-api-key' ] ) ).toEqual( [ 'sandbox-write-key' ] );
	} );
} );

describe( 'Splunk On-Call without an optional setting', () => {
	it.each<[ string, Partial<SplunkOnCallSettings>, string[] ]>( [
		[ 'a user', { apiUser: undefined }, [ 'readHook' ] ],
		[ 'a key that may write', { writeKey: undefined }, [ 'readHook' ] ],
		[ 'a policy for everybody', { catchAllPolicy: undefined }, [ 'resolve', 'addNote', 'readHook' ] ],
		[ 'a secret for webhooks', { hookSecret: undefined }, [ 'reroute', 'resolve', 'addNote' ] ]
	] )( 'has no such capability: without %s', async ( _, overrides, left ) => {
		const { splunk } = await splunkWorld( overrides );
		expect( ( [ 'reroute', 'resolve', 'addNote', 'readHook' ] as const ).filter( ( name ) => splunk[ name ] !== undefined ) ).toEqual( left );
	} );
} );
