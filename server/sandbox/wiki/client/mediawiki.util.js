// mw.util: addresses and links in the skin's menus.
/* global window, document, mw */
const encode = ( title ) => encodeURIComponent( title.replace( / /g, '_' ) )
	.replace( /'/g, '%27' )
	.replace( /%(?:3B|40|24|21|2A|28|29|2C|2F|7E|3A)/g, ( code ) => decodeURIComponent( code ) );

mw.util = {
	wikiUrlencode: encode,
	rawurlencode: encodeURIComponent,
	escapeIdForAttribute: ( text ) => text.replace( / /g, '_' ),
	getUrl( title = mw.config.get( 'wgPageName' ), parameters = {} ) {
		const [ name, fragment ] = title.split( '#' );
		const query = new URLSearchParams( parameters ).toString();
		const path = query === '' ? mw.config.get( 'wgArticlePath' ).replace( '$1', encode( name ) ) :
			`${ mw.config.get( 'wgScript' ) }?title=${ encode( name ) }&${ query }`;
		return fragment ? `${ path }#${ encode( fragment ) }` : path;
	},
	getParamValue: ( name, url = window.location.href ) => new URL( url, window.location.href ).searchParams.get( name ),
	wikiScript: ( name = 'index' ) => `${ mw.config.get( 'wgScriptPath' ) }/${ name }.php`,
	addCSS: ( css ) => mw.loader.addStyleTag( css ).sheet,

	/** Null when the skin has no such menu here. */
	addPortletLink( portletId, href, text, id, tooltip, accesskey, nextNode ) {
		const portlet = document.getElementById( portletId );
		if ( !portlet ) {
			return null;
		}
		let list = portlet.querySelector( 'ul' );
		if ( !list ) {
			list = document.createElement( 'ul' );
			portlet.append( list );
		}
		const item = document.createElement( 'li' );
		const link = document.createElement( 'a' );
		const label = document.createElement( 'span' );
		item.className = 'mw-list-item mw-list-item-js';
		link.href = href;
		label.textContent = text;
		link.append( label );
		item.append( link );
		if ( id ) {
			item.id = id;
		}
		if ( tooltip ) {
			link.title = tooltip;
		}
		if ( accesskey ) {
			link.accessKey = accesskey;
		}
		portlet.classList.remove( 'emptyPortlet' );
		const before = typeof nextNode === 'string' ? list.querySelector( nextNode ) : nextNode;
		list.insertBefore( item, before && before.parentNode === list ? before : null );
		mw.hook( 'util.addPortletLink' ).fire( item, { id } );
		return item;
	},
	addSubtitle( node ) {
		document.getElementById( 'contentSub' ).append( node );
	}
};
module.exports = mw.util;
