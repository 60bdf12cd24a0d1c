// passport-mediawiki-oauth 0.1.0 ships no types; these are the parts that strategy.ts relies on,
// read in its source and in oauth 0.9.15.
declare module 'passport-mediawiki-oauth' {
	import type { ClientRequest } from 'node:http';
	import type { Strategy } from 'passport';

	export type OAuthCallback = (
		error: unknown, body?: string, response?: unknown, orderedParameters?: readonly ( readonly [ string, string ] )[]
	) => void;

	export interface OAuthClient {
		_createClient( port: string, host: string, method: string, path: string, headers: object, secure?: boolean ): ClientRequest;
		_performSecureRequest(
			token: string | null, secret: string | null, method: string, url: string,
			extraParameters: object | null, body: string | null, contentType: string | null, callback: OAuthCallback
		): void;
		_getNonce( size: number ): string;
		_getTimestamp(): number;
		setClientOptions( options: { followRedirects: boolean } ): void;
		getOAuthRequestToken( parameters: object, callback: ( error: unknown, token?: string ) => void ): void;
		post( url: string, token: string, secret: string, body: string, callback: OAuthCallback ): void;
	}

	export interface RequestTokenStore {
		get( request: object, token: string, done: ( error: unknown, secret?: string ) => void ): void;
		set( request: object, token: string, secret: string, done: ( error?: unknown ) => void ): void;
		destroy( request: object, token: string, done: ( error?: unknown ) => void ): void;
	}

	interface MediaWikiStrategyOptions {
		consumerKey: string;
		consumerSecret: string;
		baseURL: string;
		callbackURL: string;
		customHeaders: Record<string, string>;
		requestTokenStore: RequestTokenStore;
	}

	class OAuthStrategy extends Strategy {
		constructor(
			options: MediaWikiStrategyOptions,
			verify: ( token: string, tokenSecret: string, profile: unknown, done: ( error: unknown, user?: unknown ) => void ) => void
		);

		_oauth: OAuthClient;
		_userAuthorizationURL: string;
		userIdentifyURL: string;
		userProfile( token: string, tokenSecret: string, parameters: object, done: ( error: unknown, profile?: unknown ) => void ): void;
		requestTokenParams( options: object ): Record<string, string>;
		userAuthorizationParams( options: object ): Record<string, string>;
	}

	// The package is CommonJS and sets its exports in a way that only the default import sees.
	const exported: { OAuthStrategy: typeof OAuthStrategy };
	export default exported;
	export type { OAuthStrategy };
}
