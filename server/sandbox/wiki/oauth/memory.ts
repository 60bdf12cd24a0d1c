// What Extension:OAuth remembers: consumers, request tokens, grants and burned nonces. Storage and
// lifetimes only; who may do what is decided by the endpoints.
import type { Account } from '../accounts.ts';

/** As registered at Special:OAuthConsumerRegistration. */
export interface SandboxConsumer {
	/** 32 hexadecimal digits. */
	key: string;
	/** 40 hexadecimal digits; passport-mediawiki-oauth cannot use anything else safely. */
	secret: string;
	callbackUrl: string;
	/** "Use as prefix": the client may then name its own callback below `callbackUrl`. */
	callbackIsPrefix?: boolean;
	/** Default: `mwoauth-authonly`. */
	grants?: string[];
	/** Shown in the dialog. Default: Page SRE. */
	name?: string;
}

export interface Consumer extends Required<SandboxConsumer> {
	disabled: boolean;
}

export interface RequestToken {
	key: string;
	secret: string;
	consumerKey: string;
	/** Gone after the first authorization. */
	callback: string | undefined;
	/** Milliseconds. */
	expiresAt: number;
	used: boolean;
	authorized?: { verifier: string; grant: Grant };
}

/** One per account and consumer, with an access token that does not expire. */
export interface Grant {
	centralId: number;
	consumerKey: string;
	accessToken: string;
	accessSecret: string;
	grants: string[];
}

/** Request tokens live this long from initiate and, once more, from the authorization. */
export const requestTokenLifetime = 600_000;

export interface OAuthMemory {
	consumers: Map<string, Consumer>;
	register( consumer: SandboxConsumer ): void;
	newRequestToken( consumerKey: string, callback: string, time: number ): RequestToken;
	requestToken( key: string, time: number ): RequestToken | undefined;
	/** Makes the grant, or finds the one from an earlier time with the same tokens. */
	grant( account: Account, consumer: Consumer ): Grant;
	findGrant( account: Account, consumer: Consumer ): Grant | undefined;
	grantByToken( accessToken: string ): Grant | undefined;
	revoke( centralId: number ): void;
	/** False when this nonce was there before. */
	burnNonce( parts: readonly string[], until: number, time: number ): boolean;
}

export function createOAuthMemory( newHex: ( bytes: number ) => string ): OAuthMemory {
	const consumers = new Map<string, Consumer>();
	const requestTokens = new Map<string, RequestToken>();
	const nonces = new Map<string, number>();
	let grants: Grant[] = [];
	const find = ( account: Account, consumer: Consumer ): Grant | undefined => grants.find(
		( grant ) => grant.centralId === account.centralId && grant.consumerKey === consumer.key );
	return {
		consumers,
		register( consumer ) {
			consumers.set( consumer.key, {
				callbackIsPrefix: false, grants: [ 'mwoauth-authonly' ], name: 'Page SRE', ...consumer, disabled: false
			} );
		},
		newRequestToken( consumerKey, callback, time ) {
			const token = {
				key: newHex( 16 ), secret: newHex( 16 ), consumerKey, callback,
				expiresAt: time + requestTokenLifetime, used: false
			};
			requestTokens.set( token.key, token );
			return token;
		},
		requestToken( key, time ) {
			const token = requestTokens.get( key );
			return token && token.expiresAt > time ? token : undefined;
		},
		grant( account, consumer ) {
			const known = find( account, consumer );
			if ( known ) {
				known.grants = consumer.grants;
				return known;
			}
			const made = {
				centralId: account.centralId, consumerKey: consumer.key,
				accessToken: newHex( 16 ), accessSecret: newHex( 20 ), grants: consumer.grants
			};
			grants.push( made );
			return made;
		},
		findGrant: find,
		grantByToken: ( accessToken ) => grants.find( ( grant ) => grant.accessToken === accessToken ),
		revoke( centralId ) {
			grants = grants.filter( ( grant ) => grant.centralId !== centralId );
		},
		burnNonce( parts, until, time ) {
			nonces.forEach( ( end, nonce ) => {
				if ( end < time ) {
					nonces.delete( nonce );
				}
			} );
			const name = JSON.stringify( parts );
			const isNew = !nonces.has( name );
			nonces.set( name, Math.max( until, nonces.get( name ) ?? 0 ) );
			return isNew;
		}
	};
}
