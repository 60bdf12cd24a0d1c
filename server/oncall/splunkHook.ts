// Splunk On-Call's outgoing webhooks are neither signed nor numbered, so whoever sets one up puts a long
// random secret into a header of its own. What such a hook says is not read: it is a reason to look.
import { createHash } from 'node:crypto';
import type { Provider } from '../pages/provider.ts';
import type { Millis } from '../pages/page.ts';
import type { Secret } from './boundedCall.ts';
import { sameProof } from './hookProof.ts';

/** To be added to the webhook at Splunk On-Call as a custom header. */
const secretHeader = 'x-page-sre-secret';

/** Without a secret there is no way to tell a hook from a forgery, so there is no capability. */
export function splunkHook( hookSecret: Secret | undefined, now: () => Millis ): Pick<Provider, 'readHook'> {
	return hookSecret === undefined ? {} : {
		readHook( { headers, rawBody } ) {
			const given = headers[ secretHeader ] ?? '';
			// An empty secret would let everybody in.
			if ( given === '' || !sameProof( given, hookSecret.reveal() ) ) {
				return { kind: 'forged' };
			}
			// The same words within a minute are a repetition; later they may be news, acknowledged anew.
			const minute = Math.floor( now() / 60_000 );
			return { kind: 'hint', id: `${ createHash( 'sha256' ).update( rawBody ).digest( 'hex' ) }-${ minute }` };
		}
	};
}
