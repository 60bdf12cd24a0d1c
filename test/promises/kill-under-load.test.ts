// kill -9 at random moments while pages come in: none lost, none doubled, on both stores. A short run of
// what `npm run test:kill` does at length.
import { describe, expect, it } from 'vitest';
import { runKills } from '../kill/run.ts';

/** A killed process's claims are free after 15 s; the rest is starting again. */
const LIMIT_MS = 50_000;

describe( 'Under load and kill -9', () => {
	it.each( [
		{ store: 'sqlite', pages: 60, kills: 4, processes: 'one process' },
		{ store: 'postgres', pages: 40, kills: 3, processes: 'two processes' }
	] as const )( '$processes on $store lose no page and double none', async ( { store, pages, kills } ) => {
		const counts = await runKills( { store, pages, kills, seed: 1, limitMs: LIMIT_MS } );
		expect( counts ).toMatchObject( { pages, accepted: pages, lost: 0, doubled: 0, kills } );
	} );
} );
