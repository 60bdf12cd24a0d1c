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

/** What a single sign-on let somebody be. */
export type Role = 'member' | 'responder';

/** People without a wiki account: a proxy that we trust has named them. */
export interface SingleSignOn {
	email: string | null;
	roles: readonly Role[];
	at: Millis;
}

/**
 * Who asks. The only key under which a person is stored is the central ID; the name is for reading. Whom a
 * single sign-on has named has a number of our own instead, below zero: CentralAuth counts from 1.
 */
export interface Person {
	centralId: number;
	name: string;
	singleSignOn: SingleSignOn | null;
}

/** The person who wants somebody woken, as a page keeps them. The e-mail is a single sign-on's. */
export interface Sender {
	centralId: number;
	name: string;
	email: string | null;
}

/** Who did something, for the audit log: `commandLine` and `server` have no central ID. */
export interface Actor {
	kind: 'wiki' | 'singleSignOn' | 'commandLine' | 'server';
	centralId: number | null;
	name: string;
}

/** Who may page, and on what ground: the evidence that a page keeps. */
export type Member = { verdict: 'member'; source: MembershipSource; name: string; verifiedAt: Millis } & (
	| { standing: 'group'; group: string }
	| { standing: 'grant'; grantId: number; grantedBy: string; reason: string; until: Millis }
	| { standing: 'singleSignOn' | 'commandLine' }
);

/** The verdict at one moment, with its evidence. `unknown` never lets anybody page. */
export type Membership =
	| Member
	| { verdict: 'notMember'; reason: NotMemberReason; verifiedAt: Millis }
	| { verdict: 'unknown'; reason: FailureReason };

/**
 * `page`: wakes somebody. `drill`: goes its own way, to whoever takes drills, and wakes nobody.
 * `heartbeat`: our own pulse; nobody is ever told of it.
 */
export type PageKind = 'page' | 'drill' | 'heartbeat';

/** What the sender wrote, without the fields that belong to the transport. */
export type PageContent = Pick<SendPage, 'summary' | 'scope' | 'since' | 'details' | 'private' | 'language'> & {
	contact: Contact;
	context: WikiContext;
};

export interface Page {
	/** ULID, ours; also the deduplication key at every provider. */
	id: string;
	kind: PageKind;
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

export function actorOf( { centralId, name, singleSignOn }: Person ): Actor {
	return { kind: singleSignOn ? 'singleSignOn' : 'wiki', centralId, name };
}

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
