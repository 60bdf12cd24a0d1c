// Keeps the roster fresh, for the hour when the wiki says nothing. One round at a time, by whatever process
// comes first; a reading that fails leaves what is known as it is. It decides about nobody.
import type { FailureReason } from '../contract/page.ts';
import { ServiceError } from '../errors.ts';
import type { Logger } from '../logger.ts';
import type { Millis } from '../pages/page.ts';
import { MOST_GRANTS } from './grants.ts';
import type { GrantStore, GroupMember, GroupReader, RosterStore } from './ports.ts';

export interface RosterKeeperDeps {
	reader: GroupReader;
	store: Pick<RosterStore, 'readAt' | 'save'>;
	grants: Pick<GrantStore, 'list'>;
	/** Between two readings, in ms. */
	everyMs: number;
	/** How long the roster may stand in for a wiki that does not answer, in ms; 0: never. */
	graceMs: number;
	clock: { now(): Millis };
	log: Pick<Logger, 'debug' | 'warn' | 'error'>;
	/** When the whole group was last read, by us or by another process; at every round that knows. */
	onRead: ( readAt: Millis ) => void;
}

export interface RosterKeeper {
	/** One round. Returns the ms until the next. Failures of the wiki and of the store are not thrown: the next round comes sooner. */
	refresh(): Promise<number>;
}

/** After the first failure, the second, and so on; after that as often as ever. */
const backoffMs = [ 30_000, 60_000, 120_000, 240_000, 480_000 ];

type Round = { kind: 'read' | 'recent'; readAt: Millis } | { kind: 'failed'; reason: FailureReason | 'storeUnavailable'; notBefore?: Millis | undefined };

export function createRosterKeeper( { reader, store, grants, everyMs, graceMs, clock, log, onRead }: RosterKeeperDeps ): RosterKeeper {
	let failures = 0;
	let saidTooOld = false;
	/** A roster that was never read is as old as our wish for it. */
	let lastReadAt = clock.now();

	async function round(): Promise<Round> {
		const now = clock.now();
		const readAt = await store.readAt();
		if ( readAt !== undefined ) {
			lastReadAt = readAt;
			onRead( readAt );
			// What was read in the future, by a clock that was set back since, is not recent.
			if ( readAt <= now && now - readAt < everyMs ) {
				return { kind: 'recent', readAt };
			}
		}
		const group = await reader.readGroup();
		if ( group.kind === 'noAnswer' ) {
			return { ...group, kind: 'failed' };
		}
		// After the group, which may take a while: a grant that was added meanwhile is among them.
		const holders = await holdersBeside( group.members );
		const accounts = holders.length === 0 ? { kind: 'read' as const, members: [] } : await reader.readAccounts( holders );
		if ( accounts.kind === 'noAnswer' ) {
			return { ...accounts, kind: 'failed' };
		}
		if ( group.members.length === 0 ) {
			log.warn( {}, 'the wiki says that the group has no members' );
		}
		const apart = new Set( holders.map( ( { centralId } ) => centralId ) );
		const members = group.members.filter( ( { centralId } ) => !apart.has( centralId ) );
		await store.save( { startedAt: now, members, holders: accounts.members } );
		log.debug( { members: members.length, holders: accounts.members.length }, 'roster read' );
		return { kind: 'read', readAt: now };
	}

	/** Whom the group does not help: not in it, or in it and without the right that it should bring. */
	async function holdersBeside( members: readonly GroupMember[] ): Promise<Pick<GroupMember, 'centralId' | 'name'>[]> {
		const byGroup = new Set( members.filter( ( { usable } ) => usable ).map( ( { centralId } ) => centralId ) );
		const inForce = await grants.list( { now: clock.now(), limit: MOST_GRANTS } );
		const holders = new Map( inForce.map( ( { centralId, name } ) => [ centralId, { centralId, name } ] ) );
		return [ ...holders.values() ].filter( ( { centralId } ) => !byGroup.has( centralId ) );
	}

	function afterFailure( { reason, notBefore }: Extract<Round, { kind: 'failed' }> ): number {
		const now = clock.now();
		const wait = Math.min( backoffMs[ failures ] ?? everyMs, everyMs );
		failures += 1;
		log.warn( { reason, failures }, 'the roster could not be read' );
		if ( graceMs > 0 && now - lastReadAt >= graceMs && !saidTooOld ) {
			saidTooOld = true;
			const since = new Date( lastReadAt ).toISOString();
			log.error( { since }, 'the roster is older than its grace: while the wiki does not answer nobody can page' );
		}
		return Math.max( wait, ( notBefore ?? now ) - now );
	}

	return {
		async refresh() {
			const done = await round().catch( ( error: unknown ): Round => {
				if ( error instanceof ServiceError && error.code === 'storeUnavailable' ) {
					return { kind: 'failed', reason: error.code };
				}
				throw error;
			} );
			if ( done.kind === 'failed' ) {
				return afterFailure( done );
			}
			failures = 0;
			saidTooOld = false;
			if ( done.kind === 'recent' ) {
				return done.readAt + everyMs - clock.now();
			}
			onRead( done.readAt );
			return everyMs;
		}
	};
}
