// The table of server/oncall/README.md for providers whose "taken" stands in the body of any 2xx.
import type { DeliveryOutcome } from '../../../server/pages/provider.ts';
import type { OutcomeRange } from './deliveryContract.ts';
import { statusTable } from './statusTable.ts';

/**
 * @param taken after a body that says so
 * @param withoutBody after 204, which has none: usually nobody said anything
 */
export function usualOutcomes(
	taken: DeliveryOutcome, withoutBody: DeliveryOutcome = { kind: 'retry', reason: 'unreadable' }
): readonly OutcomeRange[] {
	const [ , ...beyondSuccess ] = statusTable( [ 200, 299 ] );
	return [ [ 200, 203, taken ], [ 204, 204, withoutBody ], [ 205, 299, taken ], ...beyondSuccess ];
}
