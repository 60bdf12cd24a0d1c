// Finds one account by its name, for granting. From here on the person is the central ID; the name that was
// typed is not kept. One name is one question: no character of it may make two.
import { z } from 'zod';
import type { AccountSearch, FoundAccount } from '../access/ports.ts';
import { lacksGlobalUsers, nameSchema } from './accountCalls.ts';
import type { ActionApi, ApiResult } from './actionApi.ts';

/**
 * No name has these (MediaWiki, $wgLegalTitleChars of 2026-08), and to the API some are grammar: `|` and
 * U+001F part values, `#` begins an id, `>` comes after another wiki's name.
 */
const impossible = /[\p{Cc}#<>[\]{|}]/u;

/** MediaWiki's limit for a name, in bytes. */
const LONGEST = 255;

/** Temporary accounts of the Wikimedia farm ($wgAutoCreateTempUser, 2026-08): nobody's for long, so not to be granted. */
const temporary = /^~2/;

const foundSchema = z.object( { centralid: z.int().positive(), name: nameSchema, locked: z.boolean() } );
const nobodySchema = z.union( [ z.object( { missing: z.literal( true ) } ), z.object( { invalid: z.literal( true ) } ) ] );
const globalUsersSchema = z.object( { query: z.object( { globalusers: z.tuple( [ z.union( [ nobodySchema, foundSchema ] ) ] ) } ) } );

const globalUserInfoSchema = z.object( {
	query: z.object( {
		globaluserinfo: z.union( [
			nobodySchema,
			z.object( { hidden: z.literal( true ) } ).transform( (): z.output<typeof nobodySchema> => ( { missing: true } ) ),
			z.object( { id: z.int().positive(), name: nameSchema, locked: z.literal( true ).optional() } )
				.transform( ( { id, name, locked = false } ) => ( { centralid: id, name, locked } ) )
		] )
	} )
} );

type Row = z.output<typeof globalUsersSchema>[ 'query' ][ 'globalusers' ][ 0 ];

export function createAccountSearch( api: ActionApi ): AccountSearch {
	return {
		async byName( name ) {
			if ( !isPossible( name ) ) {
				return { kind: 'unknown' };
			}
			const result = await api.get( { list: 'globalusers', gususers: name, gusprop: 'locked' } );
			if ( !lacksGlobalUsers( result ) ) {
				return read( result, ( body ) => globalUsersSchema.safeParse( body ).data?.query.globalusers[ 0 ] );
			}
			const info = await api.get( { meta: 'globaluserinfo', guiuser: name } );
			return info.kind === 'apiError' && /^(invaliduser|baduser)/.test( info.code ) ?
				{ kind: 'unknown' } :
				read( info, ( body ) => globalUserInfoSchema.safeParse( body ).data?.query.globaluserinfo );
		}
	};
}

function isPossible( name: string ): boolean {
	return /[^\s_]/.test( name ) && name.isWellFormed() && Buffer.byteLength( name ) <= LONGEST && !impossible.test( name );
}

function read( result: ApiResult, rowOf: ( body: unknown ) => Row | undefined ): FoundAccount {
	if ( result.kind === 'noAnswer' || result.kind === 'unreadable' ) {
		return { kind: 'noAnswer', reason: result.reason };
	}
	const row = result.kind === 'answer' ? rowOf( result.body ) : undefined;
	if ( row === undefined ) {
		return { kind: 'noAnswer', reason: 'unreadable' };
	}
	return 'missing' in row || 'invalid' in row || temporary.test( row.name ) ?
		{ kind: 'unknown' } :
		{ kind: 'found', centralId: row.centralid, name: row.name, locked: row.locked };
}
