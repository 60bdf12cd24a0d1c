// The panel before a page is accepted, and where none is, as axe sees it: by day and by night, wide and narrow,
// from left to right and from right to left. The responders' site has its own in responder.test.ts.
import { describe, expect, it } from 'vitest';
import { systemClock } from '../../server/clock.ts';
import { expectAccessible } from './accessible.ts';
import { visit } from './browser.ts';
import { createExamined } from './examined.ts';
import { inTrials } from './somebody.ts';
import arabic from '../../i18n/ar.json' with { type: 'json' };

const { company, trial, browser } = inTrials();
const { meet, reviewing, expectClean } = createExamined( company );

describe( 'The examination', () => {
	it( 'tells the rule, the element and the remedy of what is wrong', async () => {
		const { tab, leave } = await visit( browser() );
		await tab.setContent( '<html lang="en"><title>T</title><meta name="color-scheme" content="light dark"><main><h1>H</h1><button></button></main>' );
		await expect( expectAccessible( tab, 'A nameless button' ) ).rejects.toThrow( /A nameless button.*button-name.*<button>.*discernible text/s );
		await leave();
	} );
} );

describe( 'Signing in', () => {
	it( 'is accessible whatever happens', async () => {
		const one = await meet();
		const { panel, visitor: { tab } } = one;
		await panel.open();
		await expectClean( one, 'Sign in', 'Signed out' );
		const window = await panel.openSignInWindow();
		await expectClean( one, /Waiting for the sign-in window/, 'Waiting' );
		await window.close();
		await expectClean( one, /closed before sign-in was complete/, 'Window closed' );
		trial().wiki.faults.set( { kind: 'serverErrorHtml', status: 503 }, 'oauth' );
		const failing = await panel.openSignInWindow();
		await failing.getByText( /The wiki does not answer/ ).waitFor();
		await expectAccessible( failing, 'Sign-in failed, in the window' );
		await expectClean( one, /The wiki does not answer/, 'Sign-in failed' );
		await tab.evaluate( 'window.open = () => null' );
		await tab.getByRole( 'button', { name: 'Try again' } ).click();
		await expectClean( one, /blocked the sign-in window/, 'Window blocked' );
	} );

	it( 'is accessible without our server, and in a window whose panel is gone', async () => {
		const one = await meet();
		await one.panel.open();
		const window = await one.panel.openSignInWindow();
		await one.visitor.tab.close();
		await window.getByRole( 'button', { name: 'Allow' } ).click();
		await window.locator( '#continue' ).waitFor();
		await expectAccessible( window, 'Signed in, panel gone' );
		await trial().stopServer();
		const other = await meet( '東京 執事' );
		await other.panel.open();
		await expectClean( other, 'Talk to SRE', 'Server gone' );
	} );
} );

describe( 'A refusal', () => {
	it( 'is accessible where the wiki is down, nobody answers, or membership is gone', async () => {
		const one = await reviewing();
		trial().wiki.faults.set( { kind: 'serverErrorHtml', status: 503 }, 'api' );
		await one.panel.submit();
		await expectClean( one, /we cannot tell whether you may page/, 'Wiki down' );
		trial().wiki.faults.set( null );
		await trial().stopServer();
		await one.button( 'Try again' ).click();
		await expectClean( one, /We do not know whether your page was accepted/, 'No answer' );
		await trial().startServer();
		trial().wiki.accounts.demote( 'Steward Foo' );
		await one.button( 'Try again' ).click();
		await expectClean( one, /not among those who may page/, 'Not a member' );
	} );

	it( 'is accessible where a limit is reached, or the session has ended', async () => {
		const restart = async ( later: number ): Promise<void> => {
			await trial().stopServer();
			await trial().startServer( { clock: { ...systemClock, now: () => Date.now() + later } }, {}, { PAGE_SRE_SENDER_LIMITS: '1/1m' } );
		};
		await restart( 0 );
		const one = await reviewing();
		await one.panel.submit();
		await one.panel.says( /being notified/ );
		await one.button( 'Write another page' ).click();
		await one.panel.write();
		await one.panel.review();
		await one.panel.submit();
		await expectClean( one, /You have reached the limit of 1 page/, 'Limit' );
		await one.button( 'Edit' ).click();
		await one.panel.review();
		await restart( 13 * 60 * 60 * 1000 );
		await one.panel.submit();
		await expectClean( one, /Your sign-in has ended/, 'Session ended' );
	} );

	it( 'is accessible where the guidance is missing or has changed', async () => {
		const one = await meet();
		const { panel, button, visitor: { context } } = one;
		const files = /\/i18n\/[a-z-]+-guidance\.[0-9a-f]{12}\.json$/;
		await context.route( files, ( route ) => route.abort() );
		await panel.open();
		const window = await panel.openSignInWindow();
		await Promise.all( [ window.waitForEvent( 'close' ), window.getByRole( 'button', { name: 'Allow' } ).click() ] );
		await expectClean( one, /The guidance could not be loaded/, 'Guidance missing' );
		await context.unroute( files );
		await context.route( files, async ( route ) => {
			const response = await route.fetch();
			await route.fulfill( { response, body: ( await response.text() ).replace( /"@version":"[^"]*"/, '"@version":"0123456789abcdef"' ) } );
		} );
		await button( 'Try again' ).click();
		await panel.says( 'Do not page for' );
		await context.unroute( files );
		await panel.confirmGuidance();
		await expectClean( one, /The guidance has changed/, 'Guidance changed' );
	} );

	it( 'is accessible where somebody may not page at all', async () => {
		const { visitor: { tab }, panel, button } = await company.meet( 'Plain Baz' );
		await tab.goto( trial().url );
		await button( 'Sign in' ).click();
		await button( 'Allow' ).click();
		await panel.says( 'Not accepted' );
		await expectAccessible( tab, 'Not a member, on our own site' );
	} );
} );

describe.each( [ [ 'on a wiki', true ], [ 'on our own site', false ] ] )( 'In Arabic, %s', ( _where, onWiki ) => {
	it( 'the panel is accessible', async () => {
		const { visitor: { tab, context } } = await company.meet( 'Steward Foo', { locale: 'ar' } );
		const say = ( key: Exclude<keyof typeof arabic, '@metadata'> ): string => arabic[ key ];
		const button = ( key: Exclude<keyof typeof arabic, '@metadata'> ): ReturnType<typeof tab.getByRole> => tab.getByRole( 'button', { name: say( key ), exact: true } );
		if ( onWiki ) {
			await tab.goto( `${ trial().wiki.url }/wiki/Main_Page?uselang=ar&vectornightmode=2` );
			// Among the tools, whose menu has its own words here.
			await tab.locator( '#t-page-sre a' ).dispatchEvent( 'click' );
		} else {
			await tab.goto( trial().url );
		}
		await button( 'page-sre-sign-in-title' ).waitFor();
		await expectAccessible( tab, 'Sign-in, Arabic' );
		const popup = onWiki ? context.waitForEvent( 'page' ) : tab;
		await button( 'page-sre-sign-in-title' ).click();
		await ( await popup ).locator( '#mw-mwoauth-accept button, [name=accept]' ).first().click();
		await button( 'page-sre-reading-confirm' ).waitFor();
		await expectAccessible( tab, 'Guidance, Arabic' );
		await button( 'page-sre-reading-confirm' ).click();
		await button( 'page-sre-review' ).click();
		await tab.getByText( say( 'page-sre-faults' ) ).waitFor();
		await expectAccessible( tab, 'Faults in fields, Arabic' );
		await tab.getByLabel( say( 'page-sre-summary' ) ).fill( 'Login fails' );
		await tab.getByLabel( say( 'page-sre-scope' ) ).fill( 'enwiki' );
		await button( 'page-sre-review' ).click();
		await button( 'page-sre-submit' ).waitFor();
		await expectAccessible( tab, 'Review, Arabic' );
		await button( 'page-sre-submit' ).click();
		await tab.locator( '.page-sre-progress li' ).nth( 2 ).waitFor();
		await expectAccessible( tab, 'Ringing, Arabic' );
	} );
} );
