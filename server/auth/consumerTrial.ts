// Whether the wiki takes our OAuth consumer's key and secret: asks for a request token, as every sign-in
// begins, and lets it lapse. It cannot tell whether the consumer is approved: the wiki says that only to a
// person (wiki/consumerRegistration.ts).
import { ServiceError } from '../errors.ts';
import { createStrategy, type WikiSignInSettings } from './strategy.ts';

/** `says`: the wiki's or the transport's own words, without secrets. */
export type ConsumerTrial = { kind: 'taken' } | { kind: 'refused' | 'noAnswer'; says: string };

const noTokens = { get: () => undefined, set: () => undefined, destroy: () => undefined };

/** Never throws. */
export function tryConsumer( settings: WikiSignInSettings, clock: { now(): number } ): Promise<ConsumerTrial> {
	const { _oauth: client, requestTokenParams } = createStrategy( settings, noTokens, clock );
	return new Promise( ( resolve ) => {
		client.getOAuthRequestToken( requestTokenParams( {} ), ( error, token ) => {
			if ( error instanceof ServiceError ) {
				const says = error.cause instanceof Error ? error.cause.message : error.code;
				resolve( { kind: error.code === 'wikiUnavailable' ? 'noAnswer' : 'refused', says } );
			} else {
				resolve( token ? { kind: 'taken' } : { kind: 'noAnswer', says: 'no request token in the answer' } );
			}
		} );
	} );
}
