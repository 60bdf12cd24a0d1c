// Whoever follows a problem's `type` finds what happened and what to do; every code has its page.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { errorPages } from '../../../../server/contract/errorPages.ts';
import { operations } from '../../../../server/contract/openApi/document.ts';
import { errorCodes, type ErrorCode } from '../../../../server/contract/problem.ts';
import { startWorld, type World } from '../../../harness.ts';
import { ask, expectProblem } from '../ask.ts';

describe( 'The reference', () => {
	let world: World;
	beforeAll( async () => {
		world = await startWorld();
	} );
	afterAll( () => world.stop() );

	const read = async ( path: string ): Promise<string> => {
		const response = await ask( world.url + path );
		expect( [ response.status, response.headers.get( 'content-type' ) ] ).toEqual( [ 200, 'text/html; charset=utf-8' ] );
		const text = await response.text();
		expect( text ).not.toContain( '<script' );
		return text;
	};

	it.each( Object.keys( errorCodes ) as ErrorCode[] )( 'explains %s', async ( code ) => {
		const page = await read( `/errors/${ code }` );
		expect( page ).toContain( errorCodes[ code ].retryable ? 'Retryable:' : 'Not retryable:' );
		expect( page ).toContain( `HTTP ${ errorCodes[ code ].status }` );
		// Nothing to fill in was forgotten.
		expect( Object.values<string>( { ...errorPages[ code ] } ).every( ( text ) => text.length > 10 ) ).toBe( true );
	} );

	it( 'is where a refusal leads', async () => {
		const { type } = await expectProblem( await ask( `${ world.url }/v1/pages` ), 'notSignedIn' );
		expect( await read( type ) ).toContain( errorPages.notSignedIn.title );
	} );

	it.each( [ 'nothing', '__proto__', 'constructor', 'toString', 'notmember' ] )( 'has no page for %s', async ( code ) => {
		await expectProblem( await ask( `${ world.url }/errors/${ code }` ), 'notFound' );
	} );

	it( 'lists every refusal and every operation, each refusal with its link', async () => {
		const refusals = await read( '/errors' );
		expect( Object.keys( errorCodes ).filter( ( code ) => !refusals.includes( `href="/errors/${ code }"` ) ) ).toEqual( [] );
		const api = await read( '/api' );
		expect( operations.filter( ( { id } ) => !api.includes( `id="${ id }"` ) ) ).toEqual( [] );
	} );
} );
