// From the domain's words to the wire's: times become ISO 8601, and only what the contract names leaves.
import type { SessionView } from '../contract/session.ts';
import type { PageEvent, PageView } from '../contract/page.ts';
import type { StoredSession } from '../auth/ports.ts';
import type { Membership, Page, Person } from '../pages/page.ts';

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
		drill: page.kind === 'drill',
		sender: { centralId: page.sender.centralId, name: page.sender.name },
		membership: { standing: page.membership.standing, source: page.membership.source, verifiedAt: iso( page.membership.verifiedAt ) },
		acceptedAt: iso( page.acceptedAt ),
		round: page.round,
		events
	};
}

/** What is known about who has signed in, beyond the session itself. */
export interface SessionFacts extends Pick<SessionView, 'group' | 'guidance' | 'drill' | 'responder'> {
	membership: Membership;
	personLinks: ( name: string ) => PersonLinks;
}

export interface PersonLinks {
	talkUrl: string;
	/** Null: the account cannot be mailed. */
	emailUrl: string | null;
}

export function sessionView( { sender, expiresAt }: Pick<StoredSession, 'sender' | 'expiresAt'>, facts: SessionFacts ): SessionView {
	const { membership, personLinks, ...rest } = facts;
	return {
		sender: { centralId: sender.centralId, name: sender.name, ...linksOf( sender, personLinks ) },
		expiresAt: iso( expiresAt ),
		membership: membershipView( membership ),
		...rest
	};
}

/** Whom a single sign-on named has no account at the wiki: a link to one would be somebody else's. */
function linksOf( { name, singleSignOn }: Person, personLinks: SessionFacts[ 'personLinks' ] ): Pick<SessionView[ 'sender' ], 'talkUrl' | 'emailUrl'> {
	if ( !singleSignOn ) {
		return personLinks( name );
	}
	const { email } = singleSignOn;
	return { talkUrl: null, emailUrl: email === null ? null : mailtoUrl( email ) };
}

/** RFC 6068: everything but the one `@` is escaped, so that no address can add a subject or a recipient. */
function mailtoUrl( email: string ): string {
	return `mailto:${ encodeURIComponent( email ).replace( '%40', '@' ) }`;
}

function membershipView( membership: Membership ): SessionView[ 'membership' ] {
	switch ( membership.verdict ) {
		case 'member':
			return {
				verdict: 'member',
				standing: membership.standing,
				source: membership.source,
				verifiedAt: iso( membership.verifiedAt ),
				until: membership.standing === 'grant' ? iso( membership.until ) : null
			};
		case 'notMember':
			return { verdict: 'notMember', reason: membership.reason };
		case 'unknown':
			return { verdict: 'unknown' };
	}
}
