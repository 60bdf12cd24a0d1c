// The link that opens the panel: where it goes, that it says what it is doing, and what it says when
// the panel cannot be loaded. Nothing of the panel itself.
import english from '../../i18n/en.json';
import { carryOver } from './carryOver.ts';

/** The little of MediaWiki that the loader needs. */
export interface MediaWiki {
	config: { get( name: string ): unknown };
	util: {
		addPortletLink( portlet: string, href: string, text: string, id: string, tooltip: string, accesskey: string ): HTMLElement | null;
	};
	notify( message: Node, options: { type: string; autoHide: boolean } ): unknown;
	loader: {
		using( modules: string | string[] ): PromiseLike<unknown>;
		/** Null for a module that the wiki does not know. */
		getState( module: string ): string | null;
		state( states: Record<string, string> ): void;
		load( url: string, type: string ): void;
		getScript( url: string ): PromiseLike<unknown>;
	};
	/** Where our parts put what they have, however they came. */
	libs: { pageSre: { open( tools: object ): Promise<void> } };
}

// Tools first, as the place for what is used rarely; then what skins without it have.
const PORTLETS = [ 'p-tb', 'p-cactions', 'p-personal', 'p-navigation' ];
// MediaWiki's own access keys are letters and signs; no digit is taken.
const ACCESS_KEY = '9';

// The link's own, by which a gadget and a user script together know that it is there.
const ID = 't-page-sre';

function linkTo( href: string, words: string ): HTMLAnchorElement {
	const link = document.createElement( 'a' );
	link.href = href;
	link.textContent = words;
	return link;
}

/**
 * Null where the link is already. On a skin that has none of the places we know it is the title's last.
 *
 * @param href our own site: what the link does when it is opened in a new tab, or without us
 */
export function addLink( mw: MediaWiki, href: string ): HTMLAnchorElement | null {
	if ( document.getElementById( ID ) ) {
		return null;
	}
	const words = english[ 'page-sre-name' ];
	const tooltip = english[ 'page-sre-link-tooltip' ];
	for ( const portlet of PORTLETS ) {
		const item = mw.util.addPortletLink( portlet, href, words, ID, tooltip, ACCESS_KEY );
		if ( item ) {
			return item.querySelector( 'a' );
		}
	}
	const link = linkTo( href, words );
	document.body.append( Object.assign( link, { id: ID, title: `${ tooltip } [${ ACCESS_KEY }]`, accessKey: ACCESS_KEY } ) );
	return link;
}

/** The words for a panel that does not come, with a way that does not need it and loses nothing. */
export function failureNotice( { config }: MediaWiki, href: string ): HTMLElement {
	const notice = document.createElement( 'div' );
	const link = linkTo( href, english[ 'page-sre-own-site' ] );
	link.onclick = ( click ) => {
		let draft: string | null = null;
		try {
			// useDraft.ts has put it there.
			draft = localStorage.getItem( 'page-sre-draft' );
		} catch ( error ) {
			// Where storage is forbidden nothing was kept.
		}
		click.preventDefault();
		carryOver( href, draft || '', { url: location.href.split( '#' )[ 0 ], wiki: config.get( 'wgDBname' ) } );
	};
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
