// The story of a page on any wiki that has OAuth and CentralAuth: nothing about the wiki is assumed but a real
// MediaWiki's forms. Our own server and site are on localhost, the on-call service is the sandbox's: it wakes nobody.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createLogger } from '../../server/logger.ts';
import { startSandboxOnCall, type SandboxOnCall } from '../../server/sandbox/onCall/service.ts';
import { startServer } from '../../server/server.ts';
import { configOf, environmentFor } from '../environment.ts';
import { launchBrowser, visit, type Visitor } from '../e2e/browser.ts';
import { panelOf, type PanelDriver } from '../e2e/panel.ts';
import { signInAtWiki, type Login } from './signIn.ts';

export interface AnyWiki {
	/** Without a slash at the end. */
	url: string;
	/** Whose members may page: its name in CentralAuth's API. */
	group: string;
	member: Login;
	nonMember: Login;
	/** Registered there for identity only; people are sent back to localhost. */
	consumer: { key: string; secret: string; callbackUrl: string };
}

// Wikis are far away, and the first answer after a while can be slow.
const PATIENCE = 30_000;

/** @param find the wiki; asked once, when the tests begin */
export function tellStory( find: () => AnyWiki | Promise<AnyWiki> ): void {
	let wiki: AnyWiki;
	let browser: Browser;
	let onCall: SandboxOnCall;
	let home: string;
	const ends: ( () => Promise<unknown> )[] = [];
	beforeAll( async () => {
		wiki = await find();
		home = new URL( wiki.consumer.callbackUrl ).origin;
		browser = await launchBrowser();
		ends.push( () => browser.close() );
		const folder = await mkdtemp( join( tmpdir(), 'page-sre-any-wiki-' ) );
		ends.push( () => rm( folder, { recursive: true } ) );
		onCall = await startSandboxOnCall();
		ends.push( () => onCall.stop() );
		const server = await startServer( configOf( {
			...environmentFor( { port: Number( new URL( home ).port ), store: join( folder, 'store.sqlite' ), wiki, onCall, consumer: wiki.consumer } ),
			PAGE_SRE_GROUP: wiki.group, PAGE_SRE_POLL_SECONDS: '0.2'
		} ), { log: createLogger( 'silent' ) } );
		ends.push( () => server.stop() );
	} );
	afterAll( async () => {
		for ( const end of ends.splice( 0 ).reverse() ) {
			await end();
		}
	} );

	let visitor: Visitor;
	let panel: PanelDriver;
	beforeEach( async () => {
		visitor = await visit( browser );
		visitor.context.setDefaultTimeout( PATIENCE );
		panel = panelOf( visitor );
		await visitor.tab.goto( home );
	} );
	afterEach( () => visitor.leave() );

	describe( 'A member', () => {
		it( 'signs in at the wiki, pages, and is acknowledged', async () => {
			await signInAtWiki( visitor, wiki.member, home );
			await panel.confirmGuidance();
			await panel.write( { scope: 'all wikis' } );
			await panel.review();
			await panel.submit();
			await panel.says( /being notified/ );
			const [ incident, ...more ] = onCall.incidents();
			expect( more ).toEqual( [] );
			expect( incident!.firstLine ).toBe( `Login fails for everyone - all wikis - ${ wiki.member.name }` );
			expect( incident!.body ).toContain( `member of ${ wiki.group }` );
			onCall.acknowledge( incident!.entityId, 'amal' );
			await panel.says( /Acknowledged by amal/ );
			await visitor.look( 'any-wiki-acknowledged' );
		} );
	} );

	describe( 'Who is no member', () => {
		it( 'is told so with the other ways in sight, and cannot page past the panel either', async () => {
			const before = onCall.received.length;
			await signInAtWiki( visitor, wiki.nonMember, home );
			await panel.says( 'Your account is not among those who may page now.' );
			await visitor.tab.getByRole( 'heading', { name: 'Other ways' } ).waitFor();
			expect( await visitor.tab.getByLabel( 'What is broken?' ).count() ).toBe( 0 );
			await visitor.look( 'any-wiki-refused' );
			const refusal = await visitor.tab.evaluate( async () => {
				const body = JSON.stringify( { idempotencyKey: 'past-the-panel-0123456789', summary: 'Login fails', scope: 'all wikis' } );
				const response = await fetch( '/v1/pages', { method: 'POST', headers: { 'Content-Type': 'application/json' }, body } );
				return [ response.status, ( await response.json() as { code: string } ).code ];
			} );
			expect( refusal ).toEqual( [ 403, 'notMember' ] );
			expect( onCall.received.length ).toBe( before );
		} );
	} );
}
