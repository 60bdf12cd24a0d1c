// The store of the configuration, for one command: beside a running server or without one. Never makes a
// store: a path that is wrong must not look like a store in which nothing is.
import { existsSync } from 'node:fs';
import type { Config } from '../config.ts';
import { ServiceError } from '../errors.ts';
import { openStores, type Stores } from '../stores.ts';
import { EXIT_NO_INPUT, EXIT_UNAVAILABLE, type Surroundings } from './command.ts';

/** Returns what `work` returns, or the exit code for a store that is not there or fails. */
export async function withStores(
	{ config, complain }: Pick<Surroundings, 'config' | 'complain'>, work: ( stores: Stores, config: Config ) => Promise<number>
): Promise<number> {
	const settings = config();
	if ( !settings.databaseUrl && !existsSync( settings.store ) ) {
		complain( `There is no store at ${ settings.store }: it is made when the server first starts.\n` );
		return EXIT_NO_INPUT;
	}
	let stores: Stores;
	try {
		stores = await openStores( settings );
	} catch ( error ) {
		complain( `${ ( error as Error ).message }\n` );
		return EXIT_UNAVAILABLE;
	}
	try {
		return await work( stores, settings );
	} catch ( error ) {
		if ( !( error instanceof ServiceError ) || error.code !== 'storeUnavailable' ) {
			throw error;
		}
		complain( `The store failed: ${ ( error.cause as Error ).message }\n` );
		return EXIT_UNAVAILABLE;
	} finally {
		await stores.close();
	}
}
