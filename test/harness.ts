// A whole world for tests: the real server on a real SQLite file, beside a sandbox wiki and a sandbox
// on-call service, all on localhost and on one clock. Tests speak in its verbs.
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readConfig, type Config } from '../server/config.ts';
import type { PageView } from '../server/contract/page.ts';
import type { SendPageInput } from '../server/contract/sendPage.ts';
import type { Logger } from '../server/logger.ts';
import { startSandboxOnCall, type SandboxOnCall } from '../server/sandbox/onCall/service.ts';
import { startSandboxWiki, type SandboxWiki } from '../server/sandbox/wiki/index.ts';
import { startServer, type Overrides, type RunningServer } from '../server/server.ts';
import { createFakeClock, type FakeClock } from './fakeClock.ts';
import { signInByPopup } from './signIn.ts';

export interface LogLine {
	level: 'debug' | 'info' | 'warn' | 'error';
	message: string;
	facts: Record<string, unknown>;
}

export interface Answer<Body = Record<string, unknown>> {
	status: number;
	headers: Headers;
	body: Body;
}

/** A signed-in sender. */
export interface SenderClient {
	token: string;
	/** Any call of the API in this sender's name. */
	call<Body = Record<string, unknown>>( method: string, path: string, body?: unknown ): Promise<Answer<Body>>;
	/** POST /v1/pages; what is not given is a valid page with a new key. */
	sendPage( input?: Partial<SendPageInput> ): Promise<Answer<PageView>>;
	readPage( id: string ): Promise<PageView>;
	/** Resolves once the page has such an event; fails the test when it does not come. */
	sees( id: string, kind: PageView[ 'events' ][ number ][ 'kind' ] ): Promise<PageView>;
}

export interface World {
	url: string;
	wiki: SandboxWiki;
	onCall: SandboxOnCall;
	clock: FakeClock;
	config: Config;
	log: LogLine[];
	signIn( name: string ): Promise<SenderClient>;
	/** Time passes for everybody, and everything that it sets off is done. */
	advance( ms: number ): Promise<void>;
	/** Stops the server as a supervisor would, and starts it again on the same store and port. */
	restart(): Promise<void>;
	stopServer(): Promise<void>;
	/** ERROR lines that a test expects; any other one fails it in stop(). */
	expectErrors( ...messages: RegExp[] ): void;
	stop(): Promise<void>;
}

export interface WorldOptions {
	/** PAGE_SRE_ variables beyond those that the world itself needs. */
	env?: Record<string, string>;
	overrides?: Omit<Overrides, 'clock' | 'log'>;
}

export function newKey(): string {
	return randomBytes( 16 ).toString( 'hex' );
}

/** A page that may be sent as it is. */
export function aPage( input: Partial<SendPageInput> = {} ): SendPageInput {
	return { idempotencyKey: newKey(), summary: 'Login fails for everyone', scope: 'enwiki', ...input };
}

export async function startWorld( { env = {}, overrides = {} }: WorldOptions = {} ): Promise<World> {
	const folder = await mkdtemp( join( tmpdir(), 'page-sre-test-' ) );
	const clock = createFakeClock( async () => {
		await idle();
	} );
	const now = (): number => clock.now();
	const port = await freePort();
	const url = `http://localhost:${ port }`;
	const consumer = newConsumer( port );
	const onCall = await startSandboxOnCall( { now } );
	const wiki = await startSandboxWiki( { gadgetPages: async () => ( {} ), consumer, backendUrl: url, now } );
	const config = configOf( { ...environmentFor( { port, store: join( folder, 'store.sqlite' ), wiki, onCall, consumer } ), ...env } );

	const log: LogLine[] = [];
	const expected: RegExp[] = [];
	const start = (): Promise<RunningServer> => startServer( config, { random: () => 0, ...overrides, clock, log: recordingLogger( log ) } );
	let server: RunningServer | undefined = await start();

	/**
	 * Work set off by a step runs over real sockets, so it takes a few real milliseconds. Attempts that a
	 * fault holds up are not waited for: time passes while they hang.
	 */
	async function idle(): Promise<void> {
		const realMs = ( ms: number ): Promise<void> => new Promise( ( resolve ) => {
			setTimeout( resolve, ms );
		} );
		for ( let round = 0; round < 3; round++ ) {
			await Promise.race( [ server?.settled(), realMs( onCall.faults.held() > 0 ? 10 : 1000 ) ] );
			await realMs( 4 );
		}
	}

	const world: World = {
		url, wiki, onCall, clock, config, log,
		async signIn( name ) {
			const token = await signInByPopup( { url, wiki, name } );
			return senderClient( url, token, clock );
		},
		advance: ( ms ) => clock.advance( ms ),
		async restart() {
			await world.stopServer();
			server = await start();
		},
		async stopServer() {
			await server?.stop();
			server = undefined;
		},
		expectErrors( ...messages ) {
			expected.push( ...messages );
		},
		async stop() {
			onCall.faults.release();
			wiki.faults.set( null );
			wiki.faults.release();
			await world.stopServer();
			await Promise.all( [ wiki.stop(), onCall.stop() ] );
			await rm( folder, { recursive: true } );
			const surprises = log.filter( ( { level, message } ) => level === 'error' && !expected.some( ( one ) => one.test( message ) ) );
			if ( surprises.length > 0 ) {
				throw new Error( `unexpected ERROR lines: ${ surprises.map( ( line ) => `${ line.message } ${ JSON.stringify( line.facts ) }` ).join( '; ' ) }` );
			}
			if ( onCall.unexpected.length > 0 ) {
				throw new Error( `requests that the on-call service does not know: ${ JSON.stringify( onCall.unexpected ) }` );
			}
		}
	};
	return world;
}

/** @param clock what passes while the client waits for something to happen */
export function senderClient( url: string, token: string, clock: Pick<FakeClock, 'advance'> ): SenderClient {
	const client: SenderClient = {
		token,
		async call<Body>( method: string, path: string, body?: unknown ) {
			const response = await fetch( url + path, {
				method,
				headers: { Authorization: `Bearer ${ token }`, ...body === undefined ? {} : { 'Content-Type': 'application/json' } },
				...body === undefined ? {} : { body: JSON.stringify( body ) }
			} );
			const text = await response.text();
			return { status: response.status, headers: response.headers, body: ( text === '' ? {} : JSON.parse( text ) ) as Body };
		},
		sendPage: ( input ) => client.call<PageView>( 'POST', '/v1/pages', aPage( input ) ),
		readPage: async ( id ) => ( await client.call<PageView>( 'GET', `/v1/pages/${ id }` ) ).body,
		async sees( id, kind ) {
			// Each try lets a second pass: more than any pause between two things that must happen.
			for ( let tries = 0; tries < 60; tries++ ) {
				const page = await client.readPage( id );
				if ( page.events.some( ( event ) => event.kind === kind ) ) {
					return page;
				}
				await clock.advance( 1000 );
			}
			throw new Error( `no event ${ kind } on page ${ id }: ${ JSON.stringify( ( await client.readPage( id ) ).events ) }` );
		}
	};
	return client;
}

/** What a server needs to run against these sandboxes. */
export function environmentFor( { port, store, wiki, onCall, consumer }: {
	port: number; store: string; wiki: SandboxWiki; onCall: SandboxOnCall; consumer: { key: string; secret: string };
} ): Record<string, string> {
	return {
		PAGE_SRE_PUBLIC_URL: `http://localhost:${ port }`,
		PAGE_SRE_LISTEN: `127.0.0.1:${ port }`,
		PAGE_SRE_CONTACT: 'test@example.org',
		PAGE_SRE_WIKI_URL: wiki.url,
		PAGE_SRE_OAUTH_KEY: consumer.key,
		PAGE_SRE_OAUTH_SECRET: consumer.secret,
		PAGE_SRE_STORE: store,
		PAGE_SRE_PROVIDERS: 'splunk-on-call',
		// Tests of heartbeats switch them on.
		PAGE_SRE_HEARTBEAT_SECONDS: '0',
		PAGE_SRE_SPLUNK_ON_CALL_REST_KEY: onCall.restKey,
		PAGE_SRE_SPLUNK_ON_CALL_ROUTING_KEY: onCall.routingKey,
		PAGE_SRE_SPLUNK_ON_CALL_API_ID: onCall.apiId,
		PAGE_SRE_SPLUNK_ON_CALL_API_KEY: onCall.apiKey,
		PAGE_SRE_SPLUNK_ON_CALL_API_USER: onCall.apiUser,
		PAGE_SRE_SPLUNK_ON_CALL_WRITE_KEY: onCall.writeKey,
		PAGE_SRE_SPLUNK_ON_CALL_CATCH_ALL_POLICY: onCall.catchAllPolicy,
		PAGE_SRE_SPLUNK_ON_CALL_INGEST_URL: onCall.ingestUrl,
		PAGE_SRE_SPLUNK_ON_CALL_API_URL: onCall.apiUrl
	};
}

export function newConsumer( port: number ): { key: string; secret: string; callbackUrl: string } {
	return { key: randomBytes( 16 ).toString( 'hex' ), secret: randomBytes( 20 ).toString( 'hex' ), callbackUrl: `http://localhost:${ port }/oauth/callback` };
}

export function configOf( env: Record<string, string> ): Config {
	const result = readConfig( env, () => {
		throw new Error( 'no files here' );
	} );
	if ( result.kind === 'faults' ) {
		throw new Error( JSON.stringify( result.faults ) );
	}
	return result.config;
}

function recordingLogger( lines: LogLine[] ): Logger {
	const at = ( level: LogLine[ 'level' ] ) => ( facts: object, message: string ): void => {
		lines.push( { level, message, facts: facts as Record<string, unknown> } );
	};
	return { debug: at( 'debug' ), info: at( 'info' ), warn: at( 'warn' ), error: at( 'error' ) } as Logger;
}

export function freePort(): Promise<number> {
	return new Promise( ( resolve ) => {
		const probe = createServer().listen( 0, () => {
			const address = probe.address();
			probe.close( () => resolve( ( address as { port: number } ).port ) );
		} );
	} );
}
