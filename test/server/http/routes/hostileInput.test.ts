// What only an attacker sends: it is refused like any other mistake, changes nothing, and takes no time.
import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aPage, startWorld, type SenderClient, type World } from '../../../harness.ts';
import { ask, expectProblem } from '../ask.ts';

describe( 'Hostile input', () => {
	let world: World;
	let sender: SenderClient;
	beforeAll( async () => {
		world = await startWorld();
		sender = await world.signIn( 'Steward Foo' );
	} );
	afterAll( () => world.stop() );

	const post = ( body: string, type = 'application/json' ): Promise<Response> => ask( `${ world.url }/v1/pages`, {
		method: 'POST', body, headers: { Authorization: `Bearer ${ sender.token }`, 'Content-Type': type }
	} );
	const whole = JSON.stringify( aPage() );

	it.each( [ '__proto__', 'constructor', 'prototype' ] )( 'named %s is one more field that is unknown', async ( name ) => {
		const { fields } = await expectProblem( await post( whole.replace( '{', `{"${ name }":{"polluted":true},` ) ), 'invalidRequest' );
		expect( fields ).toEqual( [ { field: name, rule: 'unknownField' } ] );
		expect( ( {} as { polluted?: boolean } ).polluted ).toBeUndefined();
	} );

	it.each( [ '[', '{"a":' ] )( 'that is nested 10,000 times is refused as what it is: %s', async ( opening ) => {
		const deep = opening.repeat( 10_000 ) + '1' + ( opening === '[' ? ']' : '}' ).repeat( 10_000 );
		await expectProblem( await post( whole.replace( '"Login fails for everyone"', deep ) ), 'invalidRequest' );
	} );

	it.each( [ 'text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x', 'application/jsonp' ] )( 'of a type that needs no preflight is refused: %s', async ( type ) => {
		await expectProblem( await post( whole, type ), 'unsupportedMediaType' );
	} );

	it.each( [ `https://${ 'a.'.repeat( 3_000 ) }org`, `https://${ '-'.repeat( 6_000 ) }`, `https://${ 'a'.repeat( 6_000 ) }.wikipedia.org` ] )( 'as a long origin is nobody\'s', async ( origin ) => {
		await expectProblem( await ask( `${ world.url }/v1/pages`, { headers: { Origin: origin } } ), 'originRefused' );
	} );

	it( 'by the method TRACE is told nothing of itself', async () => {
		const { hostname, port } = new URL( world.url );
		const answer = await new Promise<string>( ( resolve, reject ) => {
			const socket = connect( Number( port ), hostname, () => socket.end( 'TRACE / HTTP/1.1\r\nHost: x\r\nX-Secret: canary\r\nConnection: close\r\n\r\n' ) );
			let text = '';
			socket.setEncoding( 'utf8' ).on( 'data', ( part: string ) => {
				text += part;
			} ).on( 'end', () => resolve( text ) ).on( 'error', reject );
		} );
		expect( answer ).toMatch( /^HTTP\/1\.1 4\d\d / );
		expect( answer ).not.toContain( 'canary' );
	} );

	it.each( [ '/v1/pages/%', '/v1/pages/%E0%A4%A', '/errors/%', '/assets/%2e%2e/%2e%2e/package.json', '/i18n/..%2fpackage.json', '/sign-in/..\\app.ts', '//evil.example.org/', '/assets//evil.example.org/%2e%2e' ] )( 'as a path leads nowhere: %s', async ( path ) => {
		const response = await ask( world.url + path, { headers: { Authorization: `Bearer ${ sender.token }` } } );
		expect( response.status ).toBeGreaterThanOrEqual( 400 );
		expect( response.status ).toBeLessThan( 500 );
		expect( response.headers.get( 'location' ) ).toBeNull();
	} );
} );
