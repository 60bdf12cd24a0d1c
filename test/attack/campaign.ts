// One kind of attack, as cases that a generator makes and shrinks. A case fails by throwing; what it may do is
// bounded, so that a campaign of any length ends.
import { setImmediate as turn } from 'node:timers/promises';
import fc from 'fast-check';

/** Cases that wait for nothing would let nobody else read their answers. */
const TURN_EVERY = 10;

export interface Campaign {
	name: string;
	/** Of the cases of a whole run; those that need no network are cheap. */
	share: number;
	property: fc.IAsyncProperty<unknown[]> | fc.IProperty<unknown[]>;
}

/** @param name `share` of all cases are of it */
export function campaign<Case>( name: string, share: number, cases: fc.Arbitrary<Case>, tryOne: ( one: Case ) => Promise<void> | void ): Campaign {
	let tried = 0;
	return {
		name, share,
		property: fc.asyncProperty( cases, async ( one ) => {
			tried++;
			if ( tried % TURN_EVERY === 0 ) {
				await turn();
			}
			await tryOne( one );
		} )
	};
}

export interface Wave {
	/** In all campaigns together. */
	cases: number;
	seed: number;
	/** After this it stops making new cases. */
	limitMs?: number;
	told?: ( line: string ) => void;
}

/**
 * All of them at once, because most of the time of each is waiting. Resolves with how many cases were tried.
 *
 * @throws Error at the first case that gets through, with its shortest form and what repeats it
 */
export async function attack( campaigns: readonly Campaign[], wave: Wave ): Promise<number> {
	const { cases, seed, limitMs = 24 * 60 * 60_000, told = () => undefined } = wave;
	const shares = campaigns.reduce( ( sum, { share } ) => sum + share, 0 );
	const tried = await Promise.all( campaigns.map( async ( { name, share, property } ) => {
		const details = await fc.check( property as fc.IAsyncProperty<unknown[]>, {
			numRuns: Math.max( 1, Math.round( cases * share / shares ) ), seed, interruptAfterTimeLimit: limitMs
		} );
		if ( details.failed && details.counterexample !== null ) {
			const why = details.errorInstance instanceof Error ? details.errorInstance.message : String( details.errorInstance );
			throw new Error( `${ name }, seed ${ seed }: ${ why.slice( 0, 1000 ) } by ${ fc.stringify( details.counterexample ).slice( 0, 2000 ) }`, { cause: details.errorInstance } );
		}
		told( `${ name }: ${ details.numRuns } cases` );
		return details.numRuns;
	} ) );
	return tried.reduce( ( sum, runs ) => sum + runs, 0 );
}
