// list=globalallusers: the members of a global group, in pages. Its flags are the empty string even
// with formatversion=2, which is false in JavaScript: a trap that clients have to know.
import { ApiError } from './call.ts';
import { globalGroupsAt } from '../accounts.ts';
import type { ApiCall, QueryModule } from './call.ts';

const properties = [ 'groups', 'lockinfo', 'existslocally' ] as const;
const definedGroups = [ 'global-rollbacker', 'global-sysop', 'ombuds', 'staff', 'steward', 'vrt-permissions' ];
const defaultLimit = 10;
const highestLimit = 500;

export const globalAllUsers: QueryModule = {
	kind: 'list',
	name: 'globalallusers',
	parameters: [ 'agugroup', 'aguexcludegroup', 'aguprop', 'agulimit', 'agufrom', 'aguto', 'aguprefix' ],
	run( call ) {
		const wanted = call.known( 'aguprop', properties );
		const [ inGroups, notIn ] = [ groups( call, 'agugroup' ), groups( call, 'aguexcludegroup' ) ];
		const [ from = '', to, prefix = '' ] = [ call.get( 'agufrom' ), call.get( 'aguto' ), call.get( 'aguprefix' ) ];
		const matching = call.site.accounts.all()
			.filter( ( account ) => !account.suppressed && account.name >= from && account.name.startsWith( prefix ) )
			.filter( ( account ) => to === undefined || account.name <= to )
			.map( ( account ) => ( { account, groups: globalGroupsAt( account, call.time ) } ) )
			.filter( ( row ) => inGroups === undefined || inGroups.some( ( group ) => row.groups.includes( group ) ) )
			.filter( ( row ) => !notIn?.some( ( group ) => row.groups.includes( group ) ) )
			.sort( ( a, b ) => a.account.name < b.account.name ? -1 : 1 );
		const limit = askedLimit( call );
		const next = matching[ limit ];
		if ( next !== undefined ) {
			call.continueFrom( { agufrom: next.account.name, continue: '-||' } );
		}
		return matching.slice( 0, limit ).map( ( row ) => ( {
			id: row.account.centralId,
			name: row.account.name,
			...( wanted.includes( 'groups' ) ? { groups: row.groups } : {} ),
			...( wanted.includes( 'existslocally' ) ? { existslocally: '' } : {} ),
			...( wanted.includes( 'lockinfo' ) && row.account.locked ? { locked: '' } : {} )
		} ) );
	}
};

function groups( call: ApiCall, parameter: string ): string[] | undefined {
	const asked = call.list( parameter );
	const unknown = asked?.find( ( group ) => !definedGroups.includes( group ) );
	if ( unknown !== undefined ) {
		throw new ApiError( 'badvalue', `Unrecognized value for parameter "${ parameter }": ${ unknown }.` );
	}
	return asked;
}

function askedLimit( call: ApiCall ): number {
	const asked = call.get( 'agulimit' ) ?? String( defaultLimit );
	if ( asked === 'max' ) {
		return highestLimit;
	}
	const limit = Number( asked );
	if ( !Number.isInteger( limit ) ) {
		throw new ApiError( 'badinteger', `Invalid value "${ asked }" for integer parameter "agulimit".` );
	}
	if ( limit < 1 || limit > highestLimit ) {
		call.warn( 'globalallusers', `The value "${ limit }" for parameter "agulimit" must be between 1 and ${ highestLimit }.` );
	}
	return Math.min( Math.max( limit, 1 ), highestLimit );
}
