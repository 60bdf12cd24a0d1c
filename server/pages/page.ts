// The words of the domain: what a page is, and which state may follow which. No SQL, HTTP or clock.
//
//                +-----------------------------------------------+
//                |                                               v
//   accepted -> delivered <-------> acknowledged <---------> resolved
//      |          ^ | muted  (reopened)            (reopened)
//      v          | v
//      +---> undelivered      loud, not final: retries go on, a late delivery still counts.
//
//   withdrawn follows every state but resolved, by the sender's wish, and is final.
import type { Contact, SendPage, WikiContext } from '../contract/sendPage.ts';
import type { FailureReason, MembershipSource, PageEvent, PageState } from '../contract/page.ts';
import type { NotMemberReason } from '../contract/problem.ts';

/** Milliseconds since the epoch, by the injected clock. */
export type Millis = number;

/** The only key under which a person is stored is the central ID; the name is for reading. */
export interface Sender {
	centralId: number;
	name: string;
}

/** The verdict at one moment, with its evidence. `unknown` never lets anybody page. */
export type Membership =
	| { verdict: 'member'; group: string; source: MembershipSource; name: string; verifiedAt: Millis }
	| { verdict: 'notMember'; reason: NotMemberReason; verifiedAt: Millis }
	| { verdict: 'unknown'; reason: FailureReason };

export type Member = Extract<Membership, { verdict: 'member' }>;

/** What the sender wrote, without the fields that belong to the transport. */
export type PageContent = Pick<SendPage, 'summary' | 'scope' | 'since' | 'details' | 'private' | 'language'> & {
	contact: Contact;
	context: WikiContext;
};

export interface Page {
	/** ULID, ours; also the deduplication key at every provider. */
	id: string;
	idempotencyKey: string;
	/** Of what was posted, to tell a retry from a different page under the same key. */
	contentHash: string;
	content: PageContent;
	sender: Sender;
	membership: Member;
	state: PageState;
	acceptedAt: Millis;
	/** After this moment without delivery the page is undelivered, in red. */
	deadlineAt: Millis;
	/** 1, and one more for each time it was paged again. */
	round: number;
}

/** An event before the store has numbered it. */
export type NewPageEvent = PageEvent extends infer E ? E extends PageEvent ? Omit<E, 'seq' | 'at'> : never : never;

const followers: Record<PageState, readonly PageState[]> = {
	accepted: [ 'delivered', 'acknowledged', 'resolved', 'undelivered', 'withdrawn' ],
	undelivered: [ 'delivered', 'acknowledged', 'resolved', 'withdrawn' ],
	delivered: [ 'acknowledged', 'resolved', 'undelivered', 'withdrawn' ],
	acknowledged: [ 'delivered', 'resolved', 'withdrawn' ],
	resolved: [ 'delivered', 'acknowledged' ],
	withdrawn: []
};

/** Whether a page in `from` may become `to`. A state never follows itself. */
export function mayFollow( from: PageState, to: PageState ): boolean {
	return followers[ from ].includes( to );
}

/**
 * The same for every attempt of one round at every provider, so that attempts make one incident; new
 * for each round, so that paging again is a new alert by the provider's rules and not a silent roll-up.
 */
export function dedupKeyOf( pageId: string, round: number ): string {
	return round === 1 ? `page-sre/${ pageId }` : `page-sre/${ pageId }/${ round }`;
}
