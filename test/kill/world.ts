// One installation for being killed: its processes on one store, beside a sandbox wiki and a sandbox
// on-call service that live in this process and so outlive them. Time is real here.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startSandboxOnCall, type SandboxOnCall } from '../../server/sandbox/onCall/service.ts';
import { startSandboxWiki } from '../../server/sandbox/wiki/index.ts';
import { startPostgres } from '../contract/store/postgresServer.ts';
import { environmentFor, freePort, newConsumer } from '../environment.ts';
import { createServerProcess, type ServerProcess } from '../serverProcess.ts';
import { signInByPopup } from '../signIn.ts';

export type StoreKind = 'sqlite' | 'postgres';

export interface KillWorld {
	onCall: SandboxOnCall;
	processes: readonly { url: string; server: ServerProcess }[];
	/** The bearer token of somebody who may page, good at every process. */
	token: string;
	stop(): Promise<void>;
}

/** A file is served by one process; a database by two. */
const PROCESSES: Record<StoreKind, number> = { sqlite: 1, postgres: 2 };

export async function startKillWorld( kind: StoreKind ): Promise<KillWorld> {
	const folder = await mkdtemp( join( tmpdir(), 'page-sre-kill-' ) );
	const ports = await Promise.all( Array.from( { length: PROCESSES[ kind ] }, () => freePort() ) );
	const publicUrl = `http://localhost:${ ports[ 0 ] }`;
	const consumer = newConsumer( ports[ 0 ]! );
	const onCall = await startSandboxOnCall();
	const wiki = await startSandboxWiki( { gadgetPages: async () => ( {} ), consumer, backendUrl: publicUrl } );
	const postgres = kind === 'postgres' ? await startPostgres() : undefined;

	const processes = ports.map( ( port ) => {
		const { PAGE_SRE_STORE: file = '', ...env } = environmentFor( { port, store: join( folder, 'store.sqlite' ), wiki, onCall, consumer } );
		return { url: `http://localhost:${ port }`, server: createServerProcess( {
			...env,
			...postgres ? { DATABASE_URL: postgres.url } : { PAGE_SRE_STORE: file },
			PAGE_SRE_PUBLIC_URL: publicUrl,
			// Nobody answers; no second round may look like a double.
			PAGE_SRE_ANSWER_SECONDS: '86400',
			PAGE_SRE_LOG_LEVEL: 'silent'
		} ) };
	} );
	const stop = async (): Promise<void> => {
		await Promise.all( processes.map( ( { server } ) => server.kill() ) );
		await Promise.all( [ wiki.stop(), onCall.stop(), postgres?.stop() ] );
		await rm( folder, { recursive: true } );
	};
	try {
		// At once: of two that find no tables one makes them.
		await Promise.all( processes.map( ( { server } ) => server.start() ) );
		return { onCall, processes, token: await signInByPopup( { url: publicUrl, wiki, name: 'Steward Foo' } ), stop };
	} catch ( error ) {
		await stop();
		throw error;
	}
}
