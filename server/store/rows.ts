// Between rows and the domain's words, both ways.
import type { PageEvent } from '../contract/page.ts';
import type { Member, NewPageEvent, Page, PageContent } from '../pages/page.ts';
import type { PageEventsTable, PagesTable } from './schema.ts';

export function toPage( row: PagesTable ): Page {
	return {
		id: row.id,
		kind: row.kind,
		idempotencyKey: row.idempotency_key,
		contentHash: row.content_hash,
		content: JSON.parse( row.content ) as PageContent,
		sender: { centralId: row.central_id, name: row.sender_name, email: row.sender_email },
		membership: JSON.parse( row.membership ) as Member,
		state: row.state,
		acceptedAt: row.accepted_at,
		deadlineAt: row.deadline_at,
		round: row.round
	};
}

export function fromPage( page: Page ): PagesTable {
	return {
		id: page.id,
		central_id: page.sender.centralId,
		sender_name: page.sender.name,
		idempotency_key: page.idempotencyKey,
		content_hash: page.contentHash,
		content: JSON.stringify( page.content ),
		membership: JSON.stringify( page.membership ),
		state: page.state,
		accepted_at: page.acceptedAt,
		deadline_at: page.deadlineAt,
		round: page.round,
		unanswered_at: null,
		last_round_at: page.acceptedAt,
		kind: page.kind,
		sender_email: page.sender.email,
		redacted_at: null
	};
}

export function toEvent( row: PageEventsTable ): PageEvent {
	return {
		...JSON.parse( row.data ) as object,
		seq: row.seq,
		at: new Date( row.at ).toISOString(),
		kind: row.kind
	} as PageEvent;
}

export function fromEvent( pageId: string, seq: number, at: number, event: NewPageEvent ): PageEventsTable {
	const { kind, ...data } = event;
	return { page_id: pageId, seq, at, kind, data: JSON.stringify( data ) };
}
