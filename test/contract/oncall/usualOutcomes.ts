// The table of server/oncall/README.md as data: what each HTTP status means for a delivery, for providers
// whose "taken" stands in the body.
import type { DeliveryOutcome } from '../../../server/pages/ports.ts';
import type { OutcomeRange } from './deliveryContract.ts';

type Reason = Extract<DeliveryOutcome, { kind: 'retry' }>[ 'reason' ];

const retry = ( reason: Reason ): DeliveryOutcome => ( { kind: 'retry', reason } );
const rejected = ( reason: Reason ): DeliveryOutcome => ( { kind: 'rejected', reason } );

/**
 * @param taken after a body that says so
 * @param withoutBody after 204, which has none: usually nobody said anything
 */
export function usualOutcomes( taken: DeliveryOutcome, withoutBody = retry( 'unreadable' ) ): readonly OutcomeRange[] {
	return [
		[ 200, 203, taken ],
		[ 204, 204, withoutBody ],
		[ 205, 299, taken ],
		[ 300, 399, retry( 'unreadable' ) ],
		[ 400, 400, rejected( 'refused' ) ],
		[ 401, 401, rejected( 'unauthorized' ) ],
		[ 402, 402, retry( 'refused' ) ],
		// A bad key, or a rate limit: nobody can tell.
		[ 403, 403, retry( 'unauthorized' ) ],
		[ 404, 404, rejected( 'notFound' ) ],
		[ 405, 406, rejected( 'refused' ) ],
		[ 407, 407, retry( 'refused' ) ],
		[ 408, 408, retry( 'timeout' ) ],
		[ 409, 409, retry( 'refused' ) ],
		[ 410, 411, rejected( 'refused' ) ],
		[ 412, 412, retry( 'refused' ) ],
		[ 413, 415, rejected( 'refused' ) ],
		[ 416, 421, retry( 'refused' ) ],
		[ 422, 422, rejected( 'refused' ) ],
		[ 423, 428, retry( 'refused' ) ],
		[ 429, 429, retry( 'rateLimited' ) ],
		[ 430, 430, retry( 'refused' ) ],
		[ 431, 431, rejected( 'refused' ) ],
		[ 432, 499, retry( 'refused' ) ],
		[ 500, 599, retry( 'serverError' ) ]
	];
}
