// One page with all that is known of it, for other programs: `pages show --json` and a line of
// `pages export`. Keys by which a page could be repeated or guessed never enter it.
import type { AuditEntry } from '../access/ports.ts';
import type { PageEvent } from '../contract/page.ts';
import type { Page } from '../pages/page.ts';
import type { Stores } from '../stores.ts';

/** More entries than one page can have got. */
const MOST_ENTRIES = 10_000;

const iso = ( at: number ): string => new Date( at ).toISOString();

export interface PageRecord {
	page: Page;
	events: PageEvent[];
	/** Oldest first. */
	entries: AuditEntry[];
}

export async function readRecord( { pages, audit }: Pick<Stores, 'pages' | 'audit'>, page: Page ): Promise<PageRecord> {
	const [ events, entries ] = await Promise.all( [ pages.eventsAfter( page.id, 0 ), audit.list( { pageId: page.id, limit: MOST_ENTRIES } ) ] );
	return { page, events, entries: entries.reverse() };
}

/** Times are ISO 8601; `audit` holds entries of the audit log about this page. */
export function asJson( { page, events, entries }: PageRecord ): string {
	const { id, kind, state, acceptedAt, round, sender, membership, content } = page;
	return JSON.stringify( {
		id, kind, state,
		acceptedAt: iso( acceptedAt ),
		round, sender,
		membership: { ...membership, verifiedAt: iso( membership.verifiedAt ), ...membership.standing === 'grant' ? { until: iso( membership.until ) } : {} },
		...content,
		events,
		audit: entries.map( ( { id: entry, at, actor, action, evidence } ) => ( { id: entry, at: iso( at ), actor, action, evidence } ) )
	} );
}
