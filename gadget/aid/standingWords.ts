// Says by which right somebody may page, where that is not plain: by an answer of before, for some time only,
// or perhaps not at all.
import type { SessionView } from '../../server/contract/session.ts';
import type { MessageKey } from '../panel/messages.ts';
import type { Parameter } from '../panel/renderMessage.ts';
import type { Words } from '../panel/words.ts';

export interface StandingWords {
	type: 'notice' | 'warning';
	message: MessageKey;
	parameters?: Parameter[];
}

/**
 * Null where it is plain.
 *
 * @param now milliseconds since the epoch
 */
export function standingWords( membership: SessionView[ 'membership' ], words: Words, now: number ): StandingWords | null {
	if ( membership.verdict === 'unknown' ) {
		return { type: 'warning', message: 'page-sre-membership-unknown' };
	}
	if ( membership.verdict !== 'member' ) {
		return null;
	}
	const { source, until, verifiedAt } = membership;
	if ( source === 'roster' ) {
		return { type: 'notice', message: 'page-sre-membership-roster', parameters: [ words.ago( ( now - Date.parse( verifiedAt ) ) / 1000 ) ] };
	}
	return until === null ? null : {
		type: 'notice',
		message: 'page-sre-membership-grant',
		parameters: [ words.moment( until ), words.span( ( Date.parse( until ) - now ) / 1000 ) ]
	};
}
