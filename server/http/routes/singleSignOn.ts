// People whom the organisation's own sign-on knows, by way of a proxy that we trust. This is the one
// address where its headers are read; everywhere else they are so many words.
import { Router } from 'express';
import { z } from 'zod';
import type { Sessions } from '../../auth/sessions.ts';
import type { SingleSignOnSignIn } from '../../auth/singleSignOn.ts';
import { ServiceError } from '../../errors.ts';
import type { Logger } from '../../logger.ts';
import { readCookie, type Cookies } from '../cookies.ts';
import { onlyMethods } from '../middleware/onlyMethods.ts';
import { signInFailed } from '../middleware/signInFailed.ts';
import { trustedPeer } from '../middleware/trustedPeer.ts';
import { parse } from '../parse.ts';
import { returnSchema } from '../returnPath.ts';
import type { ServerWords } from '../serverWords.ts';

export interface SingleSignOnRoutesDeps {
	/** Undefined: off, and as unknown as any other address. */
	singleSignOn: SingleSignOnSignIn | undefined;
	sessions: Sessions;
	ownOrigin: string;
	cookies: Cookies;
	words: ServerWords;
	log: Logger;
}

const startSchema = z.strictObject( { return: returnSchema.default( '/' ) } );

/** To be mounted at `/sso`. */
export function singleSignOnRoutes( { singleSignOn, sessions, ownOrigin, cookies, words, log }: SingleSignOnRoutesDeps ): Router {
	const router = Router();
	if ( !singleSignOn ) {
		return router;
	}

	router.get( '/start', trustedPeer( singleSignOn, log ), async ( request, response ) => {
		// Browsers name an origin only when a script asks: nobody is signed in behind their back.
		if ( request.headers.origin !== undefined && request.headers.origin !== ownOrigin ) {
			throw new ServiceError( 'originRefused' );
		}
		const returnTo = returnOf( request.query );
		const session = await sessions.open( await singleSignOn.identify( ( name ) => request.headersDistinct[ name ] ?? [] ) );
		response.cookie( cookies.session, session.token, { ...cookies.options, expires: new Date( session.expiresAt ) } );
		const before = readCookie( request, cookies.session );
		if ( before !== undefined ) {
			await sessions.end( before );
		}
		response.redirect( 303, returnTo );
	} );
	router.all( '/start', onlyMethods( 'GET' ) );

	router.use( signInFailed( words, log ) );

	return router;
}

function returnOf( query: unknown ): string {
	try {
		return parse( startSchema, query ).return;
	} catch ( error ) {
		throw new ServiceError( 'signInInvalid', {}, error );
	}
}
