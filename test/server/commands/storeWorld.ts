// A store as a server has left it, or as it has it open, and a wiki that knows people: what the commands
// about people and pages are given in tests.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { Actor, Page, PageContent } from '../../../server/pages/page.ts';
import { startSandboxWiki, type SandboxWiki } from '../../../server/sandbox/wiki/index.ts';
import { openStores, type Stores } from '../../../server/stores.ts';
import { configOf, newConsumer } from '../../environment.ts';
import { domainPage } from '../pages/aPage.ts';
import { commandWorld, type Said } from './surroundings.ts';

export const foo: Actor = { kind: 'wiki', centralId: 50001, name: 'Steward Foo' };
export const engineer: Actor = { kind: 'wiki', centralId: 60001, name: 'Engineer' };

export interface StoreWorld {
	/** Open all the while, as by a server that runs. */
	stores: Stores;
	wiki: SandboxWiki;
	/** ms since the epoch. */
	now: number;
	type( line: string | readonly string[], env?: Record<string, string | undefined> ): Promise<Said>;
	/** Accepts a page; its id is 26 times this letter. */
	page( letter: string, content?: Partial<PageContent>, page?: Partial<Page> ): Promise<string>;
}

export async function storeWorld(): Promise<StoreWorld> {
	const world = await commandWorld();
	const now = world.clock.now();
	const folder = await mkdtemp( join( tmpdir(), 'page-sre-test-' ) );
	const wiki = await startSandboxWiki( { gadgetPages: async () => ( {} ), consumer: newConsumer( 1 ), backendUrl: 'http://localhost:1', now: () => now } );
	const own = { PAGE_SRE_STORE: join( folder, 'store.sqlite' ), PAGE_SRE_WIKI_URL: wiki.url };
	const stores = await openStores( configOf( { ...world.environment, ...own } ) );
	onTestFinished( async () => {
		await Promise.all( [ stores.close(), wiki.stop() ] );
		await rm( folder, { recursive: true } );
	} );
	return {
		stores, wiki, now,
		type: ( line, env = {} ) => world.type( line, { ...own, ...env } ),
		async page( letter, content = {}, page = {} ) {
			const id = letter.repeat( 26 );
			const made = domainPage( content, { id, idempotencyKey: id, acceptedAt: now, deadlineAt: now, ...page } );
			const { centralId, name } = made.sender;
			const outcome = await stores.pages.accept( made, [ 'splunk-on-call' ], {
				limits: [], seen: [ 'A', 'B', 'C' ].map( ( known ) => known.repeat( 26 ) ), askAnyway: false, actor: { kind: 'wiki', centralId, name }, guidance: { version: 'v1', language: 'de' }
			} );
			if ( outcome.kind !== 'accepted' ) {
				throw new Error( `not accepted: ${ outcome.kind }` );
			}
			return id;
		}
	};
}
