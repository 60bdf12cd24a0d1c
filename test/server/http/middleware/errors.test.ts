// Every refusal is a problem document with a code, and nothing else: no prose, no stack, no value that
// came in. What is no refusal is a bug: logged with its stack, told as `internal`.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ServiceError } from '../../../../server/errors.ts';
import { aPage, newKey, startWorld, type SenderClient, type World } from '../../../harness.ts';
import { ask, expectProblem, type Question } from '../ask.ts';

describe( 'Refusals', () => {
	let world: World;
	let sender: SenderClient;
	let failure: Error | undefined;
	beforeAll( async () => {
		world = await startWorld( { overrides: { wrapPageStore: ( store ) => ( {
			...store,
			async list( filter ) {
				if ( failure ) {
					throw failure;
				}
				return store.list( filter );
			}
		} ) } } );
		world.expectErrors( /^bug: unexpected error$/ );
		sender = await world.signIn( 'Steward Foo' );
	} );
	afterAll( () => world.stop() );

	const asked = ( path: string, question: Question = {} ): Promise<Response> => ask( world.url + path, {
		...question, headers: { Authorization: `Bearer ${ sender.token }`, ...question.headers }
	} );
	const posted = ( body: unknown, headers: Record<string, string> = {} ): Promise<Response> => asked( '/v1/pages', { method: 'POST', body, headers } );
	const json = { 'Content-Type': 'application/json' };

	it.each( [ '{', '{"summary":', 'null', '"text"', '[1', 'summary=x', '\uFEFF{}x' ] )( 'say that %j is no JSON', async ( body ) => {
		expect( ( await expectProblem( await posted( body, json ), 'invalidRequest' ) ).fields ).toEqual( [ { field: '', rule: 'format' } ] );
	} );

	it.each( [ [ '[]', 'wrongType' ], [ '{}', 'missing' ] ] )( 'say that %j is no page', async ( body, rule ) => {
		expect( ( await expectProblem( await posted( body, json ), 'invalidRequest' ) ).fields ).toEqual( expect.arrayContaining( [ expect.objectContaining( { rule } ) ] ) );
	} );

	it( 'name every field at fault and its rule, at once', async () => {
		const problem = await expectProblem( await posted( {
			summary: 'a\u0000', scope: 'x'.repeat( 61 ), since: 'two\nlines', details: 5, contact: { ircNick: '1foo', phone: '1' }, context: { url: 'javascript:x' }, urgent: true
		} ), 'invalidRequest' );
		expect( problem.fields ).toEqual( expect.arrayContaining( [
			{ field: 'idempotencyKey', rule: 'missing' }, { field: 'summary', rule: 'controlCharacter' }, { field: 'summary', rule: 'tooShort', limit: 5 },
			{ field: 'scope', rule: 'tooLong', limit: 60 }, { field: 'since', rule: 'notOneLine' }, { field: 'details', rule: 'wrongType' },
			{ field: 'contact.ircNick', rule: 'format' }, { field: 'contact.phone', rule: 'unknownField' }, { field: 'context.url', rule: 'format' }, { field: 'urgent', rule: 'unknownField' }
		] ) );
		expect( problem.fields ).toHaveLength( 10 );
	} );

	it( 'repeat nothing of what was posted', async () => {
		const response = await posted( { ...aPage(), summary: `secret ${ 'x'.repeat( 80 ) }` } );
		expect( await response.text() ).not.toContain( 'secret' );
		expect( JSON.stringify( world.log ) ).not.toContain( 'secret x' );
	} );

	it.each( [ 'text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x', 'application/problem+json', 'application/json; charset=latin1', '' ] )( 'say that %j is not the type to post', async ( type ) => {
		await expectProblem( await posted( JSON.stringify( aPage() ), { 'Content-Type': type } ), 'unsupportedMediaType' );
		await expectProblem( await ask( `${ world.url }/v1/session`, { method: 'POST', body: '{}', headers: { 'Content-Type': type } } ), 'unsupportedMediaType' );
	} );

	it( 'say that a body is too large, and take the largest page there is', async () => {
		const largest = { ...aPage(), details: '\u{1F600}'.repeat( 4000 ) };
		// The longest way to write it: each half of each pair escaped.
		const escaped = JSON.stringify( largest ).replace( /[\uD800-\uDFFF]/g, ( half ) => `\\u${ half.charCodeAt( 0 ).toString( 16 ) }` );
		expect( ( await posted( escaped, json ) ).status ).toBe( 202 );
		await expectProblem( await posted( JSON.stringify( { ...aPage(), details: 'x'.repeat( 65 * 1024 ) } ), json ), 'payloadTooLarge' );
	} );

	it.each( [ '/v1', '/v1/', '/v1/nothing', '/v2/pages', '/favicon.ico', '/i18n/xx.json', '/assets/none.js', '/assets/../../package.json', '/i18n/..%2f..%2f..%2fpackage.json', '/.git/config' ] )( 'say that there is nothing at %s', async ( path ) => {
		await expectProblem( await asked( path ), 'notFound' );
	} );

	it.each( [
		[ 'PUT', '/v1/pages', 'GET, HEAD, POST, OPTIONS' ], [ 'DELETE', '/v1/pages', 'GET, HEAD, POST, OPTIONS' ], [ 'POST', '/v1/pages/x', 'GET, HEAD, OPTIONS' ], [ 'DELETE', '/v1/pages/x', 'GET, HEAD, OPTIONS' ],
		[ 'POST', '/v1/pages/x/events', 'GET, HEAD, OPTIONS' ], [ 'PATCH', '/v1/session', 'POST, GET, HEAD, DELETE, OPTIONS' ]
	] )( 'say that %s %s is not possible, and what is', async ( method, path, allowed ) => {
		const response = await asked( path, { method } );
		expect( response.headers.get( 'allow' ) ).toBe( allowed );
		await expectProblem( response, 'methodNotAllowed' );
	} );

	it.each( [ '/v1/pages/%E0%A4%A', '/v1/pages?limit=0', '/v1/pages?limit=51', '/v1/pages?limit=x', '/v1/pages?limit=1&limit=2', '/v1/pages?idempotencyKey=short', '/v1/pages?sort=asc' ] )( 'say that %s is not understood', async ( path ) => {
		await expectProblem( await asked( path ), 'invalidRequest' );
	} );

	it( 'say that a key stands for another page', async () => {
		const page = aPage();
		await posted( page );
		await expectProblem( await posted( { ...page, summary: 'Something else' } ), 'idempotencyKeyReused' );
	} );

	it( 'say why somebody may not page', async () => {
		const former = await world.signIn( 'Former Bar' );
		const response = await ask( `${ world.url }/v1/pages`, { method: 'POST', headers: { Authorization: `Bearer ${ former.token }` }, body: aPage() } );
		expect( await expectProblem( response, 'notMember' ) ).toMatchObject( { reason: 'notInGroup' } );
	} );

	it( 'say that the wiki did not answer, and that trying again may help', async () => {
		world.wiki.faults.set( { kind: 'serverErrorHtml', status: 503 }, 'api' );
		const problem = await expectProblem( await posted( aPage() ), 'membershipUnknown' );
		world.wiki.faults.set( null );
		expect( problem.retryable ).toBe( true );
	} );

	it( 'say that the code of a sign-in is no good', async () => {
		const body = { code: 'A'.repeat( 43 ), verifier: 'B'.repeat( 43 ) };
		await expectProblem( await ask( `${ world.url }/v1/session`, { method: 'POST', body } ), 'signInExpired' );
	} );

	it.each( [ {}, { code: 'x', verifier: 'y' }, { code: 'A'.repeat( 43 ), verifier: 'B'.repeat( 129 ) }, { code: 'A'.repeat( 43 ), verifier: 'B'.repeat( 43 ), origin: 'x' } ] )( 'say that %j is no exchange', async ( body ) => {
		await expectProblem( await ask( `${ world.url }/v1/session`, { method: 'POST', body } ), 'invalidRequest' );
	} );

	describe( 'when something fails that nobody foresaw', () => {
		it( 'tell nothing of it, and log all of it under the same id', async () => {
			failure = new Error( 'SELECT * FROM secrets failed' );
			const response = await asked( '/v1/pages' );
			failure = undefined;
			const text = await response.clone().text();
			const { requestId } = await expectProblem( response, 'internal' );
			expect( text ).not.toMatch( /SELECT|secrets|at |node_modules|\.ts/ );
			expect( world.log.at( -1 ) ).toMatchObject( { level: 'error', message: 'bug: unexpected error', facts: { requestId, err: { message: 'SELECT * FROM secrets failed' } } } );
		} );

		it( 'know the store\'s own failure from a bug', async () => {
			failure = new ServiceError( 'storeUnavailable', {}, new Error( 'database is locked' ) );
			const problem = await expectProblem( await asked( '/v1/pages' ), 'storeUnavailable' );
			failure = undefined;
			expect( world.log.at( -1 ) ).toMatchObject( { level: 'warn', facts: { requestId: problem.requestId, cause: 'database is locked' } } );
		} );
	} );

	it( 'give every answer an id of its own, not the caller\'s', async () => {
		const ids = await Promise.all( [ 1, 2 ].map( async () => ( await asked( '/healthz', { headers: { 'X-Request-Id': 'mine' } } ) ).headers.get( 'x-request-id' ) ) );
		expect( new Set( [ ...ids, 'mine' ] ).size ).toBe( 3 );
	} );

	it( 'say that nobody is signed in before they say anything of a page', async () => {
		for ( const path of [ '/v1/pages', `/v1/pages?idempotencyKey=${ newKey() }`, '/v1/pages/x', '/v1/pages/x/events', '/v1/session' ] ) {
			await expectProblem( await ask( world.url + path ), 'notSignedIn' );
		}
	} );
} );
