// The sandbox's GoAlert as its source describes the real one: what it says to whom, what it refuses, and
// that it remembers what nobody should have asked.
import { describe, expect, it, onTestFinished } from 'vitest';
import { startSandboxGoAlert } from '../../../server/sandbox/goAlert/service.ts';
import type { SandboxGoAlert } from '../../../server/sandbox/goAlert/service.ts';

const keyQuery = 'query Q($service: ID!) { service(id: $service) { name } alerts(input: { first: 5 }) { nodes { alertID } } }';

interface Setting {
	sandbox: SandboxGoAlert;
	post: ( fields: unknown, headers?: Record<string, string>, query?: string ) => Promise<Response>;
	graph: ( body: unknown, key?: string ) => Promise<{ status: number; json: unknown }>;
}

async function goAlert(): Promise<Setting> {
	const sandbox = await startSandboxGoAlert( { now: () => Date.parse( '2026-11-23T14:00:00Z' ), keyQuery } );
	onTestFinished( () => sandbox.stop() );
	return {
		sandbox,
		post: ( fields, headers = { accept: 'application/json' }, query = `?token=${ sandbox.integrationKey }` ) =>
			fetch( `${ sandbox.url }api/v2/generic/incoming${ query }`, {
				method: 'POST', body: JSON.stringify( fields ), headers: { 'content-type': 'application/json', ...headers }
			} ),
		graph: async ( body, key = sandbox.graphqlKey ) => {
			const response = await fetch( `${ sandbox.url }api/graphql`, {
				method: 'POST', body: JSON.stringify( body ), headers: { authorization: `Bearer ${ key }` }
			} );
			return { status: response.status, json: await response.json() };
		}
	};
}

describe( 'the generic API of the sandbox GoAlert', () => {
	it( 'says which alert it is, and whether it is new, to those who accept exactly JSON', async () => {
		const { post, sandbox } = await goAlert();
		const answer = { AlertID: 1, ServiceID: sandbox.serviceId, IsNew: true };
		expect( await ( await post( { summary: 'A', dedup: 'x' } ) ).json() ).toEqual( answer );
		expect( await ( await post( { summary: 'B', dedup: 'x' } ) ).json() ).toEqual( { ...answer, IsNew: false } );
		for ( const accept of [ '*/*', 'application/json, */*' ] ) {
			expect( ( await post( { summary: 'C', dedup: 'x' }, { accept } ) ).status ).toBe( 204 );
		}
		expect( sandbox.alerts() ).toMatchObject( [ { summary: 'A', received: 4 } ] );
	} );

	it( 'takes the same words for the same alert where there is no key', async () => {
		const { post, sandbox } = await goAlert();
		for ( const summary of [ 'A', 'A', 'B' ] ) {
			await post( { summary } );
		}
		expect( sandbox.alerts() ).toMatchObject( [ { received: 2 }, { received: 1 } ] );
	} );

	it( 'closes, says 0 when there is nothing to close, and then makes another', async () => {
		const { post, sandbox } = await goAlert();
		await post( { summary: 'A', dedup: 'x' } );
		const close = { summary: 'A', dedup: 'x', action: 'close' };
		expect( await ( await post( close ) ).json() ).toMatchObject( { AlertID: 1, IsNew: false } );
		expect( await ( await post( close ) ).json() ).toMatchObject( { AlertID: 0, IsNew: false } );
		await post( { summary: 'A', dedup: 'x' } );
		expect( sandbox.alerts() ).toMatchObject( [ { status: 'StatusClosed' }, { status: 'StatusUnacknowledged' } ] );
	} );

	it( 'refuses no summary, no key, too much', async () => {
		const { post, sandbox } = await goAlert();
		expect( ( await post( { summary: ' ', action: 'close' } ) ).status ).toBe( 400 );
		expect( ( await post( { summary: 'A' }, {}, '' ) ).status ).toBe( 401 );
		expect( ( await post( { summary: 'A', details: 'x'.repeat( 300_000 ) } ) ).status ).toBe( 413 );
		expect( ( await post( { summary: 'A' }, { authorization: `Bearer ${ sandbox.integrationKey }` }, '' ) ).status ).toBe( 204 );
	} );
} );

describe( 'the GraphQL API of the sandbox GoAlert', () => {
	it( 'answers the one query that the key was made for, or none at all', async () => {
		const { graph, post, sandbox } = await goAlert();
		await post( { summary: 'A' } );
		const variables = { service: sandbox.serviceId };
		const expected = { status: 200, json: { data: { service: { name: 'Page SRE' }, alerts: { nodes: [ { alertID: 1 } ] } } } };
		expect( await graph( { variables } ) ).toEqual( expected );
		expect( await graph( { query: keyQuery, variables } ) ).toEqual( expected );
		expect( await graph( { query: `${ keyQuery } `, variables } ) )
			.toMatchObject( { status: 200, json: { data: null, errors: [ { extensions: { code: 'invalid_query' } } ] } } );
		expect( await graph( { variables }, 'wrong' ) ).toMatchObject( { status: 401 } );
	} );

	it( 'knows nothing else, and remembers who asked', async () => {
		const { sandbox } = await goAlert();
		expect( ( await fetch( `${ sandbox.url }api/graphql?x=1` ) ).status ).toBe( 404 );
		expect( sandbox.unexpected ).toEqual( [ { method: 'GET', path: '/api/graphql' } ] );
	} );
} );
