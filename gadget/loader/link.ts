// The link that opens the panel: where it goes, that it says what it is doing, and what it says when
// the panel cannot be loaded. Nothing of the panel itself.
import english from '../../i18n/en.json';

/** The little of MediaWiki that the loader needs. */
export interface MediaWiki {
	config: { get( name: string ): unknown };
	util: {
		addPortletLink( portlet: string, href: string, text: string, id: string, tooltip: string, accesskey: string ): HTMLElement | null;
	};
	notify( message: Node, options: { type: string; autoHide: boolean } ): unknown;
	loader: {
		using( module: string ): PromiseLike<( module: string ) => unknown>;
		/** Null for a module that the wiki does not know. */
		getState( module: string ): string | null;
	};
}

// Tools first, as the place for what is used rarely; then what skins without it have.
const PORTLETS = [ 'p-tb', 'p-cactions', 'p-personal', 'p-navigation' ];
// MediaWiki's own access keys are letters and signs; no digit is taken.
const ACCESS_KEY = '9';

// The link's own, by which a gadget and a user script together know that it is there.
const ID = 't-page-sre';

/**
 * Null where a skin has none of the places we know, or where the link is already.
 *
 * @param href our own site: what the link does when it is opened in a new tab, or without us
 */
export function addLink( mw: MediaWiki, href: string ): HTMLAnchorElement | null {
	for ( const portlet of document.getElementById( ID ) ? [] : PORTLETS ) {
		const item = mw.util.addPortletLink(
			portlet, href, english[ 'page-sre-name' ], ID, english[ 'page-sre-link-tooltip' ], ACCESS_KEY
		);
		if ( item ) {
			return item.querySelector( 'a' );
		}
	}
	return null;
}

/** The words for a panel that does not come, with a way that does not need it. */
export function failureNotice( href: string ): HTMLElement {
	const notice = document.createElement( 'div' );
	const link = document.createElement( 'a' );
	link.href = href;
	link.textContent = english[ 'page-sre-own-site' ];
	notice.append( english[ 'page-sre-load-failed' ], ' ', link );
	return notice;
}

/** The link while the panel is on its way; returns what puts it back. */
export function showBusy( link: HTMLElement ): () => void {
	// A skin may have wrapped the words in an element of its own.
	const words = link.querySelector( 'span:last-child' ) || link;
	const before = words.textContent;
	words.textContent = english[ 'page-sre-load-busy' ];
	link.setAttribute( 'aria-busy', 'true' );
	return () => {
		words.textContent = before;
		link.removeAttribute( 'aria-busy' );
	};
}
