// Whether an account can be mailed by way of the wiki's own form (list=users, usprop=emailable). Asked when somebody
// signs in and kept for a while; whoever composes a page only looks at what is known, and waits for nothing.
import { z } from 'zod';
import type { Millis } from '../pages/page.ts';
import type { ActionApi } from './actionApi.ts';

/** Addresses are confirmed and withdrawn rarely. */
const KNOWN_MS = 24 * 60 * 60_000;
/** Somebody opens the panel and waits. */
const LIMIT_MS = 1_500;
/** Every steward of the largest farm, many times over. */
const MOST = 5_000;

const usersSchema = z.object( { query: z.object( { users: z.tuple( [ z.union( [
	z.object( { missing: z.literal( true ) } ).transform( () => false ),
	z.object( { emailable: z.boolean() } ).transform( ( { emailable } ) => emailable )
] ) ] ) } ) } );

export interface Mailability {
	/** Finds out, unless it is known. Never throws. */
	ask( name: string ): Promise<void>;
	/** Undefined: nobody knows. */
	known( name: string ): boolean | undefined;
}

export function createMailability( api: ActionApi, clock: { now(): Millis } ): Mailability {
	const answers = new Map<string, { can: boolean; at: Millis }>();
	const known = ( name: string ): boolean | undefined => {
		const answer = answers.get( name );
		return answer && clock.now() - answer.at < KNOWN_MS ? answer.can : undefined;
	};
	return {
		known,
		async ask( name ) {
			// Grammar of the API, and no name of anybody.
			if ( known( name ) !== undefined || /[|\u001F]/.test( name ) ) {
				return;
			}
			const result = await api.get( { list: 'users', ususers: name, usprop: 'emailable' }, LIMIT_MS );
			const can = result.kind === 'answer' ? usersSchema.safeParse( result.body ).data?.query.users[ 0 ] : undefined;
			if ( can !== undefined ) {
				answers.delete( name );
				answers.set( name, { can, at: clock.now() } );
				const [ oldest ] = answers.keys();
				if ( answers.size > MOST && oldest !== undefined ) {
					answers.delete( oldest );
				}
			}
		}
	};
}
