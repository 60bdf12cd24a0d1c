// What deciding about people needs from the wiki and from the store, as types.
import type { MembershipSource } from '../contract/page.ts';
import type { NotMemberReason } from '../contract/problem.ts';
import type { FailureReason } from '../contract/page.ts';
import type { Actor, Millis } from '../pages/page.ts';

/** Where an account was read. */
export type LiveSource = Exclude<MembershipSource, 'roster' | 'singleSignOn' | 'commandLine'>;

/**
 * What the wiki says at this moment about one account. `missing`: unknown, or hidden from everybody.
 * `unreadable`: it answered, and nobody understands what. `noAnswer`: it said nothing, so that our own record
 * may speak instead.
 */
export type AccountAnswer =
	| {
		kind: 'account'; name: string; locked: boolean; source: LiveSource; at: Millis;
		/** Global groups, each with the end of the membership; Infinity: none that we know of. */
		groups: ReadonlyMap<string, Millis>;
		/** Global rights, where they were asked for. */
		rights: ReadonlySet<string>;
	}
	| { kind: 'missing'; at: Millis }
	| { kind: 'unreadable' }
	| { kind: 'noAnswer'; reason: FailureReason };

/** Never throws. Answers within 3 s, however many ask at once: those who wait at the same moment share calls. */
export interface AccountReader {
	ask( centralId: number ): Promise<AccountAnswer>;
}

/** What an account means for membership of the group (liveAnswer.ts). */
export type LiveAnswer =
	| { kind: 'member'; name: string; source: LiveSource; at: Millis }
	/** Name and source are null where there is no such account. */
	| { kind: 'notMember'; reason: NotMemberReason; name: string | null; source: LiveSource | null; at: Millis }
	| { kind: 'unreadable' }
	| { kind: 'noAnswer'; reason: FailureReason };

/** An account that the wiki knows, by name: for granting. */
export type FoundAccount =
	| { kind: 'found'; centralId: number; /** As the wiki writes it. */ name: string; locked: boolean }
	| { kind: 'unknown' }
	| { kind: 'noAnswer'; reason: FailureReason };

export interface AccountSearch {
	/** Never throws. */
	byName( name: string ): Promise<FoundAccount>;
}

/** Reads a whole group; some hundred at a time, one call after the other. */
export interface GroupReader {
	/** Never throws. `notBefore`: when the wiki asks us to come back. */
	readGroup(): Promise<GroupReading>;
	/** The same of single accounts; who is missing is not usable, under the name given here. Never throws. */
	readAccounts( accounts: readonly Pick<GroupMember, 'centralId' | 'name'>[] ): Promise<GroupReading>;
}

export type GroupReading =
	| { kind: 'read'; members: GroupMember[] }
	| { kind: 'noAnswer'; reason: FailureReason; notBefore?: Millis };

export interface GroupMember {
	centralId: number;
	name: string;
	/** Not locked, and with the right that the operator demands, if any. */
	usable: boolean;
}

/** What the wiki said last about one person. */
export interface RosterEntry {
	centralId: number;
	name: string;
	inGroup: boolean;
	/** The account exists, is not locked, and a member of the group has the right that is demanded. */
	usable: boolean;
	verifiedAt: Millis;
}

export interface RosterStore {
	/**
	 * Replaces what was known before `startedAt`. What was struck since stays struck.
	 *
	 * @param holders what the wiki says about holders of grants who are not in the group
	 */
	save( read: { startedAt: Millis; members: readonly GroupMember[]; holders: readonly GroupMember[] } ): Promise<void>;
	/** When the whole group was last read; undefined: never. */
	readAt(): Promise<Millis | undefined>;
	find( centralId: number ): Promise<RosterEntry | undefined>;
	/** By name. */
	all(): Promise<RosterEntry[]>;
	/** The wiki has just said no: this person is not let in by an older yes. */
	strike( centralId: number, at: Millis ): Promise<void>;
	/**
	 * What the wiki has just said about one person, as the holder of a grant. It replaces what was known before
	 * `verifiedAt`, ends an earlier strike, and outlives a reading of the group that began before.
	 */
	record( entry: RosterEntry ): Promise<void>;
}

/** One person may page until a moment, because a responder said so. */
export interface Grant {
	id: number;
	centralId: number;
	name: string;
	reason: string;
	grantedBy: string;
	createdAt: Millis;
	until: Millis;
	revokedAt: Millis | null;
	revokedBy: string | null;
}

export interface GrantStore {
	add( grant: Pick<Grant, 'centralId' | 'name' | 'reason' | 'until'>, by: Actor, now: Millis ): Promise<Grant>;
	/** Nothing when it is revoked or over already. @throws ServiceError notFound */
	revoke( id: number, by: Actor, now: Millis ): Promise<void>;
	/** The one in force that lasts longest. */
	inForce( centralId: number, now: Millis ): Promise<Grant | undefined>;
	/** Newest first. `now`: only those in force at this moment. */
	list( filter: { now?: Millis; limit: number } ): Promise<Grant[]>;
}

export interface GuidanceStore {
	/** The language in which it was read; undefined: this version never was. */
	confirmedIn( centralId: number, version: string ): Promise<string | undefined>;
	/** Once; a second time changes nothing. */
	confirm( confirmation: { version: string; language: string }, by: Actor, now: Millis ): Promise<void>;
}

/** Closed: what the audit log knows. */
export const auditActions = [
	'pageAccepted', 'drillAccepted', 'noteAdded', 'pageWithdrawn', 'pagedAgain', 'replied', 'acknowledged', 'resolved',
	'guidanceConfirmed', 'grantAdded', 'grantRevoked', 'textsRedacted', 'personErased'
] as const;
export type AuditAction = typeof auditActions[ number ];

/** Who did what to whom, on what evidence. Never a text that somebody typed: those live where they can be redacted. */
export interface AuditEntry {
	id: number;
	at: Millis;
	actor: Actor;
	action: AuditAction;
	pageId: string | null;
	/** Whom it concerns, if not the actor: the holder of a grant, the person who was erased. */
	subject: { centralId: number; name: string } | null;
	evidence: Readonly<Record<string, string | number>>;
}

export interface AuditFilter {
	action?: AuditAction;
	/** As actor or as subject. */
	centralId?: number;
	pageId?: string;
	from?: Millis;
	until?: Millis;
	/** Only entries before this id, to go on where a list ended. */
	before?: number;
	limit: number;
}

export interface AuditStore {
	/** Newest first. */
	list( filter: AuditFilter ): Promise<AuditEntry[]>;
}

/** Keeping no more than is needed. */
export interface RetentionStore {
	/** Texts and contacts of pages accepted before `before`, and reasons of grants that ended before it. Returns how many pages. */
	redactTexts( before: Millis, now: Millis ): Promise<number>;
	/**
	 * Forgets who this was, everywhere; what they did stays counted. Returns what was found.
	 *
	 * @throws ServiceError pageNotOpen: a page of theirs is still open
	 */
	erasePerson( centralId: number, by: Actor, now: Millis ): Promise<Record<'pages' | 'grants' | 'auditEntries', number>>;
}

/** Whom a proxy names: our own number for a name, the same for ever. */
export interface SingleSignOnStore {
	/** Below zero. */
	numberOf( userName: string, now: Millis ): Promise<number>;
}
