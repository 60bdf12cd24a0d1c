// What a process still holds once everything that nobody needs is gone: the only figure that shows growth.
import { setImmediate as turn } from 'node:timers/promises';
import { getHeapStatistics, setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

export async function heapMegabytes(): Promise<number> {
	setFlagsFromString( '--expose-gc' );
	const collect = runInNewContext( 'gc' ) as () => void;
	await turn();
	collect();
	return Math.round( getHeapStatistics().used_heap_size / 1024 / 1024 * 10 ) / 10;
}

/** More than this between the beginning and the end is growth: what one page, one session or one request leaves would be. */
const MOST_GROWTH = 10;

/** Figures: two to begin with, three early, three late. */
export const ENOUGH = 8;

/**
 * What is wrong with the heap at each tenth of a long run, or at most of them; undefined: nothing. The first two tenths are Node's
 * compiler and what is filled once; then the middle of the next three is compared with the middle of the last three.
 */
export function growth( tenths: readonly number[] ): string | undefined {
	const middle = ( figures: readonly number[] ): number => figures.toSorted( ( a, b ) => a - b )[ Math.floor( figures.length / 2 ) ]!;
	const [ early, late ] = [ middle( tenths.slice( 2, 5 ) ), middle( tenths.slice( -3 ) ) ];
	return tenths.length >= ENOUGH && late - early <= MOST_GROWTH ? undefined : `the heap has grown: ${ tenths.join( ', ' ) } MB`;
}
