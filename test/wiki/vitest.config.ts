// The story on a real wiki. Beside `npm test`, because it needs that wiki, two accounts there and a consumer;
// the same story is told on the sandbox wiki by test/e2e/anyWiki.test.ts.
import { defineConfig } from 'vitest/config';

export default defineConfig( {
	test: {
		name: 'wiki',
		include: [ 'test/wiki/**/*.test.ts' ],
		globalSetup: 'test/wiki/realWiki.ts',
		testTimeout: 180_000,
		hookTimeout: 60_000
	}
} );
