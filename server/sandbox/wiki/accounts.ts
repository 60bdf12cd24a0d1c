// The accounts of the sandbox wiki and what stewards' tools can do to them. Every reader asks here
// at the moment of reading, so a change shows in the next answer; nothing is cached.
import { anonymousRights, stewardRights, userRights } from './rights.ts';
import { newPerson, type GroupMembership, type Person } from './people.ts';

export type Account = Readonly<Person>;

export interface SandboxAccounts {
	all(): readonly Account[];
	find( name: string ): Account | undefined;
	findById( centralId: number ): Account | undefined;
	/** Somebody more. What is not given is an account without any group, under the next central ID. */
	add( person: Partial<Person> & Pick<Person, 'name'> ): Account;
	/** Takes the global group `steward` away. */
	demote( name: string ): void;
	/** @param expiry ISO 8601, or `infinity` (default) */
	promote( name: string, expiry?: string ): void;
	lock( name: string ): void;
	unlock( name: string ): void;
	suppress( name: string ): void;
	unsuppress( name: string ): void;
	/**
	 * Switches the second factor off: the group `steward` stays listed everywhere and gives no rights, as
	 * $wgRestrictedGroups does it with `demote` (CentralAuth, 2026-05).
	 */
	withoutSecondFactor( name: string ): void;
	withSecondFactor( name: string ): void;
	rename( from: string, to: string ): void;
	/** As after a merge: the account is gone. */
	remove( name: string ): void;
}

export function createAccounts( people: readonly Person[] ): SandboxAccounts {
	let accounts = people.map( ( person ) => structuredClone( person ) );
	const find = ( name: string ): Person | undefined => accounts.find( ( account ) => account.name === name );
	const existing = ( name: string ): Person => {
		const account = find( name );
		if ( account === undefined ) {
			throw new Error( `The sandbox wiki has no account "${ name }".` );
		}
		return account;
	};
	const leave = ( account: Person ): void => {
		account.globalGroups = account.globalGroups.filter( ( { group } ) => group !== 'steward' );
	};
	return {
		all: () => accounts,
		find,
		findById: ( centralId ) => accounts.find( ( account ) => account.centralId === centralId ),
		add( person ) {
			const highest = ( key: 'centralId' | 'localId' ): number => accounts.reduce( ( max, account ) => Math.max( max, account[ key ] ), 0 );
			const account = newPerson( highest( 'centralId' ) + 1, highest( 'localId' ) + 1, structuredClone( person ) );
			if ( accounts.some( ( { name, centralId } ) => name === account.name || centralId === account.centralId ) ) {
				throw new Error( `The sandbox wiki has an account "${ account.name }" or ${ account.centralId } already.` );
			}
			accounts.push( account );
			return account;
		},
		demote: ( name ) => leave( existing( name ) ),
		promote( name, expiry = 'infinity' ) {
			const account = existing( name );
			if ( account.temporary ) {
				throw new Error( 'CentralAuth puts no temporary account into a global group.' );
			}
			leave( account );
			account.globalGroups.push( { group: 'steward', expiry } );
		},
		lock: ( name ) => {
			existing( name ).locked = true;
		},
		unlock: ( name ) => {
			existing( name ).locked = false;
		},
		suppress: ( name ) => {
			existing( name ).suppressed = true;
		},
		unsuppress: ( name ) => {
			existing( name ).suppressed = false;
		},
		withoutSecondFactor: ( name ) => {
			existing( name ).secondFactor = false;
		},
		withSecondFactor: ( name ) => {
			existing( name ).secondFactor = true;
		},
		rename( from, to ) {
			if ( find( to ) !== undefined ) {
				throw new Error( `The sandbox wiki has an account "${ to }" already.` );
			}
			existing( from ).name = to;
		},
		remove( name ) {
			const gone = existing( name );
			accounts = accounts.filter( ( account ) => account !== gone );
		}
	};
}

/** Memberships that have not run out, by name: expired rows never leave the database of CentralAuth. */
export function membershipsAt( account: Account, time: number ): GroupMembership[] {
	return account.globalGroups
		.filter( ( { expiry } ) => expiry === 'infinity' || Date.parse( expiry ) > time )
		.sort( ( a, b ) => a.group < b.group ? -1 : 1 );
}

export function globalGroupsAt( account: Account, time: number ): string[] {
	return membershipsAt( account, time ).map( ( { group } ) => group );
}

/** Local effective groups; global ones never show here. */
export function localGroups( account: Account ): string[] {
	return account.temporary ? [ '*', 'user', 'temp' ] : [ '*', 'user', 'autoconfirmed' ];
}

/** Without the second factor, or locked, an account has no global rights left, whatever its groups. */
export function globalRightsAt( account: Account, time: number ): string[] {
	const isSteward = !account.locked && account.secondFactor && globalGroupsAt( account, time ).includes( 'steward' );
	return isSteward ? [ ...stewardRights ] : [];
}

/** What an account may do on this wiki, global rights included. */
export function rightsAt( account: Account, time: number ): string[] {
	return account.temporary ? [ ...anonymousRights ] : [ ...globalRightsAt( account, time ), ...userRights ];
}
