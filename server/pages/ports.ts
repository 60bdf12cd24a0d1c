// What the domain needs from the world, as types. store/, wiki/ and oncall/ implement these;
// nothing in pages/ knows how.
import type { PageEvent } from '../contract/page.ts';
import type { LimitScope } from '../contract/problem.ts';
import type { Actor, Membership, Millis, NewPageEvent, Page, Person } from './page.ts';
import type { DeliveryOutcome, IncidentHandle, IncidentObservation } from './provider.ts';

/** Injected by server.ts; tests move it with advance(). */
export interface Clock {
	now(): Millis;
	/** Resolves after `ms`, or at once when the signal aborts. Never rejects. */
	wait( ms: number, signal: AbortSignal ): Promise<void>;
}

/** May this person page now? What cannot be told is the verdict `unknown`. @throws ServiceError storeUnavailable */
export interface MembershipCheck {
	check( person: Person ): Promise<Membership>;
}

/** What has to be read before paging, and who has read it. */
export interface GuidanceCheck {
	/** Of the guidance as it is now. */
	readonly version: string;
	/** The language in which this person read just this version; undefined: not yet. */
	confirmedIn( centralId: number ): Promise<string | undefined>;
}

/** A delivery that this process may attempt until its lease ends. */
export interface ClaimedDelivery {
	deliveryId: number;
	lease: string;
	provider: string;
	/** Attempts made before this one. */
	attempts: number;
	round: number;
	/** The provider has it already, and forgets it unless told again. */
	isRepeat: boolean;
	page: Page;
}

/** A delivery that a provider took and that is not resolved yet. */
export interface WatchedDelivery {
	deliveryId: number;
	pageId: string;
	dedupKey: string;
	provider: string;
	incident: string | null;
	phase: IncidentObservation[ 'phase' ];
	notified: number | null;
	muted: boolean;
	rerouted: boolean;
	deliveredAt: Millis;
}

/** At most `max` valid pages in any `windowMs`. */
export interface Limit {
	scope: LimitScope;
	max: number;
	windowMs: Millis;
}

/** On which terms a page is taken; judged in the transaction that takes it. */
export interface AcceptTerms {
	limits: readonly Limit[];
	/** Ids of open pages that the sender knows of. Their own are known; drills do not look. */
	seen: readonly string[];
	/** There is something else that the sender does not know of: the choice is theirs even if nobody has paged. */
	askAnyway: boolean;
	actor: Actor;
	/** What the sender has read; null for a drill that nobody wrote. */
	guidance: { version: string; language: string } | null;
}

export type AcceptOutcome =
	| { kind: 'accepted'; page: Page }
	| { kind: 'repeated'; page: Page }
	| { kind: 'keyReused' }
	| { kind: 'limited'; limit: Limit; retryAt: Millis }
	/** Others have paged, and their pages are open: newest first. None of them: there is only what `askAnyway` is about. */
	| { kind: 'unseen'; pages: Page[] };

/** Which pages to list; a heartbeat never is. */
export interface PageFilter {
	/** Only pages that are neither resolved nor withdrawn; only those that are. Default: both. */
	open?: boolean;
	kind?: 'page' | 'drill';
	centralId?: number;
	/** Only pages before this id, to go on where a list ended. */
	before?: string;
	limit: number;
}

/*
 * Everything that must survive us. Each method is one transaction, committed when it resolves.
 * Failures of the store itself are ServiceError( 'storeUnavailable' ).
 */

export interface PageStore {
	/**
	 * Page, one delivery per provider and the event `accepted`, or the page that has this key already, or why
	 * the terms are not met. One acceptance at a time, so that of two members within a second one is told of the other.
	 *
	 * @param terms null for a heartbeat, which no term concerns
	 */
	accept( page: Page, providers: readonly string[], terms: AcceptTerms | null ): Promise<AcceptOutcome>;
	findByKey( centralId: number, idempotencyKey: string ): Promise<Page | undefined>;
	find( pageId: string ): Promise<Page | undefined>;
	/** Newest first. */
	list( filter: PageFilter ): Promise<Page[]>;
	/** Where a provider has it now and does not keep it silent, the newest last. The incident is as it was read back. */
	incidents( pageId: string ): Promise<{ provider: string; incident: string | null }[]>;
	/** Whether this person has joined somebody else's page by adding to it. */
	isFollower( pageId: string, centralId: number ): Promise<boolean>;
	/** In order; empty for an unknown page. */
	eventsAfter( pageId: string, seq: number ): Promise<PageEvent[]>;
	/** All of each of these pages, in order. */
	eventsOf( pageIds: readonly string[] ): Promise<ReadonlyMap<string, PageEvent[]>>;
	/** Takes a heartbeat away again, with all that belongs to it. Pages of senders are never removed. */
	remove( pageId: string ): Promise<void>;
}

/** The bounds that decide when the next step is due, all in ms. */
export interface Bounds {
	/** From acceptance until the next provider starts beside one that has not accepted. */
	failoverMs: number;
	/** From acceptance until a page that nobody took is called undelivered. */
	deadlineMs: number;
	/** From delivery until somebody must be notified. */
	ringMs: number;
	/** From delivery, or the last thing tried, until an unacknowledged page goes on. */
	answerMs: number;
}

/** False: not recorded. 'undelivered': recorded, and by it the page has become so before its deadline. */
export type Recorded = boolean | 'undelivered';

export interface DeliveryStore {
	/** Due deliveries and due repeats, leased to the caller; one whose lease ran out is due again. */
	claimDue( now: Millis, leaseMs: number, limit: number ): Promise<ClaimedDelivery[]>;
	/** When the next delivery is due or a lease runs out; undefined when nothing waits. */
	nextDue(): Promise<Millis | undefined>;
	/**
	 * False when the lease was lost meanwhile: somebody else owns the delivery now. What a provider took
	 * although it was not needed any more (acknowledged elsewhere, withdrawn) is resolved there.
	 *
	 * @param next when to attempt again, or to repeat; null when neither is wanted
	 */
	recordOutcome( claim: ClaimedDelivery, outcome: DeliveryOutcome, next: Millis | null, now: Millis ): Promise<Recorded>;
	/**
	 * Deliveries that wait for this provider after an attempt that failed are due now: so many of them, those first
	 * whose turn is next. Not what it has asked us to be slow with.
	 */
	hasten( provider: string, now: Millis, most: number ): Promise<void>;
	/** Pages that no provider took by their deadline become undelivered. Returns each of them once. */
	markUndelivered( now: Millis ): Promise<Page[]>;
	/** The earliest deadline of a page that is still only accepted. */
	nextDeadline(): Promise<Millis | undefined>;
}

export interface IncidentStore {
	/** Open incidents; and resolved ones that were delivered after `resolvedSince`, for they may be reopened. */
	watched( provider: string, resolvedSince?: Millis ): Promise<WatchedDelivery[]>;
	/** False when the delivery has changed since `watched` was read: the next round sees it anew. */
	recordObservation(
		watched: WatchedDelivery, observation: IncidentObservation, events: readonly NewPageEvent[], now: Millis
	): Promise<Recorded>;
	/** True for one caller only, however many ask: the one who may reroute. */
	claimReroute( deliveryId: number ): Promise<boolean>;
	recordReroute( watched: WatchedDelivery, done: boolean, now: Millis ): Promise<void>;
	/** Starts the next provider of this page now, if one is left that has not started. */
	startNext( pageId: string, now: Millis ): Promise<boolean>;
}

/** What people, or the clock, do to a page after it was accepted. */
export interface CourseStore {
	/** Unacknowledged pages that are due go on: next provider, or a new round. Returns them. */
	escalateUnanswered( now: Millis ): Promise<Page[]>;
	nextUnanswered(): Promise<Millis | undefined>;
	/** Who adds to somebody else's page follows it from then on. @throws ServiceError pageNotOpen */
	addNote( pageId: string, text: string, by: Actor, now: Millis ): Promise<void>;
	/** Nothing when it is withdrawn already. @throws ServiceError pageNotOpen */
	withdraw( pageId: string, by: Actor, now: Millis ): Promise<void>;
	/** Nothing when this round was started already. @throws ServiceError pageNotOpen (also for drills), pagedAgainTooSoon */
	pageAgain( pageId: string, round: number, by: Actor, now: Millis ): Promise<void>;
	/** To the sender, in whatever state the page is; also told to the incident. */
	reply( pageId: string, text: string, by: Actor, now: Millis ): Promise<void>;
	/**
	 * A responder says so on our own site. Nothing when the page is in that state already.
	 *
	 * @param readBack providers that tell themselves; where one of them has it, it is answered there
	 * @throws ServiceError answerElsewhere, pageNotOpen
	 */
	answer( pageId: string, phase: 'acknowledged' | 'resolved', by: Actor, readBack: readonly string[], now: Millis ): Promise<void>;
}

/** Something to tell an incident after it was opened; kept until it is told or cannot be. */
export interface ClaimedAction {
	actionId: number;
	lease: string;
	kind: 'note' | 'resolve';
	text: string;
	attempts: number;
	pageId: string;
	provider: string;
	handle: IncidentHandle;
}

export interface ActionStore {
	claimActions( now: Millis, leaseMs: number, limit: number ): Promise<ClaimedAction[]>;
	nextAction(): Promise<Millis | undefined>;
	/** @param next when to try again; null: done, or not worth trying again */
	recordAction( claim: ClaimedAction, next: Millis | null ): Promise<void>;
}

/** Tells listeners in this process that a page has new events; they read them from the store. */
export interface PageFeed {
	changed( pageId: string ): void;
	/**
	 * Returns the function that ends the subscription.
	 *
	 * @param listener told of each change with a number of its own, the same for all who listen
	 */
	subscribe( pageId: string, listener: ( change: number ) => void ): () => void;
}
