// What the domain needs from the world, as types. store/, wiki/ and oncall/ implement these;
// nothing in pages/ knows how.
import type { PageEvent } from '../contract/page.ts';
import type { Membership, Millis, NewPageEvent, Page } from './page.ts';
import type { DeliveryOutcome, IncidentHandle, IncidentObservation } from './provider.ts';

/** Injected by server.ts; tests move it with advance(). */
export interface Clock {
	now(): Millis;
	/** Resolves after `ms`, or at once when the signal aborts. Never rejects. */
	wait( ms: number, signal: AbortSignal ): Promise<void>;
}

/** Asks the wiki, now. Never throws: no answer is the verdict `unknown`. */
export interface MembershipCheck {
	check( centralId: number ): Promise<Membership>;
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

export type AcceptOutcome =
	| { kind: 'accepted'; page: Page }
	| { kind: 'repeated'; page: Page }
	| { kind: 'keyReused' };

/*
 * Everything that must survive us. Each method is one transaction, committed when it resolves.
 * Failures of the store itself are ServiceError( 'storeUnavailable' ).
 */

export interface PageStore {
	/** Page, one delivery per provider and the event `accepted`, or the page that has this key already. */
	accept( page: Page, providers: readonly string[] ): Promise<AcceptOutcome>;
	findByKey( centralId: number, idempotencyKey: string ): Promise<Page | undefined>;
	find( pageId: string ): Promise<Page | undefined>;
	/** Newest first. */
	listBySender( centralId: number, limit: number ): Promise<Page[]>;
	/** In order; empty for an unknown page. */
	eventsAfter( pageId: string, seq: number ): Promise<PageEvent[]>;
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
	recordOutcome( claim: ClaimedDelivery, outcome: DeliveryOutcome, next: Millis | null, now: Millis ): Promise<boolean>;
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
	): Promise<boolean>;
	/** True for one caller only, however many ask: the one who may reroute. */
	claimReroute( deliveryId: number ): Promise<boolean>;
	recordReroute( watched: WatchedDelivery, done: boolean, now: Millis ): Promise<void>;
	/** Starts the next provider of this page now, if one is left that has not started. */
	startNext( pageId: string, now: Millis ): Promise<boolean>;
}

/** What the sender, or the clock, does to a page that is open. */
export interface CourseStore {
	/** Unacknowledged pages that are due go on: next provider, or a new round. Returns them. */
	escalateUnanswered( now: Millis ): Promise<Page[]>;
	nextUnanswered(): Promise<Millis | undefined>;
	/** @throws ServiceError pageNotOpen */
	addNote( pageId: string, text: string, now: Millis ): Promise<void>;
	/** Nothing when it is withdrawn already. @throws ServiceError pageNotOpen */
	withdraw( pageId: string, now: Millis ): Promise<void>;
	/** Nothing when this round was started already. @throws ServiceError pageNotOpen, pagedAgainTooSoon */
	pageAgain( pageId: string, round: number, now: Millis ): Promise<void>;
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
	/** Returns the function that ends the subscription. */
	subscribe( pageId: string, listener: () => void ): () => void;
}
