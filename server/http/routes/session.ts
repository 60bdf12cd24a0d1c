// The session itself: made from the popup's code, read, ended.
import { Router, type RequestHandler } from 'express';
import { exchangeSchema } from '../../contract/session.ts';
import type { Handoff } from '../../auth/handoff.ts';
import type { Sessions } from '../../auth/sessions.ts';
import type { Cookies } from '../cookies.ts';
import type { DescribeSession } from '../describeSession.ts';
import { sessionOf } from '../middleware/authenticate.ts';
import { onlyMethods } from '../middleware/onlyMethods.ts';
import { parseBody } from '../parse.ts';

export interface SessionRoutesDeps {
	handoff: Handoff;
	sessions: Sessions;
	describeSession: DescribeSession;
	cookies: Cookies;
	authenticate: RequestHandler;
}

export function sessionRoutes( { handoff, sessions, describeSession, cookies, authenticate }: SessionRoutesDeps ): Router {
	const router = Router();

	router.post( '/', async ( request, response ) => {
		const { code, verifier } = parseBody( exchangeSchema, request );
		const session = await sessions.open( await handoff.exchange( code, verifier ) );
		response.status( 201 ).json( { ...await describeSession( session ), token: session.token } );
	} );

	router.get( '/', authenticate, async ( _request, response ) => {
		response.json( await describeSession( sessionOf( response ) ) );
	} );

	router.delete( '/', authenticate, async ( _request, response ) => {
		await sessions.end( response.locals.token as string );
		response.clearCookie( cookies.session, cookies.options ).status( 204 ).end();
	} );

	router.all( '/', onlyMethods( 'POST', 'GET', 'DELETE' ) );

	return router;
}
