// People and what is known of them, for the tests of server/access; and the ports that remember them, in memory
// and as small as can be: the store's own promises are tested over the real ones in test/contract/store.
import { ServiceError } from '../../../server/errors.ts';
import type {
	AccountAnswer, AccountReader, Grant, GrantStore, RosterEntry, RosterStore
} from '../../../server/access/ports.ts';
import type { Actor, Millis, Person } from '../../../server/pages/page.ts';

export const now = 1_790_000_000_000;
export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

export const foo: Person = { centralId: 7, name: 'Foo', singleSignOn: null };
export const responder: Actor = { kind: 'wiki', centralId: 99, name: 'SRE Bar' };

export type Account = Extract<AccountAnswer, { kind: 'account' }>;

export function anAccount( over: Partial<Account> = {} ): Account {
	return { kind: 'account', name: 'Foo', locked: false, source: 'globalusers', at: now, groups: new Map(), rights: new Set(), ...over };
}

export const steward = anAccount( { groups: new Map( [ [ 'steward', Infinity ] ] ) } );
export const silence: AccountAnswer = { kind: 'noAnswer', reason: 'timeout' };

export function anEntry( over: Partial<RosterEntry> = {} ): RosterEntry {
	return { centralId: 7, name: 'Foo', inGroup: true, usable: true, verifiedAt: now - HOUR, ...over };
}

export function aGrant( over: Partial<Grant> = {} ): Grant {
	return {
		id: 1, centralId: 7, name: 'Foo', reason: 'on duty for the fundraiser', grantedBy: 'SRE Bar',
		createdAt: now - 2 * HOUR, until: now + HOUR, revokedAt: null, revokedBy: null, ...over
	};
}

/** Stands still unless moved. */
export function aClock(): { now(): Millis; time: Millis } {
	return {
		time: now,
		now() {
			return this.time;
		}
	};
}

/** A wiki whose next answers are given, and that counts how often it is asked. */
export function aReader( answer: AccountAnswer ): AccountReader & { answer: AccountAnswer; asked: number[] } {
	return {
		answer,
		asked: [],
		async ask( centralId ) {
			this.asked.push( centralId );
			return this.answer;
		}
	};
}

interface Failing {
	/** Every call from now on is a store that fails. */
	failing: boolean;
}

function refuseIf( { failing }: Failing ): void {
	if ( failing ) {
		throw new ServiceError( 'storeUnavailable' );
	}
}

export function aRoster( entries: readonly RosterEntry[] = [], readAt?: Millis ): RosterStore & Failing & { saved: number } {
	const known = new Map( entries.map( ( entry ) => [ entry.centralId, entry ] ) );
	let lastRead = readAt;
	return {
		failing: false,
		saved: 0,
		async save( { startedAt, members, holders } ) {
			refuseIf( this );
			known.clear();
			holders.forEach( ( holder ) => known.set( holder.centralId, { ...holder, inGroup: false, verifiedAt: startedAt } ) );
			members.forEach( ( member ) => known.set( member.centralId, { ...member, inGroup: true, verifiedAt: startedAt } ) );
			lastRead = startedAt;
			this.saved += 1;
		},
		async readAt() {
			refuseIf( this );
			return lastRead;
		},
		async find( centralId ) {
			refuseIf( this );
			return known.get( centralId );
		},
		async all() {
			refuseIf( this );
			return [ ...known.values() ];
		},
		async strike( centralId, at ) {
			refuseIf( this );
			known.set( centralId, { centralId, name: '', inGroup: false, usable: false, verifiedAt: at } );
		},
		async record( entry ) {
			refuseIf( this );
			known.set( entry.centralId, entry );
		}
	};
}

export function aGrantStore( ...grants: Grant[] ): GrantStore & Failing {
	const inForceAt = ( at: Millis ) => ( grant: Grant ): boolean => grant.revokedAt === null && grant.until > at;
	return {
		failing: false,
		async add( grant, by, createdAt ) {
			refuseIf( this );
			const added = { ...grant, id: grants.length + 1, grantedBy: by.name, createdAt, revokedAt: null, revokedBy: null };
			grants.push( added );
			return added;
		},
		async revoke( id, by, at ) {
			refuseIf( this );
			const grant = grants.find( ( each ) => each.id === id );
			if ( !grant ) {
				throw new ServiceError( 'notFound' );
			}
			Object.assign( grant, { revokedAt: at, revokedBy: by.name } );
		},
		async inForce( centralId, at ) {
			refuseIf( this );
			return grants.filter( inForceAt( at ) ).find( ( grant ) => grant.centralId === centralId );
		},
		async list( { now: at, limit } ) {
			refuseIf( this );
			return grants.filter( at === undefined ? () => true : inForceAt( at ) ).reverse().slice( 0, limit );
		}
	};
}
