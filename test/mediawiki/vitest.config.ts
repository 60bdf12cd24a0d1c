// The gadget on a real MediaWiki. Beside `npm test`, because it needs a Debian with apt and once root.
import { defineConfig } from 'vitest/config';

export default defineConfig( {
	test: {
		name: 'mediawiki',
		include: [ 'test/mediawiki/**/*.test.ts' ],
		globalSetup: 'test/mediawiki/software.ts',
		// One browser at a time, on one wiki at a time.
		fileParallelism: false,
		testTimeout: 120_000,
		hookTimeout: 120_000
	}
} );
