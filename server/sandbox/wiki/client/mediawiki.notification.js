// mw.notification: short messages at the edge of the page.
/* global window, document, mw */
const shownFor = 5000;

mw.notification = {
	notify( message, { title, type = 'notice', tag, autoHide = true } = {} ) {
		let area = document.getElementById( 'mw-notification-area' );
		if ( !area ) {
			area = document.createElement( 'div' );
			area.id = 'mw-notification-area';
			area.className = 'mw-notification-area';
			area.setAttribute( 'aria-live', 'polite' );
			document.body.append( area );
		}
		const box = document.createElement( 'div' );
		box.className = `mw-notification mw-notification-type-${ type }${ tag ? ` mw-notification-tag-${ tag }` : '' }`;
		if ( title ) {
			const heading = document.createElement( 'div' );
			heading.className = 'mw-notification-title';
			heading.textContent = title;
			box.append( heading );
		}
		const content = document.createElement( 'div' );
		content.className = 'mw-notification-content';
		content.append( message && typeof message.text === 'function' ? message.text() : message );
		box.append( content );
		if ( tag ) {
			area.querySelectorAll( `.mw-notification-tag-${ tag }` ).forEach( ( old ) => old.remove() );
		}
		area.append( box );
		const close = () => box.remove();
		box.addEventListener( 'click', close );
		if ( autoHide ) {
			window.setTimeout( close, shownFor );
		}
		return { close, $notification: box };
	}
};
module.exports = mw.notification;
