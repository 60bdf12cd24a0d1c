// Access grants: one person may page until a moment, because a responder said so. Each change is in the
// audit log in the same transaction; the reason is not, because it can be taken away here and not there.
import type { Kysely, Selectable } from 'kysely';
import type { Grant, GrantStore } from '../access/ports.ts';
import { ServiceError } from '../errors.ts';
import { appendAudit } from './auditLog.ts';
import { guarded } from './database.ts';
import type { GrantsTable, Schema } from './schema.ts';

export function createGrantStore( database: Kysely<Schema> ): GrantStore {
	return {
		add: ( { centralId, name, reason, until }, by, now ) => guarded( () => database.transaction().execute( async ( transaction ) => {
			const row = await transaction.insertInto( 'grants' )
				.values( { central_id: centralId, name, reason, granted_by: by.name, created_at: now, until } )
				.returningAll()
				.executeTakeFirstOrThrow();
			await appendAudit( transaction, {
				action: 'grantAdded', actor: by, subject: { centralId, name }, at: now,
				evidence: { grantId: row.id, until: new Date( until ).toISOString() }
			} );
			return toGrant( row );
		} ) ),

		revoke: ( id, by, now ) => guarded( () => database.transaction().execute( async ( transaction ) => {
			const row = await transaction.selectFrom( 'grants' ).selectAll().where( 'id', '=', id ).forUpdate().executeTakeFirst();
			if ( !row ) {
				throw new ServiceError( 'notFound' );
			}
			if ( row.revoked_at !== null || row.until <= now ) {
				return;
			}
			await transaction.updateTable( 'grants' ).set( { revoked_at: now, revoked_by: by.name } ).where( 'id', '=', id ).execute();
			await appendAudit( transaction, {
				action: 'grantRevoked', actor: by, subject: { centralId: row.central_id, name: row.name }, at: now, evidence: { grantId: id }
			} );
		} ) ),

		inForce: ( centralId, now ) => guarded( async () => {
			const row = await database.selectFrom( 'grants' ).selectAll()
				.where( 'central_id', '=', centralId ).where( 'until', '>', now ).where( 'revoked_at', 'is', null )
				.orderBy( 'until', 'desc' ).orderBy( 'id', 'desc' )
				.executeTakeFirst();
			return row && toGrant( row );
		} ),

		list: ( { now, limit } ) => guarded( async () => {
			const all = database.selectFrom( 'grants' ).selectAll().orderBy( 'id', 'desc' ).limit( limit );
			const rows = await ( now === undefined ? all : all.where( 'until', '>', now ).where( 'revoked_at', 'is', null ) ).execute();
			return rows.map( toGrant );
		} )
	};
}

function toGrant( row: Selectable<GrantsTable> ): Grant {
	return {
		id: row.id,
		centralId: row.central_id,
		name: row.name,
		reason: row.reason,
		grantedBy: row.granted_by,
		createdAt: row.created_at,
		until: row.until,
		revokedAt: row.revoked_at,
		revokedBy: row.revoked_by
	};
}
