// The tables as kysely sees them. Times are ms since the epoch, JSON is text: both mean the same
// to SQLite and PostgreSQL.
import type { Generated } from 'kysely';
import type { FailureReason, PageEventKind, PageState } from '../contract/page.ts';
import type { IncidentObservation } from '../pages/provider.ts';

export type StoreKind = 'sqlite' | 'postgres';

export interface SchemaMigrationsTable {
	name: string;
	/** 0 or 1: whether programs that do not know it must refuse the store. */
	breaking: number;
}

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
	round: number;
	/** When an unacknowledged page goes on; null while nothing is to be done. */
	unanswered_at: number | null;
	last_round_at: number;
}

export interface DeliveriesTable {
	id: Generated<number>;
	page_id: string;
	provider: string;
	round: number;
	/** Place in the order of providers, from 0. */
	place: number;
	/** standby: not started yet. spared: not needed any more. */
	state: 'standby' | 'waiting' | 'delivered' | 'rejected' | 'spared';
	attempts: number;
	next_attempt_at: number;
	lease: string | null;
	lease_until: number | null;
	incident: string | null;
	phase: IncidentObservation[ 'phase' ] | null;
	notified: number | null;
	last_reason: FailureReason | null;
	delivered_at: number | null;
	/** SQLite has no booleans: 0 or 1, in both stores. */
	muted: Generated<number>;
	rerouted: Generated<number>;
	repeat_at: number | null;
}

export interface ActionsTable {
	id: Generated<number>;
	delivery_id: number;
	kind: 'note' | 'resolve';
	text: string;
	attempts: number;
	/** Null: nothing left to do. */
	next_attempt_at: number | null;
	lease: string | null;
	lease_until: number | null;
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

/** One row, rewritten to find out whether anything can be written. */
export interface ProbesTable {
	id: number;
	at: number;
}

export interface Schema {
	schema_migrations: SchemaMigrationsTable;
	probes: ProbesTable;
	pages: PagesTable;
	deliveries: DeliveriesTable;
	actions: ActionsTable;
	page_events: PageEventsTable;
	sessions: SessionsTable;
	sign_ins: SignInsTable;
}
