// One on-call service, as the domain sees it: what is posted, what comes back, and what else it may be
// able to do. oncall/ implements this; nothing in pages/ knows how.
import type { FailureReason } from '../contract/page.ts';
import type { Millis, PageKind } from './page.ts';
import type { UnpagedIncident, UnpagedSearch } from './unpaged.ts';

/** What we post to a provider. Texts are sanitised for any outlet (pages/alertText.ts). */
export interface Alert {
	/** `page-sre/<page id>`: the same for every attempt, so that attempts make one incident. */
	dedupKey: string;
	/** At most 100 characters, symptom first; no URL, no id. */
	firstLine: string;
	/** Plain text, lines separated by LF. */
	body: string;
	/** Our record of the page, for people with access. */
	recordUrl: string;
	/** Host of the wiki where the sender stood, or of the home wiki. */
	host: string;
	/** When the page was accepted. */
	acceptedAt: Millis;
	/** Practice: where a service tells urgent from not urgent, it is told that this is not. Default: no. */
	drill?: boolean;
}

/**
 * `delivered`: the provider took it; `incident` is its reference if it told one.
 * `retry`: it may have taken it or not; the same dedup key makes another attempt harmless.
 * `rejected`: it will never take this alert as configured; an operator must act.
 */
export type DeliveryOutcome =
	| { kind: 'delivered'; incident: string | null }
	| { kind: 'retry'; reason: FailureReason; notBefore?: Millis }
	| { kind: 'rejected'; reason: FailureReason };

/** What a provider says about one of our alerts when it is read back. */
export interface IncidentObservation {
	dedupKey: string;
	incident: string;
	phase: 'triggered' | 'acknowledged' | 'resolved';
	/** How many people are being notified now; null when the provider does not say. */
	notified: number | null;
	/** The provider took it but keeps silent on purpose: maintenance mode, a silence. Default: no. */
	muted?: boolean;
	/** Who acknowledged or resolved, if told. */
	by: string | null;
}

/** An incident that others raised, as far as a member may know of it. */
export interface ForeignIncident {
	/** The provider's own reference: a short word. */
	incident: string;
	/** On one line, and never empty. */
	title: string;
	phase: 'triggered' | 'acknowledged';
	/** When it began; null where the provider does not say. */
	since: Millis | null;
	/** Who acknowledged, if told. */
	by: string | null;
}

/** An incident of ours at a provider: by what we named it, and by its own reference if it told one. */
export interface IncidentHandle {
	dedupKey: string;
	incident: string | null;
}

/** `failed` with a reason; whether to try again is the caller's business. */
export type ActionOutcome = { kind: 'done' } | { kind: 'failed'; reason: FailureReason; notBefore?: Millis };

/** Whether one thing that paging depends on would page somebody now. */
export interface SelfCheck {
	/** What was looked at, for a person: `policy pol-sre`, `maintenance mode`. */
	subject: string;
	/** `unknown`: it could not be asked. */
	verdict: 'pages' | 'pagesNobody' | 'unknown';
	/** One sentence: how we know, or what to mend. */
	detail: string;
}

/** A webhook as it came in: header names in lower case, the body byte for byte. */
export interface ProviderHook {
	headers: Readonly<Record<string, string | undefined>>;
	rawBody: Buffer;
}

/**
 * A hook is only a hint to read back at once, whoever sent it. `forged`: the proof is missing or wrong,
 * or it is too old to be believed.
 */
export type HookReading = { kind: 'hint'; id: string } | { kind: 'forged' };

/** One on-call service. Capabilities beyond `deliver` are optional; ask before use. */
export interface Provider {
	readonly name: string;
	/** One HTTP call, bounded in time and size by the provider itself. Never throws. */
	deliver( alert: Alert ): Promise<DeliveryOutcome>;
	/**
	 * Reads incidents of ours back. Throws ObservationError when there is no answer; that an incident
	 * is absent from a good answer means nothing.
	 *
	 * @param watched those that we still care about; a provider that lists all at once may ignore it
	 */
	observe?( watched: readonly IncidentHandle[] ): Promise<IncidentObservation[]>;
	/** The same alert must be posted again this often while it is open, or the provider resolves it. */
	readonly repeatEveryMs?: number;
	/** Tells everybody: the incident goes to the configured catch-all policy. Once; it is not idempotent. */
	reroute?( incident: IncidentHandle ): Promise<ActionOutcome>;
	resolve?( incident: IncidentHandle, why: string ): Promise<ActionOutcome>;
	addNote?( incident: IncidentHandle, text: string ): Promise<ActionOutcome>;
	/** Names of those who are on call now. Throws ObservationError. */
	onCallNow?(): Promise<string[]>;
	/**
	 * Unresolved incidents that are not ours and concern those whom a page would wake, newest first, some fifty at
	 * most. One call. Throws ObservationError.
	 */
	openIncidents?(): Promise<ForeignIncident[]>;
	/** Never throws: what cannot be asked is `unknown`. */
	selfCheck?(): Promise<SelfCheck[]>;
	/** Where drills would go. `pagesNobody` is what a drill wants. Never throws: what cannot be asked is `unknown`. */
	drillRoute?(): Promise<SelfCheck>;
	/**
	 * Sends every unacknowledged incident of which nobody is being notified to the catch-all policy, once.
	 * Throws ObservationError when incidents cannot be read.
	 */
	escalateUnpaged?( search: UnpagedSearch ): Promise<UnpagedIncident[]>;
	/** Checks a webhook's proof. Never throws, and never trusts its content. */
	readHook?( hook: ProviderHook ): HookReading;
}

/** The one inside our process, for heartbeats. */
export const HEARTBEAT_PROVIDER = 'heartbeat';

const DRILL_PREFIX = 'drill/';

/** Under this name a provider takes drills, by a route of its own, beside the one of pages. */
export function drillRouteName( provider: string ): string {
	return DRILL_PREFIX + provider;
}

/** Whether whatever goes there wakes nobody by design. */
export function isDrillRoute( provider: string ): boolean {
	return provider === HEARTBEAT_PROVIDER || provider.startsWith( DRILL_PREFIX );
}

/** Whether a page of this kind may ever be handed to this provider, whoever asks. */
export function mayTake( provider: string, kind: PageKind ): boolean {
	switch ( kind ) {
		case 'page':
			return !isDrillRoute( provider );
		case 'drill':
			return provider.startsWith( DRILL_PREFIX );
		case 'heartbeat':
			return provider === HEARTBEAT_PROVIDER;
	}
}

export class ObservationError extends Error {
	readonly reason: FailureReason;
	readonly notBefore: Millis | undefined;

	constructor( reason: FailureReason, notBefore?: Millis ) {
		super( reason );
		this.name = 'ObservationError';
		this.reason = reason;
		this.notBefore = notBefore;
	}
}
