// One round of handing pages to providers: claim with a lease, one HTTP call each, record. At least
// once towards the provider; the dedup key, the same in every attempt, makes it one incident.
import type { Logger } from '../logger.ts';
import type { Millis, Page } from './page.ts';
import type { ClaimedDelivery, Clock, CourseStore, DeliveryStore, PageFeed } from './ports.ts';
import { mayTake, type Alert, type DeliveryOutcome, type Provider } from './provider.ts';
import { createAbsentProviders } from './absentProviders.ts';
import { nextAttemptAt } from './retryPolicy.ts';
import { sayUndelivered } from './sayUndelivered.ts';

export interface DeliverPagesDeps {
	store: DeliveryStore;
	course: Pick<CourseStore, 'escalateUnanswered'>;
	providers: ReadonlyMap<string, Provider>;
	composeAlert: ( page: Page, round: number ) => Alert;
	clock: Pick<Clock, 'now'>;
	feed: PageFeed;
	log: Logger;
	random: () => number;
	/** False while a route of drills is not known to wake nobody. */
	drillsAreSafe: () => boolean;
	metrics: {
		attempt( provider: string, outcome: DeliveryOutcome ): void;
		/** @param seconds since acceptance */
		pageTaken( seconds: number ): void;
		pageUndelivered(): void;
		pageUnanswered(): void;
	};
	/** Told after each attempt: there is room for another, and something may be worth reading back. */
	onSettled: () => void;
}

/**
 * Longer than a provider's limit for one call (10 s), so a living process keeps its lease; short,
 * because a process that died delays its claims by this much.
 */
export const LEASE_MS = 15_000;

/** As many calls at once at most; the rest stays in the store, claimable by other processes. */
const AT_ONCE = 20;

export interface DeliverPages {
	/**
	 * Claims what is due and starts an attempt at each, without waiting for slow providers. False when
	 * no more can be under way: there is nothing to do until one settles.
	 */
	deliverDue(): Promise<boolean>;
	/** When something becomes due that the store does not know of; undefined: nothing does. */
	nextTry(): Millis | undefined;
	/** Resolves when no attempt of this process is under way. */
	settled(): Promise<void>;
	/** Calls what nobody took by its deadline undelivered, loudly. */
	callUndelivered(): Promise<void>;
	/** Pages that nobody acknowledged in time go on: the next provider, or a new alert. */
	goOnUnanswered(): Promise<void>;
}

export function createDeliverPages( deps: DeliverPagesDeps ): DeliverPages {
	const underWay = new Set<Promise<void>>();
	const absent = createAbsentProviders( deps.store );

	async function attempt( claim: ClaimedDelivery ): Promise<void> {
		const { page } = claim;
		const outcome = await outcomeOf( claim );
		deps.metrics.attempt( claim.provider, outcome );
		const now = deps.clock.now();
		const next = nextFor( claim, outcome, now );
		const recorded = await deps.store.recordOutcome( claim, outcome, next, now );
		const facts = { pageId: page.id, provider: claim.provider, attempt: claim.attempts + 1 };
		if ( !recorded ) {
			deps.log.warn( facts, 'lease lost: another process goes on with this delivery' );
			return;
		}
		await absent.note( claim.provider, outcome, now ).catch( ( error: unknown ) => {
			deps.log.warn( { provider: claim.provider, err: error }, 'waiting pages could not be hurried: they are tried in their turn' );
		} );
		if ( outcome.kind === 'delivered' && claim.isRepeat ) {
			return;
		}
		if ( outcome.kind === 'delivered' ) {
			// A heartbeat's is no news, once a minute.
			deps.log[ page.kind === 'heartbeat' ? 'debug' : 'info' ]( { ...facts, incident: outcome.incident }, 'delivered' );
			if ( page.kind === 'page' && ( page.state === 'accepted' || page.state === 'undelivered' ) ) {
				deps.metrics.pageTaken( ( now - page.acceptedAt ) / 1000 );
			}
		} else if ( outcome.kind === 'rejected' && page.kind === 'drill' ) {
			deps.log.warn( { ...facts, reason: outcome.reason }, 'provider rejects drills as configured' );
		} else if ( outcome.kind === 'rejected' ) {
			deps.log.error( { ...facts, reason: outcome.reason }, 'provider rejects pages as configured: check its settings' );
		} else {
			deps.log.warn( { ...facts, reason: outcome.reason }, 'not delivered, trying again' );
		}
		if ( recorded === 'undelivered' ) {
			sayUndelivered( deps, page, 'refused' );
		}
		deps.feed.changed( page.id );
	}

	function nextFor( claim: ClaimedDelivery, outcome: DeliveryOutcome, now: Millis ): Millis | null {
		if ( outcome.kind === 'delivered' ) {
			const repeatEveryMs = deps.providers.get( claim.provider )?.repeatEveryMs;
			return repeatEveryMs === undefined ? null : now + repeatEveryMs;
		}
		return nextAttemptAt( outcome, claim.attempts + 1, now, deps.random() );
	}

	async function outcomeOf( claim: ClaimedDelivery ): Promise<DeliveryOutcome> {
		// The store makes no such delivery; should it ever hold one, nobody is woken in vain, or left asleep.
		if ( !mayTake( claim.provider, claim.page.kind ) ) {
			const facts = { pageId: claim.page.id, provider: claim.provider, kind: claim.page.kind };
			deps.log.error( facts, 'not attempted: this kind of page must never go to this provider' );
			return { kind: 'rejected', reason: 'refused' };
		}
		if ( claim.page.kind === 'drill' && !deps.drillsAreSafe() ) {
			return { kind: 'retry', reason: 'refused' };
		}
		const provider = deps.providers.get( claim.provider );
		// A page accepted before the provider was taken out of the configuration.
		return provider ? provider.deliver( deps.composeAlert( claim.page, claim.round ) ) : { kind: 'rejected', reason: 'notFound' };
	}

	return {
		async deliverDue() {
			const room = AT_ONCE - underWay.size;
			if ( room === 0 ) {
				return false;
			}
			await absent.ask( deps.clock.now() );
			for ( const claim of await deps.store.claimDue( deps.clock.now(), LEASE_MS, room ) ) {
				const attempted = attempt( claim )
					.catch( ( error: unknown ) => {
						// Not recorded: the lease runs out and the delivery is due again.
						deps.log.error( { pageId: claim.page.id, provider: claim.provider, err: error }, 'outcome of an attempt could not be recorded' );
					} )
					.finally( () => {
						underWay.delete( attempted );
						deps.onSettled();
					} );
				underWay.add( attempted );
			}
			return underWay.size < AT_ONCE;
		},
		nextTry: () => absent.nextAsk(),
		async settled() {
			await Promise.all( underWay );
		},
		async callUndelivered() {
			for ( const page of await deps.store.markUndelivered( deps.clock.now() ) ) {
				sayUndelivered( deps, page, 'deadline' );
				deps.feed.changed( page.id );
			}
		},
		async goOnUnanswered() {
			for ( const page of await deps.course.escalateUnanswered( deps.clock.now() ) ) {
				deps.log.warn( { pageId: page.id }, 'nobody acknowledged in time: going on' );
				deps.metrics.pageUnanswered();
				deps.feed.changed( page.id );
			}
		}
	};
}
