// A short wave of what `npm run attack` does for longer: whatever comes in, there is an answer, it is no 5xx, and
// the server takes pages as before.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { attack } from './campaign.ts';
import { openDoors, type Doors } from './doors.ts';

const CASES = 2_000;

describe( 'Anything at all', () => {
	let doors: Doors;
	beforeAll( async () => {
		doors = await openDoors();
	} );
	afterAll( () => doors.stop() );

	it( 'is answered, refused where it must be, and forgotten', async () => {
		expect( await attack( doors.campaigns, { cases: CASES, seed: Date.now() % 2 ** 31, limitMs: 40_000 } ) ).toBeGreaterThan( 0 );
		await doors.stillWell();
	} );
} );
