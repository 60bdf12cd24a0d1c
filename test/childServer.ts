// A world whose server is a process of its own and can be killed; time is real here.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startSandboxOnCall, type SandboxOnCall } from '../server/sandbox/onCall/service.ts';
import { startSandboxWiki, type SandboxWiki } from '../server/sandbox/wiki/index.ts';
import { environmentFor, freePort, newConsumer } from './environment.ts';
import { senderClient, type SenderClient } from './harness.ts';
import { createServerProcess, type StartOptions } from './serverProcess.ts';
import { signInByPopup } from './signIn.ts';

export interface KillableWorld {
	url: string;
	wiki: SandboxWiki;
	onCall: SandboxOnCall;
	start( options?: StartOptions ): Promise<void>;
	/** kill -9; resolves when it is dead. */
	kill(): Promise<void>;
	/** Resolves when it has died by itself. */
	dead(): Promise<void>;
	signIn( name: string ): Promise<SenderClient>;
	stop(): Promise<void>;
}

export async function startKillableWorld(): Promise<KillableWorld> {
	const folder = await mkdtemp( join( tmpdir(), 'page-sre-kill-' ) );
	const port = await freePort();
	const url = `http://localhost:${ port }`;
	const consumer = newConsumer( port );
	const onCall = await startSandboxOnCall();
	const wiki = await startSandboxWiki( { gadgetPages: async () => ( {} ), consumer, backendUrl: url } );
	const env = {
		...environmentFor( { port, store: join( folder, 'store.sqlite' ), wiki, onCall, consumer } ),
		PAGE_SRE_POLL_SECONDS: '0.2',
		PAGE_SRE_LOG_LEVEL: 'silent'
	};
	const server = createServerProcess( env );

	const world: KillableWorld = {
		url, wiki, onCall,
		start: ( options ) => server.start( options ),
		kill: () => server.kill(),
		dead: () => server.dead(),
		async signIn( name ) {
			return senderClient( url, await signInByPopup( { url, wiki, name } ), { advance: ( ms ) => new Promise( ( resolve ) => {
				setTimeout( resolve, ms / 5 );
			} ) } );
		},
		async stop() {
			await world.kill();
			onCall.faults.release();
			await Promise.all( [ wiki.stop(), onCall.stop() ] );
			await rm( folder, { recursive: true } );
		}
	};
	return world;
}
