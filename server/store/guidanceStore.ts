// Who has read which version of the guidance, in which language. The words themselves are never here.
import type { Kysely } from 'kysely';
import type { GuidanceStore } from '../access/ports.ts';
import { appendAudit } from './auditLog.ts';
import { guarded } from './database.ts';
import type { Schema } from './schema.ts';

export function createGuidanceStore( database: Kysely<Schema> ): GuidanceStore {
	return {
		confirmedIn: ( centralId, version ) => guarded( async () => {
			const row = await database.selectFrom( 'guidance_confirmations' ).select( 'language' )
				.where( 'central_id', '=', centralId ).where( 'version', '=', version )
				.executeTakeFirst();
			return row?.language;
		} ),

		confirm: async ( { version, language }, by, now ) => {
			const { centralId } = by;
			if ( centralId === null ) {
				throw new Error( `only people read: ${ by.kind } cannot confirm the guidance` );
			}
			await guarded( () => database.transaction().execute( async ( transaction ) => {
				const { numInsertedOrUpdatedRows } = await transaction.insertInto( 'guidance_confirmations' )
					.values( { central_id: centralId, version, language, at: now } )
					.onConflict( ( conflict ) => conflict.columns( [ 'central_id', 'version' ] ).doNothing() )
					.executeTakeFirstOrThrow();
				if ( numInsertedOrUpdatedRows !== 0n ) {
					await appendAudit( transaction, { action: 'guidanceConfirmed', actor: by, at: now, evidence: { version, language } } );
				}
			} ) );
		}
	};
}
