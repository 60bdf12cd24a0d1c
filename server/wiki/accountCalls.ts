// What the wiki says about accounts, by central ID, so a rename changes nothing: the two calls that tell it,
// and how their answers are read. Every doubt about a person is `unreadable`, for that person only. Who may
// page is not judged here.
import { z } from 'zod';
import type { AccountAnswer } from '../access/ports.ts';
import type { Millis } from '../pages/page.ts';
import type { ActionApi, ApiResult } from './actionApi.ts';

/** MediaWiki's limit of values in one parameter for those without apihighlimits. */
export const MOST_TOGETHER = 50;

export interface Said {
	kind: 'said';
	/** Only who was asked for. */
	about( centralId: number ): AccountAnswer;
	/** When the wiki asks us to come back. */
	notBefore: Millis | undefined;
}

export interface AccountCalls {
	/**
	 * list=globalusers reads CentralAuth's tables directly, so it is fresher than globaluserinfo, but wikis
	 * older than May 2026 lack it.
	 *
	 * @param centralIds up to 50, each once
	 */
	globalUsers( centralIds: readonly number[], withinMs?: number ): Promise<Said | { kind: 'unsupported' }>;
	/** meta=globaluserinfo: one at a time. */
	globalUserInfo( centralId: number, withinMs?: number ): Promise<Said>;
}

export interface AccountCallSettings {
	/** Also asks which rights the global groups give. */
	withRights: boolean;
	clock: { now(): Millis };
	/** Goes with every call; `maxlag` for what nobody waits for. */
	alsoSay?: Record<string, string>;
}

/** A name that could not be written into a link is no name. */
export const nameSchema = z.string().min( 1 ).refine( ( name ) => name.isWellFormed() );

const endSchema = z.union( [
	z.literal( 'infinity' ).transform( () => Infinity ),
	z.iso.datetime().transform( ( text ) => Date.parse( text ) )
] );

const rightsSchema = z.array( z.string() );

const globalUsersSchema = z.object( { query: z.object( { globalusers: z.array( z.unknown() ) } ) } );

/** Whom a row of list=globalusers is about; one about nobody is skipped, and who was asked for has none. */
const rowOf = z.object( { centralid: z.int() } );

const globalUserInfoSchema = z.object( { query: z.object( { globaluserinfo: z.unknown() } ) } );

const missingSchema = z.object( { missing: z.literal( true ) } );

export function createAccountCalls( api: ActionApi, { withRights, clock, alsoSay = {} }: AccountCallSettings ): AccountCalls {
	const asksRights = withRights ? '|rights' : '';
	const rights = withRights ? rightsSchema : rightsSchema.optional().catch( undefined );
	const globalUserSchema = z.object( {
		name: nameSchema,
		locked: z.boolean(),
		groupmemberships: z.array( z.object( { group: z.string(), expiry: endSchema } ) ),
		rights
	} );
	const globalInfoSchema = z.object( {
		id: z.int(),
		name: nameSchema,
		locked: z.literal( true ).optional(),
		hidden: z.literal( true ).optional(),
		groups: z.array( z.string() ),
		rights
	} );
	const known = ( list: readonly string[] | undefined ): ReadonlySet<string> => new Set( withRights ? list : [] );

	function readGlobalUser( rows: readonly unknown[] ): AccountAnswer {
		if ( rows.length === 1 && missingSchema.safeParse( rows[ 0 ] ).success ) {
			return { kind: 'missing', at: clock.now() };
		}
		const account = rows.length === 1 ? globalUserSchema.safeParse( rows[ 0 ] ).data : undefined;
		return account === undefined ? { kind: 'unreadable' } : {
			kind: 'account', name: account.name, locked: account.locked, source: 'globalusers', at: clock.now(),
			groups: new Map( account.groupmemberships.map( ( { group, expiry } ) => [ group, expiry ] ) ),
			rights: known( account.rights )
		};
	}

	function readGlobalUserInfo( centralId: number, info: unknown ): AccountAnswer {
		const account = globalInfoSchema.safeParse( info ).data;
		if ( missingSchema.safeParse( info ).success || ( account?.id === centralId && account.hidden ) ) {
			return { kind: 'missing', at: clock.now() };
		}
		return account?.id !== centralId ? { kind: 'unreadable' } : {
			kind: 'account', name: account.name, locked: account.locked ?? false, source: 'globaluserinfo', at: clock.now(),
			groups: new Map( account.groups.map( ( group ) => [ group, Infinity ] ) ),
			rights: known( account.rights )
		};
	}

	return {
		async globalUsers( centralIds, withinMs ) {
			const result = await api.get( {
				list: 'globalusers', guscentralids: centralIds.join( '|' ), gusprop: `locked|groupmemberships${ asksRights }`, ...alsoSay
			}, withinMs );
			if ( lacksGlobalUsers( result ) ) {
				return { kind: 'unsupported' };
			}
			const list = result.kind === 'answer' ? globalUsersSchema.safeParse( result.body ).data : undefined;
			const rows = Map.groupBy( list?.query.globalusers ?? [], ( row ) => rowOf.safeParse( row ).data?.centralid );
			return said( result, ( centralId ) => readGlobalUser( rows.get( centralId ) ?? [] ) );
		},
		async globalUserInfo( centralId, withinMs ) {
			const result = await api.get( {
				meta: 'globaluserinfo', guiid: String( centralId ), guiprop: `groups${ asksRights }`, ...alsoSay
			}, withinMs );
			const info = result.kind === 'answer' ? globalUserInfoSchema.safeParse( result.body ).data?.query.globaluserinfo : undefined;
			return said( result, () => result.kind === 'apiError' && result.code === 'invaliduserid' ?
				{ kind: 'missing', at: clock.now() } :
				readGlobalUserInfo( centralId, info ) );
		}
	};
}

/** A wiki without the module either errors or warns about the unrecognised value and answers nothing. */
export function lacksGlobalUsers( result: ApiResult ): boolean {
	if ( result.kind === 'apiError' ) {
		return result.code === 'badvalue' || result.code === 'unknown_list';
	}
	const query = result.kind === 'answer' && 'warnings' in result.body ? result.body.query ?? {} : undefined;
	return typeof query === 'object' && !( 'globalusers' in query );
}

/** @param read of what was said, if anything was */
function said( result: ApiResult, read: ( centralId: number ) => AccountAnswer ): Said {
	return result.kind === 'noAnswer' ?
		{ kind: 'said', about: () => ( { kind: 'noAnswer', reason: result.reason } ), notBefore: result.notBefore } :
		{ kind: 'said', about: read, notBefore: undefined };
}
