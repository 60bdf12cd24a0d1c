// Special:OAuth/token: an authorized request token and its verifier become the access token, once.
import { checkSigned } from './checks.ts';
import { credentials } from './initiate.ts';
import { refusals } from './refusals.ts';
import { requestTokenLifetime } from './memory.ts';
import { single } from './parameters.ts';
import type { Answer } from '../answer.ts';
import type { Format } from './refusal.ts';
import type { Site } from '../site.ts';
import type { WikiRequest } from '../request.ts';

/** @throws OAuthRefusal */
export function token( site: Site, request: WikiRequest, format: Format ): Answer {
	const signed = checkSigned( site, request, ( given, consumer ) => {
		const found = site.oauth.requestToken( single( given, 'oauth_token' ) ?? '', request.time );
		if ( found?.consumerKey !== consumer.key ) {
			throw refusals.requestTokenUnknown();
		}
		if ( found.used ) {
			throw refusals.requestTokenUsed();
		}
		return found;
	} );
	const requestToken = signed.token;
	if ( requestToken.authorized === undefined ) {
		throw refusals.neverAuthorized();
	}
	const { verifier, grant } = requestToken.authorized;
	if ( single( signed.parameters, 'oauth_verifier' ) !== verifier ) {
		throw refusals.badVerifier();
	}
	// Kept as used for a while, so that a second try hears why.
	requestToken.used = true;
	requestToken.expiresAt = request.time + requestTokenLifetime;
	return credentials( { key: grant.accessToken, secret: grant.accessSecret }, format );
}
