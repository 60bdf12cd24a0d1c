// The audit log: written in the transaction of what it tells of, so that neither is ever without the other.
// Entries are never changed; who they name is a row elsewhere, which forgetting a person empties.
import type { Kysely, Transaction } from 'kysely';
import type { AuditEntry, AuditFilter, AuditStore } from '../access/ports.ts';
import type { Actor, Millis } from '../pages/page.ts';
import { guarded } from './database.ts';
import type { Schema } from './schema.ts';

export interface NewAuditEntry extends Partial<Pick<AuditEntry, 'pageId' | 'evidence'>> {
	action: AuditEntry[ 'action' ];
	actor: Actor;
	/** Whom it concerns, if not the actor: always somebody with a central ID. */
	subject?: { centralId: number; name: string };
	at: Millis;
}

export async function appendAudit( transaction: Transaction<Schema>, entry: NewAuditEntry ): Promise<void> {
	const { actor, subject } = entry;
	const about: Actor | undefined = subject && { kind: subject.centralId < 0 ? 'singleSignOn' : 'wiki', ...subject };
	const ids = await personIds( transaction, about ? [ actor, about ] : [ actor ] );
	await transaction.insertInto( 'audit' ).values( {
		at: entry.at,
		actor_id: ids.get( keyOf( actor ) )!,
		action: entry.action,
		page_id: entry.pageId ?? null,
		subject_id: about ? ids.get( keyOf( about ) )! : null,
		evidence: JSON.stringify( entry.evidence ?? {} )
	} ).execute();
}

function keyOf( { kind, centralId, name }: Actor ): string {
	return `${ kind }:${ centralId ?? name }`;
}

/**
 * The rows of these people, with the names as they are now. A name that is new is written, and locked, in one
 * order: two who grant to each other must not wait in a circle.
 */
async function personIds( transaction: Transaction<Schema>, people: readonly Actor[] ): Promise<Map<string, number>> {
	const ids = new Map<string, number>();
	for ( const person of people.toSorted( ( one, other ) => keyOf( one ) < keyOf( other ) ? -1 : 1 ) ) {
		const { kind, centralId, name } = person;
		const known = await transaction.selectFrom( 'people' ).select( 'id' )
			.where( 'person_key', '=', keyOf( person ) ).where( 'name', '=', name )
			.executeTakeFirst();
		const { id } = known ?? await transaction.insertInto( 'people' )
			.values( { person_key: keyOf( person ), kind, central_id: centralId, name } )
			.onConflict( ( conflict ) => conflict.column( 'person_key' ).doUpdateSet( { name } ) )
			.returning( 'id' )
			.executeTakeFirstOrThrow();
		ids.set( keyOf( person ), id );
	}
	return ids;
}

export function createAuditStore( database: Kysely<Schema> ): AuditStore {
	return {
		list: ( filter ) => guarded( async () => {
			const rows = await filtered( database, filter ).execute();
			return rows.map( ( row ) => ( {
				id: row.id,
				at: row.at,
				actor: { kind: row.actor_kind, centralId: row.actor_central_id, name: row.actor_name },
				action: row.action,
				pageId: row.page_id,
				subject: row.subject_id === null ? null : { centralId: row.subject_central_id ?? 0, name: row.subject_name ?? '' },
				evidence: JSON.parse( row.evidence ) as AuditEntry[ 'evidence' ]
			} ) );
		} )
	};
}

function filtered( database: Kysely<Schema>, { action, centralId, pageId, from, until, before, limit }: AuditFilter ) {
	let query = database.selectFrom( 'audit' )
		.innerJoin( 'people as actor', 'actor.id', 'audit.actor_id' )
		.leftJoin( 'people as subject', 'subject.id', 'audit.subject_id' )
		.select( [
			'audit.id', 'audit.at', 'audit.action', 'audit.page_id', 'audit.subject_id', 'audit.evidence',
			'actor.kind as actor_kind', 'actor.central_id as actor_central_id', 'actor.name as actor_name',
			'subject.central_id as subject_central_id', 'subject.name as subject_name'
		] );
	if ( action !== undefined ) {
		query = query.where( 'audit.action', '=', action );
	}
	if ( centralId !== undefined ) {
		query = query.where( ( builder ) => builder.or( [ builder( 'actor.central_id', '=', centralId ), builder( 'subject.central_id', '=', centralId ) ] ) );
	}
	if ( pageId !== undefined ) {
		query = query.where( 'audit.page_id', '=', pageId );
	}
	if ( from !== undefined ) {
		query = query.where( 'audit.at', '>=', from );
	}
	if ( until !== undefined ) {
		query = query.where( 'audit.at', '<', until );
	}
	if ( before !== undefined ) {
		query = query.where( 'audit.id', '<', before );
	}
	return query.orderBy( 'audit.id', 'desc' ).limit( limit );
}
