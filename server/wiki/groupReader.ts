// Reads the whole group, and single accounts beside it, for the roster. Nobody waits for it: it goes one
// call after the other, and gives way when the wiki lags. What could not be read whole was not read.
import type { AccountAnswer, GroupMember, GroupReader, GroupReading } from '../access/ports.ts';
import type { Millis } from '../pages/page.ts';
import { createAccountCalls, MOST_TOGETHER, type AccountCalls } from './accountCalls.ts';
import type { ActionApi } from './actionApi.ts';
import { listGroup, patience, unreadable } from './groupList.ts';

export interface GroupReaderSettings {
	/** API name of the global group, e.g. `steward`. */
	group: string;
	/** Members without this right are not usable. Single accounts need none: they page by a grant. */
	requiredRight: string | undefined;
	clock: { now(): Millis };
}

type Listed = Pick<GroupMember, 'centralId' | 'name'>;

export function createGroupReader( api: ActionApi, { group, requiredRight, clock }: GroupReaderSettings ): GroupReader {
	async function lookUp( people: readonly Listed[], right: string | undefined ): Promise<GroupReading> {
		const calls = createAccountCalls( api, { withRights: right !== undefined, clock, alsoSay: patience } );
		const members: GroupMember[] = [];
		for await ( const { person, answer, notBefore } of inTurn( calls, people ) ) {
			switch ( answer.kind ) {
				case 'noAnswer':
					return { ...answer, ...notBefore === undefined ? {} : { notBefore } };
				case 'unreadable':
					return unreadable;
				case 'missing':
					members.push( { centralId: person.centralId, name: person.name, usable: false } );
					break;
				case 'account':
					members.push( {
						centralId: person.centralId,
						name: answer.name,
						usable: !answer.locked && ( right === undefined || answer.rights.has( right ) )
					} );
			}
		}
		return { kind: 'read', members };
	}

	return {
		async readGroup() {
			const list = await listGroup( api, group );
			if ( list.kind === 'noAnswer' || requiredRight === undefined ) {
				return list;
			}
			// Who is locked has no right left to look up.
			const found = await lookUp( list.members.filter( ( { usable } ) => usable ), requiredRight );
			return found.kind === 'noAnswer' ? found :
				{ kind: 'read', members: [ ...found.members, ...list.members.filter( ( { usable } ) => !usable ) ] };
		},
		readAccounts: ( accounts ) => lookUp( accounts, undefined )
	};
}

/** As many in a call as this wiki takes, never two calls at once. */
async function* inTurn( calls: AccountCalls, people: readonly Listed[] ): AsyncGenerator<{
	person: Listed; answer: AccountAnswer; notBefore: Millis | undefined;
}> {
	for ( let start = 0; start < people.length; start += MOST_TOGETHER ) {
		const asked = people.slice( start, start + MOST_TOGETHER );
		const together = await calls.globalUsers( asked.map( ( { centralId } ) => centralId ) );
		for ( const person of asked ) {
			const { about, notBefore } = together.kind === 'said' ? together : await calls.globalUserInfo( person.centralId );
			yield { person, answer: about( person.centralId ), notBefore };
		}
	}
}
