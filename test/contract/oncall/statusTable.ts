// The outcome of every HTTP status for services that give none a meaning of their own: the retry table of
// server/oncall/README.md, written out.
import type { DeliveryOutcome } from '../../../server/pages/provider.ts';
import type { OutcomeRange } from './deliveryContract.ts';

const retry = ( reason: Extract<DeliveryOutcome, { kind: 'retry' }>[ 'reason' ] ): DeliveryOutcome => ( { kind: 'retry', reason } );
const rejected = ( reason: Extract<DeliveryOutcome, { kind: 'rejected' }>[ 'reason' ] ): DeliveryOutcome => ( { kind: 'rejected', reason } );

/** @param taken first and last status, from 200, by which the service takes an alert */
export function statusTable( [ first, last ]: readonly [ 200, number ] ): readonly OutcomeRange[] {
	return [
		[ first, last, { kind: 'delivered', incident: null } ],
		[ last + 1, 399, retry( 'unreadable' ) ],
		[ 400, 400, rejected( 'refused' ) ],
		[ 401, 401, rejected( 'unauthorized' ) ],
		[ 402, 402, retry( 'refused' ) ],
		// A bad key, or a rate limit of somebody in between: nobody can tell.
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
