// One Chromium, out of npm alone, with every protection of a real one: no --disable-web-security, no
// switched-off isolation. Pages (in Playwright's word) come from contexts of their own.
import chromiumPackage from '@sparticuz/chromium';
import { chromium, type Browser, type BrowserContext, type BrowserContextOptions, type Page } from 'playwright-core';
import { copyFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';

/** Where a person looks after a run; not kept in the repository. */
const screenshots = join( import.meta.dirname, '../screenshots' );

/** Those that the documents show; `npm run pictures` takes them anew. */
const pictures: Record<string, string> = { 'story-6-acknowledged': 'acknowledged', 'story-5-inbox': 'inbox' };
const documents = join( import.meta.dirname, '../../docs/images' );

export async function launchBrowser(): Promise<Browser> {
	mkdirSync( screenshots, { recursive: true } );
	return chromium.launch( {
		executablePath: await chromiumPackage.executablePath(),
		headless: true,
		// --no-sandbox because root runs it in containers; the others only keep it from calling home. Not
		// chromiumPackage.args: those switch off the very protections that are under test.
		args: [ '--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync' ]
	} );
}

export interface Visitor {
	context: BrowserContext;
	tab: Page;
	/** What went wrong in the tab's scripts, and what its CSP blocked. */
	complaints: string[];
	look( name: string ): Promise<void>;
	leave(): Promise<void>;
}

/** Somebody with a browser of their own. */
export async function visit( browser: Browser, options: BrowserContextOptions = {} ): Promise<Visitor> {
	const context = await browser.newContext( { viewport: { width: 1100, height: 850 }, ...options } );
	// Longer than the panel's own limit for a call, so that its words come first; and for a machine that has much to do.
	context.setDefaultTimeout( 30_000 );
	const complaints: string[] = [];
	context.on( 'console', ( message ) => {
		// A 401 is how our own site learns that nobody is signed in yet.
		if ( message.type() === 'error' && !/status of 401/.test( message.text() ) ) {
			complaints.push( message.text() );
		}
	} );
	context.on( 'weberror', ( error ) => complaints.push( String( error.error() ) ) );
	const tab = await context.newPage();
	return {
		context,
		tab,
		complaints,
		async look( name ) {
			const path = join( screenshots, `${ name }.png` );
			await tab.screenshot( { path, animations: 'disabled' } );
			if ( process.env.PICTURES !== undefined && name in pictures ) {
				copyFileSync( path, join( documents, `${ pictures[ name ] }.png` ) );
			}
		},
		leave: () => context.close()
	};
}
