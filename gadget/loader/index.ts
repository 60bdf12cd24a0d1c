// What every title's view runs for those who may page: a gate, a link, and loading the panel on
// click. A gadget of the wiki, or one line in somebody's user script:
//   mw.loader.load( 'https://meta.wikimedia.org/w/index.php?title=MediaWiki:Gadget-PageSRE.js&action=raw&ctype=text/javascript' );
// Everything else belongs into the panel; this file has 1.5 kB to live in.
import { isEligible } from './gate.ts';
import { addLink, failureNotice, showBusy } from './link.ts';
import type { MediaWiki } from './link.ts';

declare const mw: MediaWiki;
// Put in by the build.
declare const BACKEND_URL: string;

const OWN = 'ext.gadget.PageSRE';
const PANEL = `${ OWN }-panel`;
// ResourceLoader does not say when a request is lost; after this long something is wrong.
const PATIENCE = 10000;

function openPanel( link: HTMLElement, href: string ): void {
	const done = showBusy( link );
	const late = new Promise<never>( ( _resolve, reject ) => {
		setTimeout( reject, PATIENCE );
	} );
	const loaded = Promise.resolve( mw.loader.using( PANEL ) )
		.then( ( require ) => ( require( PANEL ) as { open: () => Promise<void> } ).open() );
	Promise.race( [ loaded, late ] )
		.catch( () => mw.notify( failureNotice( href ), { type: 'error', autoHide: false } ) )
		.then( done, done );
}

function start(): void {
	const href = mw.config.get( 'pageSreBackend' ) as string | null || BACKEND_URL;
	const link = addLink( mw, href );
	if ( link ) {
		link.addEventListener( 'click', ( click ) => {
			// A new tab or window is the reader's own wish, and leads to our own site.
			// Where the wiki has no panel of ours, the click goes there too.
			if ( click.button === 0 && !click.ctrlKey && !click.metaKey && !click.shiftKey && mw.loader.getState( PANEL ) ) {
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
