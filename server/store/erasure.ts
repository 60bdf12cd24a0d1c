// Forgetting one person: wherever the store names them it says nobody from then on, and what they wrote is
// gone. What they did stays, and stays counted. Locks are taken in the order of pageChanges.ts, people last.
import type { Selectable, Transaction } from 'kysely';
import { OWN_SITE, type PageEventKind } from '../contract/page.ts';
import { ServiceError } from '../errors.ts';
import type { Actor, Member, Millis } from '../pages/page.ts';
import { openStates, takeTurn } from './acceptTerms.ts';
import { appendAudit } from './auditLog.ts';
import { blankPage, changeEvent, textKinds } from './textRemoval.ts';
import type { AuditTable, PagesTable, Schema } from './schema.ts';

/** CentralAuth counts from 1 and our own numbers from -1 down. */
const NOBODY = 0;

type Deed = Selectable<Pick<AuditTable, 'action' | 'page_id' | 'at' | 'evidence'>>;

/** What the audit log and a page's course call the same deed. */
const eventOf: Partial<Record<Deed[ 'action' ], PageEventKind>> = { noteAdded: 'note', replied: 'reply', acknowledged: 'acknowledged', resolved: 'resolved' };

/** @throws ServiceError pageNotOpen while a page of theirs is: who answers it must know whom */
export async function erasePerson(
	transaction: Transaction<Schema>, centralId: number, by: Actor, now: Millis
): Promise<Record<'pages' | 'grants' | 'auditEntries', number>> {
	// Nobody accepts a page of theirs meanwhile.
	await takeTurn( transaction );
	const pages = await transaction.selectFrom( 'pages' ).selectAll().where( 'central_id', '=', centralId ).orderBy( 'id' ).forUpdate().execute();
	if ( pages.some( ( { state } ) => ( openStates as readonly string[] ).includes( state ) ) ) {
		throw new ServiceError( 'pageNotOpen' );
	}
	const people = ( await transaction.selectFrom( 'people' ).select( 'id' ).where( 'central_id', '=', centralId ).execute() ).map( ( { id } ) => id );
	const entries = await entriesOf( transaction, people );
	const deeds = entries.filter( ( { actor_id: actor } ) => people.includes( actor ) );

	for ( const page of pages ) {
		await forgetPage( transaction, page, now );
	}
	const grants = await forgetGrants( transaction, centralId, deeds, by, now );
	for ( const deed of deeds ) {
		await forgetWords( transaction, deed );
	}
	await forgetTraces( transaction, centralId );
	for ( const id of people ) {
		await transaction.updateTable( 'people' ).set( { person_key: `erased:${ id }`, central_id: null, name: '' } ).where( 'id', '=', id ).execute();
	}
	const counts = { pages: pages.length, grants, auditEntries: entries.length };
	await appendAudit( transaction, { action: 'personErased', actor: by, at: now, evidence: counts } );
	return counts;
}

/** By them or about them. */
async function entriesOf( transaction: Transaction<Schema>, people: readonly number[] ): Promise<( Deed & { actor_id: number } )[]> {
	return people.length === 0 ? [] : transaction.selectFrom( 'audit' ).select( [ 'actor_id', 'action', 'page_id', 'at', 'evidence' ] )
		.where( ( builder ) => builder.or( [ builder( 'actor_id', 'in', people ), builder( 'subject_id', 'in', people ) ] ) )
		.execute();
}

async function forgetPage( transaction: Transaction<Schema>, page: Selectable<PagesTable>, now: Millis ): Promise<void> {
	const membership = JSON.parse( page.membership ) as Member;
	const nameless = { ...page, membership: JSON.stringify( { ...membership, name: '' } ) };
	await blankPage( transaction, nameless, now );
	// Of many pages of nobody each needs a key of its own.
	await transaction.updateTable( 'pages' )
		.set( { central_id: NOBODY, sender_name: '', idempotency_key: `erased/${ page.id }` } )
		.where( 'id', '=', page.id )
		.execute();
	const events = await transaction.selectFrom( 'page_events' ).selectAll().where( 'page_id', '=', page.id ).where( 'kind', 'in', textKinds ).execute();
	for ( const event of events ) {
		await changeEvent( transaction, event, { text: '' } );
	}
	// The page is closed: a note that was not told by now helps nobody.
	const notes = transaction.updateTable( 'actions' ).set( { text: '', next_attempt_at: null } ).where( 'kind', '=', 'note' );
	await notes.where( 'delivery_id', 'in', transaction.selectFrom( 'deliveries' ).select( 'id' ).where( 'page_id', '=', page.id ) ).execute();
}

/** The event in which a deed is told, on whosever page: it has the same time, to the millisecond. */
async function forgetWords( transaction: Transaction<Schema>, { action, page_id: pageId, at }: Deed ): Promise<void> {
	const kind = eventOf[ action ];
	if ( kind === undefined || pageId === null ) {
		return;
	}
	const events = await transaction.selectFrom( 'page_events' ).selectAll().where( 'page_id', '=', pageId ).where( 'kind', '=', kind ).where( 'at', '=', at ).execute();
	for ( const event of events ) {
		const { by, text, provider } = JSON.parse( event.data ) as { by: string | null; text?: string; provider?: string };
		if ( text !== undefined ) {
			await changeEvent( transaction, event, { text: '', by: by === null ? null : '' } );
			await forgetTold( transaction, pageId, text );
		} else if ( provider === OWN_SITE ) {
			await changeEvent( transaction, event, { by: null } );
		}
	}
}

/** An incident may have been told the same words, or wait to be. */
async function forgetTold( transaction: Transaction<Schema>, pageId: string, text: string ): Promise<void> {
	const actions = await transaction.selectFrom( 'actions' ).select( [ 'id', 'text' ] ).where( 'kind', '=', 'note' )
		.where( 'delivery_id', 'in', transaction.selectFrom( 'deliveries' ).select( 'id' ).where( 'page_id', '=', pageId ) )
		.execute();
	const theirs = actions.filter( ( action ) => text !== '' && action.text.endsWith( text ) ).map( ( { id } ) => id );
	if ( theirs.length > 0 ) {
		await transaction.updateTable( 'actions' ).set( { text: '', next_attempt_at: null } ).where( 'id', 'in', theirs ).execute();
	}
}

/** Those they held end; those they gave go on, given by nobody. Returns how many they held. */
async function forgetGrants( transaction: Transaction<Schema>, centralId: number, deeds: readonly Deed[], by: Actor, now: Millis ): Promise<number> {
	const idsOf = ( action: Deed[ 'action' ] ): number[] => deeds
		.flatMap( ( deed ) => deed.action === action ? [ Number( ( JSON.parse( deed.evidence ) as { grantId: number } ).grantId ) ] : [] );
	for ( const id of idsOf( 'grantAdded' ) ) {
		await transaction.updateTable( 'grants' ).set( { granted_by: '' } ).where( 'id', '=', id ).execute();
		await forgetGranter( transaction, id );
	}
	for ( const id of idsOf( 'grantRevoked' ) ) {
		await transaction.updateTable( 'grants' ).set( { revoked_by: '' } ).where( 'id', '=', id ).execute();
	}
	await transaction.updateTable( 'grants' ).set( { revoked_at: now, revoked_by: by.name } )
		.where( 'central_id', '=', centralId ).where( 'revoked_at', 'is', null ).where( 'until', '>', now )
		.execute();
	const { numUpdatedRows } = await transaction.updateTable( 'grants' ).set( { central_id: NOBODY, name: '', reason: '' } )
		.where( 'central_id', '=', centralId )
		.executeTakeFirstOrThrow();
	return Number( numUpdatedRows );
}

/** In what pages keep of the grant by which they were accepted. */
async function forgetGranter( transaction: Transaction<Schema>, grantId: number ): Promise<void> {
	const pages = await transaction.selectFrom( 'pages' ).select( [ 'id', 'membership' ] )
		.where( 'membership', 'like', `%"grantId":${ grantId }%` )
		.execute();
	for ( const { id, membership } of pages ) {
		const known = JSON.parse( membership ) as Member;
		if ( known.standing === 'grant' && known.grantId === grantId ) {
			await transaction.updateTable( 'pages' ).set( { membership: JSON.stringify( { ...known, grantedBy: '' } ) } ).where( 'id', '=', id ).execute();
		}
	}
}

/** The roster keeps whom the wiki lists: it would be back with the next reading. */
async function forgetTraces( transaction: Transaction<Schema>, centralId: number ): Promise<void> {
	for ( const table of [ 'page_followers', 'sessions', 'sign_ins', 'guidance_confirmations' ] as const ) {
		await transaction.deleteFrom( table ).where( 'central_id', '=', centralId ).execute();
	}
	await transaction.deleteFrom( 'roster' ).where( 'central_id', '=', centralId ).where( 'in_group', '=', 0 ).execute();
	await transaction.deleteFrom( 'sso_people' ).where( 'id', '=', -centralId ).execute();
}
