// Whatever breaks has its own words in the panel, loses nothing that was typed, and leaves other ways in
// sight. Each fault is real: a server that is gone, a wiki that hangs, a window that was closed.
import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { systemClock } from '../../server/clock.ts';
import { launchBrowser, visit, type Visitor } from './browser.ts';
import { panelOf, type PanelDriver } from './panel.ts';
import { startTrial, type Trial } from './trial.ts';

let browser: Browser;
let trial: Trial;
let visitor: Visitor;
let panel: PanelDriver;
beforeAll( async () => {
	browser = await launchBrowser();
} );
afterAll( () => browser.close() );
beforeEach( async () => {
	trial = await startTrial();
	visitor = await visit( browser );
	panel = panelOf( visitor, trial );
	await panel.standOn( 'Main_Page', 'Steward Foo' );
} );
afterEach( async () => {
	await visitor.leave();
	await trial.stop();
} );

const summaryField = (): ReturnType<Visitor[ 'tab' ][ 'getByLabel' ]> => visitor.tab.getByLabel( 'What is broken?' );

async function signedInWithDraft(): Promise<void> {
	await panel.open();
	await panel.signIn();
	await panel.write();
}

async function expectOtherWays(): Promise<void> {
	expect( await visitor.tab.getByRole( 'link', { name: /Talk to SRE/ } ).isVisible() ).toBe( true );
}

describe( 'Signing in when', () => {
	it( 'the browser blocks the window says so', async () => {
		await visitor.tab.evaluate( 'window.open = () => null' );
		await panel.open();
		await visitor.tab.getByRole( 'button', { name: 'Sign in', exact: true } ).click();
		await panel.says( /blocked the sign-in window/ );
		await expectOtherWays();
		await visitor.look( 'fault-popup-blocked' );
	} );

	it( 'the window is closed says so, and works the next time', async () => {
		await panel.open();
		await ( await panel.openSignInWindow() ).close();
		await panel.says( /closed before sign-in was complete/ );
		await panel.signIn();
		await panel.says( 'Write a page' );
	} );

	it( 'the person cancels at the wiki goes on waiting until the window is closed', async () => {
		await panel.open();
		const window = await panel.openSignInWindow();
		await window.getByRole( 'button', { name: 'Cancel' } ).click();
		await window.getByText( /chosen not to allow/i ).waitFor();
		await panel.says( /Waiting for the sign-in window/ );
		await window.close();
		await panel.says( /closed before sign-in was complete/ );
	} );

	it( 'the wiki is down says so in both windows', async () => {
		trial.wiki.faults.set( { kind: 'serverErrorHtml', status: 503 }, 'oauth' );
		await panel.open();
		const window = await panel.openSignInWindow();
		await window.getByText( /The wiki does not answer, so sign-in is not possible now/ ).waitFor();
		await panel.says( /The wiki does not answer, so sign-in is not possible now/ );
		await expectOtherWays();
	} );

	it( 'the wiki has disabled our consumer says so', async () => {
		await panel.open();
		const window = await panel.openSignInWindow();
		trial.wiki.oauth.disableConsumer();
		await window.getByRole( 'button', { name: 'Allow' } ).click();
		await window.getByText( /not approved/i ).waitFor();
		await window.close();
		await panel.says( /closed before sign-in was complete/ );
	} );

	it( 'our server is gone leaves the other ways in sight', async () => {
		await trial.stopServer();
		await panel.open();
		await expectOtherWays();
		await visitor.look( 'fault-backend-gone' );
	} );
} );

describe( 'Sending a page when', () => {
	it( 'the wiki does not answer says so, keeps the text, and works once it does', async () => {
		await signedInWithDraft();
		await panel.review();
		trial.wiki.faults.set( { kind: 'serverErrorHtml', status: 503 }, 'api' );
		await panel.submit();
		await panel.says( /The wiki does not answer, so we cannot tell whether you may page/ );
		await expectOtherWays();
		await visitor.look( 'fault-wiki-down' );
		trial.wiki.faults.set( null );
		await visitor.tab.getByRole( 'button', { name: 'Try again' } ).click();
		await panel.says( /being notified/ );
	} );

	it( 'membership was lost while typing is refused in words', async () => {
		await signedInWithDraft();
		await panel.review();
		trial.wiki.accounts.demote( 'Steward Foo' );
		await panel.submit();
		await panel.says( /not among those who may page/ );
		await expectOtherWays();
		await visitor.look( 'fault-membership-lost' );
		expect( trial.onCall.received ).toHaveLength( 0 );
	} );

	it( 'the session has ended asks to sign in again, and the page goes on by itself', async () => {
		await signedInWithDraft();
		await panel.review();
		await trial.stopServer();
		const thirteenHours = 13 * 60 * 60 * 1000;
		await trial.startServer( { clock: { ...systemClock, now: () => Date.now() + thirteenHours } } );
		await panel.submit();
		await panel.says( /Your sign-in has ended/ );
		// The sandbox wiki would find tokens of tomorrow too new, so time goes back before the second sign-in.
		await trial.stopServer();
		await trial.startServer();
		await panel.clickSignIn();
		await panel.says( /being notified/ );
		expect( trial.onCall.incidents() ).toHaveLength( 1 );
	} );

	it( 'our server is gone says that nobody knows, and trying again is safe', async () => {
		await signedInWithDraft();
		await panel.review();
		await trial.stopServer();
		await panel.submit();
		await panel.says( /We do not know whether your page was accepted/ );
		await expectOtherWays();
		await visitor.look( 'fault-no-answer' );
		await trial.startServer();
		await visitor.tab.getByRole( 'button', { name: 'Try again' } ).click();
		await panel.says( /being notified/ );
		expect( trial.onCall.incidents() ).toHaveLength( 1 );
	} );

	it( 'the answer is lost after the page was stored finds that very page again', async () => {
		await signedInWithDraft();
		await panel.review();
		let lost = 0;
		await visitor.context.route( '**/v1/pages', async ( route ) => {
			if ( route.request().method() === 'POST' && lost++ === 0 ) {
				await route.fetch();
				await route.abort();
			} else {
				await route.continue();
			}
		} );
		await panel.submit();
		await panel.says( /We do not know whether your page was accepted/ );
		await visitor.tab.getByRole( 'button', { name: 'Try again' } ).click();
		await panel.says( /being notified/ );
		expect( lost ).toBeGreaterThan( 0 );
		expect( trial.onCall.incidents() ).toHaveLength( 1 );
	} );

	it( 'the button is clicked twice makes one page', async () => {
		await signedInWithDraft();
		await panel.review();
		await visitor.tab.getByRole( 'button', { name: 'Wake an engineer' } ).dblclick();
		await panel.says( /being notified/ );
		expect( trial.onCall.received ).toHaveLength( 1 );
	} );

	it( 'the provider is down says what happens, in red at the deadline, and recovers', async () => {
		await trial.stopServer();
		await trial.startServer( {}, { bounds: { failoverMs: 45_000, deadlineMs: 2000, ringMs: 25_000, answerMs: 300_000 } } );
		trial.onCall.faults.set( { kind: 'status', status: 503, html: true }, 'ingest' );
		await signedInWithDraft();
		await panel.review();
		await panel.submit();
		await panel.says( /has not taken it: a fault on its side. Trying again/ );
		await panel.says( /Nobody could be reached in time/ );
		await expectOtherWays();
		await visitor.look( 'fault-undelivered' );
		trial.onCall.faults.set( null );
		await panel.says( /Delivered to/ );
	} );
} );

describe( 'The course', () => {
	const course = /load\.php\?.*PageSRE-course/;

	it( 'is there before it is needed', async () => {
		const loaded = visitor.tab.waitForResponse( course );
		await panel.open();
		expect( ( await loaded ).status() ).toBe( 200 );
	} );

	it( 'that the wiki does not give leaves an accepted page accepted, in words, and comes when asked for', async () => {
		await visitor.context.route( course, ( route ) => route.abort() );
		await signedInWithDraft();
		await panel.review();
		await panel.submit();
		await panel.says( /Nothing that was accepted is lost/ );
		// How the page stands is asked of our server meanwhile.
		await visitor.tab.getByRole( 'heading', { name: 'Delivered, no answer yet' } ).waitFor();
		const link = visitor.tab.getByRole( 'link', { name: /\/pages\// } );
		expect( await link.getAttribute( 'href' ) ).toMatch( new RegExp( `^${ trial.url }/pages/[0-9A-Z]+$` ) );
		expect( trial.onCall.incidents() ).toHaveLength( 1 );
		await expectOtherWays();
		await visitor.look( 'fault-course-missing' );
		await visitor.context.unroute( course );
		await visitor.tab.getByRole( 'button', { name: 'Try again' } ).click();
		await panel.says( /being notified/ );
		expect( await link.count() ).toBe( 0 );
		expect( await visitor.tab.getByRole( 'heading', { name: 'Delivered, no answer yet' } ).evaluate( ( heading ) => heading === document.activeElement ) ).toBe( true );
	} );

	it( 'that comes late comes by itself', async () => {
		let asked = 0;
		await visitor.context.route( course, ( route ) => asked++ === 0 ? route.abort() : route.continue() );
		await signedInWithDraft();
		await panel.review();
		await panel.submit();
		await panel.says( /being notified/ );
		expect( asked ).toBe( 2 );
	} );

	it( 'comes on our own site too, as a file of its own', async () => {
		const { tab } = visitor;
		const loaded = tab.waitForResponse( /\/assets\/course\.[0-9a-f]{12}\.js$/ );
		await tab.goto( trial.url );
		expect( ( await loaded ).headers()[ 'cache-control' ] ).toContain( 'immutable' );
		expect( visitor.complaints ).toEqual( [] );
	} );
} );

describe( 'What was typed', () => {
	it( 'survives a reload and is there after signing in again', async () => {
		await signedInWithDraft();
		await visitor.tab.reload();
		await panel.open();
		await panel.clickSignIn();
		await panel.says( /Your text from before is still here/ );
		expect( await summaryField().inputValue() ).toBe( 'Login fails for everyone' );
	} );

	it( 'that breaks a rule is marked at its field, in words', async () => {
		await signedInWithDraft();
		await panel.write( { summary: 'x'.repeat( 81 ), scope: '', nick: '1abc' } );
		await panel.review();
		await panel.says( 'Write at most 80 characters.' );
		await panel.says( 'This is needed.' );
		await panel.says( /At most 16 letters/ );
		await visitor.look( 'fault-fields' );
		expect( await summaryField().getAttribute( 'aria-invalid' ) ?? await summaryField().evaluate( ( input ) => input === document.activeElement ) ).toBeTruthy();
	} );
} );
