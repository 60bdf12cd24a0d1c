// The real server as a process of its own that can be killed with -9 and started again.
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

export interface StartOptions {
	/** Kill itself between the COMMIT of a page and the answer. */
	dieAfterCommit?: boolean;
	/** ms that this process's clock is ahead, so that leases of a dead one have run out. */
	ahead?: number;
}

export interface ServerProcess {
	/** Resolves when it serves. */
	start( options?: StartOptions ): Promise<void>;
	/** kill -9; resolves when it is dead. */
	kill(): Promise<void>;
	/** Resolves when it has died by itself. */
	dead(): Promise<void>;
}

/** @param env its settings */
export function createServerProcess( env: Record<string, string> ): ServerProcess {
	let child: ChildProcess | undefined;
	let exited: Promise<unknown> = Promise.resolve();
	return {
		async start( { dieAfterCommit = false, ahead = 0 } = {} ) {
			child = fork( join( import.meta.dirname, 'killable.ts' ), [ JSON.stringify( { env, dieAfterCommit, ahead } ) ] );
			exited = once( child, 'exit' );
			await Promise.race( [ once( child, 'message' ), exited.then( () => {
				throw new Error( 'the server did not start' );
			} ) ] );
		},
		async kill() {
			child?.kill( 'SIGKILL' );
			await exited;
		},
		async dead() {
			await exited;
		}
	};
}
