// Drills are let through only while every route is known to wake nobody.
import { describe, expect, it } from 'vitest';
import { createDrillReadiness } from '../../../server/pages/drillReadiness.ts';
import type { Provider, SelfCheck } from '../../../server/pages/provider.ts';
import { recordingLogger, type LogLine } from '../../recordingLogger.ts';

type Verdict = SelfCheck[ 'verdict' ];

function route( name: string, verdicts?: Verdict[] ): Provider {
	return {
		name,
		deliver: async () => ( { kind: 'delivered', incident: null } ),
		...verdicts && { drillRoute: async () => ( { subject: 'routing key', verdict: verdicts.shift()!, detail: 'A reason.' } ) }
	};
}

function readiness( ...routes: Provider[] ): { drills: ReturnType<typeof createDrillReadiness>; log: LogLine[] } {
	const log: LogLine[] = [];
	return { drills: createDrillReadiness( routes, recordingLogger( log, new AbortController().signal ) ), log };
}

describe( 'Drill readiness', () => {
	it( 'is no without a route', async () => {
		const { drills } = readiness();
		await drills.check();
		expect( drills.isSafe() ).toBe( false );
	} );

	it( 'trusts what cannot be asked', () => {
		expect( readiness( route( 'drill/webhook' ) ).drills.isSafe() ).toBe( true );
	} );

	it( 'is no until it is known', async () => {
		const { drills, log } = readiness( route( 'drill/webhook' ), route( 'drill/splunk-on-call', [ 'unknown', 'pagesNobody' ] ) );
		expect( drills.isSafe() ).toBe( false );
		await drills.check();
		expect( drills.isSafe() ).toBe( false );
		expect( log.map( ( { level } ) => level ) ).toEqual( [ 'warn' ] );
		await drills.check();
		expect( drills.isSafe() ).toBe( true );
	} );

	it( 'stays what it was while nobody answers', async () => {
		const { drills, log } = readiness( route( 'drill/splunk-on-call', [ 'pagesNobody', 'unknown' ] ) );
		await drills.check();
		await drills.check();
		expect( drills.isSafe() ).toBe( true );
		expect( log ).toEqual( [] );
	} );

	it( 'is no as soon as one route wakes somebody, which operators are told once', async () => {
		const { drills, log } = readiness(
			route( 'drill/goalert', [ 'pagesNobody', 'pagesNobody', 'pagesNobody', 'pagesNobody' ] ),
			route( 'drill/splunk-on-call', [ 'pagesNobody', 'pages', 'pages', 'unknown' ] )
		);
		await drills.check();
		for ( let round = 0; round < 3; round++ ) {
			await drills.check();
			expect( drills.isSafe() ).toBe( false );
		}
		expect( log ).toMatchObject( [ { level: 'error', facts: { provider: 'drill/splunk-on-call', detail: 'A reason.' } } ] );
	} );
} );
