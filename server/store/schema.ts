// The tables as kysely sees them. Times are ms since the epoch, JSON is text: both mean the same
// to SQLite and PostgreSQL.
import type { Generated } from 'kysely';
import type { FailureReason, PageEventKind, PageState } from '../contract/page.ts';
import type { IncidentObservation } from '../pages/ports.ts';

export interface PagesTable {
	id: string;
	central_id: number;
	sender_name: string;
	idempotency_key: string;
	content_hash: string;
	content: string;
	membership: string;
	state: PageState;
	accepted_at: number;
	deadline_at: number;
}

export interface DeliveriesTable {
	id: Generated<number>;
	page_id: string;
	provider: string;
	state: 'waiting' | 'delivered' | 'rejected';
	attempts: number;
	next_attempt_at: number;
	lease: string | null;
	lease_until: number | null;
	incident: string | null;
	phase: IncidentObservation[ 'phase' ] | null;
	notified: number | null;
	last_reason: FailureReason | null;
	delivered_at: number | null;
}

export interface PageEventsTable {
	page_id: string;
	seq: number;
	at: number;
	kind: PageEventKind;
	data: string;
}

export interface SessionsTable {
	token_hash: string;
	central_id: number;
	name: string;
	expires_at: number;
}

export interface SignInsTable {
	request_token_hash: string;
	request_token_secret: string;
	browser_hash: string;
	origin: string;
	challenge: string | null;
	expires_at: number;
	code_hash: string | null;
	central_id: number | null;
	name: string | null;
}

export interface Schema {
	pages: PagesTable;
	deliveries: DeliveriesTable;
	page_events: PageEventsTable;
	sessions: SessionsTable;
	sign_ins: SignInsTable;
}
