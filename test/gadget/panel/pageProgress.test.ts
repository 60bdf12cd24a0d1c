// Promise of the panel's reading of events: it comes to the state that the server came to.
import { describe, expect, it } from 'vitest';
import { withEvent } from '../../../gadget/panel/pageProgress.ts';
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
	undelivered: anEvent( 2, { kind: 'undelivered' } )
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
		[ 'delivered', 'undelivered', 'delivered' ],
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
} );
