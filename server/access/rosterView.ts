// Who can page now and why, from our own record alone: for identity systems and for responders. The wiki is not
// asked, so each reason says when it was last confirmed.
import type { RosterView } from '../contract/roster.ts';
import type { Millis } from '../pages/page.ts';
import { isFresh } from './decideMembership.ts';
import { MOST_GRANTS } from './grants.ts';
import type { Grant, GrantStore, RosterEntry, RosterStore } from './ports.ts';

export interface RosterViewDeps {
	roster: Pick<RosterStore, 'all' | 'readAt'>;
	grants: Pick<GrantStore, 'list'>;
	/** API name of the global group. */
	group: string;
	/** What was confirmed longer ago is left out, in ms; 0 (the roster never stands in): longer ago than a day. */
	graceMs: number;
	clock: { now(): Millis };
}

type Person = RosterView[ 'members' ][ number ];

const DAY_MS = 24 * 60 * 60_000;

/** @throws ServiceError storeUnavailable */
export function createRosterView( { roster, grants, group, graceMs, clock }: RosterViewDeps ): () => Promise<RosterView> {
	return async () => {
		const now = clock.now();
		const [ readAt, entries, inForce ] = await Promise.all( [ roster.readAt(), roster.all(), grants.list( { now, limit: MOST_GRANTS } ) ] );
		const isRecent = ( at: Millis ): boolean => isFresh( at, graceMs || DAY_MS, now );

		const people = new Map<number, Person>();
		const add = ( { centralId, name }: { centralId: number; name: string }, reason: Person[ 'because' ][ number ] ): void => {
			const person = people.get( centralId ) ?? { centralId, name, because: [] };
			person.because.push( reason );
			people.set( centralId, person );
		};
		entries.filter( ( entry ) => entry.inGroup && entry.usable && isRecent( entry.verifiedAt ) ).forEach( ( entry ) => {
			add( entry, { standing: 'group', group, verifiedAt: iso( entry.verifiedAt ) } );
		} );
		const known = new Map( entries.map( ( entry ) => [ entry.centralId, entry ] ) );
		inForce.forEach( ( grant ) => {
			const verifiedAt = lastSeenUsable( grant, known.get( grant.centralId ) );
			if ( verifiedAt !== undefined && isRecent( verifiedAt ) ) {
				add( grant, { standing: 'grant', grantedBy: grant.grantedBy, since: iso( grant.createdAt ), until: iso( grant.until ), verifiedAt: iso( verifiedAt ) } );
			}
		} );
		return {
			group,
			readAt: readAt === undefined ? null : iso( readAt ),
			members: [ ...people.values() ].sort( ( a, b ) => ( a.name < b.name ? -1 : 1 ) )
		};
	};
}

/** Undefined: the account is known to be of no use. Nobody is granted anything whom the wiki did not know then. */
function lastSeenUsable( grant: Grant, entry: RosterEntry | undefined ): Millis | undefined {
	if ( entry === undefined ) {
		return grant.createdAt;
	}
	return entry.usable ? entry.verifiedAt : undefined;
}

function iso( at: Millis ): string {
	return new Date( at ).toISOString();
}
