// From the domain's words to the wire's: times become ISO 8601, and only what the contract names leaves.
import type { SessionView } from '../contract/session.ts';
import type { PageEvent, PageView } from '../contract/page.ts';
import type { StoredSession } from '../auth/ports.ts';
import type { Membership, Page } from '../pages/page.ts';

const iso = ( millis: number ): string => new Date( millis ).toISOString();

export function pageView( page: Page, events: PageEvent[] ): PageView {
	const { summary, scope, since, details, contact, context, private: isPrivate } = page.content;
	return {
		id: page.id,
		state: page.state,
		idempotencyKey: page.idempotencyKey,
		summary,
		scope,
		since,
		details,
		contact,
		context,
		private: isPrivate,
		sender: page.sender,
		membership: { group: page.membership.group, source: page.membership.source, verifiedAt: iso( page.membership.verifiedAt ) },
		acceptedAt: iso( page.acceptedAt ),
		round: page.round,
		events
	};
}

export function sessionView(
	session: Pick<StoredSession, 'sender' | 'expiresAt'>, membership: Membership, group: string, links: { talkUrl: string; emailUrl: string }
): SessionView {
	return {
		sender: { ...session.sender, ...links },
		group,
		expiresAt: iso( session.expiresAt ),
		membership: membershipView( membership )
	};
}

function membershipView( membership: Membership ): SessionView[ 'membership' ] {
	switch ( membership.verdict ) {
		case 'member':
			return { verdict: 'member', source: membership.source };
		case 'notMember':
			return { verdict: 'notMember', reason: membership.reason };
		case 'unknown':
			return { verdict: 'unknown' };
	}
}
