// What `npm start` brings up, for a browser: the built gadget on the sandbox wiki, the sandbox on-call
// service, and the real server. Time is real here, because the browser's is.
import { readdir, readFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Config } from '../../server/config.ts';
import { createLogger } from '../../server/logger.ts';
import { startSandboxOnCall, type SandboxOnCall } from '../../server/sandbox/onCall/service.ts';
import { startSandboxStatusPage, type SandboxStatusPage } from '../../server/sandbox/statusPage/service.ts';
import { startSandboxWiki, type SandboxWiki } from '../../server/sandbox/wiki/index.ts';
import { startServer, type Overrides } from '../../server/server.ts';
import { configOf, environmentFor, freePort, newConsumer } from '../environment.ts';

export interface Trial {
	url: string;
	wiki: SandboxWiki;
	onCall: SandboxOnCall;
	statusPage: SandboxStatusPage;
	/** @param env variables beyond those that the trial itself needs */
	startServer( overrides?: Overrides, config?: Partial<Config>, env?: Record<string, string> ): Promise<void>;
	stopServer(): Promise<void>;
	stop(): Promise<void>;
}

const builtPages = join( import.meta.dirname, '../../gadget/dist/wiki' );

async function gadgetPages(): Promise<Record<string, string>> {
	const names = await readdir( builtPages );
	return Object.fromEntries( await Promise.all( names.map( async ( name ) =>
		[ `MediaWiki:${ name }`, await readFile( join( builtPages, name ), 'utf8' ) ] as const ) ) );
}

export async function startTrial(): Promise<Trial> {
	const folder = await mkdtemp( join( tmpdir(), 'page-sre-e2e-' ) );
	const port = await freePort();
	const url = `http://localhost:${ port }`;
	const consumer = newConsumer( port );
	const onCall = await startSandboxOnCall();
	const statusPage = await startSandboxStatusPage();
	const wiki = await startSandboxWiki( { gadgetPages, consumer, backendUrl: url } );
	const environment = {
		...environmentFor( { port, store: join( folder, 'store.sqlite' ), wiki, onCall, statusPage, consumer } ), PAGE_SRE_POLL_SECONDS: '0.2'
	};
	let server: Awaited<ReturnType<typeof startServer>> | undefined;
	const trial: Trial = {
		url, wiki, onCall, statusPage,
		async startServer( overrides = {}, changes = {}, env = {} ) {
			server = await startServer( { ...configOf( { ...environment, ...env } ), ...changes }, { log: createLogger( 'silent' ), ...overrides } );
		},
		async stopServer() {
			await server?.stop();
			server = undefined;
		},
		async stop() {
			onCall.faults.release();
			wiki.faults.set( null );
			wiki.faults.release();
			await trial.stopServer();
			await Promise.all( [ wiki.stop(), onCall.stop(), statusPage.stop() ] );
			await rm( folder, { recursive: true } );
		}
	};
	await trial.startServer();
	return trial;
}
