// Who is asking: a bearer token from a wiki, or our own cookie on our own origin. Never both, and
// the cookie never across sites. No header of a proxy is read here.
import type { Request, RequestHandler, Response } from 'express';
import type { StoredSession } from '../../auth/ports.ts';
import type { Sessions } from '../../auth/sessions.ts';
import { ServiceError } from '../../errors.ts';
import { readCookie, type Cookies } from '../cookies.ts';

/** @throws ServiceError notSignedIn, sessionExpired */
export function authenticate( sessions: Sessions, cookies: Cookies, ownOrigin: string ): RequestHandler {
	return async ( request, response, next ) => {
		const token = tokenOf( request, cookies, ownOrigin );
		const session = await sessions.require( token );
		// Whom a single sign-on has named is somebody on our own origin only, where the proxy stands before us.
		if ( session.sender.singleSignOn && request.headers.authorization !== undefined ) {
			throw new ServiceError( 'notSignedIn' );
		}
		response.locals.token = token;
		response.locals.session = session;
		next();
	};
}

/** The session that `authenticate` found. */
export function sessionOf( response: Response ): StoredSession {
	return response.locals.session as StoredSession;
}

function tokenOf( request: Request, cookies: Cookies, ownOrigin: string ): string | undefined {
	const bearer = /^Bearer ([A-Za-z0-9_-]{43})$/.exec( request.headers.authorization ?? '' )?.[ 1 ];
	if ( request.headers.authorization !== undefined ) {
		return bearer;
	}
	const { origin } = request.headers;
	const reads = request.method === 'GET' || request.method === 'HEAD';
	// Browsers leave Origin out of same-origin reads, and say in Sec-Fetch-Site who asks.
	const ours = origin === undefined ?
		reads && [ 'undefined', 'same-origin', 'none' ].includes( String( request.headers[ 'sec-fetch-site' ] ) ) :
		origin === ownOrigin;
	return ours ? readCookie( request, cookies.session ) : undefined;
}
