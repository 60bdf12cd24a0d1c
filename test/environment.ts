// What a server needs to run against sandboxes, as an environment: for worlds in one process, for processes of
// their own, and for commands.
import { randomBytes, randomInt } from 'node:crypto';
import { createServer } from 'node:net';
import { sandboxEnvironment, type SandboxSurroundings } from '../server/commands/sandboxEnvironment.ts';
import { readConfig, type Config } from '../server/config.ts';

/** What a server needs to run against these sandboxes. */
export function environmentFor( { store, ...surroundings }: SandboxSurroundings & { store: string } ): Record<string, string> {
	return {
		...sandboxEnvironment( surroundings ),
		PAGE_SRE_CONTACT: 'test@example.org',
		PAGE_SRE_STORE: store,
		// Tests of heartbeats switch them on.
		PAGE_SRE_HEARTBEAT_SECONDS: '0',
		// Tests of limits and of the roster say what they want.
		PAGE_SRE_SENDER_LIMITS: 'none',
		PAGE_SRE_OVERALL_LIMITS: 'none',
		PAGE_SRE_ROSTER_GRACE_SECONDS: '0'
	};
}

export function newConsumer( port: number ): { key: string; secret: string; callbackUrl: string } {
	return { key: randomBytes( 16 ).toString( 'hex' ), secret: randomBytes( 20 ).toString( 'hex' ), callbackUrl: `http://localhost:${ port }/oauth/callback` };
}

export function configOf( env: Record<string, string> ): Config {
	const result = readConfig( env, () => {
		throw new Error( 'no files here' );
	} );
	if ( result.kind === 'faults' ) {
		throw new Error( JSON.stringify( result.faults ) );
	}
	return result.config;
}

/**
 * Below the ports that systems give to outgoing connections (from 32768 on Linux), or one of those would
 * take it while the server is down between two lives.
 */
export async function freePort(): Promise<number> {
	for ( ;; ) {
		const port = randomInt( 20_000, 32_000 );
		const isFree = await new Promise<boolean>( ( resolve ) => {
			const probe = createServer()
				.once( 'error', () => resolve( false ) )
				.listen( port, () => probe.close( () => resolve( true ) ) );
		} );
		if ( isFree ) {
			return port;
		}
	}
}
