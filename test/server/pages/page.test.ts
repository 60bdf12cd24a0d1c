// The states of a page, walked as the diagram in page.ts draws them.
import { describe, expect, it } from 'vitest';
import { pageStates, type PageState } from '../../../server/contract/page.ts';
import { dedupKeyOf, mayFollow } from '../../../server/pages/page.ts';

/** Every arrow, and the shortcuts that a late or a quick reader of incidents takes. */
const arrows: Record<PageState, PageState[]> = {
	accepted: [ 'delivered', 'acknowledged', 'resolved', 'undelivered', 'withdrawn' ],
	delivered: [ 'acknowledged', 'resolved', 'undelivered', 'withdrawn' ],
	acknowledged: [ 'delivered', 'resolved', 'withdrawn' ],
	resolved: [ 'delivered', 'acknowledged' ],
	undelivered: [ 'delivered', 'acknowledged', 'resolved', 'withdrawn' ],
	withdrawn: []
};

describe( 'mayFollow', () => {
	it.each( pageStates.flatMap( ( from ) => pageStates.map( ( to ) => [ from, to, arrows[ from ].includes( to ) ] as const ) ) )( 'from %s to %s: %s', ( from, to, allowed ) => {
		expect( mayFollow( from, to ) ).toBe( allowed );
	} );

	it.each( [
		[ 'accepted', 'delivered', 'acknowledged', 'resolved' ],
		[ 'accepted', 'undelivered', 'delivered', 'acknowledged', 'resolved' ],
		[ 'accepted', 'delivered', 'acknowledged', 'delivered', 'acknowledged', 'resolved', 'delivered' ]
	] as PageState[][] )( 'lets a page go %s -> %s -> %s ...', ( ...course ) => {
		course.slice( 1 ).forEach( ( to, index ) => expect( mayFollow( course[ index ]!, to ) ).toBe( true ) );
	} );

	it( 'never calls a page undelivered that somebody has; only one that nobody took, or that was muted', () => {
		expect( pageStates.filter( ( from ) => mayFollow( from, 'undelivered' ) ) ).toEqual( [ 'accepted', 'delivered' ] );
	} );

	it( 'never goes back to accepted, and never from withdrawn', () => {
		expect( pageStates.filter( ( state ) => mayFollow( state, 'accepted' ) || mayFollow( 'withdrawn', state ) ) ).toEqual( [] );
	} );
} );

describe( 'dedupKeyOf', () => {
	it( 'is one for each round of a page', () => {
		expect( [ dedupKeyOf( 'a', 1 ), dedupKeyOf( 'a', 1 ), dedupKeyOf( 'b', 1 ), dedupKeyOf( 'a', 2 ) ] )
			.toEqual( [ 'page-sre/a', 'page-sre/a', 'page-sre/b', 'page-sre/a/2' ] );
	} );
} );
