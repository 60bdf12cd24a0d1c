// Whom the attacks are aimed at: the real server in a process of its own, on loopback, beside sandboxes in ours.
// Its hooks can be forged, because it has secrets for them.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startSandboxOnCall, type SandboxOnCall } from '../../server/sandbox/onCall/service.ts';
import { startSandboxWiki, type SandboxWiki } from '../../server/sandbox/wiki/index.ts';
import { environmentFor, freePort, newConsumer } from '../environment.ts';
import { senderClient, type SenderClient } from '../harness.ts';
import { signInByPopup } from '../signIn.ts';
import type { Look } from './targetProcess.ts';

export interface Target {
	url: string;
	port: number;
	wiki: SandboxWiki;
	onCall: SandboxOnCall;
	signIn( name: string ): Promise<SenderClient>;
	/** @throws Error when the server is not there any more */
	look(): Promise<Look>;
	stop(): Promise<void>;
}

/** @param env settings beyond those that it needs */
export async function startTarget( env: Record<string, string> = {} ): Promise<Target> {
	const folder = await mkdtemp( join( tmpdir(), 'page-sre-attack-' ) );
	const port = await freePort();
	const url = `http://localhost:${ port }`;
	const consumer = newConsumer( port );
	const onCall = await startSandboxOnCall();
	const wiki = await startSandboxWiki( { gadgetPages: async () => ( {} ), consumer, backendUrl: url } );
	const child = fork( join( import.meta.dirname, 'targetProcess.ts' ), [ JSON.stringify( {
		...environmentFor( { port, store: join( folder, 'store.sqlite' ), wiki, onCall, consumer } ),
		PAGE_SRE_SPLUNK_ON_CALL_HOOK_SECRET: 'a-secret-that-nobody-guesses',
		...env
	} ) ] );
	const died = once( child, 'exit' ).then( ( [ code, signal ] ) => {
		throw new Error( `the server died: ${ String( signal ?? code ) }` );
	} );
	// Said by whoever asks next.
	died.catch( () => undefined );
	const clearAway = (): void => {
		child.kill( 'SIGKILL' );
		rmSync( folder, { recursive: true, force: true } );
	};
	// Whoever is interrupted stops nothing in good order.
	process.once( 'exit', clearAway );
	await Promise.race( [ once( child, 'message' ), died ] );

	return {
		url, port, wiki, onCall,
		signIn: async ( name ) => senderClient( url, await signInByPopup( { url, wiki, name } ), { advance: ( ms ) => new Promise( ( resolve ) => {
			setTimeout( resolve, ms / 5 );
		} ) } ),
		async look() {
			const told = once( child, 'message' );
			child.send( 'look' );
			return ( await Promise.race( [ told, died ] ) )[ 0 ] as Look;
		},
		async stop() {
			process.removeListener( 'exit', clearAway );
			child.kill( 'SIGKILL' );
			await died.catch( () => undefined );
			onCall.faults.release();
			await Promise.all( [ wiki.stop(), onCall.stop() ] );
			rmSync( folder, { recursive: true, force: true } );
		}
	};
}
