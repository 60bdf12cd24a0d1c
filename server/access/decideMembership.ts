// Who may page, from what the wiki says now, what we have on record and what a responder has granted. Pure:
// docs/who-may-page.md is generated from this file, so a rule that is not here does not exist.
import type { NotMemberReason } from '../contract/problem.ts';
import type { Member, Membership, Millis } from '../pages/page.ts';
import type { Grant, LiveAnswer, RosterEntry } from './ports.ts';

export interface Evidence {
	live: LiveAnswer;
	/** What we have on record about this person, of whatever age. */
	roster: RosterEntry | undefined;
	grant: Grant | undefined;
	/** API name of the global group. */
	group: string;
	/** How long our record may stand in for a wiki that does not answer; 0: never. */
	graceMs: number;
	now: Millis;
}

/** A grant stands in for the group. It never stands in for an account that nobody can log in to. */
const grantHelps: Record<NotMemberReason, boolean> = {
	notInGroup: true,
	expired: true,
	withoutRight: true,
	locked: false,
	missing: false
};

/** How an account was seen: the part of the evidence that every member has. */
type Seen = Pick<Member, 'source' | 'name' | 'verifiedAt'>;

/**
 * What the wiki says now always wins. Our own record is asked only when the wiki says nothing at all; an
 * answer that nobody understands is not nothing, and lets nobody in.
 */
export function decideMembership( { live, roster, grant, group, graceMs, now }: Evidence ): Membership {
	const granted = grant && isInForce( grant, now ) ? grant : undefined;
	switch ( live.kind ) {
		case 'member':
			return byGroup( group, { source: live.source, name: live.name, verifiedAt: live.at } );
		case 'notMember':
			return granted && grantHelps[ live.reason ] && live.source !== null && live.name !== null ?
				byGrant( granted, { source: live.source, name: live.name, verifiedAt: live.at } ) :
				{ verdict: 'notMember', reason: live.reason, verifiedAt: live.at };
		case 'unreadable':
			return { verdict: 'unknown', reason: 'unreadable' };
		case 'noAnswer':
	}
	if ( roster?.usable && isFresh( roster.verifiedAt, graceMs, now ) ) {
		const seen: Seen = { source: 'roster', name: roster.name, verifiedAt: roster.verifiedAt };
		if ( roster.inGroup ) {
			return byGroup( group, seen );
		}
		if ( granted ) {
			return byGrant( granted, seen );
		}
	}
	// A record that says no is no answer either: the wiki may have said yes since.
	return { verdict: 'unknown', reason: live.reason };
}

function isInForce( grant: Pick<Grant, 'until' | 'revokedAt'>, now: Millis ): boolean {
	return grant.revokedAt === null && grant.until > now;
}

/** Younger than `withinMs`. What lies in the future, because a clock was set back, has no age to trust. */
export function isFresh( at: Millis, withinMs: number, now: Millis ): boolean {
	return at <= now && now - at < withinMs;
}

function byGroup( group: string, seen: Seen ): Member {
	return { verdict: 'member', ...seen, standing: 'group', group };
}

function byGrant( { id, grantedBy, reason, until }: Grant, seen: Seen ): Member {
	return { verdict: 'member', ...seen, standing: 'grant', grantId: id, grantedBy, reason, until };
}
