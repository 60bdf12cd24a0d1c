// Runs in the sign-in window: tells the panel that opened it how it went. The message goes to exactly
// the origin that the server validated; a site that opened us from elsewhere hears nothing.
'use strict';

const data = document.getElementById( 'handoff' );
const goOn = document.getElementById( 'continue' );

if ( data ) {
	const { origin, message } = JSON.parse( data.textContent );
	const signedIn = message.type === 'page-sre:signed-in';
	if ( window.opener ) {
		window.opener.postMessage( message, origin );
		if ( signedIn ) {
			window.close();
		}
	}
	if ( goOn && signedIn ) {
		// Still here: the panel is gone, or the browser does not let us close.
		setTimeout( () => {
			goOn.hidden = false;
		}, window.opener ? 2000 : 0 );
	}
}
