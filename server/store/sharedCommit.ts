// Many who write at the same moment share one transaction, and so one fsync. Each sees what the one before it
// did, nobody is told anything before the COMMIT, and one that fails takes no others with it.
//
//   waiting --(this turn of the event loop ends, nobody is under way)--> together --COMMIT--> told
//                                                                            |
//                              one of them fails: rolled back, and then each v
//                                                                          alone --COMMIT--> told
import type { Kysely, Transaction } from 'kysely';
import { setImmediate as endOfTurn } from 'node:timers/promises';
import type { Schema } from './schema.ts';

/** On SQLite nobody else is served while they are written: some 10 ms. */
const MOST_TOGETHER = 50;

/**
 * Resolves with what `work` returned once it is committed; rejects when it is not. `work` may be done twice,
 * the first time for nothing, so it changes nothing but the store.
 */
export type ShareCommit = <Result>( work: ( transaction: Transaction<Schema> ) => Promise<Result> ) => Promise<Result>;

interface Waiting {
	write( transaction: Transaction<Schema> ): Promise<void>;
	committed(): void;
	failed( error: unknown ): void;
}

/** @param first done once in each transaction, before all who share it */
export function createSharedCommit(
	database: Kysely<Schema>, first: ( transaction: Transaction<Schema> ) => Promise<void> = async () => undefined
): ShareCommit {
	const waiting: Waiting[] = [];
	let underWay = false;

	async function writeAll(): Promise<void> {
		underWay = true;
		while ( waiting.length > 0 ) {
			await endOfTurn();
			await commit( waiting.splice( 0, MOST_TOGETHER ) );
		}
		underWay = false;
	}

	async function commit( all: readonly Waiting[] ): Promise<void> {
		let oneFailed = false;
		try {
			await database.transaction().execute( async ( transaction ) => {
				await first( transaction );
				oneFailed = true;
				for ( const one of all ) {
					await one.write( transaction );
				}
				oneFailed = false;
			} );
		} catch ( error ) {
			if ( !oneFailed || all.length === 1 ) {
				all.forEach( ( one ) => one.failed( error ) );
				return;
			}
			for ( const one of all ) {
				await commit( [ one ] );
			}
			return;
		}
		all.forEach( ( one ) => one.committed() );
	}

	return <Result>( work: ( transaction: Transaction<Schema> ) => Promise<Result> ) => new Promise<Result>( ( resolve, reject ) => {
		let result: Result;
		waiting.push( {
			async write( transaction ) {
				result = await work( transaction );
			},
			committed: () => resolve( result ),
			failed: reject
		} );
		if ( !underWay ) {
			void writeAll();
		}
	} );
}

/** For what need not take turns: a database that commits for several at once does better by itself. */
export function shareIfOneWrites( database: Kysely<Schema> ): ShareCommit {
	return database.getExecutor().adapter.supportsMultipleConnections ?
		( work ) => database.transaction().execute( work ) :
		createSharedCommit( database );
}
