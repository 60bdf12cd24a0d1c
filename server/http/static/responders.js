// Keeps a page's course fresh while somebody reads it, and what they type through everything. Without it
// the site does all the same, by reloading. It never posts.
'use strict';

/** Only for answers of our own server, parsed and never run: our Content-Security-Policy lets no other string become markup. */
const own = window.trustedTypes ?
	window.trustedTypes.createPolicy( 'page-sre', { createHTML: ( markup ) => markup } ) :
	{ createHTML: ( markup ) => markup };

const article = document.querySelector( '[data-page]' );
const form = document.getElementById( 'answer' );

/** Ages are words; a minute old is old enough. */
const REFRESH_MS = 60000;

if ( article ) {
	const connection = document.getElementById( 'connection' );
	const seen = () => Number( document.getElementById( 'events' ).dataset.seq );
	let asking = false;
	let again = false;

	const say = ( words ) => {
		connection.hidden = words === '';
		connection.textContent = words;
	};

	const refresh = async () => {
		if ( asking ) {
			again = true;
			return;
		}
		asking = true;
		try {
			// eslint-disable-next-line no-restricted-globals -- this script is the site's panel/api.ts: it only reads the view again
			const answer = await fetch( location.pathname, { headers: { Accept: 'text/html' } } );
			if ( answer.ok ) {
				put( new DOMParser().parseFromString( own.createHTML( await answer.text() ), 'text/html' ) );
				say( '' );
			} else {
				say( 'This view is not kept up to date any more. Reload it.' );
			}
		} catch {
			say( 'No connection. Trying again.' );
		}
		asking = false;
		if ( again ) {
			again = false;
			await refresh();
		}
	};

	/** Only what has changed, so that a button does not vanish from under a thumb. */
	const put = ( fresh ) => {
		for ( const old of document.querySelectorAll( '[data-live]' ) ) {
			const now = fresh.getElementById( old.id );
			if ( now && now.innerHTML !== old.innerHTML ) {
				Object.assign( old.dataset, now.dataset );
				old.replaceChildren( ...now.childNodes );
			}
		}
	};

	let stream;
	const listen = () => {
		// eslint-disable-next-line no-restricted-globals -- as above: the page's own events, as the senders' panel has them
		stream = new EventSource( `/v1/pages/${ article.dataset.page }/events` );
		stream.addEventListener( 'page', ( { lastEventId } ) => {
			// It begins with everything that is shown already.
			if ( Number( lastEventId ) > seen() ) {
				refresh();
			}
		} );
		stream.addEventListener( 'open', () => say( '' ) );
		stream.addEventListener( 'error', () => say( 'No connection. Trying again.' ) );
	};
	const keepFresh = () => {
		if ( document.visibilityState === 'visible' ) {
			if ( stream.readyState === 2 ) {
				// Closed for good, by a proxy's error page for example.
				listen();
			}
			refresh();
		}
	};
	listen();
	setInterval( keepFresh, REFRESH_MS );
	document.addEventListener( 'visibilitychange', keepFresh );
}

if ( article && form ) {
	const text = form.elements.text;
	const key = `reply ${ article.dataset.page }`;
	const postedKey = `${ key } posted`;
	const draft = sessionStorage.getItem( key ) || '';
	const isShown = [ ...document.querySelectorAll( '.reply .said' ) ].some( ( said ) => said.textContent.endsWith( draft.trim() ) );
	if ( sessionStorage.getItem( postedKey ) && isShown ) {
		sessionStorage.removeItem( key );
		sessionStorage.removeItem( postedKey );
	} else {
		// Signing in again, or a reload, must not cost words. What the server gives back comes first.
		text.value = text.value || draft;
	}
	text.addEventListener( 'input', () => {
		sessionStorage.setItem( key, text.value );
		sessionStorage.removeItem( postedKey );
	} );
	document.addEventListener( 'click', ( { target } ) => {
		// One tap less: the keyboard comes up with the form.
		if ( target.closest( '[href="#answer-heading"]' ) ) {
			text.focus( { preventScroll: true } );
		}
	} );
	let posted = false;
	form.addEventListener( 'submit', ( submitted ) => {
		if ( posted ) {
			// A thumb that trembles.
			submitted.preventDefault();
			return;
		}
		posted = true;
		sessionStorage.setItem( postedKey, 'yes' );
	} );
	// Back from the cache of the browser, the form is whole again.
	window.addEventListener( 'pageshow', () => {
		posted = false;
	} );
}
