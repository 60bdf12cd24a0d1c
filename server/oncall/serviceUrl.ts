// Addresses below a configured base. Nothing that is put into one can leave its segment, and no message
// shows one: a key may be part of it.

/** @throws Error when `base` is not http(s); its text names service and setting, never the value */
export function serviceUrl( service: string, setting: string, base: string, ...segments: string[] ): string {
	const url = URL.parse( [ base.replace( /\/+$/, '' ), ...segments.map( encodeURIComponent ) ].join( '/' ) );
	if ( url === null || !/^https?:$/.test( url.protocol ) ) {
		throw new Error( `${ service }: ${ setting } is not an http(s) URL` );
	}
	return url.href;
}
