// What a page's events mean for its state, as the server's pages/page.ts has it. Pure; the words for
// it are the components'.
import type { PageEvent, PageState, PageView } from '../../server/contract/page.ts';

function stateAfter( state: PageState, event: PageEvent ): PageState {
	switch ( event.kind ) {
		case 'acknowledged':
		case 'resolved':
			return event.kind;
		case 'reopened':
			return 'delivered';
		case 'delivered':
			// A second provider's delivery does not take back an acknowledgement.
			return state === 'accepted' || state === 'undelivered' ? 'delivered' : state;
		case 'undelivered':
			return state === 'accepted' ? 'undelivered' : state;
		default:
			return state;
	}
}

/** The page with one more event. An event that is known already (after a resumed stream) changes nothing. */
export function withEvent( page: PageView, event: PageEvent ): PageView {
	if ( event.seq <= lastSeq( page ) ) {
		return page;
	}
	return Object.assign( {}, page, { state: stateAfter( page.state, event ), events: page.events.concat( event ) } );
}

/** 0 when nothing has happened yet. */
export function lastSeq( page: PageView ): number {
	return page.events.reduce( ( last, event ) => Math.max( last, event.seq ), 0 );
}

/** Nothing more is expected, although a responder may open it again. */
export function isOver( page: PageView ): boolean {
	return page.state === 'resolved' || page.state === 'withdrawn';
}
