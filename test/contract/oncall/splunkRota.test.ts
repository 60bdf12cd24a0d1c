// Who is on call at Splunk On-Call and whether its policies would page somebody now: against the sandbox,
// and against answers that are odd. What cannot be read is never called fine.
import { describe, expect, it } from 'vitest';
import type { SelfCheck } from '../../../server/pages/provider.ts';
import { rawService } from './rawService.ts';
import { splunkWorld } from './splunkWorld.ts';

const verdicts = ( checks: readonly SelfCheck[] ): Record<string, string> =>
	Object.fromEntries( checks.map( ( { subject, verdict } ) => [ subject, verdict ] ) );

describe( 'who is on call at Splunk On-Call', () => {
	it( 'is everybody on a rota, once', async () => {
		const { splunk } = await splunkWorld();
		expect( await splunk.onCallNow!() ).toEqual( [ 'amal', 'bjorn', 'chioma' ] );
	} );

	it.each( [ [ 'SRE' ], [ 'team-sre' ] ] )( 'is told for the team %s alone', async ( team ) => {
		expect( await ( await splunkWorld( { teams: [ team ] } ) ).splunk.onCallNow!() ).toHaveLength( 3 );
		expect( await ( await splunkWorld( { teams: [ 'others' ] } ) ).splunk.onCallNow!() ).toEqual( [] );
	} );

	it( 'is unknown when the service does not say', async () => {
		const { sandbox, splunk } = await splunkWorld();
		sandbox.faults.set( { kind: 'status', status: 403, html: true }, 'api' );
		await expect( splunk.onCallNow!() ).rejects.toMatchObject( { name: 'ObservationError', reason: 'unauthorized' } );
	} );

	it.each( [
		[ {}, [] ],
		[ { teamsOnCall: 'none' }, [] ],
		[ { teamsOnCall: [ null, {}, { team: {}, oncallNow: [ null, { users: [ {}, { onCalluser: null } ] } ] } ] }, [] ],
		[ { teamsOnCall: [ { oncallNow: [ { users: [ { onCalluser: { username: 7 } } ] } ] } ] }, [] ],
		[ { teamsOnCall: [ { oncallNow: [ { users: [ { onCalluser: { username: ' amal\u202E ', more: 1 } } ] } ] } ] }, [ 'amal' ] ]
	] )( 'can be read from %j', async ( answer, expected ) => {
		const { url } = await rawService( ( _, response ) => {
			response.end( JSON.stringify( answer ) );
		} );
		expect( await ( await splunkWorld( { apiUrl: url } ) ).splunk.onCallNow!() ).toEqual( expected );
	} );
} );

describe( 'the self-check of Splunk On-Call', () => {
	it( 'finds that each policy pages somebody', async () => {
		const { splunk } = await splunkWorld();
		expect( verdicts( await splunk.selfCheck!() ) ).toEqual( { 'maintenance mode': 'pages', 'policy pol-sre': 'pages', 'policy pol-batphone': 'pages' } );
	} );

	it( 'finds the policy whose rota is empty', async () => {
		const { sandbox, splunk } = await splunkWorld();
		sandbox.faults.set( { kind: 'emptyRota' } );
		expect( verdicts( await splunk.selfCheck!() ) ).toMatchObject( { 'policy pol-sre': 'pagesNobody', 'policy pol-batphone': 'pages' } );
	} );

	it.each( [ [ [], 'pagesNobody' ], [ [ 'SRE' ], 'pagesNobody' ], [ [ 'others' ], 'pages' ] ] )( 'finds maintenance mode for %j', async ( names, verdict ) => {
		const { splunk, api } = await splunkWorld();
		await api( 'POST', 'maintenancemode/start', { names, purpose: 'upgrade' } );
		expect( verdicts( await splunk.selfCheck!() ) ).toMatchObject( { 'maintenance mode': verdict } );
	} );

	it( 'finds that no policy counts, and still asks for the one that reaches everybody', async () => {
		const { splunk } = await splunkWorld( { teams: [ 'others' ] } );
		expect( verdicts( await splunk.selfCheck!() ) )
			.toEqual( { 'maintenance mode': 'pages', 'on call': 'pagesNobody', 'policy pol-batphone': 'pages' } );
	} );

	it( 'knows nothing when nothing can be read', async () => {
		const { sandbox, splunk } = await splunkWorld();
		sandbox.faults.set( { kind: 'status', status: 503, html: true }, 'api' );
		expect( verdicts( await splunk.selfCheck!() ) ).toEqual( { 'maintenance mode': 'unknown', 'on call': 'unknown' } );
	} );

	it( 'knows nothing of a policy that is gone', async () => {
		const { splunk } = await splunkWorld( { catchAllPolicy: 'pol-gone' } );
		expect( verdicts( await splunk.selfCheck!() ) ).toMatchObject( { 'policy pol-gone': 'unknown' } );
	} );

	const rotation = { executionType: 'rotation_group' };
	it.each( [
		[ 'pages', { steps: [ { timeout: 0, entries: [ rotation ], more: 1 } ], more: 1 } ],
		[ 'pages', { steps: [ { timeout: 0, entries: [ { executionType: 'email' }, { executionType: 'user' } ] } ] } ],
		[ 'pagesNobody', { steps: [] } ],
		[ 'pagesNobody', { steps: [ { timeout: 5, entries: [ rotation ] } ] } ],
		[ 'pagesNobody', { steps: [ { entries: [ rotation ] } ] } ],
		[ 'pagesNobody', { steps: [ { timeout: 0, entries: [] } ] } ],
		[ 'pagesNobody', { steps: [ { timeout: 0 } ] } ],
		[ 'pagesNobody', { steps: [ { timeout: 0, entries: [ { executionType: 'webhook' }, null, {} ] }, { timeout: 0, entries: [ rotation ] } ] } ],
		[ 'unknown', {} ],
		[ 'unknown', { steps: 'many' } ]
	] )( 'says %s of %j', async ( verdict, policy ) => {
		const { url } = await rawService( ( request, response ) => {
			response.end( JSON.stringify( request.url!.includes( 'policies/' ) ? policy : {
				activeInstances: [],
				teamsOnCall: [ { oncallNow: [ { escalationPolicy: { slug: 'pol-x' }, users: [ { onCalluser: { username: 'amal' } } ] } ] } ]
			} ) );
		} );
		const { splunk } = await splunkWorld( { apiUrl: url, catchAllPolicy: undefined } );
		const checks = await splunk.selfCheck!();
		expect( verdicts( checks ) ).toEqual( { 'maintenance mode': 'pages', 'policy pol-x': verdict } );
		expect( checks.map( ( { detail } ) => detail ) ).toEqual( checks.map( () => expect.stringMatching( /^[A-Z].*\.$/ ) as string ) );
	} );

	it( 'asks for so many policies at most, and says of the others that it did not ask', async () => {
		const service = await rawService( ( _, response ) => {
			response.end( JSON.stringify( {
				steps: [],
				teamsOnCall: [ { oncallNow: Array.from( { length: 30 }, ( __, index ) => ( { escalationPolicy: { slug: `pol-${ index }` } } ) ) } ]
			} ) );
		} );
		const { splunk } = await splunkWorld( { apiUrl: service.url, catchAllPolicy: undefined } );
		const checks = await splunk.selfCheck!();
		expect( checks ).toHaveLength( 31 );
		expect( checks.filter( ( { verdict } ) => verdict === 'unknown' ) ).toHaveLength( 10 );
		expect( service.requests ).toHaveLength( 22 );
	} );

	it( 'cannot ask for a policy that has no name', async () => {
		const { url } = await rawService( ( _, response ) => {
			response.end( JSON.stringify( { teamsOnCall: [ { oncallNow: [ { escalationPolicy: { slug: {} } } ] } ] } ) );
		} );
		const { splunk } = await splunkWorld( { apiUrl: url, catchAllPolicy: undefined } );
		expect( verdicts( await splunk.selfCheck!() ) ).toEqual( { 'maintenance mode': 'pages', policy: 'unknown' } );
	} );
} );

describe( 'maintenance mode in what is read back', () => {
	it( 'is for its routing keys only', async () => {
		for ( const [ names, muted ] of [ [ [ 'Sre' ], true ], [ [ 'others' ], undefined ] ] as const ) {
			const { splunk, api } = await splunkWorld();
			await api( 'POST', 'maintenancemode/start', { names, purpose: 'upgrade' } );
			await splunk.deliver( { dedupKey: 'page-sre/A', firstLine: 'x', body: '', recordUrl: '', host: '', acceptedAt: 0 } );
			expect( ( await splunk.observe() )[ 0 ]!.muted ).toBe( muted );
		}
	} );

	it( 'is not said of a page that rings, nor asked for when all were answered', async () => {
		const incident = { entityId: 'page-sre/A', incidentNumber: '1' };
		for ( const [ state, calls ] of [ [ { currentPhase: 'UNACKED', pagedUsers: [ 'amal' ] }, 1 ], [ { currentPhase: 'ACKED' }, 1 ], [ { currentPhase: 'UNACKED' }, 2 ] ] as const ) {
			const service = await rawService( ( request, response ) => {
				response.end( JSON.stringify( request.url!.endsWith( 'maintenancemode' ) ?
					{ activeInstances: [ { isGlobal: true } ] } :
					{ incidents: [ { ...incident, ...state } ] } ) );
			} );
			const { splunk } = await splunkWorld( { apiUrl: service.url } );
			expect( ( await splunk.observe() )[ 0 ]!.muted ).toBe( calls === 2 ? true : undefined );
			expect( service.requests ).toHaveLength( calls );
		}
	} );

	it.each( [ [ 500, '' ], [ 200, '<html>' ], [ 200, '{}' ], [ 200, '{"activeInstances":[{"targets":[{"names":"sre"}]},null,7]}' ] ] )(
		'is taken as off when the service answers %i %s', async ( status, body ) => {
			const { url } = await rawService( ( request, response ) => {
				if ( request.url!.endsWith( 'incidents' ) ) {
					response.end( JSON.stringify( { incidents: [ { entityId: 'page-sre/A', currentPhase: 'UNACKED' } ] } ) );
				} else {
					response.writeHead( status ).end( body );
				}
			} );
			const { splunk } = await splunkWorld( { apiUrl: url } );
			expect( await splunk.observe() ).toEqual( [ { dedupKey: 'page-sre/A', incident: 'page-sre/A', phase: 'triggered', notified: null, by: null } ] );
		} );
} );
