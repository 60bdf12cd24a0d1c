// `drill`: a timer learns whether the whole path works, and nobody is woken for it.
import { afterEach, expect, it } from 'vitest';
import { ulid } from 'ulid';
import { dispatch } from '../../../server/commands/dispatch.ts';
import { startWorld, type World } from '../../harness.ts';

let world: World;
afterEach( () => world.stop() );

async function worldWithDrills(): Promise<void> {
	world = await startWorld( { env: { PAGE_SRE_SPLUNK_ON_CALL_DRILL_ROUTING_KEY: 'drill' } } );
	await world.advance( 1_000 );
}

async function drill( ...options: string[] ): Promise<{ code: number | undefined; out: string }> {
	let out = '';
	let isOver = false;
	const running = dispatch( [ 'drill', ...options, '--by', 'weekly timer' ], {
		environment: {},
		config: () => world.config,
		write: ( text ) => {
			out += text;
		},
		complain: ( text ) => {
			out += text;
		},
		clock: world.clock,
		newId: () => ulid( world.clock.now() )
	} ).finally( () => {
		isOver = true;
	} );
	for ( let seconds = 0; seconds < 300 && !isOver; seconds++ ) {
		await world.advance( 1_000 );
	}
	return { code: await running, out };
}

it( 'goes all the way beside the running server, wakes nobody, and says each step', async () => {
	await worldWithDrills();
	const { code, out } = await drill();
	expect( out ).toMatch( /accepted\n.*delivered: drill\/splunk-on-call took it\n.*acknowledged by Page SRE\n.*resolved by Page SRE\nOK: the drill went all the way\.\n$/s );
	expect( code ).toBe( 0 );
	const [ incident ] = world.onCall.incidents();
	expect( incident?.firstLine ).toBe( 'DRILL Check of the path - Page SRE - weekly timer' );
	expect( incident?.pagedUsers ).toEqual( [] );
} );

it( 'is critical when no server takes it', async () => {
	await worldWithDrills();
	await world.stopServer();
	const { code, out } = await drill( '--wait', '30' );
	expect( [ code, out ] ).toEqual( [ 2, expect.stringMatching( /accepted\nCRITICAL: nobody took the drill\. Is the server running\?\n$/ ) ] );
} );

it( 'is critical, and says why, when the on-call service is down', async () => {
	await worldWithDrills();
	world.onCall.faults.set( { kind: 'status', status: 503 }, 'ingest' );
	const { code, out } = await drill( '--wait', '30' );
	expect( [ code, out ] ).toEqual( [ 2, expect.stringContaining( 'not taken by drill/splunk-on-call: serverError' ) ] );
} );

it( 'says what is missing when no route of drills is configured', async () => {
	world = await startWorld();
	expect( await drill() ).toEqual( { code: 78, out: expect.stringContaining( 'No drill route is configured' ) as string } );
} );
