// On PostgreSQL several processes serve one store: what one of them writes, the others hear here, and
// their event streams go on at once. Nothing depends on it: streams also read the store by themselves.
import { Client } from 'pg';
import type { Logger } from '../logger.ts';
import type { Clock, PageFeed } from '../pages/ports.ts';
import type { Secret } from '../secret.ts';
import { postgresConnection } from './postgres.ts';

/** The trigger on page_events tells here at COMMIT, with the page's id. */
const CHANNEL = 'page_changed';

/** A server that is gone says nothing either, so it is asked. */
const CHECK_MS = 30_000;

/** After a lost connection; the last one is repeated. A database that restarts takes a few seconds. */
const backoffMs = [ 500, 1_000, 2_000, 5_000, 15_000 ];

export interface PageNotificationsDeps {
	url: Secret;
	feed: Pick<PageFeed, 'changed'>;
	clock: Clock;
	log: Pick<Logger, 'info' | 'warn'>;
}

export interface PageNotifications {
	stop(): Promise<void>;
}

/** Resolves when it listens, or when the first attempt to has failed and the next ones go on. Never throws. */
export async function listenForPages( { url, feed, clock, log }: PageNotificationsDeps ): Promise<PageNotifications> {
	const stopping = new AbortController();

	/** One connection, until it is lost or we stop. */
	async function listen( listening: () => void ): Promise<void> {
		const client = new Client( postgresConnection( url ) );
		const lost = new AbortController();
		client.on( 'error', ( error ) => lost.abort( error ) );
		client.on( 'end', () => lost.abort( new Error( 'connection ended' ) ) );
		client.on( 'notification', ( { payload } ) => feed.changed( payload ?? '' ) );
		try {
			await client.connect();
			await client.query( `listen ${ CHANNEL }` );
			listening();
			while ( !stopping.signal.aborted ) {
				await clock.wait( CHECK_MS, AbortSignal.any( [ stopping.signal, lost.signal ] ) );
				lost.signal.throwIfAborted();
				await client.query( 'select 1' );
			}
		} finally {
			const ended = client.end().catch( () => undefined );
			// A lost one may never say that it ended.
			await ( lost.signal.aborted ? undefined : ended );
		}
	}

	async function run( tried: () => void ): Promise<void> {
		for ( let failures = 0; !stopping.signal.aborted; failures++ ) {
			try {
				await listen( () => {
					if ( failures > 0 ) {
						log.info( {}, 'hears other processes again' );
					}
					failures = 0;
					tried();
				} );
			} catch ( error ) {
				tried();
				log.warn( { reason: ( error as Error ).message }, 'does not hear other processes: their events come with the next reading' );
				await clock.wait( backoffMs[ Math.min( failures, backoffMs.length - 1 ) ]!, stopping.signal );
			}
		}
	}

	let running: Promise<void> | undefined;
	await new Promise<void>( ( resolve ) => {
		running = run( resolve );
	} );
	return {
		async stop() {
			stopping.abort();
			await running;
		}
	};
}
