// Special:OAuth/initiate: a client asks for temporary credentials. Never asks whether the consumer is
// approved; MediaWiki finds that out only when a person is there.
import { checkCallback } from './callback.ts';
import { checkSigned } from './checks.ts';
import { json, raw } from './refusal.ts';
import { single } from './parameters.ts';
import type { Answer } from '../answer.ts';
import type { Format } from './refusal.ts';
import type { Site } from '../site.ts';
import type { WikiRequest } from '../request.ts';

/** @throws OAuthRefusal */
export function initiate( site: Site, request: WikiRequest, format: Format ): Answer {
	const { parameters, consumer } = checkSigned( site, request, () => undefined );
	const callback = checkCallback( consumer, single( parameters, 'oauth_callback' ) );
	const token = site.oauth.newRequestToken( consumer.key, callback, request.time );
	return credentials( token, format );
}

/** Temporary or lasting credentials. The JSON keys differ from the raw ones: recorded on 1.43. */
export function credentials( { key, secret }: { key: string; secret: string }, format: Format ): Answer {
	return format === 'json' ?
		json( { key, secret, oauth_callback_confirmed: 'true' } ) :
		raw( `oauth_token=${ key }&oauth_token_secret=${ secret }&oauth_callback_confirmed=true` );
}
