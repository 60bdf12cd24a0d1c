// Promise of the panel's reading of events: it comes to the state that the server came to.
import { describe, expect, it } from 'vitest';
import { alertedAt, isUnanswered, withEvent } from '../../../gadget/course/pageProgress.ts';
import type { PageState } from '../../../server/contract/page.ts';
import { aPage, anEvent } from '../fixtures.ts';

const provider = 'splunk';
const events = {
	attemptFailed: anEvent( 2, { kind: 'attemptFailed', provider, reason: 'timeout', final: false } ),
	delivered: anEvent( 2, { kind: 'delivered', provider, incident: null } ),
	ringing: anEvent( 2, { kind: 'ringing', provider, people: 3 } ),
	acknowledged: anEvent( 2, { kind: 'acknowledged', provider, by: 'alice' } ),
	resolved: anEvent( 2, { kind: 'resolved', provider, by: null } ),
	reopened: anEvent( 2, { kind: 'reopened', provider } ),
	undelivered: anEvent( 2, { kind: 'undelivered' } ),
	unanswered: anEvent( 2, { kind: 'unanswered' } ),
	rerouted: anEvent( 2, { kind: 'rerouted', provider, done: true } ),
	pagedAgain: anEvent( 2, { kind: 'pagedAgain', round: 2, by: 'sender' } ),
	note: anEvent( 2, { kind: 'note', text: 'x', by: null } ),
	withdrawn: anEvent( 2, { kind: 'withdrawn' } )
};

describe( 'withEvent', () => {
	it.each<[ PageState, keyof typeof events, PageState ]>( [
		[ 'accepted', 'attemptFailed', 'accepted' ],
		[ 'accepted', 'delivered', 'delivered' ],
		[ 'accepted', 'undelivered', 'undelivered' ],
		[ 'undelivered', 'delivered', 'delivered' ],
		[ 'undelivered', 'attemptFailed', 'undelivered' ],
		[ 'delivered', 'ringing', 'delivered' ],
		[ 'delivered', 'acknowledged', 'acknowledged' ],
		[ 'delivered', 'undelivered', 'undelivered' ],
		[ 'delivered', 'unanswered', 'delivered' ],
		[ 'delivered', 'rerouted', 'delivered' ],
		[ 'undelivered', 'pagedAgain', 'undelivered' ],
		[ 'acknowledged', 'note', 'acknowledged' ],
		[ 'acknowledged', 'undelivered', 'acknowledged' ],
		[ 'acknowledged', 'withdrawn', 'withdrawn' ],
		[ 'undelivered', 'withdrawn', 'withdrawn' ],
		[ 'withdrawn', 'resolved', 'withdrawn' ],
		[ 'withdrawn', 'acknowledged', 'withdrawn' ],
		[ 'acknowledged', 'delivered', 'acknowledged' ],
		[ 'acknowledged', 'resolved', 'resolved' ],
		[ 'acknowledged', 'reopened', 'delivered' ],
		[ 'resolved', 'reopened', 'delivered' ]
	] )( 'takes a page that is %s and hears %s to %s', ( state, kind, expected ) => {
		expect( withEvent( aPage( { state } ), events[ kind ] ).state ).toBe( expected );
	} );

	it( 'changes nothing for an event that is known already', () => {
		const page = withEvent( aPage(), events.acknowledged );
		expect( withEvent( page, events.delivered ) ).toBe( page );
	} );

	it( 'counts the rounds', () => {
		expect( withEvent( aPage(), events.pagedAgain ).round ).toBe( 2 );
		expect( withEvent( aPage( { round: 2 } ), events.note ).round ).toBe( 2 );
	} );
} );

describe( 'alertedAt', () => {
	it( 'is the beginning, or the last time that it was paged again', () => {
		const later = '2026-11-23T14:09:00.000Z';
		expect( alertedAt( aPage( { events: [ events.note ] } ) ) ).toBe( aPage().acceptedAt );
		expect( alertedAt( aPage( { events: [ events.pagedAgain, { ...events.pagedAgain, seq: 3, at: later }, events.note ] } ) ) ).toBe( later );
	} );
} );

describe( 'isUnanswered', () => {
	it.each<[ ( keyof typeof events )[], PageState, boolean ]>( [
		[ [ 'delivered' ], 'delivered', false ],
		[ [ 'delivered', 'unanswered' ], 'delivered', true ],
		[ [ 'delivered', 'unanswered', 'note' ], 'delivered', true ],
		[ [ 'delivered', 'unanswered', 'pagedAgain' ], 'delivered', false ],
		[ [ 'unanswered', 'acknowledged', 'reopened' ], 'delivered', false ],
		[ [ 'delivered', 'unanswered', 'acknowledged' ], 'acknowledged', false ]
	] )( 'after %j of a page that is %s: %s', ( kinds, state, expected ) => {
		expect( isUnanswered( aPage( { state, events: kinds.map( ( kind ) => events[ kind ] ) } ) ) ).toBe( expected );
	} );
} );
