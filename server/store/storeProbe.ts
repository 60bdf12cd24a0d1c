// Can a page be stored now? The only way to know is to write.
import type { Kysely } from 'kysely';
import type { Schema } from './schema.ts';

/**
 * Returns a function that writes one row for good; false when the store cannot. Never throws. Whoever asks while it
 * writes gets the same answer: asking much, which anybody may do, must not keep pages waiting.
 */
export function createStoreProbe( database: Kysely<Schema>, now: () => number ): () => Promise<boolean> {
	let writing: Promise<boolean> | undefined;
	return () => {
		writing ??= write().finally( () => {
			writing = undefined;
		} );
		return writing;
	};

	async function write(): Promise<boolean> {
		try {
			const at = now();
			await database.insertInto( 'probes' ).values( { id: 1, at } )
				.onConflict( ( conflict ) => conflict.column( 'id' ).doUpdateSet( { at } ) )
				.execute();
			return true;
		} catch {
			return false;
		}
	}
}
