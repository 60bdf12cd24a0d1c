// Numbers for people without a wiki account: handed out once for a name, and never again. What a single
// sign-on says of them (e-mail, groups) does not belong here: it is as old as the session that holds it.
import type { Kysely } from 'kysely';
import type { SingleSignOnStore } from '../access/ports.ts';
import { guarded } from './database.ts';
import type { Schema } from './schema.ts';

export function createSingleSignOnStore( database: Kysely<Schema> ): SingleSignOnStore {
	const find = ( userName: string ): Promise<{ id: number } | undefined> =>
		database.selectFrom( 'sso_people' ).select( 'id' ).where( 'user_name', '=', userName ).executeTakeFirst();

	return {
		numberOf: ( userName, now ) => guarded( async () => {
			const { id } = await find( userName ) ??
				// Of two that come at once, one inserts; the other waits for its COMMIT, inserts nothing and finds it.
				await database.insertInto( 'sso_people' ).values( { user_name: userName, created_at: now } )
					.onConflict( ( conflict ) => conflict.column( 'user_name' ).doNothing() )
					.returning( 'id' )
					.executeTakeFirst() ??
				( await find( userName ) )!;
			return -id;
		} )
	};
}
