// Which sites' scripts may call us: the configured wikis, by token; ourselves, by cookie. Anybody
// else's browser is refused outright, not only denied the answer.
import type { RequestHandler } from 'express';
import { ServiceError } from '../../errors.ts';

/**
 * @param wikiOrigins exact origins
 * @param ownOrigin our own
 */
export function cors( wikiOrigins: readonly string[], ownOrigin: string ): RequestHandler {
	const wikis = new Set( wikiOrigins );
	return ( request, response, next ) => {
		response.vary( 'Origin' );
		const { origin } = request.headers;
		if ( origin === undefined || origin === ownOrigin ) {
			next();
			return;
		}
		if ( !wikis.has( origin ) ) {
			throw new ServiceError( 'originRefused' );
		}
		response.setHeader( 'Access-Control-Allow-Origin', origin );
		response.setHeader( 'Access-Control-Expose-Headers', 'Location, Retry-After, X-Request-Id' );
		if ( request.method !== 'OPTIONS' ) {
			next();
			return;
		}
		response.setHeader( 'Access-Control-Allow-Methods', 'GET, POST, DELETE' );
		response.setHeader( 'Access-Control-Allow-Headers', 'Authorization, Content-Type, Last-Event-ID' );
		// Two hours is the most that Chromium keeps.
		response.setHeader( 'Access-Control-Max-Age', '7200' );
		response.status( 204 ).end();
	};
}
