// The popup's chain: start -> the wiki -> callback -> the panel that opened us. On our own origin the
// same chain ends in a cookie. Every way out is a page with words; nothing here answers JSON.
import { Router, type Request, type Response } from 'express';
import { z } from 'zod';
import { challengePattern } from '../../contract/session.ts';
import { pattern } from '../../contract/text.ts';
import type { Handoff } from '../../auth/handoff.ts';
import type { StartedSignIn } from '../../auth/ports.ts';
import { newToken } from '../../auth/secrets.ts';
import type { Sessions } from '../../auth/sessions.ts';
import type { WikiSignIn } from '../../auth/strategy.ts';
import { ServiceError } from '../../errors.ts';
import type { Logger } from '../../logger.ts';
import { readCookie, type Cookies } from '../cookies.ts';
import { signInFailed } from '../middleware/signInFailed.ts';
import { parse } from '../parse.ts';
import { returnSchema } from '../returnPath.ts';
import { handoffHtml } from '../signInHtml.ts';
import type { ServerWords } from '../serverWords.ts';
import type { IsWikiOrigin } from '../wikiOrigins.ts';

export interface OAuthRoutesDeps {
	handoff: Handoff;
	sessions: Sessions;
	wikiSignIn: WikiSignIn;
	isWiki: IsWikiOrigin;
	ownOrigin: string;
	cookies: Cookies;
	words: ServerWords;
	log: Logger;
}

const startSchema = z.union( [
	z.strictObject( { return: returnSchema } ),
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
		onlyWindows( request );
		const { origin, challenge, returnTo } = startOf( request );
		response.locals.openerOrigin = challenge === null ? undefined : origin;
		// Kept if it is there already: two tabs that sign in at once share the browser, not the attempt.
		const browser = readCookie( request, cookies.browser ) ?? newToken();
		response.cookie( cookies.browser, browser, { ...cookies.options, maxAge: 60 * 60 * 1000 } );
		await wikiSignIn.start(
			request, response,
			( requestToken, requestTokenSecret ) => handoff.begin( { requestToken, requestTokenSecret, browser, origin, challenge, returnTo } ),
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
			await signInHere( request, response, code, signIn.returnTo );
		} else {
			response.send( handoffHtml( words.for( request ), { origin: signIn.origin, message: { type: 'page-sre:signed-in', code } } ) );
		}
	} );

	router.post( '/continue', async ( request, response ) => {
		if ( request.headers.origin !== undefined && request.headers.origin !== ownOrigin ) {
			throw new ServiceError( 'originRefused' );
		}
		await signInHere( request, response, parseOr( continueSchema, request.body ).code, null );
	} );

	/** @param returnTo checked when it came in; null: our first view */
	async function signInHere( request: Request, response: Response, code: string, returnTo: string | null ): Promise<void> {
		const before = readCookie( request, cookies.session );
		const session = await sessions.open( await handoff.exchangeInSameBrowser( code, readCookie( request, cookies.browser ) ) );
		response.cookie( cookies.session, session.token, { ...cookies.options, expires: new Date( session.expiresAt ) } );
		if ( before !== undefined ) {
			// The browser has forgotten it, and so must we.
			await sessions.end( before );
		}
		response.redirect( 303, returnTo ?? '/' );
	}

	function startOf( request: Request ): Pick<StartedSignIn, 'origin' | 'challenge' | 'returnTo'> {
		const query = parseOr( startSchema, request.query );
		if ( 'return' in query ) {
			return { origin: ownOrigin, challenge: null, returnTo: query.return };
		}
		if ( !deps.isWiki( query.origin ) ) {
			throw new ServiceError( 'originRefused' );
		}
		return { ...query, returnTo: null };
	}

	router.use( signInFailed( words, deps.log ) );

	return router;
}

/**
 * A sign-in costs the wiki a call and us a row, so only a window may begin one: no picture, frame or script that a
 * site puts into its visitors' browsers. What does not say so is no browser of today, and judged by the rest.
 */
function onlyWindows( { headers }: Request ): void {
	if ( ( headers[ 'sec-fetch-dest' ] ?? 'document' ) !== 'document' ) {
		throw new ServiceError( 'signInInvalid', {}, new Error( 'not begun in a window' ) );
	}
}

/** In a popup nobody reads field names: a link that is not ours is simply no sign-in. */
function parseOr<Schema extends z.ZodType>( schema: Schema, input: unknown ): z.output<Schema> {
	try {
		return parse( schema, input );
	} catch ( error ) {
		throw new ServiceError( 'signInInvalid', {}, error );
	}
}
