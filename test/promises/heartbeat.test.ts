// Every minute a page that wakes nobody goes all the way round; only then is the outside told. When it
// does not, operators are.
import { createServer, type Server } from 'node:http';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { freePort } from '../environment.ts';
import { startWorld, type World } from '../harness.ts';

describe( 'The heartbeat', () => {
	let world: World;
	let beats: string[];
	let outside: Server;
	beforeEach( async () => {
		beats = [];
		const port = await freePort();
		outside = createServer( ( request, response ) => {
			beats.push( request.url! );
			response.end( 'ok' );
		} ).listen( port, '127.0.0.1' );
		world = await startWorld( { env: { PAGE_SRE_HEARTBEAT_SECONDS: '60', PAGE_SRE_HEARTBEAT_URL: `http://127.0.0.1:${ port }/ping/secret` } } );
	} );
	afterEach( async () => {
		await world.stop();
		outside.close();
	} );
	const metric = async ( name: string ): Promise<string | undefined> =>
		new RegExp( `^${ name } (.*)$`, 'm' ).exec( await ( await fetch( `${ world.url }/metrics` ) ).text() )?.[ 1 ];

	it( 'reaches the dead-man\'s switch once a minute and leaves nothing behind', async () => {
		await world.advance( 5 * 60_000 );
		expect( beats.length ).toBeGreaterThanOrEqual( 4 );
		expect( beats.length ).toBeLessThanOrEqual( 6 );
		expect( new Set( beats ) ).toEqual( new Set( [ '/ping/secret' ] ) );
		expect( await metric( 'page_sre_heartbeat_alive' ) ).toBe( '1' );
		expect( world.onCall.received ).toEqual( [] );
	} );

	it( 'never writes the switch\'s address, which is a credential, into the log', async () => {
		await world.advance( 2 * 60_000 );
		expect( JSON.stringify( world.log ) ).not.toContain( 'secret' );
	} );
} );

describe( '/readyz', () => {
	it( 'says that a page could be stored and that somebody would be woken', async () => {
		const world = await startWorld();
		await world.advance( 1000 );
		const ready = async (): Promise<unknown> => {
			const answer = await fetch( `${ world.url }/readyz` );
			return { status: answer.status, body: await answer.json() as unknown };
		};
		// The first check begins at the start, and takes a few calls.
		await expect.poll( ready )
			.toEqual( { status: 200, body: { ready: true, store: true, providers: [ { provider: 'splunk-on-call', verdict: 'pages' } ] } } );
		await world.stop();
	} );

	it( 'says when nobody would be woken, and operators are told', async () => {
		const world = await startWorld();
		world.expectErrors( /would wake nobody/ );
		world.onCall.faults.set( { kind: 'emptyRota' } );
		await world.advance( 6 * 60_000 );
		const answer = await fetch( `${ world.url }/readyz` );
		expect( { status: answer.status, body: await answer.json() as unknown } )
			.toMatchObject( { status: 503, body: { ready: false, store: true } } );
		await world.stop();
	} );
} );
