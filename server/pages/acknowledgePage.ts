// What became of delivered pages: one poll per provider reads its incidents back, and what is new
// becomes events. Late, repeated and unknown observations are harmless. Does anybody's phone ring? If
// not, the incident goes to the catch-all policy once, or the next provider starts.
import type { Logger } from '../logger.ts';
import type { Millis, NewPageEvent } from './page.ts';
import type { Bounds, Clock, IncidentStore, PageFeed, WatchedDelivery } from './ports.ts';
import { HEARTBEAT_PROVIDER, isDrillRoute, ObservationError, type IncidentObservation, type Provider } from './provider.ts';
import { sayUndelivered } from './sayUndelivered.ts';

export interface WatchIncidentsDeps {
	store: IncidentStore;
	clock: Pick<Clock, 'now'>;
	feed: PageFeed;
	log: Logger;
	bounds: Pick<Bounds, 'ringMs'>;
	/** Something is due now that was not before. */
	nudge: () => void;
	/** The incidents of this provider are known as of now: read back, or there are none to read. */
	onRead: ( provider: string, at: Millis ) => void;
	/** Nobody was being notified of an incident. */
	onSilent: ( rerouted: boolean ) => void;
	metrics: { pageUndelivered(): void };
}

/** A resolved incident is looked at for this long after its delivery, in case somebody reopens it. */
const REOPENABLE_MS = 6 * 60 * 60_000;

export interface WatchIncidents {
	/** Reads back once. Returns when not to ask again before, if the provider said so. */
	observe( provider: Provider ): Promise<Millis | undefined>;
}

export function createWatchIncidents( deps: WatchIncidentsDeps ): WatchIncidents {
	const { store, clock, feed, log } = deps;

	async function apply( provider: Provider, watched: WatchedDelivery, observation: IncidentObservation ): Promise<void> {
		const events = whatIsNew( watched, observation );
		const changed = events.length > 0 || ( observation.muted ?? false ) !== watched.muted;
		const recorded = changed && await store.recordObservation( watched, observation, events, clock.now() );
		if ( recorded ) {
			const { incident, phase, notified, muted } = observation;
			const isNews = watched.provider !== HEARTBEAT_PROVIDER;
			log[ isNews ? 'info' : 'debug' ]( { pageId: watched.pageId, provider: watched.provider, incident, phase, notified, muted }, 'incident changed' );
			if ( recorded === 'undelivered' ) {
				sayUndelivered( deps, { id: watched.pageId, kind: isDrillRoute( provider.name ) ? 'drill' : 'page' }, 'refused' );
			}
			deps.nudge();
			feed.changed( watched.pageId );
		}
		// Of a drill nobody shall be notified.
		const isLate = clock.now() >= watched.deliveredAt + deps.bounds.ringMs;
		if ( isLate && !watched.rerouted && !isDrillRoute( provider.name ) && isSilent( watched, observation ) ) {
			await ringSomebody( provider, watched, observation );
		}
	}

	async function ringSomebody( provider: Provider, watched: WatchedDelivery, observation: IncidentObservation ): Promise<void> {
		// Claimed before the call: rerouting twice would wake people twice.
		if ( !await store.claimReroute( watched.deliveryId ) ) {
			return;
		}
		const outcome = provider.reroute ? await provider.reroute( { dedupKey: watched.dedupKey, incident: observation.incident } ) : undefined;
		const done = outcome?.kind === 'done';
		deps.onSilent( done );
		const facts = { pageId: watched.pageId, provider: watched.provider, incident: observation.incident };
		if ( done ) {
			log.warn( facts, 'nobody was being notified: rerouted to the catch-all policy' );
		} else {
			log.error( { ...facts, outcome }, 'nobody is being notified, and the incident could not be rerouted: check the rota' );
			await store.startNext( watched.pageId, clock.now() );
		}
		if ( provider.reroute ) {
			await store.recordReroute( watched, done, clock.now() );
		}
		deps.nudge();
		feed.changed( watched.pageId );
	}

	return {
		async observe( provider ) {
			const watched = provider.observe ? await store.watched( provider.name, clock.now() - REOPENABLE_MS ) : [];
			if ( watched.length === 0 ) {
				deps.onRead( provider.name, clock.now() );
				return undefined;
			}
			try {
				const observations = new Map( ( await provider.observe!( watched ) ).map( ( one ) => [ one.dedupKey, one ] ) );
				for ( const delivery of watched ) {
					const observation = observations.get( delivery.dedupKey );
					if ( observation ) {
						await apply( provider, delivery, observation );
					}
				}
				deps.onRead( provider.name, clock.now() );
				return undefined;
			} catch ( error ) {
				if ( !( error instanceof ObservationError ) ) {
					throw error;
				}
				log.warn( { provider: provider.name, reason: error.reason }, 'incidents could not be read back' );
				return error.notBefore;
			}
		}
	};
}

/** The provider says that nobody is being notified. When it does not say, we do not guess. */
function isSilent( watched: WatchedDelivery, observation: IncidentObservation ): boolean {
	return watched.phase === 'triggered' && observation.phase === 'triggered' && observation.notified === 0 && !observation.muted;
}

/** The events that lead from what we knew to what the provider says now. */
export function whatIsNew(
	watched: Pick<WatchedDelivery, 'provider' | 'phase' | 'notified' | 'muted'>, observation: IncidentObservation
): NewPageEvent[] {
	const { provider } = watched;
	const { phase, notified, by, muted = false } = observation;
	if ( phase !== watched.phase ) {
		switch ( phase ) {
			case 'acknowledged':
			case 'resolved':
				return [ { kind: phase, provider, by } ];
			case 'triggered':
				return [ { kind: 'reopened', provider } ];
		}
	}
	if ( muted && !watched.muted ) {
		return [ { kind: 'attemptFailed', provider, reason: 'muted', final: false } ];
	}
	const ringingAnew = phase === 'triggered' && notified !== null && notified > 0 && notified !== watched.notified;
	return ringingAnew ? [ { kind: 'ringing', provider, people: notified } ] : [];
}
