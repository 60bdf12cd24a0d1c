// What every title's view runs for those who may page: a gate, a link, and loading the panel on
// click. Everything else belongs into the panel; this file has 1.5 kB to live in.
import { isEligible } from './gate.ts';
import { addLink, failureNotice, showBusy } from './link.ts';
import type { MediaWiki } from './link.ts';

declare const mw: MediaWiki;
// Put in by the build.
declare const BACKEND_URL: string;

const PANEL = 'ext.gadget.PageSRE-panel';
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

if ( isEligible( mw.config.get( 'wgGlobalGroups' ) ) ) {
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
