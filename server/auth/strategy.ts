// Sign-in at the wiki: passport and passport-mediawiki-oauth do the OAuth 1.0a dance; this wrapper
// owns what they leave open (transport bounds, the identity token, where the request token lives).
// The access token is used for identify and dropped: it never expires and authorises nothing we need.
import type { IncomingMessage, ServerResponse } from 'node:http';
import passport from 'passport';
import mediawiki, { type OAuthStrategy, type RequestTokenStore } from 'passport-mediawiki-oauth';
import { ServiceError } from '../errors.ts';
import { verifyIdentityToken } from './identityToken.ts';
import type { Identity } from './ports.ts';
import { boundTransport, SIGN_IN_TIMEOUT_MS } from './wikiTransport.ts';

export interface WikiSignInSettings {
	/** Base URL of the wiki without a trailing slash, e.g. https://meta.wikimedia.org */
	wikiUrl: string;
	consumerKey: string;
	consumerSecret: string;
	/** Names us and a contact, as Wikimedia's User-Agent policy asks. */
	userAgent: string;
	/** For each call to the wiki; default SIGN_IN_TIMEOUT_MS. */
	timeoutMs?: number;
}

export interface WikiSignIn {
	/**
	 * Answers with a redirect to the wiki's dialog; `remember` must have stored the token before.
	 * @throws ServiceError wikiUnavailable, signInRefusedByWiki
	 */
	start(
		request: IncomingMessage, response: ServerResponse,
		remember: ( requestToken: string, requestTokenSecret: string ) => Promise<void>, display: 'popup' | 'page'
	): Promise<void>;
	/**
	 * Exchanges the verifier in the query for an identity. `query` must be validated before: the
	 * strategy concatenates it into a URL.
	 * @throws ServiceError wikiUnavailable, signInRefusedByWiki, accountNotUsable
	 */
	finish( request: IncomingMessage, response: ServerResponse, requestTokenSecret: string ): Promise<Identity>;
}

interface Attempt {
	remember: ( requestToken: string, requestTokenSecret: string ) => Promise<void>;
	requestTokenSecret: string | undefined;
}

const requestTokenPattern = /^[0-9a-f]{32}$/;

export function createWikiSignIn( settings: WikiSignInSettings, clock: { now(): number } ): WikiSignIn {
	const attempts = new WeakMap<object, Attempt>();
	const authenticator = new passport.Passport();
	const strategy = createStrategy( settings, requestTokensOf( attempts ), clock );
	authenticator.use( 'mediawiki', strategy );

	function run( request: IncomingMessage, response: ServerResponse, attempt: Attempt, options: object ): Promise<Identity | undefined> {
		attempts.set( request, attempt );
		return new Promise( ( resolve, reject ) => {
			response.once( 'finish', () => resolve( undefined ) );
			const authenticate = authenticator.authenticate( 'mediawiki', { session: false, ...options }, ( error: unknown, identity?: Identity | false ) => {
				if ( error || !identity ) {
					reject( asServiceError( error ) );
				} else {
					resolve( identity );
				}
			} ) as ( request: IncomingMessage, response: ServerResponse, next: ( error: unknown ) => void ) => void;
			authenticate( request, response, ( error ) => reject( asServiceError( error ) ) );
		} );
	}

	return {
		async start( request, response, remember, display ) {
			await run( request, response, { remember, requestTokenSecret: undefined }, display === 'popup' ? { display } : {} );
		},
		async finish( request, response, requestTokenSecret ) {
			const identity = await run( request, response, { remember: async () => undefined, requestTokenSecret }, {} );
			if ( !identity ) {
				throw new ServiceError( 'signInExpired' );
			}
			return identity;
		}
	};
}

export function createStrategy( settings: WikiSignInSettings, requestTokenStore: RequestTokenStore, clock: { now(): number } ): OAuthStrategy {
	const { wikiUrl, consumerKey, consumerSecret, userAgent, timeoutMs = SIGN_IN_TIMEOUT_MS } = settings;
	const strategy = new mediawiki.OAuthStrategy( {
		consumerKey,
		consumerSecret,
		baseURL: `${ wikiUrl }/`,
		// Ignored by the strategy (it sends `oob`, so the wiki uses the registered callback).
		callbackURL: 'oob',
		customHeaders: { Accept: '*/*', Connection: 'close', 'User-Agent': userAgent },
		requestTokenStore
	}, ( _token, _secret, identity, done ) => done( null, identity ) );

	// Unlike /authorize, /authenticate asks only the first time.
	strategy._userAuthorizationURL = `${ wikiUrl }/wiki/Special:OAuth/authenticate`;
	strategy.userAuthorizationParams = ( options: { display?: string } ) => ( {
		oauth_consumer_key: consumerKey,
		...options.display ? { display: options.display } : {}
	} );
	boundTransport( strategy._oauth, () => clock.now(), timeoutMs );
	strategy.userProfile = ( token, tokenSecret, _parameters, done ) => {
		strategy._oauth.post( strategy.userIdentifyURL, token, tokenSecret, '', ( error, body, _response, signed ) => {
			const nonce = signed?.find( ( [ name ] ) => name === 'oauth_nonce' )?.[ 1 ] ?? '';
			if ( error ) {
				done( error );
			} else {
				verifyIdentityToken( body ?? '', nonce, { issuer: wikiUrl, consumerKey, consumerSecret }, clock.now() )
					.then( ( identity ) => done( null, identity ), done );
			}
		} );
	};
	return strategy;
}

/** Passport's session is not used: the caller keeps the request token, one row per attempt, so two tabs work. */
function requestTokensOf( attempts: WeakMap<object, Attempt> ): RequestTokenStore {
	return {
		get: ( request, _token, done ) => done( null, attempts.get( request )?.requestTokenSecret ),
		set: ( request, token, secret, done ) => {
			// The wiki's errors are caught in the transport; this guards against an answer that is neither.
			if ( !requestTokenPattern.test( token ) || !secret ) {
				done( new ServiceError( 'wikiUnavailable', {}, new Error( 'no request token in the answer' ) ) );
				return;
			}
			attempts.get( request )!.remember( token, secret ).then( () => done(), done );
		},
		destroy: ( _request, _token, done ) => done()
	};
}

/** passport-oauth wraps errors of the transport in its own; the one we made is inside. */
function asServiceError( error: unknown ): Error {
	for ( let inner: unknown = error; inner; inner = ( inner as { oauthError?: unknown } ).oauthError ) {
		if ( inner instanceof ServiceError ) {
			return inner;
		}
	}
	return error instanceof Error ? error : new ServiceError( 'signInExpired' );
}
