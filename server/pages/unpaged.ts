// Incidents that ring nobody, whoever raised them: what a provider is asked about them and what it says it
// did. Types only; ports.ts has the capability, and the command line is the one who asks.
import type { FailureReason } from '../contract/page.ts';

/** What `escalateUnpaged` looks at: incidents of anybody, not only ours. */
export interface UnpagedSearch {
	/** Names or slugs. Default: those that the provider is configured for, else every team. */
	teams?: readonly string[];
	/** Younger incidents are left alone: paging takes a moment to begin. */
	graceMs: number;
	/** Only says what it would do. */
	dryRun: boolean;
}

/**
 * `found`: it would be rerouted. `muted`: nobody is notified on purpose. `unclear`: the provider does not
 * tell who is notified, whose it is, or its number, so it was left alone and a person must look.
 */
export type UnpagedOutcome =
	| { kind: 'found' | 'rerouted' | 'muted' }
	| { kind: 'unclear'; missing: 'notified' | 'team' | 'number' }
	| { kind: 'failed'; reason: FailureReason };

export interface UnpagedIncident {
	/** The provider's number, or '' when it tells none. */
	incident: string;
	/** What whoever raised it calls it; foreign text. */
	name: string;
	outcome: UnpagedOutcome;
}
