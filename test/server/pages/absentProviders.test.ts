// Whom we hurry for when a provider is back, and how seldom one that is away is asked.
import { beforeEach, describe, expect, it } from 'vitest';
import { createAbsentProviders, type AbsentProviders } from '../../../server/pages/absentProviders.ts';
import type { DeliveryOutcome } from '../../../server/pages/provider.ts';

const nobody: DeliveryOutcome = { kind: 'retry', reason: 'network' };
const taken: DeliveryOutcome = { kind: 'delivered', incident: null };

describe( 'createAbsentProviders', () => {
	let absent: AbsentProviders;
	/** `provider most` of each time. */
	let hastened: string[];
	beforeEach( () => {
		hastened = [];
		absent = createAbsentProviders( { hasten: async ( provider, _now, most ) => {
			hastened.push( `${ provider } ${ most }` );
		} } );
	} );

	it( 'asks nobody while all are there', async () => {
		await absent.note( 'one', taken, 0 );
		await absent.ask( 100_000 );
		expect( absent.nextAsk() ).toBeUndefined();
		expect( hastened ).toEqual( [] );
	} );

	it( 'tries one page every five seconds while a provider is away, however many attempts fail meanwhile', async () => {
		await absent.note( 'one', nobody, 0 );
		await absent.note( 'one', nobody, 3_000 );
		await absent.ask( 4_999 );
		expect( hastened ).toEqual( [] );
		expect( absent.nextAsk() ).toBe( 5_000 );
		await absent.ask( 5_000 );
		await absent.ask( 5_001 );
		expect( hastened ).toEqual( [ 'one 1' ] );
		expect( absent.nextAsk() ).toBe( 10_000 );
	} );

	it( 'makes all that waits due when it takes a page again, and then is quiet', async () => {
		await absent.note( 'one', nobody, 0 );
		await absent.note( 'two', nobody, 0 );
		await absent.note( 'one', taken, 60_000 );
		await absent.note( 'one', taken, 60_001 );
		expect( hastened ).toEqual( [ 'one Infinity' ] );
	} );

	it( 'hurries nobody where one fails now and then', async () => {
		for ( let at = 0; at < 60_000; at += 2_000 ) {
			await absent.note( 'one', nobody, at );
			await absent.note( 'one', taken, at + 1_000 );
		}
		expect( hastened ).toEqual( [] );
	} );

	it.each( [
		[ 'names a time', { kind: 'retry', reason: 'serverError', notBefore: 90_000 } ],
		[ 'wants it slowly', { kind: 'retry', reason: 'rateLimited' } ],
		[ 'rejects', { kind: 'rejected', reason: 'refused' } ]
	] as const )( 'leaves a provider alone that %s', async ( _what, outcome ) => {
		await absent.note( 'one', nobody, 0 );
		await absent.note( 'one', outcome, 10_000 );
		await absent.ask( 60_000 );
		expect( hastened ).toEqual( [] );
	} );

	it( 'asks again when the clock was set back', async () => {
		await absent.note( 'one', nobody, 1_000_000 );
		await absent.ask( 0 );
		expect( hastened ).toEqual( [ 'one 1' ] );
		expect( absent.nextAsk() ).toBe( 5_000 );
	} );
} );
