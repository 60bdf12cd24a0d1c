// A page of the domain as it could have been accepted, for tests that change one thing about it.
import type { Page, PageContent } from '../../../server/pages/page.ts';

export const acceptedAt = Date.parse( '2026-11-23T14:05:30Z' );

export function domainPage( content: Partial<PageContent> = {}, page: Partial<Page> = {} ): Page {
	return {
		id: '01JDCWZ5X0000000000000000A',
		kind: 'page',
		idempotencyKey: 'k'.repeat( 16 ),
		contentHash: 'hash',
		content: { summary: 'Login fails for everyone', scope: 'enwiki', since: '', details: '', private: false, language: 'en', contact: {}, context: {}, ...content },
		sender: { centralId: 50001, name: 'Steward Foo', email: null },
		membership: { verdict: 'member', standing: 'group', group: 'steward', source: 'globalusers', name: 'Steward Foo', verifiedAt: acceptedAt - 30_000 },
		state: 'accepted',
		acceptedAt,
		deadlineAt: acceptedAt + 120_000,
		round: 1,
		...page
	};
}
