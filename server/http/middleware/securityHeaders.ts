// What a browser may do with our answers. Not helmet: its defaults (COOP same-origin, X-Frame-Options)
// cut the popup off from the panel that opened it.
import type { RequestHandler } from 'express';

const contentSecurityPolicy = [
	'default-src \'none\'',
	'script-src \'self\'',
	'style-src \'self\'',
	'img-src \'self\' data:',
	'connect-src \'self\'',
	'form-action \'self\'',
	'base-uri \'none\'',
	'frame-ancestors \'none\''
].join( '; ' );

/** @param secure whether we are served over https */
export function securityHeaders( secure: boolean ): RequestHandler {
	return ( _request, response, next ) => {
		response.setHeader( 'Content-Security-Policy', contentSecurityPolicy );
		response.setHeader( 'X-Content-Type-Options', 'nosniff' );
		response.setHeader( 'X-Frame-Options', 'DENY' );
		// Not no-referrer: with it, our own forms would come with `Origin: null`, and Origin is checked.
		response.setHeader( 'Referrer-Policy', 'same-origin' );
		response.setHeader( 'Cross-Origin-Opener-Policy', 'same-origin' );
		response.setHeader( 'Cache-Control', 'no-store' );
		if ( secure ) {
			response.setHeader( 'Strict-Transport-Security', 'max-age=31536000' );
		}
		next();
	};
}

/** For every answer in the popup's chain, redirects too: anything else cuts window.opener for good. */
export const keepOpener: RequestHandler = ( _request, response, next ) => {
	response.setHeader( 'Cross-Origin-Opener-Policy', 'unsafe-none' );
	next();
};
