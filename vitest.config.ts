// Which tests run where. One project for each folder of test/; everything runs in `npm test`, and a test
// that needs a special world says so by the folder it lies in.
import vue from '@vitejs/plugin-vue';
import { defineConfig } from 'vitest/config';
import type { TestProjectInlineConfiguration } from 'vitest/config';

/**
 * Files that run in the same worker share what they import: express, zod, kysely and axios are read once and not
 * two hundred times, which was half of the time. Nothing of ours keeps anything in a module, and each test
 * starts a world of its own.
 */
const shared = { isolate: false };

/** For a machine that has much else to do: a test that hangs is as well found after a while. */
const patient = { testTimeout: 30_000, hookTimeout: 30_000 };

const inNode = ( name: string, options: TestProjectInlineConfiguration[ 'test' ] = {} ): TestProjectInlineConfiguration => ( {
	test: { name, environment: 'node', include: [ `test/${ name }/**/*.test.ts` ], ...patient, ...options }
} );

export default defineConfig( {
	test: {
		// Continuous integration has two cores, and a real server beside each worker needs its share.
		maxWorkers: 2,
		projects: [
			inNode( 'server', shared ),
			{
				plugins: [ vue() ],
				// Codex and the panel must meet in one copy of Vue.
				resolve: { dedupe: [ 'vue' ] },
				// Each file has a document of its own, and what a library still does after a test stays there.
				test: { name: 'gadget', ...patient, environment: 'jsdom', include: [ 'test/gadget/**/*.test.ts' ] }
			},
			// One PostgreSQL for all of them.
			inNode( 'contract', { ...shared, globalSetup: 'test/contract/store/postgresServer.ts' } ),
			// Processes are started, killed and started again.
			inNode( 'promises', { ...shared, testTimeout: 60_000, hookTimeout: 60_000 } ),
			// Also `npm run attack`, which goes on for longer. What it says about memory is about nobody else's.
			inNode( 'attack', { testTimeout: 60_000, hookTimeout: 60_000 } ),
			// After everything else: a browser shall share its core with nothing but its servers.
			inNode( 'e2e', { ...shared, testTimeout: 120_000, hookTimeout: 120_000, sequence: { groupOrder: 1 } } )
		]
	}
} );
