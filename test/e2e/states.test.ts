// The panel in every state that it can be in (test/states), by day and by night, from left to right and from right
// to left, wide and narrow: nothing is a dead end, nothing is cut off, everything is in words; and pictures for people.
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { expectAccessible } from './accessible.ts';
import { launchBrowser, visit, type Visitor } from './browser.ts';
import { serveStates } from '../states/serve.ts';

const screenshots = join( import.meta.dirname, '../screenshots' );

interface Seen {
	name: string;
	headings: number;
	/** How many headings it should have. */
	views: number;
	otherWays: number;
	namesOtherWays: boolean;
	/** Enabled buttons, and links, besides the other ways. */
	waysOut: number;
	/** How far it reaches beyond its frame, in px. */
	tooWide: number;
	raw: string[];
}

/** Runs inside the page, so it uses nothing from outside itself. */
function look(): Seen[] {
	return [ ...document.querySelectorAll<HTMLElement>( '[ data-state ]' ) ].map( ( frame ) => {
		const panel = frame.querySelector<HTMLElement>( '.page-sre' )!;
		return {
			name: frame.dataset.state!,
			headings: panel.querySelectorAll( '.page-sre__heading' ).length,
			views: Number( frame.dataset.views ),
			otherWays: panel.querySelectorAll( '.page-sre-other a[ href ]' ).length,
			namesOtherWays: frame.dataset.namesOtherWays !== undefined,
			waysOut: panel.querySelectorAll( 'button:enabled, a[ href ]' ).length,
			tooWide: Math.max( 0, ...[ ...panel.querySelectorAll( ':not( [ role=progressbar ] * )' ) ].filter( ( element ) => element.checkVisibility() )
				.map( ( element ) => element.getBoundingClientRect() ).filter( ( { width } ) => width > 1 )
				.map( ( { left, right } ) => Math.max( right - panel.getBoundingClientRect().right, panel.getBoundingClientRect().left - left ) ) ),
			raw: panel.innerText.match( /page-sre-[a-z]|\$\d|\{\{|\[object|undefined\b/g ) ?? []
		};
	} );
}

function faultsOf( { name, headings, views, otherWays, namesOtherWays, waysOut, tooWide, raw }: Seen ): string[] {
	return [
		...headings === views ? [] : [ `${ headings } headings` ],
		...namesOtherWays || otherWays >= 5 ? [] : [ `only ${ otherWays } other ways` ],
		...waysOut > 0 ? [] : [ 'no way out' ],
		...tooWide <= 1 ? [] : [ `${ Math.round( tooWide ) } px too wide` ],
		...raw.map( ( word ) => `raw: ${ word }` )
	].map( ( fault ) => `${ name }: ${ fault }` );
}

describe( 'Every state of the panel', () => {
	let served: Awaited<ReturnType<typeof serveStates>>;
	let browser: Browser;
	beforeAll( async () => {
		[ served, browser ] = await Promise.all( [ serveStates(), launchBrowser() ] );
	} );
	afterAll( async () => {
		await Promise.all( [ served.stop(), browser.close() ] );
	} );

	async function open( language: string ): Promise<Visitor> {
		const visitor = await visit( browser, { viewport: { width: 1280, height: 900 } } );
		await visitor.tab.goto( `${ served.url }?uselang=${ language }` );
		await visitor.tab.locator( 'main[ data-ready ]' ).waitFor( { timeout: 60_000 } );
		return visitor;
	}

	/** By groups: a picture of everything would be higher than a browser draws. */
	async function photograph( { tab, context }: Visitor, name: string ): Promise<void> {
		const groups = await tab.evaluate( () => [ ...document.querySelectorAll<HTMLElement>( '[ data-group ]' ) ].map( ( group ) => {
			const { x, y, width, height } = group.getBoundingClientRect();
			return { name: group.dataset.group!.toLowerCase().replace( ' ', '-' ), clip: { x, y: y + scrollY, width, height, scale: 1 } };
		} ) );
		const session = await context.newCDPSession( tab );
		for ( const group of groups ) {
			// Playwright's own way presses each picture as small as it can, which takes ten times as long.
			const { data } = await session.send( 'Page.captureScreenshot', { format: 'png', optimizeForSpeed: true, captureBeyondViewport: true, clip: group.clip } );
			await writeFile( join( screenshots, `states-${ name }-${ group.name }.png` ), data, 'base64' );
		}
		await session.detach();
	}

	describe.each( [ 'en', 'ar' ] )( 'in %s', ( language ) => {
		it( 'has one heading, a way out and the other ways, in words, inside its frame', async () => {
			const visitor = await open( language );
			const { tab, complaints, leave } = visitor;
			for ( const width of [ 1280, 320 ] ) {
				await tab.setViewportSize( { width, height: 900 } );
				const seen: Seen[] = await tab.evaluate( look );
				expect( seen.flatMap( faultsOf ) ).toEqual( [] );
				expect( await scrollsSideways( tab ) ).toBe( false );
				for ( const colorScheme of [ 'light', 'dark' ] as const ) {
					// Everything that differs is in one of two; a browser without a graphics card takes its time for each.
					if ( process.env.PICTURES !== undefined || [ 'en-light-1280', 'ar-dark-320' ].includes( `${ language }-${ colorScheme }-${ width }` ) ) {
						await tab.emulateMedia( { colorScheme } );
						await photograph( visitor, `${ language }-${ colorScheme }-${ width }` );
					}
				}
			}
			expect( complaints ).toEqual( [] );
			await leave();
		} );

		it( 'is accessible', async () => {
			const { tab, leave } = await open( language );
			// They are the same in every state, and axe would take them each time.
			await tab.addStyleTag( { content: '[ data-state ] ~ [ data-state ] .page-sre-other { display: none }' } );
			await expectAccessible( tab, `The panel, ${ language }`, [ 'landmark-unique' ] );
			await leave();
		} );
	} );
} );

const scrollsSideways = ( tab: Page ): Promise<boolean> =>
	tab.evaluate( () => document.documentElement.scrollWidth > document.documentElement.clientWidth );
