// list=globalusers: global accounts by central ID or name, with memberships and their expiry. New in
// CentralAuth in May 2026 (ApiQueryGlobalUsers.php); wikis without it are played by a fault.
import { ApiError } from './call.ts';
import { canonicalName, publicAccount } from './names.ts';
import { globalGroupsAt, globalRightsAt, membershipsAt } from '../accounts.ts';
import type { Account } from '../accounts.ts';
import type { ApiCall, QueryModule } from './call.ts';

const properties = [ 'locked', 'editcount', 'registration', 'localinfo', 'groups', 'groupmemberships', 'rights' ] as const;

/** MediaWiki's limit for those without apihighlimits. */
const limit = 50;

export const globalUsers: QueryModule = {
	kind: 'list',
	name: 'globalusers',
	parameters: [ 'gususers', 'guscentralids', 'gusprop', 'guslocalgroups' ],
	run( call ) {
		const [ names, ids ] = [ call.list( 'gususers' ), call.list( 'guscentralids' ) ];
		if ( ( names === undefined ) === ( ids === undefined ) ) {
			throw names === undefined ?
				new ApiError( 'missingparam', 'One of the parameters "gususers" and "guscentralids" is required.' ) :
				new ApiError( 'invalidparammix', 'The parameters "gususers" and "guscentralids" can not be used together.' );
		}
		const wanted = call.known( 'gusprop', properties );
		const describe = ( account: Account ): object => describeAccount( call, account, wanted );
		return names === undefined ?
			checkedIds( ids ?? [] ).map( ( id ) => {
				const account = call.site.accounts.findById( id );
				return account === undefined || account.suppressed ? { centralid: id, missing: true } : describe( account );
			} ) :
			atMost( names, 'gususers' ).map( ( name ) => {
				const canonical = canonicalName( name );
				if ( canonical === undefined ) {
					return { name, invalid: true };
				}
				const account = publicAccount( call.site.accounts, canonical );
				return account === undefined ? { name: canonical, missing: true } : describe( account );
			} );
	}
};

function describeAccount( call: ApiCall, account: Account, wanted: readonly ( typeof properties )[ number ][] ): object {
	const when = ( property: ( typeof properties )[ number ], value: () => object ): object =>
		wanted.includes( property ) ? value() : {};
	return {
		centralid: account.centralId,
		name: account.name,
		...when( 'locked', () => ( { locked: account.locked, ...( account.locked ? { locklogid: 900 + account.localId } : {} ) } ) ),
		...when( 'editcount', () => ( { editcount: account.editCount } ) ),
		...when( 'registration', () => ( { registration: account.registered } ) ),
		...when( 'groups', () => ( { groups: globalGroupsAt( account, call.time ) } ) ),
		...when( 'groupmemberships', () => ( { groupmemberships: membershipsAt( account, call.time ) } ) ),
		...when( 'rights', () => ( { rights: globalRightsAt( account, call.time ) } ) ),
		...when( 'localinfo', () => ( { localinfo: { attached: true, localid: account.localId, timestamp: account.registered } } ) )
	};
}

function checkedIds( ids: readonly string[] ): number[] {
	const bad = ids.find( ( id ) => !/^\d+$/.test( id ) );
	if ( bad !== undefined ) {
		throw new ApiError( 'badinteger', `Invalid value "${ bad }" for integer parameter "guscentralids".` );
	}
	return [ ...new Set( atMost( ids, 'guscentralids' ).map( Number ) ) ];
}

function atMost( values: readonly string[], parameter: string ): readonly string[] {
	if ( values.length > limit ) {
		throw new ApiError( 'toomanyvalues', `Too many values supplied for parameter "${ parameter }". The limit is ${ limit }.`,
			{ parameter, limit, lowlimit: limit, highlimit: 500 } );
	}
	return values;
}
