// Who listens to the same page shares what is read of it, and nobody misses what the store had by then.
import { beforeEach, describe, expect, it } from 'vitest';
import type { PageEvent } from '../../../../server/contract/page.ts';
import { createSharedEvents, type ReadEvents } from '../../../../server/http/routes/sharedEvents.ts';

const event = ( seq: number ): PageEvent => ( { seq, at: '2026-11-27T00:00:00.000Z', kind: 'accepted' } );

describe( 'createSharedEvents', () => {
	let stored: PageEvent[];
	let reads: number;
	let events: ReadEvents;
	beforeEach( () => {
		stored = [ event( 1 ) ];
		reads = 0;
		events = createSharedEvents( { async eventsAfter( _pageId, seq ) {
			reads++;
			return stored.filter( ( one ) => one.seq > seq );
		} } );
	} );
	const seqs = async ( reading: ReturnType<ReadEvents> ): Promise<number[]> => ( await reading ).map( ( { seq } ) => seq );

	it( 'reads once for all who have heard the same', async () => {
		expect( await Promise.all( Array.from( { length: 100 }, () => seqs( events( 'a', 0, 1 ) ) ) ) ).toEqual( Array( 100 ).fill( [ 1 ] ) );
		expect( reads ).toBe( 1 );
	} );

	it( 'reads anew for a later change, although an earlier reading is not over', async () => {
		const early = seqs( events( 'a', 0, 1 ) );
		stored.push( event( 2 ) );
		expect( await seqs( events( 'a', 0, 2 ) ) ).toEqual( [ 1, 2 ] );
		await early;
		expect( reads ).toBe( 2 );
	} );

	it( 'reads apart for another page, for who has heard more, and for who asks of their own accord', async () => {
		await Promise.all( [ events( 'a', 0, 1 ), events( 'b', 0, 1 ), events( 'a', 1, 1 ), events( 'a', 0 ), events( 'a', 0 ) ] );
		expect( reads ).toBe( 5 );
	} );

	it( 'writes an event as it goes over the wire', async () => {
		expect( ( await events( 'a', 0, 1 ) )[ 0 ]!.text ).toBe( `id: 1\nevent: page\ndata: ${ JSON.stringify( event( 1 ) ) }\n\n` );
	} );
} );
