// How things stand, counted in real stores: what is open, since when the oldest waits, and what is due.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createReadFigures } from '../../../server/store/figuresStore.ts';
import type { ReadStoreFigures } from '../../../server/watching/ports.ts';
import { acceptedAt as t0, domainPage } from '../../server/pages/aPage.ts';
import { stores, type OpenStore } from './stores.ts';
import { verbsOn, type Verbs } from './verbs.ts';

describe.each( stores )( 'Figures of $name', ( { open } ) => {
	let store: OpenStore;
	let verbs: Verbs;
	let read: ReadStoreFigures;
	beforeEach( async () => {
		store = await open();
		verbs = verbsOn( store );
		read = createReadFigures( store.database, store.deliveries );
	} );
	afterEach( () => store.remove() );

	it( 'are empty where nothing is open', async () => {
		expect( await read() ).toEqual( { open: new Map(), waitingSince: undefined, nextDue: undefined } );
	} );

	it( 'count pages by state, and the wait of the oldest that nobody took', async () => {
		await verbs.accept( 'first', [ 'one' ], t0 );
		await verbs.deliver( t0 );
		await verbs.accept( 'second', [ 'one' ], t0 + 1_000 );
		await verbs.accept( 'third', [ 'one' ], t0 + 2_000 );
		expect( await read() ).toEqual( { open: new Map( [ [ 'delivered', 1 ], [ 'accepted', 2 ] ] ), waitingSince: t0 + 1_000, nextDue: t0 + 1_000 } );
		await store.deliveries.markUndelivered( t0 + 121_000 );
		expect( ( await read() ).open ).toEqual( new Map( [ [ 'delivered', 1 ], [ 'accepted', 1 ], [ 'undelivered', 1 ] ] ) );
		expect( ( await read() ).waitingSince ).toBe( t0 + 1_000 );
	} );

	it( 'count no heartbeat as a page, but see that it is due', async () => {
		await store.pages.accept( domainPage( {}, { kind: 'heartbeat', acceptedAt: t0 } ), [ 'heartbeat' ], null );
		expect( await read() ).toEqual( { open: new Map(), waitingSince: undefined, nextDue: t0 } );
	} );
} );
