// What an account, as the wiki shows it, means for membership of the group. A pure judgement: every doubt
// is a no, and nothing here asks, remembers or reads a clock.
import type { Millis } from '../pages/page.ts';
import type { AccountAnswer, LiveAnswer } from './ports.ts';

export interface Demand {
	/** API name of the global group. */
	group: string;
	/**
	 * A global right that a member must hold at this moment. MediaWiki goes on listing people in a group that it has
	 * disabled for them (restricted groups, no second factor); only the rights of the group are gone then.
	 */
	requiredRight: string | undefined;
}

/** A lock beats everything that the account may still be listed for. */
export function judgeAccount( answer: AccountAnswer, { group, requiredRight }: Demand, now: Millis ): LiveAnswer {
	switch ( answer.kind ) {
		case 'noAnswer':
		case 'unreadable':
			return answer;
		case 'missing':
			return { kind: 'notMember', reason: 'missing', name: null, source: null, at: answer.at };
		case 'account':
	}
	const { name, source, at } = answer;
	const until = answer.groups.get( group );
	if ( answer.locked ) {
		return { kind: 'notMember', reason: 'locked', name, source, at };
	}
	if ( until === undefined ) {
		return { kind: 'notMember', reason: 'notInGroup', name, source, at };
	}
	// Asked this way round, an end that is no number is over.
	if ( !( until > now ) ) {
		return { kind: 'notMember', reason: 'expired', name, source, at };
	}
	if ( requiredRight !== undefined && !answer.rights.has( requiredRight ) ) {
		return { kind: 'notMember', reason: 'withoutRight', name, source, at };
	}
	return { kind: 'member', name, source, at };
}
