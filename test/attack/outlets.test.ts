// A short wave of what `npm run attack` does for longer: nothing that anybody types breaks out of the line, the
// cell or the element that it stands in.
import { describe, expect, it } from 'vitest';
import { attack } from './campaign.ts';
import { outletCampaigns } from './outlets.ts';

const CASES = 3_000;

describe( 'Text of others', () => {
	it( 'stays where it was put, in every outlet', async () => {
		expect( await attack( outletCampaigns, { cases: CASES, seed: Date.now() % 2 ** 31 } ) ).toBeGreaterThan( 0 );
	} );
} );
