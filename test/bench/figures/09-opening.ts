// From the click on Page SRE to something to read and to act on: on a phone with a slow line, at night, in Arabic.
// Once on a title where another gadget has Vue and Codex already, and once where they come along with the panel.
// A screenshot of each is left in test/screenshots.
import { launchBrowser, visit } from '../../e2e/browser.ts';
import { panelOf } from '../../e2e/panel.ts';
import { startTrial } from '../../e2e/trial.ts';
import type { Figure } from '../figure.ts';

// What Chrome's developer tools and Lighthouse long called slow 3G, as it is at the level of packets: 400 ms for
// every request, and 400 kbit/s either way. Connections cost nothing more here, unlike on a real line.
const SLOW_3G = { offline: false, latency: 400, downloadThroughput: 50_000, uploadThroughput: 50_000 };
const PHONE = { viewport: { width: 320, height: 640 }, colorScheme: 'dark', hasTouch: true } as const;
const GOAL = { words: '<= 2 s', most: 2_000 };

interface Opening {
	/** ms from the click until the first heading is to be seen and can have the focus, in whatever language. */
	heading: number;
	/** ms until it is in the reader's own. */
	ownLanguage: number;
}

/** In the browser, by its own clock; resolves when there is nothing more to see. */
function watchOpening(): void {
	const link = document.querySelector( '#t-page-sre a' )!;
	const later = { opening: new Promise<Opening>( ( resolve ) => {
		link.addEventListener( 'click', ( { timeStamp } ) => {
			let heading = 0;
			const look = (): void => {
				const found = document.querySelector<HTMLElement>( '.page-sre__heading' );
				const now = performance.now() - timeStamp;
				const isThere = found !== null && found.checkVisibility() && found.getBoundingClientRect().height > 0 && found.hasAttribute( 'tabindex' );
				heading ||= isThere ? now : 0;
				if ( isThere && /\p{Script=Arabic}/u.test( found.textContent ) ) {
					resolve( { heading, ownLanguage: now } );
				} else {
					requestAnimationFrame( look );
				}
			};
			look();
		}, { capture: true, once: true } );
	} ) };
	Object.assign( window, later );
}

export const opening: Figure = {
	number: 9, title: 'Click to the first heading, slow 3G, 320 px, night, Arabic',
	async measure( bench, { rounds } ) {
		const trial = await startTrial();
		bench.finally( () => trial.stop() );
		const browser = await launchBrowser();
		bench.finally( () => browser.close() );
		const open = async ( name: 'warm' | 'cold' ): Promise<Opening> => {
			const visitor = await visit( browser, PHONE );
			const { tab } = visitor;
			await panelOf( visitor, trial ).standOn( 'Main_Page', 'Steward Foo', '?uselang=ar&useskin=minerva&vectornightmode=1' );
			await tab.locator( '#t-page-sre' ).waitFor( { state: 'attached' } );
			if ( name === 'warm' ) {
				await tab.evaluate( 'mw.loader.using( [ "vue", "@wikimedia/codex" ] ).then( () => null )' );
			}
			await tab.waitForLoadState( 'networkidle' );
			await tab.evaluate( watchOpening );
			const line = await visitor.context.newCDPSession( tab );
			await line.send( 'Network.emulateNetworkConditions', SLOW_3G );
			await tab.evaluate( 'document.querySelector( "#t-page-sre a" ).click()' );
			const times = await tab.evaluate<Opening>( 'window.opening' );
			await visitor.look( `opening-${ name }` );
			await visitor.leave();
			return times;
		};
		const warm: Opening[] = [];
		const cold: Opening[] = [];
		for ( let round = 0; round < rounds; round++ ) {
			warm.push( await open( 'warm' ) );
			cold.push( await open( 'cold' ) );
		}
		return [
			{ what: 'Vue and Codex there: first heading', values: warm.map( ( { heading } ) => heading ), unit: 'ms', goal: GOAL },
			{ what: 'Vue and Codex there: in Arabic', values: warm.map( ( { ownLanguage } ) => ownLanguage ), unit: 'ms', goal: GOAL },
			{ what: 'all of it cold: first heading', values: cold.map( ( { heading } ) => heading ), unit: 'ms' },
			{ what: 'all of it cold: in Arabic', values: cold.map( ( { ownLanguage } ) => ownLanguage ), unit: 'ms' }
		];
	}
};
