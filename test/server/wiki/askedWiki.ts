// A sandbox wiki and readers that ask it, for tests of who shares which call: it counts what the wiki got,
// notes how long each call might take, and can keep three calls under way. Decides nothing.
import type { AccountAnswer, AccountReader } from '../../../server/access/ports.ts';
import { startSandboxWiki, type SandboxWiki } from '../../../server/sandbox/wiki/index.ts';
import { createAccountReader } from '../../../server/wiki/accountReader.ts';
import { createActionApi, type ActionApi } from '../../../server/wiki/actionApi.ts';

/** For a limit that no test reaches. */
export const never = 3_600_000;

export interface AskedWiki {
	wiki: SandboxWiki;
	clock: { now(): number; advance( ms: number ): void };
	/** How long each call might take, in the order in which they went out. */
	bounds: ( number | undefined )[];
	readerWith( options?: { withRights?: boolean; limitMs?: number } ): AccountReader;
	/** A reader with three calls under way until the wiki is released. */
	busyReader( options?: { limitMs?: number } ): Promise<{ reader: AccountReader; first: Promise<AccountAnswer[]> }>;
	/** The ids of each call so far, in the order in which the wiki got them. */
	asked( parameter?: 'guscentralids' | 'guiid' ): number[][];
	/** Resolves when the wiki has been asked about each of them, alone. */
	arrived( ...centralIds: number[] ): Promise<void>;
	/** The wiki behaves again, and answers what it has held. */
	release(): void;
}

export async function startAskedWiki(): Promise<AskedWiki> {
	let now = Date.parse( '2026-11-23T12:00:00Z' );
	const clock: AskedWiki[ 'clock' ] = {
		now: () => now,
		advance( ms ) {
			now += ms;
		}
	};
	const consumer = { key: 'c'.repeat( 32 ), secret: '5'.repeat( 40 ), callbackUrl: 'http://localhost/oauth/callback' };
	const wiki = await startSandboxWiki( { gadgetPages: async () => ( {} ), consumer, backendUrl: 'http://localhost', now: () => now } );
	const bounds: AskedWiki[ 'bounds' ] = [];
	const world: AskedWiki = {
		wiki, clock, bounds,
		readerWith( { withRights = false, limitMs = never } = {} ) {
			const api = createActionApi( { wikiUrl: wiki.url, userAgent: 'PageSRE/0.1 (test@example.org)', timeoutMs: never, clock } );
			const noted: ActionApi = {
				get( parameters, withinMs ) {
					bounds.push( withinMs );
					return api.get( parameters, withinMs );
				}
			};
			return createAccountReader( noted, { withRights, clock, limitMs } );
		},
		async busyReader( options ) {
			const reader = world.readerWith( options );
			wiki.faults.set( { kind: 'hang' }, 'api' );
			const first = Promise.all( [ 50001, 50002, 50003 ].map( ( id ) => reader.ask( id ) ) );
			await world.arrived( 50001, 50002, 50003 );
			return { reader, first };
		},
		asked: ( parameter = 'guscentralids' ) => wiki.requests
			.flatMap( ( { query } ) => query.get( parameter ) ?? [] )
			.map( ( ids ) => ids.split( '|' ).map( Number ) ),
		async arrived( ...centralIds ) {
			await Promise.all( centralIds.map( ( id ) => wiki.arrived( ( { query } ) => query.get( 'guscentralids' ) === String( id ) ) ) );
		},
		release() {
			wiki.faults.set( null );
			wiki.faults.release();
		}
	};
	return world;
}
