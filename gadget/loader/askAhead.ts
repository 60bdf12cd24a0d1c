// While the panel is on its way, so is what it asks our server first: on a slow line that saves a round trip, and
// those of a connection. The browser keeps the answer for whoever asks in the same way; nothing here reads it.

/**
 * As readFiles in panel/api.ts asks: without credentials, or a browser would ask twice.
 *
 * @param href our server
 * @param language MediaWiki's code
 */
export function askAhead( href: string, language: string ): void {
	const hint = document.createElement( 'link' );
	document.head.append( Object.assign( hint, { rel: 'preload', as: 'fetch', crossOrigin: '', href: `${ href }/i18n/${ language }.files.json` } ) );
}
