// A bad day, played by the real server against the sandboxes: what breaks raises its alarm and no other, while
// nothing is broken nothing alarms, and what is mended is quiet again. Prometheus's own tool is the judge.
import { mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'vitest';
import { startWorld, type SenderClient, type World } from '../harness.ts';
import { promtool } from './promtool.ts';
import { createRecorder, SCRAPE_MS, type Recorder } from './recorder.ts';

const rules = join( import.meta.dirname, '../../docs/watching/rules.yml' );

describe( 'On a day on which', () => {
	let world: World;
	let sender: SenderClient;
	let recorder: Recorder;
	let beatsAreLost: boolean;
	let expected: { at: string; alarms: string[] }[];
	beforeEach( async () => {
		beatsAreLost = false;
		expected = [];
		world = await startWorld( {
			env: { PAGE_SRE_HEARTBEAT_SECONDS: '60', PAGE_SRE_ROSTER_SECONDS: '60', PAGE_SRE_ROSTER_GRACE_SECONDS: '900' },
			overrides: { wrapPageStore: ( store ) => ( {
				...store,
				find: async ( id ) => {
					const page = await store.find( id );
					return beatsAreLost && page?.kind === 'heartbeat' ? undefined : page;
				}
			} ) }
		} );
		world.expectErrors( /./ );
		sender = await world.signIn( 'Steward Foo' );
		recorder = createRecorder( world );
	} );
	afterEach( () => world.stop() );

	/** Judged at the end, all at once. */
	const alarmsNow = ( ...alarms: string[] ): void => {
		expected.push( { at: recorder.now(), alarms: alarms.sort() } );
	};

	async function judge(): Promise<void> {
		const folder = await mkdtemp( join( tmpdir(), 'page-sre-watching-' ) );
		const file = join( folder, 'day.yml' );
		const interval = `${ SCRAPE_MS / 1000 }s`;
		// YAML takes JSON.
		await writeFile( file, JSON.stringify( {
			rule_files: [ rules ],
			evaluation_interval: interval,
			tests: [ {
				interval,
				input_series: recorder.series(),
				promql_expr_test: expected.map( ( { at, alarms } ) => ( {
					expr: 'count by (alertname) (ALERTS{alertstate="firing"}) > bool 0',
					eval_time: at,
					exp_samples: alarms.map( ( alertname ) => ( { labels: `{alertname="${ alertname }"}`, value: 1 } ) )
				} ) )
			} ]
		} ) );
		promtool( 'test', 'rules', file );
		await rm( folder, { recursive: true } );
	}

	it( 'the on-call service is down, it is heard at once; and pages that go well raise no alarm', async () => {
		const { body: calm } = await sender.sendPage();
		await recorder.watch( 1 );
		world.onCall.acknowledge( `page-sre/${ calm.id }`, 'alice' );
		await recorder.watch( 2 );
		world.onCall.resolve( `page-sre/${ calm.id }`, 'alice' );
		await recorder.watch( 4 );
		alarmsNow();

		world.onCall.faults.set( { kind: 'status', status: 503, html: true }, 'ingest' );
		const { body: page } = await sender.pageAnyway();
		await recorder.watch( 1.5 );
		alarmsNow( 'PageSREPageWaits', 'PageSREProviderFailing', 'PageSREAllProvidersFailing' );
		await recorder.watch( 1.5 );
		alarmsNow( 'PageSREPageUndelivered', 'PageSREPageWaits', 'PageSREProviderFailing', 'PageSREAllProvidersFailing' );

		world.onCall.faults.set( null );
		await recorder.watch( 1 );
		world.onCall.acknowledge( `page-sre/${ page.id }`, 'alice' );
		await recorder.watch( 12 );
		alarmsNow();
		await judge();
	} );

	it( 'the on-call service rejects our key, and then its rota is empty, each is told for what it is', async () => {
		await recorder.watch( 1 );
		world.onCall.faults.set( { kind: 'status', status: 404 }, 'ingest' );
		const { body: page } = await sender.sendPage();
		await recorder.watch( 1 );
		alarmsNow( 'PageSREProviderRejects', 'PageSREPageUndelivered' );
		world.onCall.faults.set( null );
		await recorder.watch( 5 );
		world.onCall.acknowledge( `page-sre/${ page.id }`, 'alice' );
		await recorder.watch( 13 );
		alarmsNow();

		world.onCall.faults.set( { kind: 'emptyRota' } );
		await recorder.watch( 6 );
		alarmsNow( 'PageSREProviderPagesNobody', 'PageSREAllProvidersFailing' );
		await judge();
	} );

	it( 'the wiki is silent, the record ages, and nobody can tell who may page', async () => {
		await recorder.watch( 2 );
		world.wiki.faults.set( { kind: 'serverErrorHtml', status: 503 }, 'api' );
		await recorder.watch( 12 );
		alarmsNow( 'PageSRERosterStale' );
		await recorder.watch( 8 );
		await sender.sendPage();
		await recorder.watch( 1 );
		alarmsNow( 'PageSRERosterStale', 'PageSRERosterTooOld', 'PageSREMembershipUnknown' );
		world.wiki.faults.set( null );
		await recorder.watch( 18 );
		alarmsNow();
		await judge();
	} );

	it( 'heartbeats are lost, the store is away, and at last nothing answers, each is heard', async () => {
		await recorder.watch( 3 );
		beatsAreLost = true;
		await recorder.watch( 6 );
		alarmsNow( 'PageSREHeartbeatGone' );
		beatsAreLost = false;
		await recorder.watch( 2 );
		alarmsNow();

		await rename( world.config.store, `${ world.config.store }.away` );
		await recorder.watch( 1.5 );
		alarmsNow( 'PageSREStoreNotWritable' );
		await rename( `${ world.config.store }.away`, world.config.store );
		await recorder.watch( 6 );
		alarmsNow();

		await world.stopServer();
		await recorder.watch( 3 );
		alarmsNow( 'PageSRENoFigures' );
		await world.restart();
		await recorder.watch( 3 );
		alarmsNow();
		await judge();
	} );
} );
