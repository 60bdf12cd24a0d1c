// The tables as kysely sees them. Times are ms since the epoch, JSON is text: both mean the same
// to SQLite and PostgreSQL.
import type { Generated } from 'kysely';
import type { FailureReason, PageEventKind, PageState } from '../contract/page.ts';
import type { AuditAction } from '../access/ports.ts';
import type { Actor, PageKind } from '../pages/page.ts';
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
	kind: PageKind;
	sender_email: string | null;
	/** When its texts were taken away. */
	redacted_at: number | null;
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
	/** JSON of SingleSignOn; null for wiki accounts. */
	single_sign_on: string | null;
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
	/** Path of our own site where the browser goes on. */
	return_to: string | null;
}

/** One row: who holds its lock accepts a page. */
export interface AcceptTurnsTable {
	id: number;
}

export interface PageFollowersTable {
	page_id: string;
	central_id: number;
	at: number;
}

export interface RosterTable {
	central_id: number;
	name: string;
	in_group: number;
	usable: number;
	verified_at: number;
}

/** One row: when the whole group was read last. */
export interface RosterReadsTable {
	id: number;
	read_at: number;
}

export interface GrantsTable {
	id: Generated<number>;
	central_id: number;
	name: string;
	reason: string;
	granted_by: string;
	created_at: number;
	until: number;
	revoked_at: number | null;
	revoked_by: string | null;
}

export interface GuidanceConfirmationsTable {
	central_id: number;
	version: string;
	language: string;
	at: number;
}

export interface SsoPeopleTable {
	id: Generated<number>;
	user_name: string;
	created_at: number;
}

/** Whom the audit log names; a person who is erased stays as a number without a name. */
export interface PeopleTable {
	id: Generated<number>;
	person_key: string;
	kind: Actor[ 'kind' ];
	central_id: number | null;
	name: string;
}

export interface AuditTable {
	id: Generated<number>;
	at: number;
	actor_id: number;
	action: AuditAction;
	page_id: string | null;
	subject_id: number | null;
	evidence: string;
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
	accept_turns: AcceptTurnsTable;
	page_followers: PageFollowersTable;
	roster: RosterTable;
	roster_reads: RosterReadsTable;
	grants: GrantsTable;
	guidance_confirmations: GuidanceConfirmationsTable;
	sso_people: SsoPeopleTable;
	people: PeopleTable;
	audit: AuditTable;
}
