// Our two cookies: the session on our own origin, and the secret that binds a sign-in to the browser
// that began it. With https both carry the __Host- prefix, so no other host can plant them.
import type { CookieOptions, Request } from 'express';

export interface Cookies {
	session: string;
	browser: string;
	options: CookieOptions;
}

/** @param secure whether we are served over https; plain http is for localhost */
export function cookiesFor( secure: boolean ): Cookies {
	const prefix = secure ? '__Host-' : '';
	return {
		session: `${ prefix }page-sre-session`,
		browser: `${ prefix }page-sre-browser`,
		// Lax, not Strict: the wiki's redirect back to us is a navigation from another site.
		options: { httpOnly: true, secure, sameSite: 'lax', path: '/' }
	};
}

/** Only values that we could have made: 43 characters of base64url. */
export function readCookie( request: Request, name: string ): string | undefined {
	for ( const pair of ( request.headers.cookie ?? '' ).split( ';' ) ) {
		const [ key, value ] = pair.trim().split( '=', 2 );
		if ( key === name && value !== undefined && /^[A-Za-z0-9_-]{43}$/.test( value ) ) {
			return value;
		}
	}
	return undefined;
}
