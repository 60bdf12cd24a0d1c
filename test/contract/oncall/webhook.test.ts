// The signed webhook under the contract of all providers, and against a receiver that proves everything
// by its own arithmetic.
import { inspect } from 'node:util';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createWebhook } from '../../../server/oncall/webhook.ts';
import type { WebhookSettings } from '../../../server/oncall/webhook.ts';
import { ObservationError } from '../../../server/pages/provider.ts';
import type { ProviderHook } from '../../../server/pages/provider.ts';
import { startSandboxReceiver } from '../../../server/sandbox/webhook/receiver.ts';
import type { SandboxReceiver } from '../../../server/sandbox/webhook/receiver.ts';
import { alert, deliveryContract } from './deliveryContract.ts';
import { statusTable } from './statusTable.ts';
import { nobody, rawService } from './rawService.ts';

const secretOf = ( seed: string ): string => `whsec_${ Buffer.from( seed.padEnd( 32, '.' ) ).toString( 'base64' ) }`;
const secrets = { current: secretOf( 'current' ), former: secretOf( 'former' ), hook: secretOf( 'hook' ) };
const secret = ( value: string ): { reveal: () => string } => ( { reveal: () => value } );

const base = {
	secrets: [ secret( secrets.current ), secret( secrets.former ) ],
	userAgent: 'page-sre/0.1 (sre@example.org)',
	timeoutMs: 20_000
};

deliveryContract( {
	name: 'a signed webhook',
	create: ( url, { timeoutMs, now } ) => createWebhook( { ...base, url: secret( `${ url }canary-path` ), timeoutMs }, { now } ),
	takenBody: '',
	alsoTaken: [ '', 'null', '[]', '{"result":"perhaps","status":"perhaps"}', '{}', '{}{}' ],
	outcomes: statusTable( [ 200, 299 ] ),
	retryStatus: 503,
	secrets: [ ...Object.values( secrets ), 'canary-path' ]
} );

interface World {
	receiver: SandboxReceiver;
	webhook: ReturnType<typeof createWebhook>;
	advance: ( ms: number ) => void;
}

async function world( overrides: Partial<WebhookSettings> = {}, receiverKnows = secrets.current ): Promise<World> {
	let time = Date.parse( '2026-11-23T14:00:05Z' );
	const now = (): number => time;
	const receiver = await startSandboxReceiver( { secret: receiverKnows, hookSecret: secrets.hook, now } );
	onTestFinished( () => receiver.stop() );
	const webhook = createWebhook( {
		...base,
		url: secret( receiver.url ),
		incidentsUrl: secret( receiver.incidentsUrl ),
		hookSecrets: [ secret( secretOf( 'next hook' ) ), secret( secrets.hook ) ],
		...overrides
	}, { now } );
	return { receiver, webhook, advance: ( ms ) => {
		time += ms;
	} };
}

const handle = { dedupKey: alert.dedupKey, incident: null };

describe( 'a page by signed webhook', () => {
	it( 'says what, where and since when', async () => {
		const { receiver, webhook } = await world();
		expect( await webhook.deliver( alert ) ).toEqual( { kind: 'delivered', incident: null } );
		expect( receiver.messages ).toEqual( [ {
			id: alert.dedupKey,
			type: 'page.triggered',
			timestamp: '2026-11-23T14:00:00.900Z',
			data: { dedupKey: alert.dedupKey, title: alert.firstLine, recordUrl: alert.recordUrl, host: alert.host, text: alert.body },
			bytes: expect.any( Number ) as number,
			userAgent: base.userAgent
		} ] );
		expect( receiver.unexpected ).toEqual( [] );
	} );

	it( 'says whether it is a drill, and says nothing of drills where it is none', async () => {
		const { receiver, webhook } = await world();
		await webhook.deliver( alert );
		await webhook.deliver( { ...alert, dedupKey: 'page-sre/D', drill: true } );
		expect( receiver.messages.map( ( { data } ) => data.drill ) ).toEqual( [ undefined, true ] );
	} );

	it( 'is one incident, however often it is tried, and each try is signed anew', async () => {
		const { receiver, webhook, advance } = await world();
		for ( let attempt = 0; attempt < 3; attempt++ ) {
			expect( await webhook.deliver( alert ) ).toMatchObject( { kind: 'delivered' } );
			advance( 600_000 );
		}
		expect( receiver.messages ).toHaveLength( 3 );
		expect( receiver.incidents() ).toHaveLength( 1 );
	} );

	it( 'is believed by a receiver that still has the former secret', async () => {
		const { webhook } = await world( {}, secrets.former );
		expect( await webhook.deliver( alert ) ).toMatchObject( { kind: 'delivered' } );
	} );

	it( 'is rejected by a receiver that has another', async () => {
		const { webhook } = await world( {}, secretOf( 'other' ) );
		expect( await webhook.deliver( alert ) ).toEqual( { kind: 'rejected', reason: 'unauthorized' } );
	} );

	it( 'is an id without a full stop, whatever the page is called', async () => {
		const { receiver, webhook } = await world();
		await webhook.deliver( { ...alert, dedupKey: 'page-sre/1.5' } );
		expect( receiver.messages ).toMatchObject( [ { id: 'page-sre/1_5', data: { dedupKey: 'page-sre/1.5' } } ] );
	} );

	it.each( [ '👩‍👩‍👧', '"', '\n', 'x' ] )( 'is at most 20 kB of %j, and keeps what fits', async ( character ) => {
		const { receiver, webhook } = await world();
		await webhook.deliver( { ...alert, body: character.repeat( 30_000 ) } );
		const [ message ] = receiver.messages;
		expect( message!.bytes ).toBeLessThanOrEqual( 20_000 );
		expect( Buffer.byteLength( message!.data.text as string ) ).toBeGreaterThan( 9_000 );
		expect( message!.data.text ).toMatch( new RegExp( `^(${ character })+…$`, 'u' ) );
	} );
} );

describe( 'what follows a page by signed webhook', () => {
	it( 'is a note for each thing said, and the end', async () => {
		const { receiver, webhook, advance } = await world();
		await webhook.deliver( alert );
		for ( const text of [ 'Also on dewiki', 'Also on dewiki', 'Still bad' ] ) {
			expect( await webhook.addNote( handle, text ) ).toEqual( { kind: 'done' } );
			advance( 1000 );
		}
		expect( await webhook.resolve( handle, 'Withdrawn by its sender' ) ).toEqual( { kind: 'done' } );
		expect( receiver.incidents() ).toMatchObject( [ { phase: 'resolved', notes: [ 'Also on dewiki', 'Still bad' ] } ] );
		expect( receiver.messages.at( -1 ) ).toMatchObject( { type: 'page.resolved', data: { text: 'Withdrawn by its sender' } } );
		expect( receiver.unexpected ).toEqual( [] );
	} );

	it.each( [ [ 410, 'refused' ], [ 503, 'serverError' ] ] )( 'failed after status %i', async ( status, reason ) => {
		const { url } = await rawService( ( _, response ) => {
			response.writeHead( status ).end();
		} );
		const { webhook } = await world( { url: secret( url ) } );
		expect( await webhook.resolve( handle, 'x' ) ).toEqual( { kind: 'failed', reason } );
		expect( await webhook.addNote( handle, 'x' ) ).toEqual( { kind: 'failed', reason } );
	} );
} );

describe( 'reading back from a webhook service', () => {
	it( 'tells who acknowledged', async () => {
		const { receiver, webhook } = await world();
		await webhook.deliver( alert );
		const seen = { dedupKey: alert.dedupKey, incident: 'INC-1' };
		expect( await webhook.observe!( [] ) ).toEqual( [ { ...seen, phase: 'triggered', notified: 1, by: null } ] );
		receiver.acknowledge( alert.dedupKey, 'amal' );
		expect( await webhook.observe!( [] ) ).toEqual( [ { ...seen, phase: 'acknowledged', notified: null, by: 'amal' } ] );
	} );

	it( 'is not possible where no list is configured', async () => {
		const { webhook } = await world( { incidentsUrl: undefined } );
		expect( webhook.observe ).toBeUndefined();
	} );

	const one = { dedupKey: alert.dedupKey, phase: 'triggered' };
	it.each( [
		[ 'nothing but the phase', [ one ], [ { ...one, incident: alert.dedupKey, notified: null, by: null } ] ],
		[ 'silence on purpose', [ { ...one, muted: true } ], [ { muted: true } ] ],
		[ 'silence by hearsay', [ { ...one, muted: 'yes' } ], [ expect.not.objectContaining( { muted: expect.anything() as unknown } ) ] ],
		[ 'odd numbers', [ { ...one, notified: -1 }, { ...one, notified: '3' }, { ...one, notified: 1.5 } ], [ { notified: null }, { notified: null }, { notified: null } ] ],
		[ 'a name with controls', [ { ...one, phase: 'resolved', by: '\u202Eamal\u0000' } ], [ { by: 'amal' } ] ],
		[ 'entries of others and of no kind', [ null, 7, {}, { ...one, dedupKey: 'other/1' }, { ...one, phase: 'perhaps' }, one ], [ one ] ]
	] )( 'understands %s', async ( _, incidents, expected ) => {
		const { url } = await rawService( ( __, response ) => {
			response.end( JSON.stringify( { incidents } ) );
		} );
		const { webhook } = await world( { incidentsUrl: secret( url ) } );
		const observations = await webhook.observe!( [] );
		expect( observations ).toMatchObject( expected );
		expect( observations ).toHaveLength( expected.length );
	} );

	it.each( [ [ 200, '<html>', 'unreadable' ], [ 200, '{}', 'unreadable' ], [ 200, '[]', 'unreadable' ], [ 401, '', 'unauthorized' ], [ 500, '', 'serverError' ] ] )(
		'has no answer in %i %j', async ( status, body, reason ) => {
			const { url } = await rawService( ( _, response ) => {
				response.writeHead( status ).end( body );
			} );
			const { webhook } = await world( { incidentsUrl: secret( `${ url }canary-path` ) } );
			const error: unknown = await webhook.observe!( [] ).catch( ( thrown: unknown ) => thrown );
			expect( error ).toBeInstanceOf( ObservationError );
			expect( error ).toMatchObject( { reason } );
			expect( inspect( error, { showHidden: true, depth: Infinity } ) ).not.toMatch( /canary|whsec_/ );
		} );

	it( 'has no answer where nobody listens', async () => {
		const { webhook } = await world( { incidentsUrl: secret( await nobody() ) } );
		await expect( webhook.observe!( [] ) ).rejects.toMatchObject( { reason: 'network' } );
	} );
} );

describe( 'a hook from a webhook service', () => {
	it( 'is a hint, however often it comes', async () => {
		const { receiver, webhook, advance } = await world();
		const hook = receiver.hook( 'msg_1', '{"type":"page.acknowledged"}' );
		expect( webhook.readHook!( hook ) ).toEqual( { kind: 'hint', id: 'msg_1' } );
		advance( 300_000 );
		expect( webhook.readHook!( hook ) ).toEqual( { kind: 'hint', id: 'msg_1' } );
	} );

	it.each<[ string, ( hook: ProviderHook ) => ProviderHook ]>( [
		[ 'whose body was changed', ( { headers } ) => ( { headers, rawBody: Buffer.from( '{}' ) } ) ],
		[ 'without a signature', ( { headers, rawBody } ) => ( { headers: { ...headers, 'webhook-signature': undefined }, rawBody } ) ],
		[ 'without anything', () => ( { headers: {}, rawBody: Buffer.alloc( 0 ) } ) ]
	] )( 'is forged %s', async ( _, changed ) => {
		const { receiver, webhook } = await world();
		expect( webhook.readHook!( changed( receiver.hook( 'msg_1', '{"a":1}' ) ) ) ).toEqual( { kind: 'forged' } );
	} );

	it( 'is forged when it is somebody\'s recording', async () => {
		const { receiver, webhook, advance } = await world();
		const hook = receiver.hook( 'msg_1', '{}' );
		advance( 306_000 );
		expect( webhook.readHook!( hook ) ).toEqual( { kind: 'forged' } );
	} );

	it( 'is forged when it is a page of our own, returned', async () => {
		const { webhook } = await world();
		const own = await startSandboxReceiver( { secret: secrets.current, hookSecret: secrets.current, now: () => Date.parse( '2026-11-23T14:00:05Z' ) } );
		onTestFinished( () => own.stop() );
		expect( webhook.readHook!( own.hook( alert.dedupKey, '{}' ) ) ).toEqual( { kind: 'forged' } );
	} );

	it( 'is not read at all where no secret is configured', async () => {
		const { webhook } = await world( { hookSecrets: undefined } );
		expect( webhook.readHook ).toBeUndefined();
	} );
} );

describe( 'a webhook with settings that cannot work', () => {
	it.each( [
		'', 'canary', 'http://canary.example.org/', 'http://127.0.0.1.canary.example.org/', 'http://localhost.canary.example.org/',
		'ftp://localhost/canary', 'https://canary:canary@example.org/', 'http://10.0.0.1/canary', 'file:///canary'
	] )( 'refuses the address %j without showing it', ( url ) => {
		expect( () => createWebhook( { ...base, url: secret( url ) }, { now: Date.now } ) )
			.toThrow( /^Webhook: url is not an https URL without a user name$/ );
	} );

	it.each( [ 'https://hooks.example.org/x', 'http://localhost:1/', 'http://127.0.0.1/', 'http://[::1]:1/' ] )( 'takes the address %s', ( url ) => {
		expect( createWebhook( { ...base, url: secret( url ) }, { now: Date.now } ).name ).toBe( 'webhook' );
	} );

	it.each( [ [ 'secrets', { secrets: [] } ], [ 'hookSecrets', { hookSecrets: [ secret( 'canary' ) ] } ], [ 'incidentsUrl', { incidentsUrl: secret( 'canary' ) } ] ] )(
		'refuses %s that are none', ( _, overrides ) => {
			expect( () => createWebhook( { ...base, url: secret( 'https://example.org/' ), ...overrides }, { now: Date.now } ) )
				.toThrow( /^(?!.*canary)(Webhook|Standard Webhooks): / );
		} );
} );
