// What the panel says when its surroundings fail before anybody has done anything: a server that is gone, a wiki
// that forbids to ask it, words that are wrong, slow or missing.
import { describe, expect, it } from 'vitest';
import { startSandboxWiki } from '../../server/sandbox/wiki/index.ts';
import { contentSecurityPolicy } from '../../server/sandbox/wiki/shell/csp.ts';
import { expectAccessible } from './accessible.ts';
import { inTrials } from './somebody.ts';

const { trial, company } = inTrials();
const lists = /\/i18n\/[a-z-]+\.files\.json$/;
const words = /\/i18n\/de\.[0-9a-f]{12}\.json$/;

describe( 'A server that is gone', () => {
	it( 'is known before sign-in, to readers of English too, with other ways in sight; and is forgotten when it is back', async () => {
		const { visitor, panel } = await company.meet( 'Steward Foo' );
		await visitor.tab.goto( `${ trial().wiki.url }/wiki/Main_Page?vectornightmode=2` );
		await trial().stopServer();
		await panel.open();
		await panel.says( /Page SRE does not answer/ );
		expect( await visitor.tab.getByRole( 'link', { name: /Talk to SRE/ } ).isVisible() ).toBe( true );
		await expectAccessible( visitor.tab, 'Server gone, before sign-in' );
		await visitor.look( 'resilience-gone' );
		await trial().startServer();
		await visitor.tab.getByText( /Page SRE does not answer/ ).waitFor( { state: 'hidden' } );
		await panel.signIn();
		await panel.says( 'Write a page' );
	} );

	it( 'that never answers is as good as gone', async () => {
		const { visitor, panel } = await company.meet( 'Steward Foo' );
		await visitor.context.route( lists, () => undefined );
		await panel.open();
		await panel.says( /Page SRE does not answer/ );
	} );
} );

describe( 'A wiki that forbids its readers to ask our server', () => {
	it( 'is told apart, and leads to our own site with what was written', async () => {
		const { visitor, panel } = await company.meet( 'Steward Foo' );
		const { tab } = visitor;
		await panel.open();
		await panel.signIn();
		await panel.write();
		// Production's own policy, without the one line that lets our server through here.
		await visitor.context.route( `${ trial().wiki.url }/wiki/**`, async ( route ) => {
			const response = await route.fetch();
			const policy = contentSecurityPolicy.replaceAll( ' http://localhost:*', '' ).replaceAll( 'localhost ', '' );
			await route.fulfill( { response, headers: { ...response.headers(), 'content-security-policy': policy } } );
		} );
		await tab.goto( `${ trial().wiki.url }/wiki/Main_Page?vectornightmode=2` );
		await panel.open();
		await tab.getByRole( 'heading', { name: 'No answer' } ).waitFor();
		expect( await tab.getByRole( 'button', { name: 'Sign in' } ).count() ).toBe( 0 );
		await expectAccessible( tab, 'Forbidden by the wiki' );
		await visitor.look( 'resilience-forbidden' );
		const [ ownSite ] = await Promise.all( [
			visitor.context.waitForEvent( 'page' ), tab.getByRole( 'button', { name: 'Page SRE on its own site' } ).click()
		] );
		await ownSite.getByRole( 'button', { name: 'Sign in', exact: true } ).click();
		await ownSite.getByText( /Your text from before is still here/ ).waitFor();
		expect( await ownSite.getByLabel( 'What is broken?' ).inputValue() ).toBe( 'Login fails for everyone' );
	} );
} );

describe( 'The reader’s language', () => {
	it( 'that is slow does not hold up the panel, and takes its place when it comes', async () => {
		const { visitor: { tab, context }, panel } = await company.meet( 'Steward Foo' );
		let come: () => void = () => undefined;
		const held = new Promise<void>( ( resolve ) => {
			come = resolve;
		} );
		await context.route( words, async ( route ) => {
			await held;
			await route.continue();
		} );
		await tab.goto( `${ trial().wiki.url }/wiki/Main_Page?uselang=de` );
		await tab.locator( '#t-page-sre a' ).evaluate( ( link: HTMLElement ) => link.click() );
		await tab.getByRole( 'button', { name: 'Sign in', exact: true } ).waitFor();
		come();
		await tab.getByRole( 'button', { name: 'Anmelden', exact: true } ).waitFor();
		await panel.says( 'Anmelden' );
	} );

	it.each( [
		[ 'is no JSON', '<html>' ], [ 'is a list', '[1,2]' ], [ 'is something else', '{"page-sre-sign-in-title":{"x":1},"@language":7}' ], [ 'is missing', null ]
	] )( 'that %s leaves English', async ( _how, body ) => {
		const { visitor: { tab, context, complaints } } = await company.meet( 'Steward Foo' );
		await context.route( words, ( route ) => body === null ? route.abort() : route.fulfill( { body, contentType: 'application/json', headers: { 'Access-Control-Allow-Origin': '*' } } ) );
		await tab.goto( `${ trial().wiki.url }/wiki/Main_Page?uselang=de` );
		await tab.locator( '#t-page-sre a' ).evaluate( ( link: HTMLElement ) => link.click() );
		await tab.getByRole( 'button', { name: 'Sign in', exact: true } ).waitFor();
		expect( complaints.filter( ( complaint ) => !complaint.includes( 'Failed to load' ) ) ).toEqual( [] );
	} );
} );

describe( 'A skin without any place that we know', () => {
	it( 'has the link at the end of the title', async () => {
		const { visitor: { tab } } = await company.meet( 'Steward Foo' );
		const bare = await startSandboxWiki( {
			gadgetPages: () => Promise.resolve( {} ), consumer: { key: 'k', secret: 's', callbackUrl: trial().url }, backendUrl: trial().url, homeWiki: trial().wiki.url
		} );
		try {
			await tab.goto( `${ bare.url }/wiki/Main_Page` );
			await tab.evaluate( `document.querySelectorAll( '.mw-portlet' ).forEach( ( portlet ) => portlet.remove() );
				mw.loader.load( '${ trial().wiki.url }/w/index.php?title=MediaWiki:Gadget-PageSRE.js&action=raw&ctype=text/javascript' )` );
			await tab.getByRole( 'link', { name: 'Page SRE' } ).click();
			await tab.getByRole( 'dialog' ).waitFor();
		} finally {
			await bare.stop();
		}
	} );
} );
