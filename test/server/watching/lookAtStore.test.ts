// A reading of the figures never waits for a store that does not answer, and cannot be used to keep it busy.
import { beforeEach, describe, expect, it } from 'vitest';
import { createLookAtStore } from '../../../server/watching/lookAtStore.ts';
import type { StoreFigures } from '../../../server/watching/ports.ts';

const figures: StoreFigures = { open: new Map( [ [ 'accepted', 1 ] ] ), waitingSince: 1, nextDue: undefined };

describe( 'Looking at the store', () => {
	let now: number;
	let looks: number;
	beforeEach( () => {
		now = 1_000_000;
		looks = 0;
	} );
	type Looker = ReturnType<typeof createLookAtStore>;
	const looker = ( read: () => Promise<StoreFigures>, writes = async (): Promise<boolean> => true ): Looker => createLookAtStore( {
		read: () => {
			looks++;
			return read();
		}, writes, clock: { now: () => now }, patienceMs: 20
	} );

	it( 'tells what the store says', async () => {
		expect( await looker( async () => figures )() ).toEqual( { writable: true, store: figures } );
	} );

	it( 'looks once, however many ask at once or within five seconds', async () => {
		const look = looker( async () => figures );
		await Promise.all( [ look(), look(), look() ] );
		now += 4_999;
		await look();
		expect( looks ).toBe( 1 );
		now += 1;
		await look();
		expect( looks ).toBe( 2 );
	} );

	it( 'looks again when the clock was set back', async () => {
		const look = looker( async () => figures );
		await look();
		now -= 3_600_000;
		await look();
		expect( looks ).toBe( 2 );
	} );

	it( 'says that a store that hangs cannot be written, asks it no second time meanwhile, and recovers', async () => {
		let answer = ( _figures: StoreFigures ): void => undefined;
		const look = looker( () => new Promise( ( resolve ) => {
			answer = resolve;
		} ) );
		expect( await look() ).toEqual( { writable: false, store: undefined } );
		const later = look();
		expect( looks ).toBe( 1 );
		answer( figures );
		expect( await later ).toEqual( { writable: true, store: figures } );
	} );

	it( 'says of a store that cannot be read only whether it can be written', async () => {
		expect( await looker( () => Promise.reject( new Error( 'gone' ) ), async () => false )() ).toEqual( { writable: false, store: undefined } );
	} );
} );
