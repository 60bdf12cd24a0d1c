// Taking away what people wrote, from the rows that hold it: because it is old, or because it is somebody's.
// What happened, when and how often stays; whose rows and from when on is decided elsewhere.
import type { Selectable, Transaction } from 'kysely';
import type { Member, Millis, PageContent } from '../pages/page.ts';
import type { PageEventsTable, PagesTable, Schema } from './schema.ts';

/** Events that hold what somebody typed. */
export const textKinds = [ 'note', 'reply' ] as const;

/** Also an address to answer to, and the hash of what was written, which tells a guess from the truth. */
export async function blankPage( transaction: Transaction<Schema>, row: Selectable<PagesTable>, now: Millis ): Promise<void> {
	const { private: isPrivate, language } = JSON.parse( row.content ) as PageContent;
	const content: PageContent = { summary: '', scope: '', since: '', details: '', private: isPrivate, language, contact: {}, context: {} };
	const membership = JSON.parse( row.membership ) as Member;
	await transaction.updateTable( 'pages' ).set( {
		content: JSON.stringify( content ),
		content_hash: '',
		sender_email: null,
		membership: JSON.stringify( membership.standing === 'grant' ? { ...membership, reason: '' } : membership ),
		redacted_at: now
	} ).where( 'id', '=', row.id ).execute();
}

export async function changeEvent(
	transaction: Transaction<Schema>, { page_id: pageId, seq, data }: Pick<PageEventsTable, 'page_id' | 'seq' | 'data'>, change: { text?: ''; by?: '' | null }
): Promise<void> {
	await transaction.updateTable( 'page_events' )
		.set( { data: JSON.stringify( { ...JSON.parse( data ) as object, ...change } ) } )
		.where( 'page_id', '=', pageId ).where( 'seq', '=', seq )
		.execute();
}
