// The session itself: made from the popup's code, read, ended.
import { Router } from 'express';
import { exchangeSchema } from '../../contract/session.ts';
import type { Handoff } from '../../auth/handoff.ts';
import type { StoredSession } from '../../auth/ports.ts';
import type { Sessions } from '../../auth/sessions.ts';
import type { MembershipCheck } from '../../pages/ports.ts';
import type { SessionView } from '../../contract/session.ts';
import type { RequestHandler } from 'express';
import type { Cookies } from '../cookies.ts';
import { sessionOf } from '../middleware/authenticate.ts';
import { onlyMethods } from '../middleware/onlyMethods.ts';
import { parseBody } from '../parse.ts';
import { sessionView } from '../views.ts';

export interface SessionRoutesDeps {
	handoff: Handoff;
	sessions: Sessions;
	membership: MembershipCheck;
	group: string;
	personLinks: ( name: string ) => { talkUrl: string; emailUrl: string };
	cookies: Cookies;
	authenticate: RequestHandler;
}

export function sessionRoutes( deps: SessionRoutesDeps ): Router {
	const { handoff, sessions, membership, group, personLinks, cookies } = deps;
	const router = Router();
	// Asked live also here, so that who may not page learns it before writing.
	const view = async ( session: Pick<StoredSession, 'sender' | 'expiresAt'> ): Promise<SessionView> =>
		sessionView( session, await membership.check( session.sender.centralId ), group, personLinks( session.sender.name ) );

	router.post( '/', async ( request, response ) => {
		const { code, verifier } = parseBody( exchangeSchema, request );
		const session = await sessions.open( await handoff.exchange( code, verifier ) );
		response.status( 201 ).json( { ...await view( session ), token: session.token } );
	} );

	router.get( '/', deps.authenticate, async ( _request, response ) => {
		response.json( await view( sessionOf( response ) ) );
	} );

	router.delete( '/', deps.authenticate, async ( _request, response ) => {
		await sessions.end( response.locals.token as string );
		response.clearCookie( cookies.session, cookies.options ).status( 204 ).end();
	} );

	router.all( '/', onlyMethods( 'POST', 'GET', 'DELETE' ) );

	return router;
}
