// People on the wiki, each in a browser of their own, with what a test asks of them. Whoever was met leaves
// when the test says so.
import type { Browser, BrowserContextOptions, Locator } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach } from 'vitest';
import { launchBrowser, visit, type Visitor } from './browser.ts';
import { panelOf, type PanelDriver } from './panel.ts';
import { startTrial, type Trial } from './trial.ts';

export interface Somebody {
	visitor: Visitor;
	panel: PanelDriver;
	button( name: string ): Locator;
	heading( name: string | RegExp ): Locator;
}

export interface Company {
	/** On the wiki's main title, under this name. */
	meet( name: string, options?: BrowserContextOptions ): Promise<Somebody>;
	leave(): Promise<void>;
}

function createCompany( browser: () => Browser, trial: () => Trial ): Company {
	const visitors: Visitor[] = [];
	return {
		async meet( name, options ) {
			const visitor = await visit( browser(), options );
			visitors.push( visitor );
			const panel = panelOf( visitor, trial() );
			await panel.standOn( 'Main_Page', name );
			return {
				visitor, panel,
				button: ( label ) => visitor.tab.getByRole( 'button', { name: label, exact: true } ),
				heading: ( words ) => visitor.tab.getByRole( 'heading', { name: words, exact: true } )
			};
		},
		async leave() {
			await Promise.all( visitors.splice( 0 ).map( ( visitor ) => visitor.leave() ) );
		}
	};
}

/** For each test of a file: a trial of its own, and whoever it meets there; one browser for all of them. */
export function inTrials(): { browser: () => Browser; trial: () => Trial; company: Company } {
	let browser: Browser;
	let trial: Trial;
	const company = createCompany( () => browser, () => trial );
	beforeAll( async () => {
		browser = await launchBrowser();
	} );
	afterAll( () => browser.close() );
	beforeEach( async () => {
		trial = await startTrial();
	} );
	afterEach( async () => {
		await company.leave();
		await trial.stop();
	} );
	return { browser: () => browser, trial: () => trial, company };
}

export const isFocused = ( locator: Locator ): Promise<boolean> => locator.evaluate( ( element ) => element === document.activeElement );
