// Our own origin in a real browser under its real policy: nothing comes from anywhere else, no string becomes
// markup or a script's address by itself, and everything works all the same.
import type { Browser, BrowserContext } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { configOf, environmentFor, newConsumer } from '../environment.ts';
import { launchBrowser, visit, type Visitor } from './browser.ts';
import { panelOf } from './panel.ts';
import { startTrial, type Trial } from './trial.ts';

describe( 'Our own origin', () => {
	let browser: Browser;
	let trial: Trial;
	beforeAll( async () => {
		browser = await launchBrowser();
		trial = await startTrial();
		const environment = environmentFor( { port: 1, store: 'none', wiki: trial.wiki, onCall: trial.onCall, consumer: newConsumer( 1 ) } );
		await trial.stopServer();
		await trial.startServer( {}, { access: configOf( { ...environment, PAGE_SRE_RESPONDERS: 'Steward Foo' } ).access } );
	} );
	afterAll( async () => {
		await browser.close();
		await trial.stop();
	} );

	/** Addresses that documents of ours have asked for at others', beside going there. */
	function othersAskedBy( context: BrowserContext ): string[] {
		const asked: string[] = [];
		context.on( 'request', ( request ) => {
			const isOurs = request.frame().url().startsWith( `${ trial.url }/` );
			if ( isOurs && !request.isNavigationRequest() && !request.url().startsWith( `${ trial.url }/` ) && !request.url().startsWith( 'data:' ) ) {
				asked.push( request.url() );
			}
		} );
		return asked;
	}

	async function known( name: string ): Promise<Visitor> {
		const visitor = await visit( browser );
		const [ key, value ] = trial.wiki.signInAs( name ).cookie.split( '=', 2 ) as [ string, string ];
		await visitor.context.addCookies( [ { name: key, value, url: trial.wiki.url } ] );
		return visitor;
	}

	it( 'pages, follows and answers without asking anybody else, and without a string that becomes markup', async () => {
		const visitor = await known( 'Steward Foo' );
		const others = othersAskedBy( visitor.context );
		const { tab } = visitor;
		const panel = panelOf( visitor, trial );
		await tab.goto( trial.url );
		await tab.getByRole( 'button', { name: 'Sign in', exact: true } ).click();
		await tab.getByRole( 'button', { name: 'Allow' } ).click();
		await panel.confirmGuidance();
		await panel.write( { scope: 'all wikis' } );
		await panel.review();
		await panel.submit();
		// The panel's second part has been loaded by now, by the one policy that may.
		await panel.says( /being notified/ );

		await tab.goto( `${ trial.url }/sre/` );
		await tab.locator( '.pages a' ).first().click();
		await tab.getByRole( 'heading', { level: 1 } ).waitFor();
		const id = tab.url().split( '/' ).pop()!;
		// What happens meanwhile is read again and parsed, by the other.
		trial.onCall.acknowledge( `page-sre/${ id }`, 'alice' );
		await tab.locator( '.state.acknowledged' ).first().waitFor();

		await tab.goto( `${ trial.url }/errors` );
		await tab.goto( `${ trial.url }/api` );
		expect( [ others, visitor.complaints ] ).toEqual( [ [], [] ] );
		await visitor.leave();
	} );

	it.each( [ '/', '/sre/', '/api', '/oauth/start' ] )( 'lets no string become markup, a script or a policy at %s', async ( path ) => {
		const visitor = await visit( browser );
		await visitor.tab.goto( trial.url + path );
		const refused = await visitor.tab.evaluate( () => {
			const throws = ( attempt: () => unknown ): boolean => {
				try {
					attempt();
					return false;
				} catch ( error ) {
					return error instanceof TypeError;
				}
			};
			return [
				() => {
					document.body.innerHTML = '<b>x</b>';
				},
				() => {
					document.createElement( 'script' ).src = '/assets/x.js';
				},
				() => ( window as unknown as { trustedTypes: { createPolicy( name: string, rules: object ): unknown } } ).trustedTypes.createPolicy( 'evil', {} )
			].map( throws );
		} );
		expect( refused ).toEqual( [ true, true, true ] );
		await visitor.leave();
	} );
} );
