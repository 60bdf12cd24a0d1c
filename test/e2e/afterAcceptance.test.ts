// What a sender does about a page that was accepted, in a browser against the real thing: it happens at the
// on-call service too, and the panel tells of it. Screenshots of each view are left in test/screenshots.
import type { Browser, Locator } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
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

const button = ( name: string ): Locator => visitor.tab.getByRole( 'button', { name, exact: true } );
const heading = ( name: string ): Locator => visitor.tab.getByRole( 'heading', { name, exact: true } );
const field = (): Locator => visitor.tab.getByLabel( 'Your note' );

async function paged(): Promise<void> {
	await panel.page();
	await panel.says( /being notified/ );
}

describe( 'Adding a note', () => {
	it( 'reaches the page’s course and the engineers, by keyboard alone', async () => {
		await paged();
		await panel.says( /Stay in #wikimedia-sre as foo_steward/ );
		await visitor.look( 'after-1-open' );
		await button( 'Add a note' ).press( 'Enter' );
		await visitor.tab.keyboard.type( 'It began with the last deployment.\nIt is only enwiki.' );
		await visitor.look( 'after-2-note' );
		await visitor.tab.keyboard.press( 'Tab' );
		await visitor.tab.keyboard.press( 'Enter' );
		await panel.says( /Your note:/ );
		await vi.waitUntil( () => trial.onCall.incidents()[ 0 ]!.notes.length > 0, { timeout: 15_000 } );
		expect( trial.onCall.incidents()[ 0 ]!.notes.map( ( { text } ) => text ) ).toEqual( [ 'Steward Foo: It began with the last deployment.\nIt is only enwiki.' ] );
		await visitor.look( 'after-3-noted' );
		expect( await button( 'Add a note' ).evaluate( ( element ) => element === document.activeElement ) ).toBe( true );
		expect( visitor.complaints ).toEqual( [] );
	} );

	it( 'keeps the words while our server is away, and does not add what had arrived', async () => {
		await paged();
		let lost = 0;
		await visitor.context.route( /\/v1\/pages\/[^/]+(\/notes|\/events)?$/, async ( route ) => {
			// The note arrives; its answer, and all that would tell of it, is lost.
			if ( route.request().url().endsWith( '/notes' ) ) {
				lost++;
				await route.fetch();
			}
			await route.abort();
		} );
		await trial.stopServer();
		await trial.startServer();
		await button( 'Add a note' ).click();
		await field().fill( 'It is only enwiki.' );
		await button( 'Add' ).click();
		await panel.says( /As far as can be seen, nothing was changed/ );
		expect( await field().inputValue() ).toBe( 'It is only enwiki.' );
		await visitor.look( 'after-4-no-answer' );
		await visitor.context.unroute( /\/v1\/pages\/[^/]+(\/notes|\/events)?$/ );
		// Either the events tell of it first, or the second look does.
		await panel.says( /Your note:/ );
		await field().waitFor( { state: 'detached' } );
		expect( lost ).toBe( 1 );
		expect( await visitor.tab.getByRole( 'listitem' ).getByText( /Your note:/ ).count() ).toBe( 1 );
	} );

	it( 'finds its words again after a reload', async () => {
		await paged();
		await button( 'Add a note' ).click();
		await field().fill( 'Half a thou' );
		await visitor.tab.reload();
		await panel.open();
		await panel.clickSignIn();
		await field().waitFor();
		expect( await field().inputValue() ).toBe( 'Half a thou' );
	} );
} );

describe( 'Withdrawing', () => {
	it( 'asks once, and resolves the incident', async () => {
		await paged();
		await button( 'Withdraw' ).dblclick();
		await panel.says( /The engineers are told that it was a mistake/ );
		expect( trial.onCall.incidents()[ 0 ]!.phase ).toBe( 'triggered' );
		await visitor.look( 'after-5-withdraw' );
		await button( 'Withdraw' ).click();
		await heading( 'Withdrawn' ).waitFor();
		expect( await heading( 'Withdrawn' ).evaluate( ( element ) => element === document.activeElement ) ).toBe( true );
		await vi.waitUntil( () => trial.onCall.incidents()[ 0 ]!.phase === 'resolved', { timeout: 15_000 } );
		await visitor.look( 'after-6-withdrawn' );
		expect( await button( 'Withdraw' ).count() ).toBe( 0 );
	} );
} );

describe( 'Paging again', () => {
	it( 'alerts anew after a page reached nobody, and not within a minute', async () => {
		const bounds = { failoverMs: 45_000, deadlineMs: 1000, ringMs: 25_000, answerMs: 300_000 };
		await trial.stopServer();
		await trial.startServer( {}, { bounds } );
		trial.onCall.faults.set( { kind: 'status', status: 503 }, 'ingest' );
		await panel.page();
		await heading( 'Not delivered' ).waitFor();
		await button( 'Page again' ).click();
		await panel.says( /The last alert is less than a minute old/ );
		await visitor.look( 'after-7-too-soon' );
		await trial.stopServer();
		await trial.startServer( { clock: { ...systemClock, now: () => Date.now() + 61_000 } }, { bounds } );
		await button( 'Page again' ).click();
		await panel.says( /Paged again: people are alerted anew/ );
		trial.onCall.faults.set( null );
		await panel.says( /Delivered to Splunk On-Call/ );
		await vi.waitUntil( () => trial.onCall.incidents().some( ( { entityId } ) => entityId.endsWith( '/2' ) ), { timeout: 15_000 } );
		await visitor.look( 'after-8-paged-again' );
	} );
} );

describe( 'The words after acceptance', () => {
	it( 'are the reader’s own, from right to left, on a narrow screen at night', async () => {
		await paged();
		const id = trial.onCall.incidents()[ 0 ]!.entityId.replace( 'page-sre/', '' );
		const cookies = ( await visitor.context.cookies() ).filter( ( { name } ) => name.includes( 'ession' ) );
		await visitor.leave();
		visitor = await visit( browser, { locale: 'ar', colorScheme: 'dark', viewport: { width: 340, height: 1100 } } );
		await visitor.context.addCookies( cookies );
		await visitor.tab.goto( `${ trial.url }/pages/${ id }` );
		await button( 'تسجيل الدخول' ).click();
		await heading( 'سُلّم ولا رد بعد' ).waitFor();
		await button( 'إضافة ملاحظة' ).click();
		await visitor.look( 'after-9-arabic' );
		const overflow = await visitor.tab.locator( '.page-sre' ).evaluate( ( { scrollWidth, clientWidth } ) => scrollWidth - clientWidth );
		expect( overflow ).toBeLessThanOrEqual( 0 );
	} );
} );
