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
	/** The reference of each round. Where it was unsteady, the figure is measured once more. */
	against?: readonly number[];
}

export interface Figure {
	number: number;
	title: string;
	/** ms added to each fsync, one run of the figure for each; default: the disk as it is. */
	disks?: readonly number[];
	measure( bench: Workbench, options: Options ): Promise<Reading[]>;
}

/** Above this a reference says more about the neighbours than about the machine. */
const UNSTEADY = 0.25;

/** The middle one. */
export function middle( values: readonly number[] ): number {
	const sorted = values.toSorted( ( one, other ) => one - other );
	const half = sorted.length / 2;
	return Number.isInteger( half ) ? ( sorted[ half - 1 ]! + sorted[ half ]! ) / 2 : sorted[ Math.floor( half ) ]!;
}

/** One after the other in each round, and who is first changes: A B C, C B A, A B C ... */
export async function inTurn<Names extends string>(
	rounds: number, sides: Record<Names, () => Promise<number>>
): Promise<Record<Names, number[]>> {
	const names = Object.keys( sides ) as Names[];
	const values = Object.fromEntries( names.map( ( name ): [ string, number[] ] => [ name, [] ] ) ) as Record<Names, number[]>;
	for ( let round = 0; round < rounds; round++ ) {
		for ( const name of round % 2 === 0 ? names : names.toReversed() ) {
			values[ name ].push( await sides[ name ]() );
		}
	}
	return values;
}

/** Of each round: what the candidate needs or does, in times of the reference. */
export function ratios( values: readonly number[], against: readonly number[] ): Pick<Reading, 'values' | 'unit' | 'against'> {
	return { values: values.map( ( value, round ) => value / against[ round ]! ), unit: 'x', against };
}

export function isUnsteady( { against }: Reading ): boolean {
	if ( !against ) {
		return false;
	}
	const mean = against.reduce( ( sum, value ) => sum + value, 0 ) / against.length;
	const variance = against.reduce( ( sum, value ) => sum + ( value - mean ) ** 2, 0 ) / against.length;
	return Math.sqrt( variance ) / mean > UNSTEADY;
}

export function reads( { goal, values }: Reading ): 'reached' | 'missed' | 'no goal' {
	if ( !goal || ( goal.most === undefined && goal.least === undefined ) ) {
		return 'no goal';
	}
	const value = middle( values );
	return value <= ( goal.most ?? Infinity ) && value >= ( goal.least ?? -Infinity ) ? 'reached' : 'missed';
}
