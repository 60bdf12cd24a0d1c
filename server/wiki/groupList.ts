// list=globalallusers: who is listed in a global group. Whole or not at all, for half a list would take the
// standing from the other half.
import { z } from 'zod';
import type { GroupMember, GroupReading } from '../access/ports.ts';
import { nameSchema } from './accountCalls.ts';
import type { ActionApi } from './actionApi.ts';

/** MediaWiki's limit of rows in one answer for those without apihighlimits. */
const ROWS = '500';

/** 50,000 members: no global group comes near, and a list without end must not keep us for ever. */
const MOST_PARTS = 100;

/** Nobody waits for this: at so many seconds of database lag it comes later (Manual:Maxlag parameter). */
export const patience = { maxlag: '5' };

/**
 * Flags are the empty string even with formatversion=2 (CentralAuth, ApiQueryGlobalAllUsers.php of 2026-08).
 * The groups are there because every row has to prove its own: without that filter a wiki lists everybody.
 */
const partSchema = z.object( {
	query: z.object( {
		globalallusers: z.array( z.object( {
			id: z.int().positive(),
			name: nameSchema,
			groups: z.array( z.string() ),
			locked: z.union( [ z.literal( '' ), z.boolean() ] ).optional()
		} ) )
	} ),
	continue: z.object( { agufrom: z.string(), continue: z.string().optional() } ).optional()
} );
type Part = z.output<typeof partSchema>;

export type NoAnswer = Extract<GroupReading, { kind: 'noAnswer' }>;

export const unreadable: NoAnswer = { kind: 'noAnswer', reason: 'unreadable' };

/** A member is usable here when not locked; this list knows nothing of rights. */
export async function listGroup( api: ActionApi, group: string ): Promise<GroupReading> {
	// By central ID: who is renamed meanwhile may be listed twice.
	const members = new Map<number, GroupMember>();
	const places = new Set<string>();
	let from: Part[ 'continue' ];
	while ( places.size < MOST_PARTS ) {
		const part = await readPart( api, group, from );
		if ( 'kind' in part ) {
			return part;
		}
		for ( const { id, name, locked } of part.query.globalallusers ) {
			members.set( id, { centralId: id, name, usable: locked === undefined || locked === false } );
		}
		from = part.continue;
		if ( from === undefined ) {
			return { kind: 'read', members: [ ...members.values() ] };
		}
		if ( places.has( from.agufrom ) ) {
			return unreadable;
		}
		places.add( from.agufrom );
	}
	return unreadable;
}

async function readPart( api: ActionApi, group: string, from: Part[ 'continue' ] ): Promise<Part | NoAnswer> {
	const result = await api.get( {
		list: 'globalallusers', agugroup: group, aguprop: 'groups|lockinfo', agulimit: ROWS, ...from, ...patience
	} );
	if ( result.kind !== 'answer' ) {
		return result.kind === 'apiError' ? unreadable : { ...result, kind: 'noAnswer' };
	}
	const part = partSchema.safeParse( result.body ).data;
	return part?.query.globalallusers.every( ( { groups } ) => groups.includes( group ) ) ? part : unreadable;
}
