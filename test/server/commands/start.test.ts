// What cannot start says why in one line and stays down; the real program as a process of its own.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { SandboxOnCall } from '../../../server/sandbox/onCall/service.ts';
import { environmentFor, newConsumer } from '../../environment.ts';

const nobody = {
	restKey: 'x', routingKey: 'x', apiId: 'x', apiKey: 'x', writeKey: 'x', apiUser: 'x', catchAllPolicy: 'x',
	ingestUrl: 'http://127.0.0.1:1/', apiUrl: 'http://127.0.0.1:1/'
} as SandboxOnCall;

async function start( env: Record<string, string> ): Promise<{ code: number; complaint: string }> {
	const child = spawn( process.execPath, [ join( import.meta.dirname, '../../../server/cli.ts' ), 'start' ], { env: { PATH: process.env.PATH, ...env } } );
	let complaint = '';
	child.stderr.on( 'data', ( text ) => {
		complaint += String( text );
	} );
	const [ code ] = await once( child, 'close' ) as [ number ];
	return { code, complaint };
}

describe( 'page-sre start', () => {
	let folder: string;
	const environment = ( port: number ): Record<string, string> => environmentFor( {
		port, store: join( folder, 'store.sqlite' ), wiki: { url: 'http://localhost:1' }, onCall: nobody, consumer: newConsumer( port )
	} );
	beforeEach( async () => {
		folder = await mkdtemp( join( tmpdir(), 'page-sre-start-' ) );
	} );
	afterEach( () => rm( folder, { recursive: true } ) );

	it( 'on a port that is taken says so in one line', async () => {
		const other = createServer().listen( 0, '127.0.0.1' );
		await once( other, 'listening' );
		const { port } = other.address() as AddressInfo;
		expect( await start( environment( port ) ) ).toEqual( {
			code: 1, complaint: `Page SRE could not start: listen EADDRINUSE: address already in use 127.0.0.1:${ port }\n`
		} );
		other.close();
	} );

	it( 'on a store that is none says so in one line', async () => {
		await writeFile( join( folder, 'store.sqlite' ), 'not a database, though long enough to look like one'.repeat( 50 ) );
		const { code, complaint } = await start( environment( 1 ) );
		expect( code ).toBe( 1 );
		expect( complaint ).toMatch( /^Page SRE could not start: the store .* cannot be opened: .*\n$/ );
	} );

	it( 'with a wrong setting names it, and never starts the sandbox instead', async () => {
		const { code, complaint } = await start( { ...environment( 1 ), PAGE_SRE_GROUP: 'x y' } );
		expect( code ).toBe( 78 );
		expect( complaint ).toContain( 'PAGE_SRE_GROUP must be the API name of a global group' );
	} );
} );
