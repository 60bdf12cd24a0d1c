// The story a newcomer plays: from a click on the wiki to an acknowledgement, with a popup, real CORS and
// the production CSP. Screenshots of each step are left in test/screenshots.
import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { launchBrowser, visit, type Visitor } from './browser.ts';
import { panelOf, type PanelDriver } from './panel.ts';
import { startTrial, type Trial } from './trial.ts';

let browser: Browser;
let trial: Trial;
beforeAll( async () => {
	browser = await launchBrowser();
	trial = await startTrial();
} );
afterAll( async () => {
	await browser.close();
	await trial.stop();
} );

describe( 'The link', () => {
	let visitor: Visitor;
	beforeEach( async () => {
		visitor = await visit( browser );
	} );
	afterEach( () => visitor.leave() );
	const links = (): Promise<number> => visitor.tab.getByRole( 'link', { name: 'Page SRE', includeHidden: true } ).count();

	it.each( [ [ 'Steward Foo' ], [ '東京 執事' ], [ 'O\'Brien & Sons+1' ] ] )( 'is there for %s', async ( name ) => {
		await panelOf( visitor, trial ).standOn( 'Main_Page', name );
		await visitor.tab.getByRole( 'link', { name: 'Page SRE', includeHidden: true } ).waitFor( { state: 'attached' } );
		expect( await links() ).toBe( 1 );
	} );

	it.each( [ [ 'Former Bar' ], [ 'Plain Baz' ], [ 'Expired Corge' ], [ '~2026-12345-67' ], [ null ] ] )( 'is not there for %s', async ( name ) => {
		await ( name === null ? visitor.tab.goto( `${ trial.wiki.url }/wiki/Main_Page` ) : panelOf( visitor, trial ).standOn( 'Main_Page', name ) );
		await visitor.tab.waitForLoadState( 'networkidle' );
		expect( await links() ).toBe( 0 );
	} );
} );

describe( 'A steward', () => {
	let visitor: Visitor;
	let panel: PanelDriver;
	beforeEach( async () => {
		visitor = await visit( browser );
		panel = panelOf( visitor, trial );
	} );
	afterEach( () => visitor.leave() );

	it( 'pages from a wiki title and watches it being acknowledged and resolved', async () => {
		await panel.standOn( 'Steward_requests/Global', 'Steward Foo' );
		await panel.open();
		await visitor.look( 'story-1-sign-in' );
		await panel.signIn();
		await panel.says( 'Write a page' );
		await panel.write( { since: '14:05 UTC' } );
		await visitor.look( 'story-2-compose' );
		await panel.review();
		await panel.says( 'foo_steward' );
		await panel.says( 'Steward requests/Global' );
		await visitor.look( 'story-3-review' );
		await panel.submit();
		await panel.says( /1 person is being notified/ );
		await visitor.look( 'story-4-ringing' );

		const engineer = await visit( browser, { viewport: { width: 390, height: 800 } } );
		await engineer.tab.goto( trial.onCall.url );
		await engineer.tab.getByRole( 'heading', { name: 'Login fails for everyone - enwiki - Steward Foo' } ).waitFor();
		const text = await engineer.tab.getByRole( 'main' ).innerText();
		for ( const fact of [
			'Since: 14:05 UTC', 'Since the last deployment nobody can log in.', 'member of steward', 'Answer: foo_steward in #wikimedia-sre on Libera.Chat',
			`${ trial.wiki.url }/wiki/User_talk:Steward_Foo`, `${ trial.wiki.url }/wiki/Special:EmailUser/Steward_Foo`,
			'Title: Steward requests/Global', 'Wiki: metawiki'
		] ) {
			expect( text ).toContain( fact );
		}
		await engineer.look( 'story-5-inbox' );
		await engineer.tab.getByRole( 'button', { name: 'Acknowledge' } ).first().click();
		await panel.says( /Acknowledged by/ );
		await visitor.look( 'story-6-acknowledged' );
		await engineer.tab.getByRole( 'button', { name: 'Resolve' } ).first().click();
		await panel.says( /Resolved by/ );
		await visitor.look( 'story-7-resolved' );
		expect( visitor.complaints ).toEqual( [] );
		expect( engineer.complaints ).toEqual( [] );
		await engineer.leave();
	} );

	it( 'finds the page still there after the server has been started again', async () => {
		await panel.standOn( 'Main_Page', '東京 執事' );
		await panel.page();
		await panel.says( /being notified/ );
		await trial.stopServer();
		await panel.says( /Connection lost/ );
		await trial.startServer();
		trial.onCall.acknowledge( trial.onCall.incidents().at( -1 )!.entityId, 'amal' );
		await panel.says( /Acknowledged by/ );
		// Not open for those who page after this.
		trial.onCall.resolve( trial.onCall.incidents().at( -1 )!.entityId, 'amal' );
		await panel.says( /Resolved by/ );
	} );

	it( 'pages from our own site, without any script of a wiki', async () => {
		const { tab } = visitor;
		const [ key, value ] = trial.wiki.signInAs( 'Steward Foo' ).cookie.split( '=', 2 ) as [ string, string ];
		await visitor.context.addCookies( [ { name: key, value, url: trial.wiki.url } ] );
		await tab.goto( trial.url );
		await tab.getByRole( 'button', { name: 'Sign in', exact: true } ).click();
		// Allowed once already, or not: the dialog shows only the first time.
		await tab.getByRole( 'button', { name: 'Allow' } ).or( tab.getByText( 'Write a page' ) ).waitFor();
		if ( await tab.getByRole( 'button', { name: 'Allow' } ).isVisible() ) {
			await tab.getByRole( 'button', { name: 'Allow' } ).click();
		}
		await panel.says( 'Write a page' );
		await panel.write( { scope: 'all wikis' } );
		await panel.review();
		await panel.submit();
		await panel.says( /being notified/ );
		await visitor.look( 'standalone-ringing' );
		expect( visitor.complaints ).toEqual( [] );
	} );
} );
