// A measured server with all its checks on, and the outside world that it needs: a wiki, a provider, and members
// who are signed in.
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { freePort, newConsumer } from '../environment.ts';
import { proxyEnv } from '../singleSignOn.ts';
import { openKeptStore, type KeptStore } from './keptStore.ts';
import { KEY, type Asked } from './load/generate.ts';
import { startStubProvider, type StubProvider } from './stubs/provider.ts';
import { memberId, startStubWiki, type StubWiki } from './stubs/wiki.ts';
import type { MeasuredServer, Workbench } from './workbench.ts';

export interface Members {
	/** Default: 1. Of several who page at once all but the first are asked about the pages of the others. */
	people?: number;
	/** Of all of them together; default: one each. */
	sessions?: number;
	/** By single sign-on, so that the membership is answered in process. Default: the wiki confirms it at every page. */
	named?: boolean;
}

export interface Installation {
	env: Record<string, string>;
	wiki: StubWiki;
	provider: StubProvider;
	/** Starts the product with these settings; again after it was stopped. */
	start( options?: { env?: Record<string, string>; slowDiskMs?: number } ): Promise<MeasuredServer>;
	/** A page by each of these in turn; they have read the guidance. The product must run. */
	members( members?: Members ): Promise<Asked>;
	/** Tokens of so many other members who follow this page. */
	followers( pageId: string, count: number ): Promise<string[]>;
	/** See KeptStore. */
	settle(): Promise<void>;
}

/** One product beside a wiki and a provider of its own. */
export async function install( bench: Workbench, more: Record<string, string> = {} ): Promise<Installation> {
	const port = await freePort();
	const url = `http://localhost:${ port }`;
	const wiki = await startStubWiki();
	bench.finally( () => wiki.stop() );
	const provider = await startStubProvider();
	bench.finally( () => provider.stop() );
	const { key, secret } = newConsumer( port );
	const env: Record<string, string> = {
		PAGE_SRE_PUBLIC_URL: url,
		PAGE_SRE_LISTEN: `127.0.0.1:${ port }`,
		PAGE_SRE_CONTACT: 'bench@example.org',
		PAGE_SRE_STORE: join( bench.folder, `${ port }.sqlite` ),
		PAGE_SRE_WIKI_URL: wiki.url,
		PAGE_SRE_OAUTH_KEY: key,
		PAGE_SRE_OAUTH_SECRET: secret,
		...proxyEnv,
		PAGE_SRE_PROVIDERS: 'webhook',
		PAGE_SRE_WEBHOOK_URL: provider.url,
		PAGE_SRE_WEBHOOK_SECRETS: `whsec_${ randomBytes( 24 ).toString( 'base64' ) }`,
		// A day: nothing that is measured here may turn into a second round.
		PAGE_SRE_ANSWER_SECONDS: '86400',
		PAGE_SRE_HEARTBEAT_SECONDS: '0',
		PAGE_SRE_LOG_LEVEL: 'error',
		...more
	};
	let opened: Promise<KeptStore> | undefined;
	const kept = (): Promise<KeptStore> => {
		if ( !opened ) {
			const store = opened = openKeptStore( env );
			bench.finally( async () => ( await store ).close() );
		}
		return opened;
	};
	return {
		env, wiki, provider,
		start: ( { env: also = {}, slowDiskMs = 0 } = {} ) => bench.serve( 'product', { env: { ...env, ...also }, slowDiskMs } ),
		async members( { people = 1, sessions = people, named = false } = {} ) {
			const headers: Record<string, string>[] = [];
			for ( let number = 1; number <= people; number++ ) {
				// Whom a single sign-on named has a number of ours, below zero.
				const centralId = ( named ? -1 : 1 ) * memberId( number );
				const tokens = await ( await kept() ).signIn( { centralId, named }, sessions / people );
				const each = tokens.map( ( token ): Record<string, string> => named ?
					{ Cookie: `page-sre-session=${ token }`, Origin: url } : { Authorization: `Bearer ${ token }` } );
				await confirmGuidance( url, each[ 0 ]! );
				headers.push( ...each );
			}
			return { port, method: 'POST', path: '/v1/pages', headers, body: aPageOf() };
		},
		async followers( pageId, count ) {
			const store = await kept();
			// Nobody who pages: those are the first ones.
			const ids = Array.from( { length: count }, ( _none, index ) => memberId( 100 + index ) );
			await store.follow( pageId, ids );
			return ( await Promise.all( ids.map( ( centralId ) => store.signIn( { centralId, named: false }, 1 ) ) ) ).flat();
		},
		settle: async () => ( await kept() ).settle()
	};
}

async function confirmGuidance( url: string, headers: Record<string, string> ): Promise<void> {
	const session = await fetch( `${ url }/v1/session`, { headers: { ...headers, Connection: 'close' } } );
	const { guidance } = await session.json() as { guidance: { version: string } };
	const confirmed = await fetch( `${ url }/v1/guidance`, {
		method: 'POST', headers: { ...headers, 'Content-Type': 'application/json', Connection: 'close' },
		body: JSON.stringify( { version: guidance.version, language: 'en' } )
	} );
	if ( !confirmed.ok ) {
		throw new Error( `no member: ${ await confirmed.text() }` );
	}
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
