// From any wiki of the farm: where the gadget is not known, its parts come raw from the home wiki, and everything
// works as there. And from any wiki to our own site, with what was being written, which stands in no address.
import type { Page } from 'playwright-core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startSandboxWiki, type SandboxWiki } from '../../server/sandbox/wiki/index.ts';
import { newConsumer } from '../environment.ts';
import { expectAccessible } from './accessible.ts';
import { inTrials, type Somebody } from './somebody.ts';

const { trial, company } = inTrials();

let elsewhere: SandboxWiki;
beforeEach( async () => {
	elsewhere = await startSandboxWiki( {
		gadgetPages: () => Promise.resolve( {} ), consumer: newConsumer( 0 ), backendUrl: trial().url, homeWiki: trial().wiki.url, database: 'enwiki'
	} );
	await trial().stopServer();
	await trial().startServer( {}, {}, { PAGE_SRE_WIKI_ORIGINS: `${ elsewhere.url },${ trial().wiki.url }` } );
} );
afterEach( () => elsewhere.stop() );

/** Signed in at the home wiki; on a wiki that has nothing of ours but the one line in the reader's script. */
async function standElsewhere( query = '' ): Promise<Somebody> {
	const somebody = await company.meet( 'Steward Foo' );
	const { visitor: { tab } } = somebody;
	await tab.goto( `${ elsewhere.url }/wiki/Main_Page${ query }` );
	await runUserScript( tab );
	return somebody;
}

async function runUserScript( tab: Page ): Promise<void> {
	await tab.evaluate( `RLQ = window.RLQ || []; mw.loader.load( '${ trial().wiki.url }/w/index.php?title=MediaWiki:Gadget-PageSRE.js&action=raw&ctype=text/javascript' )` );
}

describe( 'On a wiki that does not have the gadget', () => {
	it( 'a steward pages with what the home wiki gives raw, and nothing that runs comes from our own host', async () => {
		const { visitor, panel } = await standElsewhere( '?vectornightmode=2' );
		const scripts: string[] = [];
		visitor.context.on( 'request', ( request ) => {
			if ( [ 'script', 'stylesheet' ].includes( request.resourceType() ) && request.frame().page() === visitor.tab ) {
				scripts.push( request.url() );
			}
		} );
		await panel.open();
		await panel.signIn();
		expect( await visitor.tab.getByLabel( 'Where is it broken?' ).inputValue() ).toBe( 'enwiki' );
		await panel.write();
		await panel.review();
		await panel.submit();
		await panel.says( /1 person is being notified/ );
		await visitor.look( 'elsewhere-ringing' );
		expect( trial().onCall.incidents().at( -1 )!.body ).toContain( `URL: ${ elsewhere.url }/wiki/Main_Page` );
		const raw = scripts.filter( ( url ) => url.includes( 'action=raw' ) );
		expect( raw.map( ( url ) => new URL( url ).searchParams.get( 'title' ) ).sort() ).toEqual( [
			...[ 'aid', 'course', 'panel' ].flatMap( ( part ) => [ 'css', 'js' ].map( ( ending ) => `MediaWiki:Gadget-PageSRE-${ part }.${ ending }` ) )
		] );
		expect( [ ...new Set( scripts.map( ( url ) => new URL( url ).origin ) ) ].sort() ).toEqual( [ elsewhere.url, trial().wiki.url ].sort() );
		expect( visitor.complaints ).toEqual( [] );
		await expectAccessible( visitor.tab, 'Ringing elsewhere' );
	} );

	it( 'a home wiki that gives nothing leads to our own site with the text that was begun, and is asked again by the next click', async () => {
		const { visitor, panel } = await standElsewhere();
		await panel.open();
		await panel.signIn();
		await panel.write();
		await visitor.tab.reload();
		const raw = /title=MediaWiki:Gadget-PageSRE-panel\.js/;
		await visitor.context.route( raw, ( route ) => route.abort() );
		await runUserScript( visitor.tab );
		await visitor.tab.locator( '#t-page-sre a' ).evaluate( ( link: HTMLElement ) => link.click() );
		const way = visitor.tab.locator( '.mw-notification' ).getByRole( 'link', { name: 'Page SRE on its own site' } );
		const [ ownSite ] = await Promise.all( [ visitor.context.waitForEvent( 'page' ), way.click() ] );
		await expectTextAt( ownSite );
		await visitor.context.unroute( raw );
		await panel.open();
		await panel.says( /Sign in/ );
	} );
} );

/** Signs in there if need be, and finds the text; the address says nothing of it. */
async function expectTextAt( ownSite: Page ): Promise<void> {
	await ownSite.getByRole( 'button', { name: 'Sign in', exact: true } ).click();
	await ownSite.getByRole( 'button', { name: 'Allow' } ).or( ownSite.getByText( 'Write a page' ) ).waitFor();
	if ( await ownSite.getByRole( 'button', { name: 'Allow' } ).isVisible() ) {
		await ownSite.getByRole( 'button', { name: 'Allow' } ).click();
	}
	await ownSite.getByText( /Your text from before is still here/ ).waitFor();
	expect( await ownSite.getByLabel( 'What is broken?' ).inputValue() ).toBe( 'Login fails for everyone' );
	expect( ownSite.url() ).toBe( `${ trial().url }/` );
}

describe( 'From the panel to our own site', () => {
	it( 'text and title come along by a form, even after the browser has cut the opener off; a reload posts nothing again', async () => {
		const { visitor, panel } = await company.meet( 'Steward Foo' );
		await panel.open();
		await panel.signIn();
		await panel.write();
		const [ ownSite ] = await Promise.all( [
			visitor.context.waitForEvent( 'page' ), visitor.tab.getByRole( 'link', { name: 'Page SRE on its own site' } ).click()
		] );
		await ownSite.getByRole( 'button', { name: 'Sign in', exact: true } ).waitFor();
		expect( await ownSite.evaluate( 'window.opener' ) ).toBeNull();
		expect( ownSite.url() ).toBe( `${ trial().url }/` );
		const [ again ] = await Promise.all( [
			ownSite.waitForRequest( ( request ) => request.isNavigationRequest() ), ownSite.reload()
		] );
		expect( [ again.method(), again.url() ] ).toEqual( [ 'GET', `${ trial().url }/` ] );
		await expectTextAt( ownSite );
		await ownSite.getByRole( 'button', { name: 'Review' } ).click();
		await ownSite.getByText( `${ trial().wiki.url }/wiki/Main_Page` ).waitFor();
	} );
} );
