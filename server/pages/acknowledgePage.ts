// What became of delivered pages: one poll per provider reads its incidents back, and what is new
// becomes events. Late, repeated and unknown observations are harmless.
import { ObservationError, type Clock, type IncidentObservation, type IncidentStore, type PageFeed, type Provider, type WatchedDelivery } from './ports.ts';
import type { Logger } from '../logger.ts';
import { dedupKeyOf, type Millis, type NewPageEvent } from './page.ts';

export interface WatchIncidentsDeps {
	store: IncidentStore;
	clock: Pick<Clock, 'now'>;
	feed: PageFeed;
	log: Logger;
}

export interface WatchIncidents {
	/** Reads back once. Returns when not to ask again before, if the provider said so. */
	observe( provider: Provider ): Promise<Millis | undefined>;
}

export function createWatchIncidents( deps: WatchIncidentsDeps ): WatchIncidents {
	async function apply( watched: WatchedDelivery, observation: IncidentObservation ): Promise<void> {
		const events = whatIsNew( watched, observation );
		if ( events.length > 0 && await deps.store.recordObservation( watched, observation, events, deps.clock.now() ) ) {
			deps.log.info( { pageId: watched.pageId, provider: watched.provider, incident: observation.incident, phase: observation.phase, notified: observation.notified }, 'incident changed' );
			deps.feed.changed( watched.pageId );
		}
	}

	return {
		async observe( provider ) {
			const watched = provider.observe ? await deps.store.watched( provider.name ) : [];
			if ( watched.length === 0 ) {
				return undefined;
			}
			try {
				const handles = watched.map( ( { pageId, incident } ) => ( { dedupKey: dedupKeyOf( pageId ), incident } ) );
				const observations = new Map( ( await provider.observe!( handles ) ).map( ( one ) => [ one.dedupKey, one ] ) );
				for ( const delivery of watched ) {
					const observation = observations.get( dedupKeyOf( delivery.pageId ) );
					if ( observation ) {
						await apply( delivery, observation );
					}
				}
				return undefined;
			} catch ( error ) {
				if ( !( error instanceof ObservationError ) ) {
					throw error;
				}
				deps.log.warn( { provider: provider.name, reason: error.reason }, 'incidents could not be read back' );
				return error.notBefore;
			}
		}
	};
}

/** The events that lead from what we knew to what the provider says now. */
export function whatIsNew( watched: Pick<WatchedDelivery, 'provider' | 'phase' | 'notified'>, observation: IncidentObservation ): NewPageEvent[] {
	const { provider } = watched;
	const { phase, notified, by } = observation;
	if ( phase !== watched.phase ) {
		switch ( phase ) {
			case 'acknowledged':
			case 'resolved':
				return [ { kind: phase, provider, by } ];
			case 'triggered':
				return [ { kind: 'reopened', provider } ];
		}
	}
	const ringingAnew = phase === 'triggered' && notified !== null && notified > 0 && notified !== watched.notified;
	return ringingAnew ? [ { kind: 'ringing', provider, people: notified } ] : [];
}
