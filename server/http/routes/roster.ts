// Who can page now and why, for identity systems by a key of their own and for responders by their session
// on our own origin. Never for a wiki's scripts.
import { Router, type RequestHandler } from 'express';
import { sameSecret } from '../../auth/secrets.ts';
import type { RosterView } from '../../contract/roster.ts';
import { ServiceError } from '../../errors.ts';
import type { Person } from '../../pages/page.ts';
import type { Secret } from '../../secret.ts';
import { answerUnlessKnown } from '../answerUnlessKnown.ts';
import { sessionOf } from '../middleware/authenticate.ts';
import { onlyMethods } from '../middleware/onlyMethods.ts';

export interface RosterRoutesDeps {
	roster: () => Promise<RosterView>;
	/** Each lets one identity system read. */
	keys: readonly Secret[];
	authenticate: RequestHandler;
	isResponder: ( person: Person ) => Promise<boolean>;
}

export function rosterRoutes( { roster, keys, authenticate, isResponder }: RosterRoutesDeps ): Router {
	const router = Router();

	const byKey: RequestHandler = ( request, response, next ) => {
		const { authorization } = request.headers;
		if ( authorization === undefined ) {
			next( 'route' );
			return;
		}
		const given = /^Bearer ([\x21-\x7E]+)$/i.exec( authorization )?.[ 1 ];
		// All of them, so that the time tells nothing about which one was nearly right.
		const right = given === undefined ? [] : keys.filter( ( key ) => sameSecret( key.reveal(), given ) );
		if ( right.length === 0 ) {
			response.setHeader( 'WWW-Authenticate', 'Bearer' );
			throw new ServiceError( 'notSignedIn' );
		}
		next();
	};

	const answer: RequestHandler = async ( request, response ) => {
		answerUnlessKnown( request, response, await roster() );
	};

	router.get( '/', byKey, answer );
	router.get( '/', authenticate, async ( _request, response, next ) => {
		if ( !await isResponder( sessionOf( response ).sender ) ) {
			throw new ServiceError( 'notResponder' );
		}
		next();
	}, answer );
	router.all( '/', onlyMethods( 'GET' ) );

	return router;
}
