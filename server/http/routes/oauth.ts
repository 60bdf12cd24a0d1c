// The popup's chain: start -> the wiki -> callback -> the panel that opened us. On our own origin the
// same chain ends in a cookie. Every way out is a page with words; nothing here answers JSON.
import { Router, type ErrorRequestHandler, type Request, type Response } from 'express';
import { z } from 'zod';
import { challengePattern } from '../../contract/session.ts';
import { pattern } from '../../contract/text.ts';
import type { Handoff } from '../../auth/handoff.ts';
import { newToken } from '../../auth/secrets.ts';
import type { Sessions } from '../../auth/sessions.ts';
import type { WikiSignIn } from '../../auth/strategy.ts';
import { ServiceError } from '../../errors.ts';
import type { Logger } from '../../logger.ts';
import { readCookie, type Cookies } from '../cookies.ts';
import { problemOf } from '../middleware/errors.ts';
import { parse } from '../parse.ts';
import { handoffHtml, signInFailedHtml } from '../signInHtml.ts';
import type { ServerWords } from '../serverWords.ts';

export interface OAuthRoutesDeps {
	handoff: Handoff;
	sessions: Sessions;
	wikiSignIn: WikiSignIn;
	wikiOrigins: readonly string[];
	ownOrigin: string;
	cookies: Cookies;
	words: ServerWords;
	log: Logger;
}

const startSchema = z.union( [
	z.strictObject( { return: z.literal( 'standalone' ) } ),
	z.strictObject( { origin: z.string(), challenge: pattern( challengePattern ) } )
] );

/** passport concatenates the verifier into a URL, so nothing but the wiki's own shape gets there. */
const callbackSchema = z.strictObject( {
	oauth_token: pattern( /^[0-9a-f]{32}$/ ),
	oauth_verifier: pattern( /^[0-9a-f]{32}$/ )
} );

const continueSchema = z.strictObject( { code: pattern( /^[A-Za-z0-9_-]{43}$/ ) } );

export function oauthRoutes( deps: OAuthRoutesDeps ): Router {
	const { handoff, sessions, wikiSignIn, ownOrigin, cookies, words } = deps;
	const router = Router();

	router.get( '/start', async ( request, response ) => {
		const { origin, challenge } = startOf( request );
		response.locals.openerOrigin = challenge === null ? undefined : origin;
		// Kept if it is there already: two tabs that sign in at once share the browser, not the attempt.
		const browser = readCookie( request, cookies.browser ) ?? newToken();
		response.cookie( cookies.browser, browser, { ...cookies.options, maxAge: 60 * 60 * 1000 } );
		await wikiSignIn.start(
			request, response,
			( requestToken, requestTokenSecret ) => handoff.begin( { requestToken, requestTokenSecret, browser, origin, challenge } ),
			challenge === null ? 'page' : 'popup'
		);
	} );

	router.get( '/callback', async ( request, response ) => {
		const { oauth_token: requestToken } = parseOr( callbackSchema, request.query );
		const signIn = await handoff.resume( requestToken, readCookie( request, cookies.browser ) );
		response.locals.openerOrigin = signIn.challenge === null ? undefined : signIn.origin;
		const identity = await wikiSignIn.finish( request, response, signIn.requestTokenSecret ).catch( async ( error: unknown ) => {
			await handoff.abandon( signIn );
			throw error;
		} );
		const code = await handoff.identified( signIn, identity );
		if ( signIn.challenge === null ) {
			await signInHere( request, response, code );
		} else {
			response.send( handoffHtml( words.for( request ), { origin: signIn.origin, message: { type: 'page-sre:signed-in', code } } ) );
		}
	} );

	router.post( '/continue', async ( request, response ) => {
		if ( request.headers.origin !== undefined && request.headers.origin !== ownOrigin ) {
			throw new ServiceError( 'originRefused' );
		}
		await signInHere( request, response, parseOr( continueSchema, request.body ).code );
	} );

	async function signInHere( request: Request, response: Response, code: string ): Promise<void> {
		const session = await sessions.open( await handoff.exchangeInSameBrowser( code, readCookie( request, cookies.browser ) ) );
		response.cookie( cookies.session, session.token, { ...cookies.options, expires: new Date( session.expiresAt ) } );
		response.redirect( 303, '/' );
	}

	function startOf( request: Request ): { origin: string; challenge: string | null } {
		const query = parseOr( startSchema, request.query );
		if ( 'return' in query ) {
			return { origin: ownOrigin, challenge: null };
		}
		if ( !deps.wikiOrigins.includes( query.origin ) ) {
			throw new ServiceError( 'originRefused' );
		}
		return query;
	}

	const failed: ErrorRequestHandler = ( error, request, response, next ) => {
		if ( response.headersSent ) {
			next( error );
			return;
		}
		const problem = problemOf( error, response, deps.log );
		const openerOrigin = response.locals.openerOrigin as string | undefined;
		response.status( problem.status ).send( signInFailedHtml( words.for( request ), problem, openerOrigin ) );
	};
	router.use( failed );

	return router;
}

/** In a popup nobody reads field names: a link that is not ours is simply no sign-in. */
function parseOr<Schema extends z.ZodType>( schema: Schema, input: unknown ): z.output<Schema> {
	try {
		return parse( schema, input );
	} catch ( error ) {
		throw new ServiceError( 'signInInvalid', {}, error );
	}
}
