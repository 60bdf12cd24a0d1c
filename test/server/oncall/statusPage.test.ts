// What a status page says, from the sandbox's and from answers that are odd: its texts are one line each, its links
// are links, and words that are newer than this program are called unknown.
import { describe, expect, it, onTestFinished } from 'vitest';
import { statusReportSchema } from '../../../server/contract/situation.ts';
import { createStatusPage } from '../../../server/oncall/statusPage.ts';
import { startSandboxStatusPage } from '../../../server/sandbox/statusPage/service.ts';
import { rawService } from '../../contract/oncall/rawService.ts';

const readAt = ( url: string, timeoutMs = 20_000 ): NonNullable<ReturnType<typeof createStatusPage>> =>
	createStatusPage( { url, userAgent: 'page-sre/0.1', timeoutMs }, Date.now )!;

async function aSandbox(): ReturnType<typeof startSandboxStatusPage> {
	const sandbox = await startSandboxStatusPage();
	onTestFinished( () => sandbox.stop() );
	return sandbox;
}

async function reading( answer: unknown ): Promise<ReturnType<typeof readAt>> {
	return readAt( ( await rawService( ( _, response ) => {
		response.end( typeof answer === 'string' ? answer : JSON.stringify( answer ) );
	} ) ).url );
}

describe( 'A status page', () => {
	it( 'says that all is well, by components of the first level', async () => {
		const sandbox = await aSandbox();
		expect( statusReportSchema.parse( await readAt( sandbox.url )() ) ).toEqual( {
			url: sandbox.url, indicator: 'none', incidents: [],
			components: [ 'Reading', 'Editing', 'Services' ].map( ( name ) => ( { name, condition: 'operational' } ) )
		} );
	} );

	it( 'says what is unresolved, the newest first', async () => {
		const sandbox = await aSandbox();
		const at = Date.parse( '2026-11-23T14:00:00Z' );
		sandbox.report( { indicator: 'major', conditions: { Reading: 'partial_outage' }, incidents: [
			{ name: 'Old', impact: 'minor', startedAt: at, status: 'monitoring' }, { name: 'New', impact: 'major', startedAt: at + 60_000, status: 'investigating' },
			{ name: 'Over', impact: 'major', startedAt: at, status: 'resolved' }
		] } );
		expect( statusReportSchema.parse( await readAt( sandbox.url )() ) ).toMatchObject( {
			indicator: 'major', components: [ { condition: 'partial_outage' }, {}, {} ],
			incidents: [ { title: 'New', impact: 'major', since: '2026-11-23T14:01:00.000Z', url: 'https://stspg.example.org/i1' }, { title: 'Old' } ]
		} );
	} );

	it.each( [ [ 'down', 'serverError' ], [ 'odd', 'unreadable' ], [ 'slow', 'timeout' ] ] as const )( 'that is %s has no answer', async ( fault, reason ) => {
		const sandbox = await aSandbox();
		sandbox.misbehave( fault );
		await expect( readAt( sandbox.url, fault === 'slow' ? 50 : 20_000 )() ).rejects.toMatchObject( { name: 'ObservationError', reason } );
	} );

	it( 'is believed in nothing that has not been looked at', async () => {
		const report = await ( await reading( {
			status: { indicator: 'apocalypse' },
			incidents: [
				null, {}, { name: ' \u202E\n ' },
				{ name: `a\nb\u202E${ 'x'.repeat( 300 ) }`, impact: 7, started_at: 'yesterday', shortlink: 'javascript:alert(1)' }
			],
			components: [ 'x', { name: 7 }, { name: 'in a group', group_id: 'g' }, { name: ' One\t', status: 'sleepy', position: 'x' } ]
		} ) )();
		expect( statusReportSchema.parse( report ) ).toMatchObject( {
			indicator: 'unknown', components: [ { name: 'One', condition: 'unknown' } ],
			incidents: [ { title: expect.stringMatching( /^a b x+…$/ ) as string, impact: 'unknown', since: null, url: null } ]
		} );
		expect( report.incidents[ 0 ]!.title ).toHaveLength( 200 );
	} );

	it( 'is bounded in what it may say', async () => {
		const many = Array.from( { length: 200 }, ( _, index ) => ( { name: `n${ index }`, status: 'operational' } ) );
		const report = await ( await reading( { status: {}, incidents: many, components: many } ) )();
		expect( [ report.incidents.length, report.components.length ] ).toEqual( [ 10, 50 ] );
		await expect( ( await reading( `{"status":{},"x":"${ 'x'.repeat( 600 * 1024 ) }"}` ) )() ).rejects.toMatchObject( { reason: 'unreadable' } );
	} );

	it.each( [ '[]', '{}', '{"status":7}', '<html>', 'null' ] )( 'is none when it says %s', async ( text ) => {
		await expect( ( await reading( text ) )() ).rejects.toMatchObject( { reason: 'unreadable' } );
	} );

	it( 'is not read when there is none', () => {
		expect( createStatusPage( { url: undefined, userAgent: 'x', timeoutMs: 1 }, Date.now ) ).toBeUndefined();
	} );
} );
