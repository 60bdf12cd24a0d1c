// Is this person a member of the global group, now? Asked by central ID, so a rename changes nothing.
// Every doubt is a no or an "unknown"; only a whole, consistent answer is a yes.
import { z } from 'zod';
import type { Membership } from '../pages/page.ts';
import type { MembershipCheck } from '../pages/ports.ts';
import type { ActionApi, ApiResult } from './actionApi.ts';

/** A name that could not be written into a link is no name. */
const nameSchema = z.string().min( 1 ).refine( ( name ) => name.isWellFormed() );

const expirySchema = z.union( [ z.literal( 'infinity' ), z.iso.datetime() ] );

// list=globalusers reads CentralAuth's tables directly, so it is fresher than globaluserinfo, but
// wikis older than May 2026 lack it.
const globalUsersSchema = z.object( {
	query: z.object( {
		globalusers: z.tuple( [ z.union( [
			z.object( { centralid: z.int(), missing: z.literal( true ) } ),
			z.object( {
				centralid: z.int(),
				name: nameSchema,
				locked: z.boolean(),
				groupmemberships: z.array( z.object( { group: z.string(), expiry: expirySchema } ) )
			} )
		] ) ] )
	} )
} );

const globalUserInfoSchema = z.object( {
	query: z.object( {
		globaluserinfo: z.union( [
			z.object( { missing: z.literal( true ) } ),
			z.object( {
				id: z.int(),
				name: nameSchema,
				locked: z.literal( true ).optional(),
				hidden: z.literal( true ).optional(),
				groups: z.array( z.string() )
			} )
		] )
	} )
} );

/** @param group API name of the global group, e.g. `steward` */
export function createMembershipCheck( api: ActionApi, group: string, clock: { now(): number } ): MembershipCheck {
	async function byGlobalUsers( centralId: number ): Promise<Membership | 'unsupported'> {
		const result = await api.get( { list: 'globalusers', guscentralids: String( centralId ), gusprop: 'locked|groupmemberships' } );
		if ( lacksGlobalUsers( result ) ) {
			return 'unsupported';
		}
		const answer = result.kind === 'answer' ? globalUsersSchema.safeParse( result.body ).data : undefined;
		const account = answer?.query.globalusers[ 0 ];
		if ( account?.centralid !== centralId ) {
			return unknown( result );
		}
		if ( 'missing' in account ) {
			return notMember( 'missing' );
		}
		if ( account.locked ) {
			return notMember( 'locked' );
		}
		const expiry = account.groupmemberships.find( ( membership ) => membership.group === group )?.expiry;
		if ( expiry === undefined ) {
			return notMember( 'notInGroup' );
		}
		return expiry === 'infinity' || Date.parse( expiry ) > clock.now() ?
			member( 'globalusers', account.name ) :
			notMember( 'expired' );
	}

	async function byGlobalUserInfo( centralId: number ): Promise<Membership> {
		const result = await api.get( { meta: 'globaluserinfo', guiid: String( centralId ), guiprop: 'groups' } );
		if ( result.kind === 'apiError' && result.code === 'invaliduserid' ) {
			return notMember( 'missing' );
		}
		const answer = result.kind === 'answer' ? globalUserInfoSchema.safeParse( result.body ).data : undefined;
		const account = answer?.query.globaluserinfo;
		if ( account === undefined || ( 'id' in account && account.id !== centralId ) ) {
			return unknown( result );
		}
		if ( 'missing' in account || account.hidden ) {
			return notMember( 'missing' );
		}
		if ( account.locked ) {
			return notMember( 'locked' );
		}
		return account.groups.includes( group ) ? member( 'globaluserinfo', account.name ) : notMember( 'notInGroup' );
	}

	function member( source: 'globalusers' | 'globaluserinfo', name: string ): Membership {
		return { verdict: 'member', group, source, name, verifiedAt: clock.now() };
	}
	function notMember( reason: Extract<Membership, { verdict: 'notMember' }>[ 'reason' ] ): Membership {
		return { verdict: 'notMember', reason, verifiedAt: clock.now() };
	}

	return {
		async check( centralId ) {
			const membership = await byGlobalUsers( centralId );
			return membership === 'unsupported' ? byGlobalUserInfo( centralId ) : membership;
		}
	};
}

/** A wiki without the module either errors or warns about the unrecognised value and answers nothing. */
function lacksGlobalUsers( result: ApiResult ): boolean {
	if ( result.kind === 'apiError' ) {
		return result.code === 'badvalue' || result.code === 'unknown_list';
	}
	const query = result.kind === 'answer' && 'warnings' in result.body ? result.body.query ?? {} : undefined;
	return typeof query === 'object' && !( 'globalusers' in query );
}

function unknown( result: ApiResult ): Membership {
	return { verdict: 'unknown', reason: result.kind === 'noAnswer' ? result.reason : 'unreadable' };
}
