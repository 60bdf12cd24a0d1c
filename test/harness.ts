// A whole world for tests: the real server on a real SQLite file, beside a sandbox wiki and a sandbox
// on-call service, all on localhost and on one clock. Tests speak in its verbs.
import { randomBytes } from 'node:crypto';
import { copyFileSync, existsSync, rmSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Config } from '../server/config.ts';
import type { PageView } from '../server/contract/page.ts';
import type { Problem } from '../server/contract/problem.ts';
import type { SendPageInput } from '../server/contract/sendPage.ts';
import { startSandboxOnCall, type SandboxOnCall } from '../server/sandbox/onCall/service.ts';
import { startSandboxWiki, type SandboxWiki } from '../server/sandbox/wiki/index.ts';
import { startServer, type Overrides, type RunningServer } from '../server/server.ts';
import { configOf, environmentFor, freePort, newConsumer } from './environment.ts';
import { createFakeClock, type FakeClock } from './fakeClock.ts';
import { recordingLogger, type LogLine } from './recordingLogger.ts';
import { signInByPopup } from './signIn.ts';

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
	/** The same, beside whatever others have paged. */
	pageAnyway( input?: Partial<SendPageInput> ): Promise<Answer<PageView>>;
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
	/** Reads the guidance at once, unless told otherwise. */
	signIn( name: string, options?: { readsGuidance?: boolean } ): Promise<SenderClient>;
	/** Time passes for everybody, and everything that it sets off is done. */
	advance( ms: number ): Promise<void>;
	/** Hours or days in which nothing of the server's work matters: it is down meanwhile. */
	leap( ms: number ): Promise<void>;
	/** Stops the server as a supervisor would, and starts it again on the same store and port. */
	restart(): Promise<void>;
	stopServer(): Promise<void>;
	/**
	 * Ends the server as a power cut would, between two of its steps: what is committed is kept, nobody who
	 * waits for an answer gets one, and nothing that it still does is recorded. start again with restart().
	 */
	crash(): void;
	/** ERROR lines that a test expects; any other one fails it in stop(). */
	expectErrors( ...messages: RegExp[] ): void;
	stop(): Promise<void>;
}

export interface WorldOptions {
	/** PAGE_SRE_ variables beyond those that the world itself needs. */
	env?: Record<string, string>;
	overrides?: Omit<Overrides, 'clock' | 'log'>;
	/** Done to the wiki before the server starts. */
	wikiBefore?: ( wiki: SandboxWiki ) => void;
	/** Requests that a fault of other sandboxes holds up; time passes while they hang. */
	alsoHeld?: () => number;
}

export function newKey(): string {
	return randomBytes( 16 ).toString( 'hex' );
}

/** A page that may be sent as it is. */
export function aPage( input: Partial<SendPageInput> = {} ): SendPageInput {
	return { idempotencyKey: newKey(), summary: 'Login fails for everyone', scope: 'enwiki', ...input };
}

export async function startWorld( { env = {}, overrides = {}, wikiBefore, alsoHeld = () => 0 }: WorldOptions = {} ): Promise<World> {
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
	wikiBefore?.( wiki );
	const config = configOf( { ...environmentFor( { port, store: join( folder, 'store.sqlite' ), wiki, onCall, consumer } ), ...env } );

	const log: LogLine[] = [];
	const expected: RegExp[] = [];
	let life = newLife( join( folder, 'store.sqlite' ) );
	const dying: Promise<unknown>[] = [];
	const start = (): Promise<RunningServer> => startServer(
		{ ...config, store: life.store }, { random: () => 0, ...overrides, clock, log: recordingLogger( log, life.ended.signal ) }
	);
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
			await Promise.race( [ server?.settled(), realMs( onCall.faults.held() + alsoHeld() > 0 ? 10 : 1000 ) ] );
			await realMs( 4 );
		}
	}

	const world: World = {
		url, wiki, onCall, clock, config, log,
		async signIn( name, options = {} ) {
			const token = await signInByPopup( { url, wiki, name, ...options } );
			return senderClient( url, token, clock, () => life.ended.signal );
		},
		advance: ( ms ) => clock.advance( ms ),
		async leap( ms ) {
			await world.stopServer();
			await clock.advance( ms );
			await world.restart();
		},
		async restart() {
			await world.stopServer();
			server = await start();
		},
		async stopServer() {
			await server?.stop();
			server = undefined;
		},
		crash() {
			const { store, ended } = life;
			life = newLife( join( folder, `store-${ dying.length + 1 }.sqlite` ) );
			// What the file holds now is what a machine finds after the cut. The dying server loses its file,
			// so it can commit nothing more.
			for ( const part of [ '', '-wal' ].filter( ( suffix ) => existsSync( store + suffix ) ) ) {
				copyFileSync( store + part, life.store + part );
			}
			rmSync( store );
			ended.abort( new Error( 'the server died' ) );
			dying.push( server?.stop() ?? Promise.resolve() );
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
			await Promise.all( dying );
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

/** One life of the server: its file, and its end if it did not stop in good order. */
function newLife( store: string ): { store: string; ended: AbortController } {
	return { store, ended: new AbortController() };
}

/**
 * @param clock what passes while the client waits for something to happen
 * @param ended of the server that answers now: with it go all its connections
 */
export function senderClient( url: string, token: string, clock: Pick<FakeClock, 'advance'>, ended?: () => AbortSignal ): SenderClient {
	const client: SenderClient = {
		token,
		async call<Body>( method: string, path: string, body?: unknown ) {
			const response = await fetch( url + path, {
				method,
				...ended ? { signal: ended() } : {},
				// A connection that is kept would belong to a server that has died since.
				headers: { Authorization: `Bearer ${ token }`, Connection: 'close', ...body === undefined ? {} : { 'Content-Type': 'application/json' } },
				...body === undefined ? {} : { body: JSON.stringify( body ) }
			} );
			const text = await response.text();
			return { status: response.status, headers: response.headers, body: ( text === '' ? {} : JSON.parse( text ) ) as Body };
		},
		sendPage: ( input ) => client.call<PageView>( 'POST', '/v1/pages', aPage( input ) ),
		async pageAnyway( input ) {
			const page = aPage( input );
			for ( const seen: string[] = [], seenIncidents: string[] = []; ; ) {
				const answer = await client.sendPage( { ...page, seen, seenIncidents } );
				if ( answer.status !== 409 ) {
					return answer;
				}
				const { openPages = [], openIncidents = [] } = answer.body as unknown as Problem;
				seen.push( ...openPages.map( ( { id } ) => id ) );
				seenIncidents.push( ...openIncidents.map( ( { provider, incident } ) => `${ provider }/${ incident }` ) );
			}
		},
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
