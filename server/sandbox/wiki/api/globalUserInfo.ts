// meta=globaluserinfo: one global account by name or central ID. Shapes as CentralAuth answered them
// on 2026-11-23; `locked` is there only when it is true.
import { ApiError } from './call.ts';
import { canonicalName } from './names.ts';
import { globalGroupsAt, globalRightsAt } from '../accounts.ts';
import type { Account } from '../accounts.ts';
import type { ApiCall, QueryModule } from './call.ts';

const properties = [ 'groups', 'rights', 'merged', 'unattached', 'editcount' ] as const;

export const globalUserInfo: QueryModule = {
	kind: 'meta',
	name: 'globaluserinfo',
	parameters: [ 'guiuser', 'guiid', 'guiprop' ],
	run( call ) {
		const wanted = call.known( 'guiprop', properties );
		const account = findAccount( call );
		// A suppressed account looks like one that was never there, its name included.
		if ( account === undefined || account.suppressed ) {
			return { missing: true };
		}
		return {
			home: 'metawiki',
			id: account.centralId,
			registration: account.registered,
			name: account.name,
			...( account.locked ? { locked: true } : {} ),
			...( wanted.includes( 'groups' ) ? { groups: globalGroupsAt( account, call.time ) } : {} ),
			...( wanted.includes( 'rights' ) ? { rights: globalRightsAt( account, call.time ) } : {} ),
			...( wanted.includes( 'editcount' ) ? { editcount: account.editCount } : {} ),
			...( wanted.includes( 'merged' ) ? { merged: [ attachment( call, account ) ] } : {} ),
			...( wanted.includes( 'unattached' ) ? { unattached: [] } : {} )
		};
	}
};

function findAccount( call: ApiCall ): Account | undefined {
	const [ name, id ] = [ call.get( 'guiuser' ), call.get( 'guiid' ) ];
	if ( name !== undefined ) {
		const canonical = canonicalName( name );
		if ( canonical === undefined ) {
			throw new ApiError( 'invaliduser', `Invalid username "${ name }".` );
		}
		call.shareable();
		return call.site.accounts.find( canonical );
	}
	if ( id === undefined ) {
		return call.viewer;
	}
	if ( !/^-?\d+$/.test( id ) ) {
		throw new ApiError( 'badinteger', `Invalid value "${ id }" for integer parameter "guiid".` );
	}
	const account = call.site.accounts.findById( Number( id ) );
	if ( account === undefined ) {
		throw new ApiError( 'invaliduserid', `User ID "${ id }" is not valid.` );
	}
	call.shareable();
	return account;
}

function attachment( call: ApiCall, account: Account ): Record<string, unknown> {
	return {
		wiki: 'metawiki', url: call.site.server, timestamp: account.registered, method: 'new',
		editcount: account.editCount, registration: account.registered
	};
}
