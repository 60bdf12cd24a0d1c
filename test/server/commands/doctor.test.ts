// `doctor`: whatever the outside world, or our own settings, do wrong, it names that, says how it knows, and how
// to mend it; and it names nothing that is well.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { rm } from 'node:fs/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { dispatch } from '../../../server/commands/dispatch.ts';
import type { Config } from '../../../server/config.ts';
import type { Fault as OnCallFault } from '../../../server/sandbox/onCall/faults.ts';
import { startSandboxRelay } from '../../../server/sandbox/tcpircbot/relay.ts';
import type { Fault as WikiFault, Surface } from '../../../server/sandbox/wiki/faults.ts';
import { Secret } from '../../../server/secret.ts';
import { freePort } from '../../environment.ts';
import { startWorld, type World } from '../../harness.ts';

interface Found {
	subject: string;
	verdict: string;
	found: string;
	known: string;
	mend: string;
}

const MINUTE = 60_000;

let world: World;
let relay: Awaited<ReturnType<typeof startSandboxRelay>>;
const deadMansSwitch = createServer( ( _request, response ) => response.end() );
/** Asked of it. */
let reports = 0;
deadMansSwitch.on( 'request', () => {
	reports++;
} );

beforeAll( async () => {
	relay = await startSandboxRelay();
	await new Promise<void>( ( resolve ) => {
		deadMansSwitch.listen( 0, '127.0.0.1', resolve );
	} );
	world = await startWorld( { env: {
		PAGE_SRE_HEARTBEAT_SECONDS: '60',
		PAGE_SRE_HEARTBEAT_URL: `http://127.0.0.1:${ ( deadMansSwitch.address() as AddressInfo ).port }/canary`,
		PAGE_SRE_IRC_RELAY: `${ relay.host }:${ relay.port }`,
		PAGE_SRE_ROSTER_GRACE_SECONDS: '86400',
		PAGE_SRE_METRICS_KEYS: 'canary-of-metrics',
		PAGE_SRE_SPLUNK_ON_CALL_DRILL_ROUTING_KEY: 'drill'
	} } );
	await world.advance( 2 * MINUTE );
} );

afterEach( () => {
	world.wiki.faults.set( null );
	world.wiki.faults.release();
	world.onCall.faults.release();
	world.wiki.oauth.enableConsumer();
	world.wiki.oauth.updateCallback( `${ world.url }/oauth/callback` );
	world.onCall.lead( world.onCall.drillRoutingKey, 'pol-drill' );
} );

afterAll( async () => {
	await world.stop();
	await relay.stop();
	deadMansSwitch.close();
} );

async function type( line: string, change: Partial<Config> = {} ): Promise<{ code: number | undefined; out: string }> {
	let out = '';
	const code = await dispatch( line.split( ' ' ), {
		environment: {},
		config: () => ( { ...world.config, ...change } ),
		write: ( text ) => {
			out += text;
		},
		complain: () => undefined,
		clock: world.clock,
		newId: () => ''
	} );
	return { code, out };
}

async function examine( change: Partial<Config> = {} ): Promise<{ code: number | undefined; ill: Found[]; all: Found[] }> {
	const { code, out } = await type( 'doctor --json', change );
	const { findings } = JSON.parse( out ) as { findings: Found[] };
	return { code, all: findings, ill: findings.filter( ( { verdict } ) => verdict !== 'ok' ) };
}

/** Exactly these are ill, each for this reason. */
function expectIll( ill: readonly Found[], expected: Record<string, RegExp> ): void {
	expect( ill.map( ( { subject } ) => subject ).sort() ).toEqual( Object.keys( expected ).sort() );
	for ( const { subject, found, known, mend } of ill ) {
		expect( found ).toMatch( expected[ subject ]! );
		expect( known ).not.toBe( '' );
		expect( mend ).not.toBe( '' );
	}
}

const titles = (): string => `titles of ${ world.wiki.url }`;

describe( 'doctor', () => {
	it( 'finds nothing wrong where nothing is, and says what it looked at', async () => {
		const { code, all, ill } = await examine();
		expect( ill ).toEqual( [] );
		expect( code ).toBe( 0 );
		expect( all.map( ( { subject } ) => subject ) ).toEqual( [
			'splunk-on-call: maintenance mode', 'splunk-on-call: policy pol-sre', 'splunk-on-call: policy pol-batphone',
			'drill/splunk-on-call: routing key drill',
			'wiki API', 'clock of this host', 'group steward', 'sign-in', titles(), 'store', 'roster',
			'public URL', 'readiness', 'heartbeat', 'dead-man\'s switch', 'IRC relay'
		] );
		expect( all.every( ( { found, known } ) => found !== '' && known !== '' ) ).toBe( true );
	} );

	it( 'tells a person the worst first, and what to do about it', async () => {
		world.wiki.oauth.disableConsumer();
		const { code, out } = await type( 'doctor' );
		expect( code ).toBe( 2 );
		expect( out.split( '\n' ).slice( 0, 3 ) ).toEqual( [
			'CRITICAL: somebody may be missed, or may not get in.',
			expect.stringMatching( /^CRITICAL {2}sign-in: The wiki has our consumer as disabled\. .*\[was given a request token, and read http:.*\]$/ ),
			'          Mend: Ask the OAuth administrators of the wiki, or register a new one.'
		] );
	} );

	it( 'tells nobody outside that it was here', async () => {
		const before = { reports, said: relay.said.length, received: world.onCall.received.length };
		await examine();
		expect( { reports, said: relay.said.length, received: world.onCall.received.length } ).toEqual( before );
	} );

	it( 'prints no secret', async () => {
		const { config, onCall } = world;
		const { out } = await type( 'doctor --json' );
		for ( const secret of [ config.oauth.consumerSecret.reveal(), onCall.restKey, onCall.apiKey, onCall.apiId, onCall.writeKey, 'canary' ] ) {
			expect( out ).not.toContain( secret );
		}
	} );
} );

describe( 'when the wiki misbehaves', () => {
	const rows: readonly ( readonly [ string, WikiFault, Surface | 'all', Record<string, RegExp> ] )[] = [
		[ 'cuts its answers', { kind: 'truncate' }, 'api', { 'wiki API': /cut/ } ],
		[ 'asks for fewer requests', { kind: 'tooManyRequests', retryAfterSeconds: 30 }, 'api', { 'wiki API': /HTTP 429/ } ],
		[ 'shows an error page', { kind: 'serverErrorHtml', status: 503 }, 'api', { 'wiki API': /HTTP 503/ } ],
		[ 'shows an error page instead of a token', { kind: 'serverErrorHtml', status: 502 }, 'oauth', { 'sign-in': /HTTP 502/ } ],
		[ 'cuts what it says of tokens', { kind: 'truncate' }, 'oauth', { 'sign-in': /cut short/ } ],
		[ 'has a database that lags', { kind: 'maxlag' }, 'api', { 'wiki API': /the error "maxlag"/i } ],
		[ 'resets connections', { kind: 'refuseConnections' }, 'api', { 'wiki API': /cut before/ } ],
		[ 'has another time', { kind: 'clockSkew', seconds: 600 }, 'all', { 'clock of this host': /600 seconds behind/, 'sign-in': /our time wrong/ } ],
		[ 'has a time that lets nobody in', { kind: 'clockSkew', seconds: -90 }, 'all', { 'clock of this host': /90 seconds ahead.*nobody can sign in/ } ],
		[ 'has a time a little off', { kind: 'clockSkew', seconds: 20 }, 'all', { 'clock of this host': /20 seconds behind/ } ]
	];
	it.each( rows )( 'and %s, that is what it says', async ( _, fault, surface, expected ) => {
		world.wiki.faults.set( fault, surface );
		const { ill } = await examine();
		expectIll( ill, expected );
	} );

	it( 'and its policy does not name our host, it says so and which directive it is', async () => {
		world.wiki.faults.set( { kind: 'strictPolicy' }, 'pages' );
		const { code, ill } = await examine();
		expect( code ).toBe( 2 );
		expectIll( ill, { [ titles() ]: /^default-src of its Content-Security-Policy does not allow http:\/\/localhost:/ } );
	} );

	it( 'and is silent, it does not wait for ever', async () => {
		world.wiki.faults.set( { kind: 'hang' } );
		const asking = examine();
		await world.wiki.arrived( ( { path } ) => path === '/w/api.php' );
		for ( ; world.wiki.faults.hanging() < 3; ) {
			await new Promise( setImmediate );
		}
		await world.clock.advance( 15_000 );
		const { ill } = await asking;
		expectIll( ill, { 'wiki API': /No answer within 15 seconds/, 'sign-in': /No answer within 15 seconds/, [ titles() ]: /No answer within 15 seconds/ } );
	} );

	it.each( [ 'warning', 'badvalue' ] as const )( 'and is too old for list=globalusers (%s), that is well, and said', async ( says ) => {
		world.wiki.faults.set( { kind: 'oldWiki', says }, 'api' );
		const { code, all } = await examine();
		expect( code ).toBe( 0 );
		expect( all.find( ( { subject } ) => subject === 'wiki API' )!.found ).toContain( 'has no list=globalusers' );
	} );
} );

describe( 'when the OAuth consumer is wrong', () => {
	it( 'at the wiki, it says how', async () => {
		world.wiki.oauth.updateCallback( 'https://elsewhere.example/oauth/callback' );
		expectIll( ( await examine() ).ill, { 'sign-in': /sends people to https:\/\/elsewhere\.example\/oauth\/callback, not to http/ } );
		world.wiki.oauth.disableConsumer();
		expectIll( ( await examine() ).ill, { 'sign-in': /has our consumer as disabled/ } );
	} );

	it( 'in our settings, it says which one', async () => {
		const { oauth } = world.config;
		expectIll( ( await examine( { oauth: { ...oauth, consumerKey: '0'.repeat( 32 ) } } ) ).ill, { 'sign-in': /knows no consumer with this key/ } );
		expectIll( ( await examine( { oauth: { ...oauth, consumerSecret: new Secret( '0'.repeat( 40 ) ) } } ) ).ill, { 'sign-in': /secret is not that of this key/ } );
	} );
} );

describe( 'when the on-call service misbehaves', () => {
	const unasked = { 'splunk-on-call: maintenance mode': /Could not be asked/, 'splunk-on-call: on call': /Could not be asked.*known to page anybody/, 'drill/splunk-on-call: drill route': /Could not be asked/ };
	const rows: readonly ( readonly [ string, OnCallFault, Record<string, RegExp> ] )[] = [
		[ 'in maintenance mode', { kind: 'maintenanceMode' }, { 'splunk-on-call: maintenance mode': /Pages nobody/ } ],
		[ 'with nobody on call', { kind: 'emptyRota' }, { 'splunk-on-call: policy pol-sre': /Pages nobody.*Nobody is on call/ } ],
		[ 'with a key that is not taken', { kind: 'status', status: 403 }, unasked ],
		[ 'down', { kind: 'refuseConnections' }, unasked ],
		[ 'with half answers', { kind: 'truncate' }, unasked ]
	];
	it.each( rows )( '%s, that is what it says', async ( _, fault, expected ) => {
		world.onCall.faults.set( fault, 'api' );
		const { code, ill } = await examine();
		expect( code ).toBe( 2 );
		expectIll( ill, expected );
	} );

	it( 'by leading drills to people, that is what it says', async () => {
		world.onCall.lead( world.onCall.drillRoutingKey, 'pol-sre' );
		const { code, ill } = await examine();
		expect( code ).toBe( 1 );
		expectIll( ill, { 'drill/splunk-on-call: routing key drill': /Would wake people/ } );
	} );
} );

describe( 'when something around us is gone', () => {
	it( 'it names the relay, and a dead-man\'s switch that cannot be told', async () => {
		const nobody = await freePort();
		const { code, ill } = await examine( {
			ircRelay: { host: '127.0.0.1', port: nobody },
			heartbeat: { ...world.config.heartbeat, url: new Secret( `http://127.0.0.1:${ nobody }/canary` ) }
		} );
		expect( code ).toBe( 1 );
		expectIll( ill, { 'IRC relay': /nobody listens/, 'dead-man\'s switch': /nobody listens/ } );
	} );

	it( 'it says that there is no dead-man\'s switch', async () => {
		expectIll( ( await examine( { heartbeat: { everyMs: 0, url: undefined } } ) ).ill, { heartbeat: /switched off/, 'dead-man\'s switch': /There is none/ } );
	} );

	it( 'it says that the server is not at its public URL', async () => {
		const { ill } = await examine( { publicUrl: `http://localhost:${ await freePort() }` } );
		// What is registered and allowed is another address, too.
		expectIll( ill, { 'public URL': /not to be found/, 'sign-in': /sends people to/ } );
	} );

	it( 'it says that something else answers there', async () => {
		const { ill } = await examine( { publicUrl: world.wiki.url } );
		expectIll( ill, { 'public URL': /something answers with HTTP 404, and it is not Page SRE/, 'sign-in': /sends people to/ } );
	} );

	it( 'it says that there is no store', async () => {
		expectIll( ( await examine( { store: `${ world.config.store }.nowhere` } ) ).ill, { store: /there is no file/ } );
	} );
} );

describe( 'when the server has stopped', () => {
	it( 'that is what it says, and a roster grown old', async () => {
		await world.stopServer();
		await world.advance( 3 * 60 * MINUTE );
		try {
			expectIll( ( await examine() ).ill, {
				'public URL': /no connection/, readiness: /could not be asked/, heartbeat: /could not be asked/, roster: /minutes old/
			} );
			await world.advance( 24 * 60 * MINUTE );
			expect( ( await examine() ).ill.find( ( { subject } ) => subject === 'roster' ) ).toMatchObject( { verdict: 'critical', found: /nobody of the group could page/ } );
		} finally {
			await world.restart();
		}
	} );

	it( 'and its store has gone with it, that is said, too', async () => {
		await world.stopServer();
		await rm( world.config.store );
		expect( ( await examine() ).ill.map( ( { subject } ) => subject ) ).toContain( 'store' );
		await world.restart();
	} );
} );
