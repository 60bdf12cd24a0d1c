// People on the wiki, each in a browser of their own, with what a test asks of them. Whoever was met leaves
// when the test says so.
import type { Browser, BrowserContextOptions, Locator } from 'playwright-core';
import { visit, type Visitor } from './browser.ts';
import { panelOf, type PanelDriver } from './panel.ts';
import type { Trial } from './trial.ts';

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

export function createCompany( browser: () => Browser, trial: () => Trial ): Company {
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

export const isFocused = ( locator: Locator ): Promise<boolean> => locator.evaluate( ( element ) => element === document.activeElement );
