// Which tests run where. One project for each folder of test/; everything runs in `npm test`, and a test
// that needs a special world says so by the folder it lies in.
import vue from '@vitejs/plugin-vue';
import { defineConfig } from 'vitest/config';
import type { TestProjectInlineConfiguration } from 'vitest/config';

const inNode = ( name: string, options: TestProjectInlineConfiguration[ 'test' ] = {} ): TestProjectInlineConfiguration => ( {
	test: { name, environment: 'node', include: [ `test/${ name }/**/*.test.ts` ], ...options }
} );

export default defineConfig( {
	test: {
		// Continuous integration has two cores, and a real server beside each worker needs its share.
		maxWorkers: 2,
		projects: [
			inNode( 'server' ),
			{
				plugins: [ vue() ],
				// Codex and the panel must meet in one copy of Vue.
				resolve: { dedupe: [ 'vue' ] },
				test: { name: 'gadget', environment: 'jsdom', include: [ 'test/gadget/**/*.test.ts' ] }
			},
			// One PostgreSQL for all of them.
			inNode( 'contract', { globalSetup: 'test/contract/store/postgresServer.ts' } ),
			// Processes are started, killed and started again.
			inNode( 'promises', { testTimeout: 60_000, hookTimeout: 60_000 } ),
			// Also `npm run attack`, which goes on for longer.
			inNode( 'attack', { testTimeout: 60_000, hookTimeout: 60_000 } ),
			// One browser at a time, after everything else: two of them starve each other and their servers.
			inNode( 'e2e', { testTimeout: 120_000, hookTimeout: 120_000, fileParallelism: false, sequence: { groupOrder: 1 } } )
		]
	}
} );
