// May this person page now? Asks the wiki, reads our own record only where it may speak, and keeps the record
// from letting in whom the wiki has just refused. The rules themselves are decideMembership.ts.
import type { FailureReason, MembershipSource } from '../contract/page.ts';
import type { NotMemberReason } from '../contract/problem.ts';
import type { Logger } from '../logger.ts';
import type { Membership, Millis, Person } from '../pages/page.ts';
import type { MembershipCheck } from '../pages/ports.ts';
import { decideMembership, type Evidence } from './decideMembership.ts';
import { judgeAccount, type Demand } from './liveAnswer.ts';
import type { AccountReader, GrantStore, LiveAnswer, RosterStore } from './ports.ts';

/** What a verdict rests on: where a yes came from, or why there was none. For figures; it names nobody. */
export type Ground = MembershipSource | NotMemberReason | FailureReason;

export interface MembershipCheckDeps extends Demand {
	reader: AccountReader;
	roster: Pick<RosterStore, 'find' | 'strike' | 'record'>;
	grants: Pick<GrantStore, 'inForce'>;
	/** How long our record may stand in for a wiki that does not answer, in ms; 0: never. */
	graceMs: number;
	clock: { now(): Millis };
	log: Pick<Logger, 'info' | 'warn'>;
	onVerdict: ( verdict: Membership[ 'verdict' ], ground: Ground ) => void;
}

/**
 * Throws ServiceError storeUnavailable where the store is needed and fails: never for whom the wiki calls
 * a member at this moment.
 */
export function createMembershipCheck( deps: MembershipCheckDeps ): MembershipCheck {
	const { reader, roster, grants, group, requiredRight, graceMs, clock } = deps;

	async function ofAccount( centralId: number ): Promise<Membership> {
		const live = judgeAccount( await reader.ask( centralId ), { group, requiredRight }, clock.now() );
		const record = await ourRecord( centralId, live );
		const membership = decideMembership( { live, ...record, group, graceMs, now: clock.now() } );
		if ( live.kind === 'notMember' ) {
			await remember( centralId, live.at, membership );
		}
		return membership;
	}

	/** Only what may count beside this answer, so that a failing store stops nobody whom it does not concern. */
	async function ourRecord( centralId: number, live: LiveAnswer ): Promise<Pick<Evidence, 'roster' | 'grant'>> {
		switch ( live.kind ) {
			case 'member':
			case 'unreadable':
				return { roster: undefined, grant: undefined };
			case 'notMember':
				return { roster: undefined, grant: await grants.inForce( centralId, clock.now() ) };
			case 'noAnswer': {
				const [ entry, grant ] = await Promise.all( [ roster.find( centralId ), grants.inForce( centralId, clock.now() ) ] );
				return { roster: entry, grant };
			}
		}
	}

	/** The wiki may go silent a minute from now: an older yes must not count then, a holder's unlocked account must. */
	async function remember( centralId: number, at: Millis, membership: Membership ): Promise<void> {
		await ( membership.verdict === 'member' ?
			roster.record( { centralId, name: membership.name, inGroup: false, usable: true, verifiedAt: at } ) :
			roster.strike( centralId, at ) );
	}

	return {
		async check( person ) {
			const membership = person.singleSignOn ? ofSingleSignOn( person, person.singleSignOn, clock.now() ) : await ofAccount( person.centralId );
			deps.onVerdict( membership.verdict, membership.verdict === 'member' ? membership.source : membership.reason );
			if ( membership.verdict === 'unknown' ) {
				deps.log.warn( { reason: membership.reason }, 'nobody can tell whether a person may page' );
			} else if ( membership.verdict === 'member' && membership.source === 'roster' ) {
				const { standing, verifiedAt } = membership;
				deps.log.info( { standing, verifiedAt: new Date( verifiedAt ).toISOString() }, 'the wiki did not answer: our record says who may page' );
			}
			return membership;
		}
	};
}

/** Their roles are as live as their sign-in, and the wiki does not know them. */
function ofSingleSignOn( { name }: Person, { roles, at }: NonNullable<Person[ 'singleSignOn' ]>, now: Millis ): Membership {
	return roles.includes( 'member' ) ?
		{ verdict: 'member', standing: 'singleSignOn', source: 'singleSignOn', name, verifiedAt: at } :
		{ verdict: 'notMember', reason: 'notInGroup', verifiedAt: now };
}
