// Prometheus at its work: reads the figures every 15 s of the world's time and keeps them, as promtool wants
// series in its tests.
import type { World } from '../harness.ts';
import { scrape } from '../server/watching/scraping.ts';

export const SCRAPE_MS = 15_000;

export interface Recorder {
	/** So much time passes, and the figures are read all the while. */
	watch( minutes: number ): Promise<void>;
	/** Readings so far, as the time of a test. */
	now(): string;
	/** As `input_series`. */
	series(): { series: string; values: string }[];
}

export function createRecorder( world: World ): Recorder {
	const start = world.clock.now();
	const readings: ( ReadonlyMap<string, number> | undefined )[] = [];

	async function read(): Promise<void> {
		readings.push( await scrape( world.url ).catch( ( error: unknown ) => {
			// A server that is down refuses the connection. Anything else is a fault of the figures.
			if ( error instanceof TypeError ) {
				return undefined;
			}
			throw error;
		} ) );
	}

	/** Time begins at 0 in promtool's tests. What is 0 here never happened. */
	const told = ( name: string, value: number ): number => /timestamp_seconds|start_time/.test( name ) ? value - start / 1000 : value;

	return {
		async watch( minutes ) {
			for ( let passed = 0; passed < minutes * 60_000; passed += SCRAPE_MS ) {
				await read();
				await world.advance( SCRAPE_MS );
			}
		},
		now: () => `${ ( readings.length - 1 ) * SCRAPE_MS / 1000 }s`,
		series() {
			const names = new Set( readings.flatMap( ( reading ) => [ ...reading?.keys() ?? [] ] ) );
			const values = ( name: string ): string => readings.map( ( reading, index ) => {
				const value = reading?.get( name );
				// Prometheus marks what it could not read any more.
				return value === undefined ? readings[ index - 1 ]?.has( name ) === true ? 'stale' : '_' : String( told( name, value ) );
			} ).join( ' ' );
			const where = 'job="page-sre", instance="page-sre:3000"';
			return [
				{ series: `up{${ where }}`, values: readings.map( ( reading ) => reading ? '1' : '0' ).join( ' ' ) },
				...[ ...names ].map( ( name ) => ( {
					series: name.includes( '{' ) ? name.replace( '{', `{${ where }, ` ) : `${ name }{${ where }}`, values: values( name )
				} ) )
			];
		}
	};
}
