// list=users: local accounts of this wiki, by name or local id. Nobody is blocked in the sandbox, so
// blockinfo never adds anything.
import { ApiError } from './call.ts';
import { canonicalName, publicAccount } from './names.ts';
import { localGroups, rightsAt } from '../accounts.ts';
import type { Account } from '../accounts.ts';
import type { ApiCall, QueryModule } from './call.ts';

const properties = [
	'blockinfo', 'groups', 'groupmemberships', 'implicitgroups', 'rights', 'editcount', 'registration',
	'emailable', 'gender', 'centralids', 'cancreate'
] as const;

export const users: QueryModule = {
	kind: 'list',
	name: 'users',
	parameters: [ 'ususers', 'ususerids', 'usprop' ],
	run( call ) {
		const [ names, ids ] = [ call.list( 'ususers' ), call.list( 'ususerids' ) ];
		if ( names !== undefined && ids !== undefined ) {
			throw new ApiError( 'invalidparammix', 'The parameters "ususers" and "ususerids" can not be used together.' );
		}
		const wanted = call.known( 'usprop', properties );
		if ( ids !== undefined ) {
			return ids.map( ( id ) => {
				const account = call.site.accounts.all().find( ( { localId } ) => String( localId ) === id );
				return account === undefined || account.suppressed ?
					{ userid: Number( id ), missing: true } :
					describeUser( call, account, wanted );
			} );
		}
		return ( names ?? [] ).map( ( name ) => {
			const canonical = canonicalName( name );
			if ( canonical === undefined ) {
				return { name, invalid: true };
			}
			const account = publicAccount( call.site.accounts, canonical );
			return account === undefined ? { name: canonical, missing: true } : describeUser( call, account, wanted );
		} );
	}
};

function describeUser( call: ApiCall, account: Account, wanted: readonly ( typeof properties )[ number ][] ): object {
	const when = ( property: ( typeof properties )[ number ], value: object ): object => wanted.includes( property ) ? value : {};
	return {
		userid: account.localId,
		name: account.name,
		...when( 'editcount', { editcount: account.editCount } ),
		...when( 'registration', { registration: account.registered } ),
		...when( 'groups', { groups: localGroups( account ) } ),
		...when( 'groupmemberships', { groupmemberships: [] } ),
		...when( 'implicitgroups', { implicitgroups: localGroups( account ).filter( ( group ) => group !== 'temp' ) } ),
		...when( 'rights', { rights: rightsAt( account, call.time ) } ),
		...when( 'emailable', { emailable: account.emailable } ),
		...when( 'gender', { gender: account.gender } ),
		...when( 'centralids', {
			centralids: { CentralAuth: account.centralId, local: account.localId },
			attachedlocal: { CentralAuth: true, local: true }
		} )
	};
}
