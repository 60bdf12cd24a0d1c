// Half an hour of the day that `npm run attack` lives through in full.
import { describe, expect, it } from 'vitest';
import { growth } from './heap.ts';
import { liveThrough } from './longDay.ts';

describe( 'While services break and mend', () => {
	it( 'every page comes through, and nothing grows', async () => {
		const { accepted, refused, breaches, heap } = await liveThrough( { hours: 0.5, pageEveryMinutes: 5 } );
		expect( [ accepted, refused, breaches ] ).toEqual( [ 6, 0, [] ] );
		expect( growth( heap ) ).toBeUndefined();
	} );
} );
