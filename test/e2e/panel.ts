// What a person does with the panel, in verbs. Everything is found as a person or a screen reader finds
// it: by role, label and words.
import type { Locator, Page } from 'playwright-core';
import type { Trial } from './trial.ts';
import type { Visitor } from './browser.ts';

export interface PanelDriver {
	/** Chooses who one is at the sandbox wiki, and stands on a title there. */
	standOn( title: string, name: string, query?: string ): Promise<void>;
	open(): Promise<void>;
	/** Clicks Sign in and says yes in the window that opens, which closes by itself; and reads the guidance if it is due. */
	signIn(): Promise<void>;
	/** The one click. */
	confirmGuidance(): Promise<void>;
	/** Clicks Sign in. Whoever has allowed it before is through without doing anything in the window. */
	clickSignIn(): Promise<Page>;
	/** Clicks Sign in; the window, once it shows something. */
	openSignInWindow(): Promise<Page>;
	write( fields?: Partial<Record<'summary' | 'scope' | 'since' | 'details' | 'nick', string>> ): Promise<void>;
	review(): Promise<void>;
	submit(): Promise<void>;
	/** All of it: from the click to "Wake an engineer". */
	page(): Promise<void>;
	/** Resolves when the panel says so. */
	says( words: string | RegExp ): Promise<void>;
}

const labels = {
	summary: 'What is broken?',
	scope: 'Where is it broken?',
	since: /^Since when\?/,
	details: /^Details/,
	nick: /^Your IRC nick/
} as const;

/** @param trial for those who stand on the sandbox wiki */
export function panelOf( { tab, context }: Visitor, trial?: Trial ): PanelDriver {
	const confirmButton = (): Locator => tab.getByRole( 'button', { name: 'I have read this: write a page' } );
	const dialog = tab.getByRole( 'dialog' );
	const driver: PanelDriver = {
		async standOn( title, name, query = '' ) {
			const { wiki } = trial!;
			const [ key, value ] = wiki.signInAs( name ).cookie.split( '=', 2 ) as [ string, string ];
			await context.addCookies( [ { name: key, value, url: wiki.url } ] );
			await tab.goto( `${ wiki.url }/wiki/${ title }${ query }` );
		},
		async open() {
			const link = tab.getByRole( 'link', { name: 'Page SRE' } );
			await tab.locator( '#t-page-sre' ).waitFor( { state: 'attached' } );
			if ( !await link.isVisible() ) {
				// Skins fold their tools into a menu: Vector 2022 says "Tools", Minerva "More".
				await tab.getByRole( 'button', { name: /^(Tools|More)$/ } ).press( 'Space' );
			}
			await link.press( 'Enter' );
			await dialog.waitFor();
		},
		async clickSignIn() {
			const button = tab.getByRole( 'button', { name: /^(Sign in|Try again)$/ } );
			const [ window ] = await Promise.all( [ context.waitForEvent( 'page' ), button.click() ] );
			return window;
		},
		async openSignInWindow() {
			const window = await driver.clickSignIn();
			await window.waitForLoadState();
			return window;
		},
		async signIn() {
			const window = await driver.openSignInWindow();
			await Promise.all( [ window.waitForEvent( 'close' ), window.getByRole( 'button', { name: 'Allow' } ).click() ] );
			const confirm = confirmButton();
			// Or what comes in its place: the form, the news that one may not page, a page that is followed.
			await confirm.or( tab.locator( '.page-sre form, .page-sre-progress' ) ).or( tab.getByText( 'Not accepted' ) ).first().waitFor();
			if ( await confirm.isVisible() ) {
				await confirm.click();
			}
		},
		confirmGuidance: () => confirmButton().click(),
		async write( fields = {} ) {
			const written = { summary: 'Login fails for everyone', scope: 'enwiki', details: 'Since the last deployment nobody can log in.', nick: 'foo_steward', ...fields };
			for ( const [ name, text ] of Object.entries( written ) ) {
				await tab.getByLabel( labels[ name as keyof typeof labels ] ).fill( text );
			}
		},
		review: () => tab.getByRole( 'button', { name: 'Review' } ).click(),
		submit: () => tab.getByRole( 'button', { name: 'Wake an engineer' } ).click(),
		async page() {
			await driver.open();
			await driver.signIn();
			await driver.write();
			await driver.review();
			await driver.submit();
		},
		async says( words ) {
			await tab.locator( '.page-sre' ).getByText( words ).first().waitFor();
		}
	};
	return driver;
}
