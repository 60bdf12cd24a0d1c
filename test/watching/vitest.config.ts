// The alert rules under Prometheus's own tool. Beside `npm test`, because promtool comes with the system.
import { defineConfig } from 'vitest/config';

export default defineConfig( {
	test: { name: 'watching', include: [ 'test/watching/**/*.test.ts' ], testTimeout: 300_000, hookTimeout: 60_000 }
} );
