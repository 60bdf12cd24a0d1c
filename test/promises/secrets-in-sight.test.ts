// No secret stands where others of the same machine, or whoever asks us, can see it: not in the command line or
// the title of the process, not in a page, an error or a header.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { startSandboxOnCall } from '../../server/sandbox/onCall/service.ts';
import { startSandboxWiki } from '../../server/sandbox/wiki/index.ts';
import { environmentFor, freePort, newConsumer } from '../environment.ts';

it( 'no secret of the configuration is seen in the list of processes or in any answer', async () => {
	const folder = await mkdtemp( join( tmpdir(), 'page-sre-test-' ) );
	const port = await freePort();
	const consumer = newConsumer( port );
	const onCall = await startSandboxOnCall();
	const wiki = await startSandboxWiki( { gadgetPages: async () => ( {} ), consumer, backendUrl: `http://localhost:${ port }` } );
	const env: Record<string, string> = {
		...environmentFor( { port, store: join( folder, 'store.sqlite' ), wiki, onCall, consumer } ),
		PAGE_SRE_ROSTER_KEYS: 'canary-roster-key-0123456789-0123456789', PAGE_SRE_SPLUNK_ON_CALL_HOOK_SECRET: 'canary-hook-secret-0123456789-0123456789'
	};
	// Named like keys, but known to everybody: the consumer's, which stands in the wiki's address, and the name of a route.
	const known = [ consumer.key, 'sre' ];
	const secrets = Object.entries( env ).filter( ( [ name, value ] ) => /(SECRET|_KEY|KEYS)$/.test( name ) && !known.includes( value ) ).map( ( [ , value ] ) => value );
	expect( secrets.length ).toBeGreaterThan( 3 );
	const child = spawn( process.execPath, [ 'server/cli.ts', 'start' ], {
		cwd: join( import.meta.dirname, '../..' ), env: { PATH: process.env.PATH, ...env }, stdio: [ 'ignore', 'pipe', 'inherit' ]
	} );
	onTestFinished( async () => {
		child.kill( 'SIGKILL' );
		await once( child, 'close' );
		await Promise.all( [ wiki.stop(), onCall.stop() ] );
		await rm( folder, { recursive: true } );
	} );
	await new Promise<void>( ( resolve ) => {
		child.stdout.on( 'data', ( text: Buffer ) => text.includes( '"msg":"ready"' ) && resolve() );
	} );

	const seen = [ 'cmdline', 'comm', 'stat' ].map( ( file ) => readFileSync( `/proc/${ child.pid! }/${ file }`, 'utf8' ) );
	const asked = [
		'/', '/nothing', '/readyz', '/metrics', '/openapi.json', '/api', '/errors', '/sre/', '/oauth/start', '/oauth/start?return=standalone', '/oauth/callback?oauth_token=x',
		'/v1/session', '/v1/roster', '/v1/hooks/splunk-on-call'
	];
	for ( const path of asked ) {
		for ( const method of [ 'GET', 'POST' ] ) {
			const answer = await fetch( `http://localhost:${ port }${ path }`, { method, redirect: 'manual', headers: { Authorization: 'Bearer wrong' } } );
			seen.push( await answer.text(), JSON.stringify( [ ...answer.headers ] ) );
		}
	}
	expect( secrets.filter( ( secret ) => seen.some( ( text ) => text.includes( secret ) ) ) ).toEqual( [] );
} );
