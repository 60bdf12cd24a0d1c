// Runs in the inbox's browser: keeps the list current and the title telling. Everything works without
// it, only not by itself. No markup is made here; the server sends the list ready and escaped.

const live = document.getElementById( 'live' );
const lost = document.querySelector( '[data-lost]' );

function tellInTitle() {
	const count = Number( live.querySelector( '[data-triggered]' ).dataset.triggered );
	document.title = ( count > 0 ? `(${ count }) ` : '' ) + 'On-call inbox';
}

/** Whoever had a button in focus or a past incident open keeps it. */
function replace( markup ) {
	const focused = live.contains( document.activeElement ) ? document.activeElement.id : '';
	const open = Array.from( live.querySelectorAll( 'details[open]' ), ( { id } ) => id );
	live.innerHTML = markup;
	for ( const id of open ) {
		document.getElementById( id )?.setAttribute( 'open', '' );
	}
	if ( focused !== '' ) {
		document.getElementById( focused )?.focus();
	}
	tellInTitle();
}

if ( live ) {
	tellInTitle();
	const stream = new EventSource( '/live' );
	stream.addEventListener( 'message', ( { data } ) => {
		lost.hidden = true;
		replace( data );
	} );
	stream.addEventListener( 'error', () => {
		lost.hidden = false;
	} );
}

for ( const field of document.querySelectorAll( '[data-submit]' ) ) {
	field.addEventListener( 'change', () => field.form.requestSubmit() );
	field.form.classList.add( 'by-itself' );
}
