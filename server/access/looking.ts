// May this person look at what is going on? The same rule as for paging, but a yes counts for a while: panels look
// every ten seconds, and the wiki is not asked for each of them. Nobody ever pages by it.
import { ServiceError } from '../errors.ts';
import type { Millis, Person } from '../pages/page.ts';
import type { MembershipCheck } from '../pages/ports.ts';

/** Whoever was a member five minutes ago has read all of it by then. */
const YES_MS = 5 * 60_000;

/** @throws ServiceError notMember, membershipUnknown */
export type MayLook = ( person: Person ) => Promise<void>;

export function createMayLook( membership: MembershipCheck, clock: { now(): Millis } ): MayLook {
	const yes = new Map<number, Millis>();
	/** One answer for whoever of the same person asks meanwhile. */
	const asking = new Map<number, Promise<void>>();

	async function ask( person: Person ): Promise<void> {
		const verdict = await membership.check( person );
		yes.delete( person.centralId );
		switch ( verdict.verdict ) {
			case 'member':
				yes.set( person.centralId, clock.now() );
				return;
			case 'notMember':
				throw new ServiceError( 'notMember', { reason: verdict.reason } );
			case 'unknown':
				throw new ServiceError( 'membershipUnknown', {}, new Error( `the wiki did not answer: ${ verdict.reason }` ) );
		}
	}

	function isFresh( at: Millis | undefined ): boolean {
		const now = clock.now();
		return at !== undefined && at <= now && now - at < YES_MS;
	}

	return async ( person ) => {
		for ( const [ centralId, at ] of yes ) {
			if ( !isFresh( at ) ) {
				yes.delete( centralId );
			}
		}
		if ( yes.has( person.centralId ) ) {
			return;
		}
		const answer = asking.get( person.centralId ) ?? ask( person ).finally( () => asking.delete( person.centralId ) );
		asking.set( person.centralId, answer );
		await answer;
	};
}
