// Every answer, good or not, tells browsers how little they may do with it.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createServer } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import express from 'express';
import { securityHeaders } from '../../../../server/http/middleware/securityHeaders.ts';
import { startWorld, type World } from '../../../harness.ts';
import { ask } from '../ask.ts';

describe( 'Security headers', () => {
	let world: World;
	beforeAll( async () => {
		world = await startWorld();
	} );
	afterAll( () => world.stop() );

	const everywhere = [
		'/', '/nothing', '/healthz', '/v1/pages', '/v1/roster', '/i18n/de.json', '/i18n/xx.json', '/sre/', '/sre/assets/responders.js', '/sign-in/signIn.js',
		'/oauth/start', '/api', '/errors/notMember', '/assets/nothing.js'
	];

	it.each( everywhere )( 'are on the answer of %s', async ( path ) => {
		const { headers } = await ask( world.url + path );
		expect( headers.get( 'content-security-policy' ) ).toBe( 'default-src \'none\'; script-src \'self\'; style-src \'self\'; img-src \'self\' data:; ' +
			'connect-src \'self\'; form-action \'self\'; base-uri \'none\'; frame-ancestors \'none\'; require-trusted-types-for \'script\'; trusted-types vue page-sre' );
		expect( headers.get( 'x-content-type-options' ) ).toBe( 'nosniff' );
		expect( headers.get( 'cross-origin-resource-policy' ) ).toBe( 'same-origin' );
		expect( headers.get( 'permissions-policy' ) ).toMatch( /^(?:[a-z-]+=\(\)(?:, )?)+$/ );
		expect( headers.get( 'referrer-policy' ) ).toBe( 'same-origin' );
		expect( [ 'x-powered-by', 'server' ].map( ( name ) => headers.get( name ) ) ).toEqual( [ null, null ] );
		// This world is served over http, where a browser would have to ignore it.
		expect( headers.get( 'strict-transport-security' ) ).toBeNull();
	} );

	it( 'hold browsers to https for a year, with all that is below our host, where we are served so', async () => {
		const server = createServer( express().use( securityHeaders( true ), ( _request, response ) => {
			response.end();
		} ) ).listen( 0 );
		await once( server, 'listening' );
		const { headers } = await ask( `http://localhost:${ ( server.address() as AddressInfo ).port }/` );
		server.close();
		expect( headers.get( 'strict-transport-security' ) ).toBe( 'max-age=31536000; includeSubDomains' );
	} );
} );
