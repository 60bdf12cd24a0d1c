// What every title's view runs for those who may page: a gate, a link, and loading the panel on
// click. A gadget of the wiki, or one line in somebody's user script, on any wiki of the farm:
//   mw.loader.load( 'https://meta.wikimedia.org/w/index.php?title=MediaWiki:Gadget-PageSRE.js&action=raw&ctype=text/javascript' );
// Everything else belongs into the panel; this file has 1.5 kB to live in.
import { askAhead } from './askAhead.ts';
import { carryOver } from './carryOver.ts';
import { isEligible } from './gate.ts';
import { addLink, failureNotice, showBusy } from './link.ts';
import type { MediaWiki } from './link.ts';
import { bring } from './parts.ts';
import type { Part } from './parts.ts';

declare const mw: MediaWiki;
// Put in by the build.
declare const BACKEND_URL: string;

const OWN = 'ext.gadget.PageSRE';
// ResourceLoader does not say when a request is lost; after this long something is wrong.
const PATIENCE = 10000;

function openPanel( link: HTMLElement, href: string ): void {
	const done = showBusy( link );
	askAhead( href, mw.config.get( 'wgUserLanguage' ) as string );
	const late = new Promise<never>( ( _resolve, reject ) => {
		setTimeout( reject, PATIENCE );
	} );
	const loaded = Promise.resolve( bring( mw, 'panel' ) ).then( () => mw.libs.pageSre.open( {
		bring: ( part: Part ) => bring( mw, part ),
		carryOver
	} ) );
	Promise.race( [ loaded, late ] )
		.catch( () => mw.notify( failureNotice( mw, href ), { type: 'error', autoHide: false } ) )
		.then( done, done );
}

function start(): void {
	const href = mw.config.get( 'pageSreBackend' ) as string | null || BACKEND_URL;
	const link = addLink( mw, href );
	if ( link ) {
		link.addEventListener( 'click', ( click ) => {
			// A new tab or window is the reader's own wish, and leads to our own site.
			if ( click.button === 0 && !click.ctrlKey && !click.metaKey && !click.shiftKey ) {
				click.preventDefault();
				if ( !link.hasAttribute( 'aria-busy' ) ) {
					openPanel( link, href );
				}
			}
		} );
	}
}

if ( isEligible( mw.loader.getState( OWN ), mw.config.get( 'wgGlobalGroups' ) ) ) {
	// A user script has no dependencies that are there before it.
	void mw.loader.using( 'mediawiki.util' ).then( start );
}
