// The sandbox's on-call service as Splunk On-Call's public API shows it: keys, shapes, who is paged when.
import { describe, expect, it } from 'vitest';
import { critical, entity, sandboxOnCall } from './sandboxOnCall.ts';

describe( 'the public API of the sandbox on-call service', () => {
	it.each( [
		[ 401, 'without headers', {} ],
		[ 401, 'with one of them', { 'X-VO-Api-Id': 'sandbox-api-id' } ],
		[ 403, 'with a wrong key', { 'X-VO-Api-Id': 'sandbox-api-id', 'X-VO-Api-Key': 'wrong' } ]
	] )( 'answers %i %s', async ( status, _, headers ) => {
		const { api } = await sandboxOnCall();
		expect( await api( 'GET', 'incidents', undefined, headers ) ).toMatchObject( { status } );
	} );

	it( 'lets one key read only', async () => {
		const { api, alert, sandbox } = await sandboxOnCall();
		await alert( critical );
		const headers = { 'X-VO-Api-Id': sandbox.apiId, 'X-VO-Api-Key': sandbox.apiKey };
		expect( await api( 'GET', 'incidents', undefined, headers ) ).toMatchObject( { status: 200 } );
		expect( await api( 'PATCH', 'incidents/resolve', { userName: sandbox.apiUser, incidentNames: [ '1' ] }, headers ) ).toMatchObject( { status: 403 } );
		expect( sandbox.incidents() ).toMatchObject( [ { phase: 'triggered' } ] );
	} );

	it( 'lists an incident in the shape of the real service', async () => {
		const { alert, incidents, sandbox, advance, api } = await sandboxOnCall();
		await alert( critical );
		await incidents();
		advance( 60_000 );
		sandbox.acknowledge( entity, 'bjorn' );
		const [ incident ] = await incidents();
		expect( incident ).toEqual( {
			incidentNumber: '1',
			entityId: entity,
			entityDisplayName: critical.entity_display_name,
			entityType: 'SERVICE',
			entityState: 'CRITICAL',
			service: critical.entity_display_name,
			host: 'en.wikipedia.org',
			monitorName: 'page-sre',
			routingKey: 'sre',
			currentPhase: 'ACKED',
			alertCount: 1,
			lastAlertTime: '2026-11-23T14:00:00Z',
			startTime: '2026-11-23T14:00:00Z',
			pagedUsers: [],
			pagedTeams: [],
			pagedPolicies: [],
			transitions: [ { name: 'ACKED', at: '2026-11-23T14:01:00Z', by: 'bjorn', manually: true, message: '' } ]
		} );
		expect( await api( 'GET', 'incidents/1' ) ).toEqual( { status: 200, json: incident } );
		expect( await api( 'GET', 'incidents/2' ) ).toMatchObject( { status: 404 } );
	} );

	it( 'forgets a resolved incident after a day, but answers for its number', async () => {
		const { alert, incidents, sandbox, advance, api } = await sandboxOnCall();
		await alert( critical );
		sandbox.resolve( entity );
		expect( await incidents() ).toHaveLength( 1 );
		advance( 86_400_001 );
		expect( await incidents() ).toEqual( [] );
		expect( await api( 'GET', 'incidents/1' ) ).toMatchObject( { status: 200 } );
	} );

	describe( 'when paging begins', () => {
		it( 'is a second after the alert', async () => {
			const { alert, sandbox, advance } = await sandboxOnCall();
			await alert( critical );
			advance( 999 );
			expect( sandbox.incidents() ).toMatchObject( [ { pagedUsers: [] } ] );
			advance( 1 );
			expect( sandbox.incidents() ).toMatchObject( [ { pagedUsers: [ 'amal' ] } ] );
		} );

		it( 'is after the first reading, if that comes earlier', async () => {
			const { alert, incidents } = await sandboxOnCall();
			await alert( critical );
			expect( await incidents() ).toMatchObject( [ { pagedUsers: [], pagedTeams: [] } ] );
			expect( await incidents() ).toMatchObject( [ { pagedUsers: [ 'amal' ], pagedTeams: [ 'team-sre' ] } ] );
		} );

		it( 'goes on to the next step after five minutes without an answer', async () => {
			const { alert, sandbox, advance } = await sandboxOnCall();
			await alert( critical );
			advance( 301_000 );
			expect( sandbox.incidents() ).toMatchObject( [ { pagedUsers: [ 'amal', 'bjorn' ] } ] );
		} );

		it( 'goes no further once acknowledged', async () => {
			const { alert, sandbox, advance } = await sandboxOnCall();
			await alert( critical );
			advance( 2000 );
			sandbox.acknowledge( entity );
			advance( 600_000 );
			expect( sandbox.incidents() ).toMatchObject( [ { pagedUsers: [], pagedPolicies: [] } ] );
		} );

		it( 'lists team and policy although nobody is on the rota, and its delay still runs', async () => {
			const { alert, incidents, sandbox, advance } = await sandboxOnCall();
			sandbox.faults.set( { kind: 'emptyRota' } );
			await alert( critical );
			advance( 2000 );
			expect( await incidents() ).toMatchObject( [ { pagedUsers: [], pagedTeams: [ 'team-sre' ] } ] );
			sandbox.faults.set( null );
			expect( await incidents() ).toMatchObject( [ { pagedUsers: [] } ] );
			advance( 300_000 );
			expect( await incidents() ).toMatchObject( [ { pagedUsers: [ 'bjorn' ] } ] );
		} );
	} );

	describe( 'commands', () => {
		it( 'acknowledge and resolve by number, each with its verdict', async () => {
			const { alert, api, sandbox } = await sandboxOnCall();
			await alert( critical );
			expect( await api( 'PATCH', 'incidents/ack', { userName: 'bjorn', incidentNames: [ '1', '7' ], message: 'mine' } ) ).toMatchObject( {
				status: 200, json: { results: [ { incidentNumber: '1', entityId: entity, cmdAccepted: true }, { incidentNumber: '7', cmdAccepted: false } ] }
			} );
			expect( sandbox.incidents() ).toMatchObject( [ { phase: 'acknowledged', transitions: [ { by: 'bjorn', message: 'mine' } ] } ] );
			expect( await api( 'PATCH', 'incidents/ack', { userName: 'bjorn', incidentNames: [ '1' ] } ) )
				.toMatchObject( { json: { results: [ { cmdAccepted: false } ] } } );
			await api( 'PATCH', 'incidents/resolve', { userName: 'bjorn', incidentNames: [ '1' ] } );
			expect( sandbox.incidents() ).toMatchObject( [ { phase: 'resolved' } ] );
		} );

		it( 'are refused from somebody unknown', async () => {
			const { alert, api, sandbox } = await sandboxOnCall();
			await alert( critical );
			expect( await api( 'PATCH', 'incidents/ack', { userName: 'mallory', incidentNames: [ '1' ] } ) ).toMatchObject( { status: 400 } );
			expect( sandbox.incidents() ).toMatchObject( [ { phase: 'triggered' } ] );
		} );

		it( 'reroute to a policy that rings people although the rota is empty', async () => {
			const { alert, api, sandbox, advance } = await sandboxOnCall();
			sandbox.faults.set( { kind: 'emptyRota' } );
			await alert( critical );
			const reroute = ( slug: string ): ReturnType<typeof api> => api( 'POST', 'incidents/reroute', {
				userName: 'amal', reroutes: [ { incidentNumber: '1', targets: [ { type: 'EscalationPolicy', slug } ] } ]
			} );
			expect( await reroute( 'pol-unknown' ) ).toMatchObject( { json: { statuses: [ { incidentNumber: '1', success: false } ] } } );
			expect( await reroute( 'pol-batphone' ) ).toMatchObject( { json: { statuses: [ { incidentNumber: '1', success: true } ] } } );
			advance( 2000 );
			expect( sandbox.incidents() ).toMatchObject( [ { pagedUsers: [ 'amal', 'bjorn', 'chioma' ] } ] );
		} );

		it( 'keep notes', async () => {
			const { alert, api } = await sandboxOnCall();
			await alert( critical );
			await api( 'POST', 'incidents/1/notes', { name: 'page-sre', json: 'only on mobile' } );
			expect( ( await api( 'GET', 'incidents/1/notes' ) ).json ).toMatchObject( { notes: [ { name: 'page-sre', json: { text: '"only on mobile"' } } ] } );
			expect( await api( 'POST', 'incidents/9/notes', {} ) ).toMatchObject( { status: 404 } );
		} );
	} );

	it( 'tells who is on call, and shows an empty rota as one', async () => {
		const { api, sandbox } = await sandboxOnCall();
		const onCall = async (): Promise<unknown> => ( await api( 'GET', 'oncall/current' ) ).json;
		const policy = ( slug: string, ...usernames: string[] ): unknown => expect.objectContaining( {
			escalationPolicy: expect.objectContaining( { slug } ) as unknown,
			users: usernames.map( ( username ) => ( { onCalluser: { username } } ) )
		} );
		expect( await onCall() ).toMatchObject( { teamsOnCall: [ { oncallNow: [ policy( 'pol-sre', 'amal' ), policy( 'pol-batphone', 'amal', 'bjorn', 'chioma' ) ] } ] } );
		sandbox.faults.set( { kind: 'emptyRota' } );
		expect( await onCall() ).toMatchObject( { teamsOnCall: [ { oncallNow: [ policy( 'pol-sre' ), policy( 'pol-batphone', 'amal', 'bjorn', 'chioma' ) ] } ] } );
	} );

	it( 'shows the steps of a policy', async () => {
		const { api } = await sandboxOnCall();
		expect( await api( 'GET', 'policies/pol-sre' ) ).toMatchObject( {
			json: { steps: [ { timeout: 0, entries: [ { executionType: 'rotation_group' } ] }, { timeout: 5 } ] }
		} );
		expect( await api( 'GET', 'policies/pol-unknown' ) ).toMatchObject( { status: 404 } );
	} );

	it( 'shows where routing keys lead, and sends every other key to the default policy, which pages', async () => {
		const { alert, api, sandbox, advance } = await sandboxOnCall();
		const keys = async (): Promise<unknown> => ( await api( 'GET', 'org/routing-keys' ) ).json.routingKeys;
		expect( await keys() ).toEqual( [
			{ routingKey: 'sre', targets: [ { policyName: 'SRE on call', policySlug: 'pol-sre' } ] },
			{ routingKey: 'drill', targets: [ { policyName: 'Drills', policySlug: 'pol-drill' } ] }
		] );
		expect( ( await api( 'GET', 'policies/pol-drill' ) ).json.steps ).toEqual( [ { timeout: 0, entries: [ { executionType: 'email', email: { address: 'drills@sandbox.invalid' } } ] } ] );
		sandbox.lead( 'drill', null );
		sandbox.lead( 'quiet', 'pol-drill' );
		expect( await keys() ).toMatchObject( [ { routingKey: 'sre' }, { routingKey: 'quiet' } ] );
		for ( const key of [ 'Quiet', 'drill', 'no-such-key' ] ) {
			await alert( { ...critical, entity_id: key }, undefined, key );
		}
		advance( 2000 );
		expect( sandbox.incidents().map( ( { entityId, pagedUsers } ) => [ entityId, pagedUsers ] ) )
			.toEqual( [ [ 'Quiet', [] ], [ 'drill', [ 'amal' ] ], [ 'no-such-key', [ 'amal' ] ] ] );
	} );

	describe( 'maintenance mode', () => {
		it( 'mutes everybody until it is ended, and exists once', async () => {
			const { alert, api, sandbox, advance } = await sandboxOnCall();
			const { json } = await api( 'POST', 'maintenancemode/start', { names: [], purpose: 'upgrade' } );
			expect( json ).toMatchObject( { activeInstances: [ { isGlobal: true, purpose: 'upgrade', startedAt: Date.parse( '2026-11-23T14:00:00Z' ) } ] } );
			expect( await api( 'POST', 'maintenancemode/start', { names: [] } ) ).toMatchObject( { status: 409 } );
			expect( await alert( critical ) ).toMatchObject( { json: { result: 'success' } } );
			advance( 2000 );
			expect( sandbox.incidents() ).toMatchObject( [ { phase: 'triggered', pagedUsers: [] } ] );

			const [ { instanceId } ] = json.activeInstances as [ { instanceId: string } ];
			expect( await api( 'PUT', `maintenancemode/${ instanceId }/end` ) ).toMatchObject( { status: 200, json: { activeInstances: [] } } );
			await alert( { ...critical, entity_id: 'page-sre/B' } );
			advance( 2000 );
			expect( sandbox.incidents() ).toMatchObject( [ { pagedUsers: [] }, { pagedUsers: [ 'amal' ] } ] );
		} );

		it( 'can be for some routing keys', async () => {
			const { alert, api, sandbox, advance } = await sandboxOnCall();
			await api( 'POST', 'maintenancemode/start', { type: 'RoutingKeys', names: [ 'Quiet' ] } );
			await alert( critical, undefined, 'quiet' );
			await alert( { ...critical, entity_id: 'page-sre/B' } );
			advance( 2000 );
			expect( sandbox.incidents() ).toMatchObject( [ { pagedUsers: [] }, { pagedUsers: [ 'amal' ] } ] );
		} );

		it( 'is shown when it was switched on by hand', async () => {
			const { api, sandbox } = await sandboxOnCall();
			sandbox.faults.set( { kind: 'maintenanceMode' } );
			expect( ( await api( 'GET', 'maintenancemode' ) ).json ).toMatchObject( { activeInstances: [ { isGlobal: true } ] } );
		} );
	} );

	it( 'knows nothing else, and remembers who asked', async () => {
		const { sandbox } = await sandboxOnCall();
		const asked = [ [ 'GET', 'api-public/v1/teams' ], [ 'POST', 'api-public/v1/incidents' ], [ 'DELETE', 'api-public/v1/incidents' ], [ 'PATCH', 'elsewhere' ] ];
		for ( const [ method, path ] of asked ) {
			expect( ( await fetch( `${ sandbox.url }/${ path }?x=1`, { method: method! } ) ).status ).toBe( 404 );
		}
		expect( sandbox.unexpected ).toEqual( asked.map( ( [ method, path ] ) => ( { method, path: `/${ path }` } ) ) );
	} );
} );
