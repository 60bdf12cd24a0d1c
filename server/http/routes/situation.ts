// What is going on, and which wikis there are: for members who are about to page, and for nobody else.
import { Router, type RequestHandler } from 'express';
import type { MayLook } from '../../access/looking.ts';
import type { Situation, Wikis } from '../../contract/situation.ts';
import { answerUnlessKnown } from '../answerUnlessKnown.ts';
import { sessionOf } from '../middleware/authenticate.ts';
import { onlyMethods } from '../middleware/onlyMethods.ts';

export interface SituationRoutesDeps {
	mayLook: MayLook;
	situation: () => Promise<Situation>;
	/** @throws ServiceError wikiUnavailable */
	wikis: () => Promise<Wikis>;
	authenticate: RequestHandler;
}

/** To be mounted at `/v1`. */
export function situationRoutes( { mayLook, situation, wikis, authenticate }: SituationRoutesDeps ): Router {
	const router = Router();
	const member: RequestHandler = async ( _request, response, next ) => {
		await mayLook( sessionOf( response ).sender );
		next();
	};
	router.get( '/situation', authenticate, member, async ( request, response ) => {
		answerUnlessKnown( request, response, await situation() );
	} );
	router.get( '/wikis', authenticate, member, async ( request, response ) => {
		const list = await wikis();
		// No secret, and it changes a few times a year.
		response.setHeader( 'Cache-Control', 'private, max-age=3600' );
		response.vary( 'Authorization' ).vary( 'Cookie' );
		answerUnlessKnown( request, response, list );
	} );
	router.all( [ '/situation', '/wikis' ], onlyMethods( 'GET' ) );
	return router;
}
