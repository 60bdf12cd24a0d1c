// What axe can tell of a view without a person: WCAG 2.0 to 2.2, A and AA, and axe's best practices, by day on
// the screen that it has, by night on the narrowest. Only our own part is judged, never the wiki around it.
import axe from 'axe-core';
import type { Page } from 'playwright-core';
import { expect } from 'vitest';

const tags = [ 'wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22a', 'wcag22aa', 'best-practice' ];

/** 1280 px magnified to 400 % (WCAG 2.2, 1.4.10). */
const NARROWEST = 320;

/** Nothing has to be scrolled: axe cannot tell a contrast where the edge of a scrolled part runs. */
const TALL = 4000;

/**
 * On a wiki, the skin has to follow the system's night (`?vectornightmode=2`).
 *
 * @param where the view, for whoever reads the failure
 * @param besides rules that make no sense there
 */
export async function expectAccessible( tab: Page, where: string, besides: string[] = [] ): Promise<void> {
	const size = tab.viewportSize()!;
	const wasDark = await tab.evaluate( () => matchMedia( '( prefers-color-scheme: dark )' ).matches );
	await tab.setViewportSize( { width: size.width, height: TALL } );
	await tab.emulateMedia( { colorScheme: 'light' } );
	const byDay = await examine( tab, besides );
	await tab.setViewportSize( { width: NARROWEST, height: TALL } );
	await tab.emulateMedia( { colorScheme: 'dark' } );
	const byNight = await examine( tab, besides );
	await tab.setViewportSize( size );
	await tab.emulateMedia( { colorScheme: wasDark ? 'dark' : 'light' } );
	const faults = [
		...byDay.faults.map( ( fault ) => `${ where }, by day: ${ fault }` ),
		...byNight.faults.map( ( fault ) => `${ where }, by night, ${ NARROWEST } px wide: ${ fault }` ),
		...byDay.ink === byNight.ink ? [ `${ where } is the same by day and by night: ${ byDay.ink }` ] : []
	];
	if ( faults.length > 0 ) {
		expect.fail( faults.join( '\n\n' ) );
	}
}

/** What is wrong, in words; and the colour of the texts. */
async function examine( tab: Page, besides: string[] ): Promise<{ faults: string[]; ink: string }> {
	// Evaluated, and not added as an element: that is what the sites' CSP rightly forbids.
	await tab.evaluate( axe.source );
	const { violations, incomplete, unseen, ink } = await tab.evaluate( lookAt, { tags, besides } );
	const unclear = incomplete.map( ( result ) => ( { ...result, help: `${ result.help }: axe cannot tell` } ) );
	return { faults: [ ...[ ...violations, ...unclear ].flatMap( inWords ), ...unseen.map( ( html ) => `axe took no notice of ${ html }` ) ], ink };
}

/** Runs inside the page, so it uses nothing from outside itself. */
async function lookAt(
	{ tags: runOnly, besides }: { tags: string[]; besides: string[] }
): Promise<Pick<axe.AxeResults, 'violations' | 'incomplete'> & { unseen: string[]; ink: string }> {
	// What fades in is not the view yet. A progress bar never comes to rest.
	const moving = (): Animation[] => document.getAnimations().filter( ( { effect } ) => effect?.getComputedTiming().endTime !== Infinity );
	for ( let now = moving(); now.length > 0; now = moving() ) {
		await Promise.allSettled( now.map( ( { finished } ) => finished ) );
	}
	// A wiki around us has faults of its own, and lies behind the dialog.
	const dialog = document.body.classList.contains( 'mediawiki' ) ? '.cdx-dialog-backdrop' : null;
	// While a dialog is open, the body does not scroll; axe takes for hidden what then lies below it.
	document.body.style.minBlockSize = dialog ? '100vh' : '';
	const ours = document.querySelector( dialog ?? 'body' )!;
	// Before axe looks: events go on arriving while it does.
	const texts = [ ...ours.querySelectorAll( ':not( script, option, :disabled )' ) ].filter( ( element ) =>
		[ ...element.childNodes ].some( ( node ) => node.nodeType === Node.TEXT_NODE && node.textContent?.trim() !== '' ) &&
		// One pixel is for ears only.
		element.checkVisibility( { visibilityProperty: true } ) && element.getBoundingClientRect().width > 1 );
	const { violations, incomplete, passes } = await ( window as unknown as { axe: typeof axe } ).axe
		.run( dialog ? { include: [ dialog ] } : document, {
			runOnly, rules: Object.fromEntries( besides.map( ( rule ) => [ rule, { enabled: false } ] ) ), elementRef: true
		} );
	const judged = new Set( [ ...passes, ...violations, ...incomplete ]
		.filter( ( { id } ) => id === 'color-contrast' ).flatMap( ( { nodes } ) => nodes.map( ( { element } ) => element ) ) );
	return {
		violations, incomplete,
		unseen: texts.filter( ( text ) => text.isConnected && !judged.has( text as HTMLElement ) ).map( ( { outerHTML } ) => outerHTML ),
		ink: getComputedStyle( ours.querySelector( 'p, li, h1' )! ).color
	};
}

function inWords( { id, help, nodes }: axe.Result ): string[] {
	return nodes.map( ( { html, failureSummary } ) => `${ id } (${ help })\n${ html }\n${ failureSummary ?? '' }` );
}
