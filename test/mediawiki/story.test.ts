// The story of a page on a real MediaWiki: the same verbs as on the sandbox wiki, its own ResourceLoader,
// Vue, Codex and skins. Screenshots of each skin are left in test/screenshots.
import type { Browser, Locator } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { launchBrowser, visit, type Visitor } from '../e2e/browser.ts';
import { panelOf } from '../e2e/panel.ts';
import { startTrial, type Trial } from '../e2e/trial.ts';
import { byUserScript, otherGroup, people, plain, steward } from './people.ts';
import { startRealWiki, type RealWiki } from './realWiki.ts';

const title = 'Steward_requests/Global';
const wide = { width: 1100, height: 850 };
const phone = { width: 390, height: 800 };

let browser: Browser;
let wiki: RealWiki;
beforeAll( async () => {
	wiki = await startRealWiki( people, {
		[ title ]: 'Requests for global locks.',
		[ `User:${ byUserScript }/common.js` ]: 'mw.loader.load( "/w/index.php?title=MediaWiki:Gadget-PageSRE.js&action=raw&ctype=text/javascript" );'
	} );
	browser = await launchBrowser();
} );
afterAll( async () => {
	await browser.close();
	await wiki.stop();
} );

describe( 'The link on a real MediaWiki', () => {
	let visitor: Visitor;
	beforeEach( async () => {
		visitor = await visit( browser );
	} );
	afterEach( () => visitor.leave() );
	const link = (): Locator => visitor.tab.getByRole( 'link', { name: 'Page SRE', includeHidden: true } );
	/** What the wiki has done with the loader, once it has done everything: 'ready' says that it ran. */
	const stateOfLoader = async (): Promise<unknown> => {
		await visitor.tab.waitForLoadState( 'networkidle' );
		return visitor.tab.evaluate( 'mw.loader.getState( "ext.gadget.PageSRE" )' );
	};

	it.each( [
		[ steward, 'whose every view of a title runs the loader' ], [ byUserScript, 'who asks for it by a line of their own script' ]
	] )( 'is there for %s, %s', async ( name ) => {
		await wiki.logIn( visitor, name );
		await link().waitFor( { state: 'attached' } );
		expect( await link().count() ).toBe( 1 );
		expect( visitor.complaints ).toEqual( [] );
	} );

	it.each( [
		{ name: plain, state: 'registered', who: 'who has no group' },
		{ name: otherGroup, state: 'ready', who: 'for whom the definition lets the loader run, but who is of another group' }
	] )( 'is not there for $name, $who', async ( { name, state } ) => {
		await wiki.logIn( visitor, name );
		expect( await stateOfLoader() ).toBe( state );
		expect( await link().count() ).toBe( 0 );
	} );

	it( 'is not there for anybody who is not logged in', async () => {
		await visitor.tab.goto( `${ wiki.url }/wiki/${ title }` );
		expect( await stateOfLoader() ).toBe( 'registered' );
		expect( await link().count() ).toBe( 0 );
	} );

	it( 'lies in the menu of the account where Minerva has no tools', async () => {
		await wiki.logIn( visitor, steward );
		await visitor.tab.goto( `${ wiki.url }/wiki/Special:RecentChanges?useskin=minerva` );
		await visitor.tab.locator( '#p-personal' ).getByRole( 'link', { name: 'Page SRE', includeHidden: true } ).waitFor( { state: 'attached' } );
	} );
} );

describe( 'A steward on a real MediaWiki', () => {
	let trial: Trial;
	beforeEach( async () => {
		trial = await startTrial();
		await trial.stopServer();
		await trial.startServer( {}, {}, { PAGE_SRE_WIKI_ORIGINS: wiki.url } );
		await wiki.useBackend( trial.url );
	} );
	afterEach( () => trial.stop() );

	it.each( [
		{ skin: 'vector-2022', viewport: wide }, { skin: 'vector', viewport: wide }, { skin: 'minerva', viewport: phone },
		{ skin: 'monobook', viewport: wide }, { skin: 'timeless', viewport: wide }
	] )( 'pages and is answered, with the skin $skin', async ( { skin, viewport } ) => {
		const visitor = await visit( browser, { viewport } );
		const panel = panelOf( visitor, trial );
		const look = ( name: string ): Promise<void> => visitor.look( `mediawiki-${ skin }-${ name }` );
		const strangers: string[] = [];
		visitor.context.on( 'request', ( request ) => {
			if ( new URL( request.url() ).hostname !== 'localhost' ) {
				strangers.push( request.url() );
			}
		} );
		// Wikimedia's wikis sign people in at all of them at once: here at the one that speaks OAuth, too.
		await panel.standOn( 'Main_Page', steward );
		await wiki.logIn( visitor, steward );
		await visitor.tab.goto( `${ wiki.url }/wiki/${ title }?useskin=${ skin }` );
		await panel.open();
		await look( '1-sign-in' );
		await panel.signIn();
		await panel.says( 'Write a page' );
		await panel.write();
		await look( '2-compose' );
		await panel.review();
		await panel.says( 'Steward requests/Global' );
		await look( '3-review' );
		await panel.submit();
		await panel.says( /1 person is being notified/ );
		const incident = trial.onCall.incidents().at( -1 )!;
		expect( incident.firstLine ).toBe( 'Login fails for everyone - enwiki - Steward Foo' );
		for ( const fact of [
			'member of steward', 'Wiki: metawiki', 'Title: Steward requests/Global', `URL: ${ wiki.url }/wiki/${ title }?useskin=${ skin }`,
			'Revision: ', 'Request id: ', `Skin: ${ skin }`
		] ) {
			expect( incident.body ).toContain( fact );
		}
		trial.onCall.acknowledge( incident.entityId, 'amal' );
		await panel.says( /Acknowledged by amal/ );
		await look( '4-acknowledged' );
		expect( visitor.complaints ).toEqual( [] );
		expect( strangers ).toEqual( [] );
		await visitor.leave();
	} );
} );
