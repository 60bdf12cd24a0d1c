// PagerDuty's webhooks v3: X-PagerDuty-Signature lists `v1=<hex>` signatures, HMAC-SHA256 of the body by each
// secret of the subscription. What the event says is not believed: it is a reason to look.
import { createHmac } from 'node:crypto';
import type { HookReading, Provider } from '../pages/provider.ts';
import type { Millis } from '../pages/page.ts';
import { jsonObject } from './boundedCall.ts';
import type { Secret } from './boundedCall.ts';
import { fieldsOf, textOf, timeOf } from './foreignFields.ts';
import { sameProof } from './hookProof.ts';

/**
 * PagerDuty repeats an event for up to 48 hours, and switches the subscription off when it is refused three
 * times running, so what came late after an outage of ours must pass. Older is a replay.
 */
const longestAgeMs = 49 * 3_600_000;
/** For clocks that differ. */
const longestAheadMs = 300_000;

export function pagerDutyHook( secrets: readonly Secret[], now: () => Millis ): Pick<Provider, 'readHook'> {
	return secrets.length === 0 ? {} : {
		readHook( { headers, rawBody } ): HookReading {
			const given = ( headers[ 'x-pagerduty-signature' ] ?? '' ).split( ',' ).map( ( one ) => one.trim() );
			const expected = secrets.map( ( secret ) =>
				`v1=${ createHmac( 'sha256', secret.reveal() ).update( rawBody ).digest( 'hex' ) }` );
			// Every pair is compared, so that the time tells nothing about which one fitted.
			const fitting = given.flatMap( ( one ) => expected.filter( ( other ) => sameProof( one, other ) ) );
			const event = fieldsOf( jsonObject( rawBody.toString() )?.event );
			const age = now() - timeOf( event.occurred_at );
			const id = textOf( event.id );
			return fitting.length > 0 && id !== '' && age <= longestAgeMs && age >= -longestAheadMs ?
				{ kind: 'hint', id } :
				{ kind: 'forged' };
		}
	};
}
