// Notes and resolutions on their way to incidents: at least once, with a bound, because a note that
// could not be told for an hour helps nobody. What a provider cannot do at all is left out.
import type { Logger } from '../logger.ts';
import type { Millis } from './page.ts';
import type { ActionStore, ClaimedAction, Clock } from './ports.ts';
import type { ActionOutcome, Provider } from './provider.ts';
import { LEASE_MS } from './deliverPage.ts';
import { lines } from './plainText.ts';
import { nextAttemptAt } from './retryPolicy.ts';

export interface TellIncidentsDeps {
	store: ActionStore;
	providers: ReadonlyMap<string, Provider>;
	clock: Pick<Clock, 'now'>;
	log: Logger;
	random: () => number;
}

/** With the steady pause of 30 s this is about an hour. */
const MAX_ATTEMPTS = 100;
const AT_ONCE = 10;

export interface TellIncidents {
	/** Tells what is due; resolves when all of it is recorded. */
	tellDue(): Promise<void>;
}

export function createTellIncidents( deps: TellIncidentsDeps ): TellIncidents {
	async function tell( claim: ClaimedAction ): Promise<void> {
		const outcome = await call( deps.providers.get( claim.provider ), claim );
		const facts = { pageId: claim.pageId, provider: claim.provider, action: claim.kind };
		let next: Millis | null = null;
		if ( outcome === 'impossible' ) {
			deps.log.info( facts, 'the provider cannot be told this' );
		} else if ( outcome.kind === 'failed' && claim.attempts + 1 < MAX_ATTEMPTS ) {
			next = nextAttemptAt( { ...outcome, kind: 'retry' }, claim.attempts + 1, deps.clock.now(), deps.random() );
		} else if ( outcome.kind === 'failed' ) {
			deps.log.warn( { ...facts, reason: outcome.reason }, 'incident could not be told, given up' );
		}
		await deps.store.recordAction( claim, next );
	}
	return {
		async tellDue() {
			await Promise.all( ( await deps.store.claimActions( deps.clock.now(), LEASE_MS, AT_ONCE ) ).map( tell ) );
		}
	};
}

/** Names and words of others, as they may leave: nothing of them hides, reorders or moves what stands around it. */
export function toldText( text: string ): string {
	return lines( text );
}

async function call( provider: Provider | undefined, { kind, handle, text }: ClaimedAction ): Promise<ActionOutcome | 'impossible'> {
	switch ( kind ) {
		case 'note':
			return provider?.addNote ? provider.addNote( handle, toldText( text ) ) : 'impossible';
		case 'resolve':
			return provider?.resolve ? provider.resolve( handle, toldText( text ) ) : 'impossible';
	}
}
