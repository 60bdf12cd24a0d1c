// The outside world of a measured server: a sandbox wiki that says who is a member, and a provider that takes
// every page at once, or late, or never. A real one keeps what it was told; this one only counts.
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { SandboxWiki } from '../../server/sandbox/wiki/index.ts';
import { startSandboxOnCall } from '../../server/sandbox/onCall/service.ts';
import { startSandboxWiki } from '../../server/sandbox/wiki/index.ts';
import { environmentFor, freePort, newConsumer } from '../environment.ts';
import { signInByPopup } from '../signIn.ts';
import { proxyEnv, signInByProxy } from '../singleSignOn.ts';
import { KEY, type Asked } from './load/generate.ts';
import type { MeasuredServer, Workbench } from './workbench.ts';

interface StubProvider {
	url: string;
	/** `delayMs` of every answer from now on; Infinity: none. */
	delay( ms: number ): void;
	/** When it was told of which page, in ms of performance.now(). */
	heard: ReadonlyMap<string, number>;
	/** How often it was told of anything. */
	calls(): number;
	stop(): Promise<void>;
}

async function startStubProvider(): Promise<StubProvider> {
	let delayMs = 0;
	let calls = 0;
	const heard = new Map<string, number>();
	const server = createServer( ( request, response ) => {
		const at = performance.now();
		calls++;
		const id = String( request.headers[ 'webhook-id' ] ).split( '/' )[ 1 ]!;
		if ( !heard.has( id ) ) {
			heard.set( id, at );
		}
		request.resume().on( 'end', () => {
			if ( delayMs === 0 ) {
				response.writeHead( 202 ).end();
			} else if ( delayMs < Infinity ) {
				setTimeout( () => response.writeHead( 202 ).end(), delayMs );
			}
		} );
	} );
	server.listen( 0, '127.0.0.1' );
	await once( server, 'listening' );
	return {
		url: `http://127.0.0.1:${ ( server.address() as AddressInfo ).port }/pages`,
		delay( ms ) {
			delayMs = ms;
		},
		heard,
		calls: () => calls,
		async stop() {
			server.closeAllConnections();
			server.close();
			await once( server, 'close' );
		}
	};
}

export interface Installation {
	env: Record<string, string>;
	wiki: SandboxWiki;
	provider: StubProvider;
	/** Starts the product with these settings; again after it was stopped. */
	start( options?: { env?: Record<string, string>; slowDiskMs?: number } ): Promise<MeasuredServer>;
	/** A member whom the wiki confirms at every page. */
	member( name?: string ): Promise<{ token: string; asked: Asked }>;
	/** A member by single sign-on: the membership is answered in process. */
	namedMember(): Promise<Asked>;
}

/** One product with all its checks on, limits lifted, beside a wiki and a provider of its own. */
export async function install( bench: Workbench, more: Record<string, string> = {} ): Promise<Installation> {
	const port = await freePort();
	const url = `http://localhost:${ port }`;
	const consumer = newConsumer( port );
	// For what the environment needs to know; nobody is paged there.
	const onCall = await startSandboxOnCall();
	bench.finally( () => onCall.stop() );
	const wiki = await startSandboxWiki( { gadgetPages: async () => ( {} ), consumer, backendUrl: url } );
	bench.finally( () => wiki.stop() );
	const provider = await startStubProvider();
	bench.finally( () => provider.stop() );
	const env = {
		...environmentFor( { port, store: join( bench.folder, `${ port }.sqlite` ), wiki, onCall, consumer } ),
		...proxyEnv,
		PAGE_SRE_PROVIDERS: 'webhook',
		PAGE_SRE_WEBHOOK_URL: provider.url,
		PAGE_SRE_WEBHOOK_SECRETS: `whsec_${ randomBytes( 24 ).toString( 'base64' ) }`,
		// A day: nothing that is measured here may turn into a second round.
		PAGE_SRE_ANSWER_SECONDS: '86400',
		PAGE_SRE_LOG_LEVEL: 'error',
		...more
	};
	const asked = ( headers: Record<string, string> ): Asked => ( { port, method: 'POST', path: '/v1/pages', headers, body: aPageOf() } );
	return {
		env, wiki, provider,
		start: ( { env: also = {}, slowDiskMs = 0 } = {} ) => bench.serve( 'product', { env: { ...env, ...also }, slowDiskMs } ),
		async member( name = 'Steward Foo' ) {
			const token = await signInByPopup( { url, wiki, name } );
			return { token, asked: asked( { Authorization: `Bearer ${ token }` } ) };
		},
		async namedMember() {
			const client = await signInByProxy( url, { user: 'bench', groups: 'wmf' } );
			await client.readGuidance();
			return asked( { Cookie: client.cookie, Origin: url } );
		}
	};
}

/** What a steward writes in a hurry, and where they stood. */
function aPageOf(): string {
	return JSON.stringify( {
		idempotencyKey: KEY,
		summary: 'Login fails for everyone',
		scope: 'all wikis',
		since: 'ten minutes',
		details: 'Special:UserLogin answers with a blank page after the password; three stewards see the same.',
		contact: { ircNick: 'foo' },
		context: { wiki: 'metawiki', title: 'Steward requests/Global', url: 'https://meta.wikimedia.org/wiki/Steward_requests/Global', skin: 'vector-2022' },
		language: 'en'
	} );
}
