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
	'frame-ancestors \'none\'',
	// No string becomes markup or the address of a script but by two: Vue's, for the icons of Codex; and ours, for
	// the panel's second part and for what the responders' site reads again of itself.
	'require-trusted-types-for \'script\'',
	'trusted-types vue page-sre'
].join( '; ' );

/** Nothing of ours needs any of them, so nothing that gets in by us has them either. */
const permissionsPolicy = [
	'camera', 'microphone', 'geolocation', 'display-capture', 'payment', 'usb', 'serial', 'hid', 'bluetooth', 'midi', 'accelerometer',
	'gyroscope', 'magnetometer', 'clipboard-read', 'browsing-topics', 'publickey-credentials-get', 'screen-wake-lock', 'xr-spatial-tracking'
].map( ( feature ) => `${ feature }=()` ).join( ', ' );

/** @param secure whether we are served over https */
export function securityHeaders( secure: boolean ): RequestHandler {
	return ( _request, response, next ) => {
		response.setHeader( 'Content-Security-Policy', contentSecurityPolicy );
		response.setHeader( 'Permissions-Policy', permissionsPolicy );
		response.setHeader( 'X-Content-Type-Options', 'nosniff' );
		response.setHeader( 'X-Frame-Options', 'DENY' );
		// Not no-referrer: with it, our own forms would come with `Origin: null`, and Origin is checked.
		response.setHeader( 'Referrer-Policy', 'same-origin' );
		response.setHeader( 'Cross-Origin-Opener-Policy', 'same-origin' );
		// Wikis read us by CORS, which this does not concern; nobody embeds anything of ours.
		response.setHeader( 'Cross-Origin-Resource-Policy', 'same-origin' );
		response.setHeader( 'Cache-Control', 'no-store' );
		if ( secure ) {
			// Our host is ours alone, and so is what is below it. Not for browsers' built-in lists: that is the domain's business.
			response.setHeader( 'Strict-Transport-Security', 'max-age=31536000; includeSubDomains' );
		}
		next();
	};
}

/** For every answer in the popup's chain, redirects too: anything else cuts window.opener for good. */
export const keepOpener: RequestHandler = ( _request, response, next ) => {
	response.setHeader( 'Cross-Origin-Opener-Policy', 'unsafe-none' );
	next();
};
