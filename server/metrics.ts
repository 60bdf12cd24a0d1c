// Figures for Prometheus. Names are a promise to whoever watches; no label ever holds a person, a text
// or an id.
import { Counter, Gauge, Registry, type OpenMetricsContentType } from 'prom-client';
import type { LimitScope } from './contract/problem.ts';
import type { Membership, PageKind } from './pages/page.ts';
import type { DeliveryOutcome } from './pages/provider.ts';

export interface Metrics {
	pageAccepted( kind: PageKind ): void;
	pageUndelivered(): void;
	attempt( provider: string, outcome: DeliveryOutcome ): void;
	heartbeat( alive: boolean, atSeconds: number ): void;
	/** @param ground where a yes came from, or why it was none */
	membership( verdict: Membership[ 'verdict' ], ground: string ): void;
	limitMet( scope: LimitScope ): void;
	rosterRead( atSeconds: number ): void;
	/** Text exposition format. */
	expose(): Promise<{ contentType: string; text: string }>;
}

export function createMetrics(): Metrics {
	const registry = new Registry<OpenMetricsContentType>();
	const registers = [ registry ];
	const accepted = new Counter( { name: 'page_sre_pages_accepted_total', help: 'Pages durably stored.', registers } );
	const drills = new Counter( { name: 'page_sre_drills_accepted_total', help: 'Drills durably stored; they wake nobody.', registers } );
	const undelivered = new Counter( { name: 'page_sre_pages_undelivered_total', help: 'Pages that no provider took by their deadline.', registers } );
	const attempts = new Counter( {
		name: 'page_sre_delivery_attempts_total', help: 'Calls of providers by outcome: delivered, or the reason of the failure.',
		labelNames: [ 'provider', 'outcome', 'reason' ], registers
	} );
	const alive = new Gauge( { name: 'page_sre_heartbeat_alive', help: '1 when the last heartbeat went all the way round.', registers } );
	const lastBeat = new Gauge( { name: 'page_sre_heartbeat_last_success_timestamp_seconds', help: 'When a heartbeat last went all the way round.', registers } );
	const memberships = new Counter( {
		name: 'page_sre_membership_checks_total', help: 'Verdicts on whether somebody may page: its source, or the reason of a no.',
		labelNames: [ 'verdict', 'ground' ], registers
	} );
	const limitsMet = new Counter( { name: 'page_sre_limits_met_total', help: 'Pages refused because a limit was met.', labelNames: [ 'scope' ], registers } );
	const rosterAt = new Gauge( { name: 'page_sre_roster_read_timestamp_seconds', help: 'When the wiki last gave us the whole group.', registers } );
	return {
		pageAccepted: ( kind ) => ( kind === 'page' ? accepted : drills ).inc(),
		pageUndelivered: () => undelivered.inc(),
		attempt: ( provider, outcome ) => attempts.inc( {
			provider, outcome: outcome.kind, reason: outcome.kind === 'delivered' ? '' : outcome.reason
		} ),
		heartbeat( went, atSeconds ) {
			alive.set( went ? 1 : 0 );
			if ( went ) {
				lastBeat.set( atSeconds );
			}
		},
		membership: ( verdict, ground ) => memberships.inc( { verdict, ground } ),
		limitMet: ( scope ) => limitsMet.inc( { scope } ),
		rosterRead: ( atSeconds ) => rosterAt.set( atSeconds ),
		expose: async () => ( { contentType: registry.contentType, text: await registry.metrics() } )
	};
}
