// The alert rules are good Prometheus, and hold at the edges that are written down beside them.
import { describe, expect, it } from 'vitest';
import { promtool } from './promtool.ts';

describe( 'docs/watching/rules.yml', () => {
	it( 'is what Prometheus takes', () => {
		expect( promtool( 'check', 'rules', 'docs/watching/rules.yml' ) ).toContain( 'SUCCESS' );
	} );

	it( 'holds in docs/watching/rules.test.yml', () => {
		expect( promtool( 'test', 'rules', 'docs/watching/rules.test.yml' ) ).toContain( 'SUCCESS' );
	} );
} );
