// Alertmanager's check of itself: which instances are ready, and whether a silence would mute a page.
import { describe, expect, it, onTestFinished } from 'vitest';
import { createAlertmanager } from '../../../server/oncall/alertmanager.ts';
import { startSandboxAlertmanager } from '../../../server/sandbox/alertmanager/instance.ts';
import type { SandboxAlertmanager } from '../../../server/sandbox/alertmanager/instance.ts';
import { nobody } from './rawService.ts';

const base = { labels: { team: 'sre', severity: 'page' }, userAgent: 'page-sre/0.1 (sre@example.org)', timeoutMs: 20_000 };

interface World {
	instances: [ SandboxAlertmanager, SandboxAlertmanager ];
	alertmanager: ReturnType<typeof createAlertmanager>;
}

async function world(): Promise<World> {
	const instances: World[ 'instances' ] = [ await startSandboxAlertmanager(), await startSandboxAlertmanager() ];
	onTestFinished( async () => {
		for ( const instance of instances ) {
			await instance.stop();
			expect( instance.unexpected ).toEqual( [] );
		}
	} );
	return { instances, alertmanager: createAlertmanager( { ...base, urls: instances.map( ( { url } ) => url ) }, { now: Date.now } ) };
}

describe( 'Alertmanager checked before anybody needs it', () => {
	const verdicts = async ( { alertmanager }: World ): Promise<string[]> => ( await alertmanager.selfCheck() ).map( ( { verdict } ) => verdict );

	it( 'would page', async () => {
		const { alertmanager, instances } = await world();
		expect( await alertmanager.selfCheck() ).toEqual( [
			...instances.map( ( { url } ) => ( { subject: `Alertmanager at ${ new URL( url ).host }`, verdict: 'pages', detail: expect.any( String ) as string } ) ),
			{ subject: 'silences', verdict: 'pages', detail: expect.any( String ) as string }
		] );
	} );

	it( 'says which instance is not ready, and asks another for silences', async () => {
		const there = await world();
		there.instances[ 0 ].answering.status = 503;
		expect( await verdicts( there ) ).toEqual( [ 'pagesNobody', 'pages', 'pages' ] );
	} );

	it( 'does not know what nobody tells', async () => {
		const { selfCheck } = createAlertmanager( { ...base, urls: [ await nobody() ] }, { now: Date.now } );
		expect( ( await selfCheck() ).map( ( { verdict } ) => verdict ) ).toEqual( [ 'unknown', 'unknown' ] );
	} );

	it.each( [
		[ 'pagesNobody', 'our team', [ { name: 'team', value: 'sre', isRegex: false } ] ],
		[ 'pagesNobody', 'every page', [ { name: 'page_id', value: '.+', isRegex: true } ] ],
		[ 'pagesNobody', 'what has no cluster', [ { name: 'cluster', value: '', isRegex: false }, { name: 'team', value: 's.e', isRegex: true } ] ],
		[ 'pagesNobody', 'all but another team', [ { name: 'team', value: 'web', isRegex: false, isEqual: false } ] ],
		[ 'pages', 'another team', [ { name: 'team', value: 'web', isRegex: false } ] ],
		[ 'pages', 'one page', [ { name: 'page_id', value: 'page-sre/01', isRegex: false } ] ],
		[ 'pages', 'part of a name', [ { name: 'team', value: 's', isRegex: true } ] ],
		[ 'pages', 'our team somewhere else', [ { name: 'team', value: 'sre', isRegex: false }, { name: 'cluster', value: 'eqiad', isRegex: false } ] ],
		[ 'unknown', 'what another dialect says', [ { name: 'team', value: '(?i)SRE', isRegex: true } ] ],
		[ 'pages', 'what another dialect says of something else', [ { name: 'team', value: '(?i)SRE', isRegex: true }, { name: 'cluster', value: 'x', isRegex: false } ] ],
		[ 'unknown', 'nothing', [] ]
	] )( 'answers %s with a silence for %s', async ( verdict, _, matchers ) => {
		const { instances: [ instance ], alertmanager } = await world();
		instance.silence( 'a1b2-c3', matchers );
		const check = ( await alertmanager.selfCheck() ).at( -1 )!;
		expect( check ).toMatchObject( { subject: 'silences', verdict } );
		expect( check.detail.includes( 'a1b2-c3' ) ).toBe( verdict === 'pagesNobody' );
	} );

	it.each( [ 'expired', 'pending' ] as const )( 'does not mind a silence that is %s', async ( state ) => {
		const there = await world();
		there.instances[ 0 ].silence( 's1', [ { name: 'team', value: 'sre', isRegex: false } ], state );
		expect( await verdicts( there ) ).toEqual( [ 'pages', 'pages', 'pages' ] );
	} );

	it( 'repeats nothing that somebody wrote into a silence', async () => {
		const there = await world();
		there.instances[ 0 ].silence( 'evil\nid', [ { name: 'team', value: 'sre', isRegex: false } ] );
		expect( ( await there.alertmanager.selfCheck() ).at( -1 ) ).toMatchObject( { verdict: 'pagesNobody', detail: expect.not.stringContaining( 'evil' ) as string } );
	} );
} );
