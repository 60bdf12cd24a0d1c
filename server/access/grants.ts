// Letting one person page until a moment, because a responder says so. Who may grant is decided where the
// request comes in; who the holder is, is decided by the wiki, here, before anything is stored.
import { ServiceError } from '../errors.ts';
import type { Actor, Millis } from '../pages/page.ts';
import { isFresh } from './decideMembership.ts';
import { readGrantRequest, type GrantRequest } from './grantRequest.ts';
import type { AccountSearch, Grant, GrantStore, RosterStore } from './ports.ts';

/** Far more than responders will ever have granted at one time; holders beyond it wait for grants to end. */
export const MOST_GRANTS = 1_000;

export interface Grants {
	/**
	 * Lasts a day unless said otherwise, at least 5 minutes and at most 14 days.
	 *
	 * @throws ServiceError invalidRequest (with every field at fault), accountUnknown, accountNotUsable (it is
	 *     locked), wikiUnavailable, storeUnavailable
	 */
	add( request: GrantRequest, by: Actor ): Promise<Grant>;
	/** At once. Nothing when it is over already. @throws ServiceError notFound, storeUnavailable */
	revoke( id: number, by: Actor ): Promise<void>;
	/** The one that lasts longest. */
	inForce( centralId: number ): Promise<Grant | undefined>;
	/** Newest first; `inForce`: only those that are. */
	list( filter: { inForce: boolean; limit: number } ): Promise<Grant[]>;
}

export interface GrantsDeps {
	store: GrantStore;
	accounts: AccountSearch;
	roster: Pick<RosterStore, 'find' | 'record'>;
	/** As for the roster. */
	graceMs: number;
	clock: { now(): Millis };
}

export function createGrants( { store, accounts, roster, graceMs, clock }: GrantsDeps ): Grants {
	async function usableAccount( name: string ): Promise<{ centralId: number; name: string }> {
		const found = await accounts.byName( name );
		switch ( found.kind ) {
			case 'noAnswer':
				throw new ServiceError( 'wikiUnavailable', {}, new Error( `the wiki did not answer: ${ found.reason }` ) );
			case 'unknown':
				throw new ServiceError( 'accountUnknown' );
			case 'found':
				if ( found.locked ) {
					throw new ServiceError( 'accountNotUsable' );
				}
				return found;
		}
	}

	/** The wiki may go silent before the roster is read again. Whom the roster knows as a member needs no line of their own. */
	async function recordHolder( { centralId, name }: { centralId: number; name: string }, at: Millis ): Promise<void> {
		const known = await roster.find( centralId );
		if ( !( known?.usable && known.inGroup && isFresh( known.verifiedAt, graceMs, at ) ) ) {
			await roster.record( { centralId, name, inGroup: false, usable: true, verifiedAt: at } );
		}
	}

	return {
		async add( request, by ) {
			const askedAt = clock.now();
			const { name, reason, until } = readGrantRequest( request, askedAt );
			const account = await usableAccount( name );
			// First, because alone it lets nobody in: a grant without it would be told twice, or fail when needed.
			await recordHolder( account, askedAt );
			return store.add( { centralId: account.centralId, name: account.name, reason, until }, by, clock.now() );
		},
		revoke: ( id, by ) => store.revoke( id, by, clock.now() ),
		inForce: ( centralId ) => store.inForce( centralId, clock.now() ),
		list: ( { inForce, limit } ) => store.list( inForce ? { now: clock.now(), limit } : { limit } )
	};
}
