// Which sites' scripts may call us: the configured wikis, by token; ourselves, by cookie. Anybody
// else's browser is refused outright, not only denied the answer.
import type { RequestHandler } from 'express';
import { ServiceError } from '../../errors.ts';
import type { IsWikiOrigin } from '../wikiOrigins.ts';

/**
 * @param isWiki whether an origin is one of the configured wikis'
 * @param ownOrigin our own
 */
export function cors( isWiki: IsWikiOrigin, ownOrigin: string ): RequestHandler {
	return ( request, response, next ) => {
		response.vary( 'Origin' );
		const { origin } = request.headers;
		if ( origin === undefined || origin === ownOrigin ) {
			next();
			return;
		}
		if ( !isWiki( origin ) ) {
			throw new ServiceError( 'originRefused' );
		}
		response.setHeader( 'Access-Control-Allow-Origin', origin );
		response.setHeader( 'Access-Control-Expose-Headers', 'ETag, Location, Retry-After, X-Request-Id' );
		if ( request.method !== 'OPTIONS' ) {
			next();
			return;
		}
		response.setHeader( 'Access-Control-Allow-Methods', 'GET, POST, DELETE' );
		response.setHeader( 'Access-Control-Allow-Headers', 'Authorization, Content-Type, If-None-Match, Last-Event-ID' );
		// Two hours is the most that Chromium keeps.
		response.setHeader( 'Access-Control-Max-Age', '7200' );
		response.status( 204 ).end();
	};
}
