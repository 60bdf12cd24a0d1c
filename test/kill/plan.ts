// When to kill whom: chosen at random before the run, so that a seed names the whole plan.

export interface Kill {
	/** Once so many pages were answered; so every kill falls into the load. */
	afterPages: number;
	/** And so long after that, in ms: anywhere in the life of the pages that are under way. */
	delayMs: number;
	process: number;
}

/** A page that is answered once more comes from a panel that did not hear the first answer. */
const AGAIN = 0.2;

/** Longer than one page takes under this load. */
const MAX_DELAY_MS = 250;

export interface Plan {
	/** In order. */
	kills: readonly Kill[];
	/** Whether this page is asked for a second time after it was answered. */
	asksAgain( page: number ): boolean;
}

export function makePlan( { seed, pages, kills, processes }: { seed: number; pages: number; kills: number; processes: number } ): Plan {
	const random = randomOf( seed );
	const again = Array.from( { length: pages }, () => random() < AGAIN );
	return {
		kills: Array.from( { length: kills }, () => ( {
			afterPages: Math.floor( random() * pages ),
			delayMs: Math.floor( random() * MAX_DELAY_MS ),
			process: Math.floor( random() * processes )
		} ) ).sort( ( a, b ) => a.afterPages - b.afterPages ),
		asksAgain: ( page ) => again[ page ]!
	};
}

/** Lehmer's generator with the constants of Park, Miller and Stockmeyer (1993): small, and the same everywhere. */
function randomOf( seed: number ): () => number {
	const modulus = 2 ** 31 - 1;
	let state = seed % ( modulus - 1 ) + 1;
	return () => {
		state = state * 48_271 % modulus;
		return state / modulus;
	};
}
