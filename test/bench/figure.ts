// One figure of docs/performance.md: what is measured against what, how often, and what it should be. A figure
// is what its rounds say, the middle one and both ends; a mean would hide a neighbour's hiccup in it.
import type { Workbench } from './workbench.ts';

export interface Options {
	rounds: number;
	/** Of load in each round and of each side. */
	seconds: number;
	/** Added to each fsync of the measured server's SQLite. */
	slowDiskMs: number;
}

export interface Reading {
	what: string;
	/** One for each round. */
	values: readonly number[];
	unit: string;
	/** In words, as in the table; `most` and `least` are what the middle value is held against. */
	goal?: { words: string; most?: number; least?: number };
}

export interface Figure {
	number: number;
	title: string;
	/** ms added to each fsync, one run of the figure for each; default: the disk as it is. */
	disks?: readonly number[];
	measure( bench: Workbench, options: Options ): Promise<Reading[]>;
}

/** The middle one. */
export function middle( values: readonly number[] ): number {
	const sorted = values.toSorted( ( one, other ) => one - other );
	const half = sorted.length / 2;
	return Number.isInteger( half ) ? ( sorted[ half - 1 ]! + sorted[ half ]! ) / 2 : sorted[ Math.floor( half ) ]!;
}

/** Both sides one after the other in each round, and who is first changes: A B, B A, A B ... */
export async function alternate<A, B>( rounds: number, reference: () => Promise<A>, candidate: () => Promise<B> ): Promise<[ A, B ][]> {
	const pairs: [ A, B ][] = [];
	for ( let round = 0; round < rounds; round++ ) {
		if ( round % 2 === 0 ) {
			const first = await reference();
			pairs.push( [ first, await candidate() ] );
		} else {
			const first = await candidate();
			pairs.push( [ await reference(), first ] );
		}
	}
	return pairs;
}

export function reads( { goal, values }: Reading ): 'reached' | 'missed' | 'no goal' {
	if ( !goal || ( goal.most === undefined && goal.least === undefined ) ) {
		return 'no goal';
	}
	const value = middle( values );
	return value <= ( goal.most ?? Infinity ) && value >= ( goal.least ?? -Infinity ) ? 'reached' : 'missed';
}
