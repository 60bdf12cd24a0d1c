// One kind of attack, as cases that a generator makes and shrinks. A case fails by throwing; what it may do is
// bounded, so that a campaign of any length ends.
import fc from 'fast-check';

export interface Campaign {
	name: string;
	/** Of the cases of a whole run; those that need no network are cheap. */
	share: number;
	property: fc.IAsyncProperty<unknown[]> | fc.IProperty<unknown[]>;
}

/** @param name `share` of all cases are of it */
export function campaign<Case>( name: string, share: number, cases: fc.Arbitrary<Case>, tryOne: ( one: Case ) => Promise<void> | void ): Campaign {
	return {
		name, share,
		property: fc.asyncProperty( cases, async ( one ) => {
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
 * Resolves with how many cases were tried.
 *
 * @throws Error at the first case that gets through, with its shortest form and what repeats it
 */
export async function attack( campaigns: readonly Campaign[], wave: Wave ): Promise<number> {
	const { cases, seed, limitMs = 24 * 60 * 60_000, told = () => undefined } = wave;
	const shares = campaigns.reduce( ( sum, { share } ) => sum + share, 0 );
	let tried = 0;
	for ( const { name, share, property } of campaigns ) {
		const details = await fc.check( property as fc.IAsyncProperty<unknown[]>, {
			numRuns: Math.max( 1, Math.round( cases * share / shares ) ), seed, interruptAfterTimeLimit: limitMs * share / shares
		} );
		tried += details.numRuns;
		told( `${ name }: ${ details.numRuns } cases` );
		if ( details.failed && details.counterexample !== null ) {
			throw new Error( `${ name }, seed ${ seed }: ${ fc.stringify( details.counterexample ).slice( 0, 2000 ) }`, { cause: details.errorInstance } );
		}
	}
	return tried;
}
