// The real server as a process of its own, for being killed. Started by childServer.ts, never by hand.
// It can die by itself at the one moment that nobody outside can hit: after COMMIT, before the answer.
import { systemClock } from '../server/clock.ts';
import type { PageStore } from '../server/pages/ports.ts';
import { startServer } from '../server/server.ts';
import { configOf } from './environment.ts';

const { env, dieAfterCommit, ahead } = JSON.parse( process.argv[ 2 ]! ) as { env: Record<string, string>; dieAfterCommit: boolean; ahead: number };

const deadly = ( store: PageStore ): PageStore => ( {
	...store,
	accept: async ( ...page ) => {
		await store.accept( ...page );
		process.kill( process.pid, 'SIGKILL' );
		// The signal needs a moment; nothing may be answered in it.
		return new Promise( () => undefined );
	}
} );

await startServer( configOf( env ), {
	clock: { ...systemClock, now: () => Date.now() + ahead },
	...dieAfterCommit ? { wrapPageStore: deadly } : {}
} );
process.send!( 'ready' );
