// Proves the whole path every minute: a page is stored, claimed, delivered to a provider that wakes
// nobody, read back, and taken away again. Only then is the outside told that we live.
import type { Logger } from '../logger.ts';
import type { Millis, Page } from './page.ts';
import type { Clock, PageStore } from './ports.ts';

export interface HeartbeatDeps {
	store: Pick<PageStore, 'accept' | 'find' | 'remove'>;
	provider: string;
	clock: Clock;
	log: Logger;
	newId: () => string;
	nudge: () => void;
	/** Reports to a dead-man's switch elsewhere; absent when none is configured. */
	report?: () => Promise<boolean>;
	/** Told after each beat. */
	onBeat: ( beat: Beat ) => void;
}

export interface Beat {
	alive: boolean;
	at: Millis;
}

export interface Heartbeat {
	/** One whole loop. Resolves when it is over, whatever came of it; ends early when stopped. */
	beat( stopping: AbortSignal ): Promise<void>;
}

/** Within this a healthy process has gone round: two nudged loops. */
const PATIENCE_MS = 20_000;
const LOOK_EVERY_MS = 500;

/** Nobody has this central ID: CentralAuth counts from 1. */
const NOBODY = 0;

export function createHeartbeat( deps: HeartbeatDeps ): Heartbeat {
	const { store, clock, log } = deps;

	async function goRound( id: string, stopping: AbortSignal ): Promise<boolean> {
		await store.accept( heartbeatPage( id, clock.now() ), [ deps.provider ], null );
		deps.nudge();
		for ( const until = clock.now() + PATIENCE_MS; clock.now() < until && !stopping.aborted; ) {
			await clock.wait( LOOK_EVERY_MS, stopping );
			if ( ( await store.find( id ) )?.state === 'resolved' ) {
				return true;
			}
		}
		return false;
	}

	return {
		async beat( stopping ) {
			const id = deps.newId();
			const alive = await goRound( id, stopping ).finally( () => store.remove( id ) );
			if ( stopping.aborted ) {
				return;
			}
			deps.onBeat( { alive, at: clock.now() } );
			if ( !alive ) {
				log.error( {}, 'heartbeat: a page did not go round; pages may be stuck' );
			} else if ( deps.report && !await deps.report() ) {
				log.warn( {}, 'heartbeat: the dead-man\'s switch could not be told' );
			}
		}
	};
}

function heartbeatPage( id: string, now: Millis ): Page {
	return {
		id,
		kind: 'heartbeat',
		idempotencyKey: id,
		contentHash: '',
		content: { summary: 'Heartbeat', scope: 'Page SRE', since: '', details: '', private: false, language: 'en', contact: {}, context: {} },
		sender: { centralId: NOBODY, name: 'Page SRE', email: null },
		membership: { verdict: 'member', standing: 'group', group: 'heartbeat', source: 'globalusers', name: 'Page SRE', verifiedAt: now },
		state: 'accepted',
		acceptedAt: now,
		// Its own patience is the deadline: a stuck heartbeat is told once, by itself.
		deadlineAt: Number.MAX_SAFE_INTEGER,
		round: 1
	};
}
