// A page as the store would give it, for the tests of this room.
import type { Page } from '../../../server/pages/page.ts';

interface Typed {
	summary?: string;
	scope?: string;
	name?: string;
	group?: string;
	/** Default: by the group. */
	membership?: Page[ 'membership' ];
	kind?: Page[ 'kind' ];
}

export function somePage( typed: Typed = {} ): Page {
	const { summary = 'Login fails for everyone', scope = 'enwiki', name = 'Steward Foo', group = 'steward', membership, kind = 'page' } = typed;
	return {
		kind,
		id: '01JD3Z0000000000000000TEST',
		idempotencyKey: 'secret-idempotency-key',
		contentHash: 'hash',
		content: { summary, scope, since: 'typed since', details: 'typed details', private: false, language: 'en', contact: { ircNick: 'typednick', other: 'typed other' }, context: {} },
		sender: { centralId: 1, name, email: null },
		membership: membership ?? { verdict: 'member', standing: 'group', group, source: 'globalusers', name, verifiedAt: 0 },
		state: 'accepted',
		acceptedAt: 0,
		deadlineAt: 1,
		round: 1
	};
}
