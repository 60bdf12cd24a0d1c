// What a page's events mean for its state, as the server's pages/page.ts has it. Pure; the words for
// it are the components'.
import type { PageEvent, PageState, PageView } from '../../server/contract/page.ts';
import { lastSeq } from '../panel/shared.ts';

function stateAfter( state: PageState, event: PageEvent ): PageState {
	if ( state === 'withdrawn' ) {
		// Final: what providers still say about it changes nothing.
		return state;
	}
	switch ( event.kind ) {
		case 'acknowledged':
		case 'resolved':
		case 'withdrawn':
			return event.kind;
		case 'reopened':
			return 'delivered';
		case 'delivered':
			// A second provider's delivery does not take back an acknowledgement.
			return state === 'accepted' || state === 'undelivered' ? 'delivered' : state;
		case 'undelivered':
			// A provider that took it may turn out to be silent.
			return state === 'accepted' || state === 'delivered' ? 'undelivered' : state;
		default:
			return state;
	}
}

/** The page with one more event. An event that is known already (after a resumed stream) changes nothing. */
export function withEvent( page: PageView, event: PageEvent ): PageView {
	if ( event.seq <= lastSeq( page ) ) {
		return page;
	}
	return Object.assign( {}, page, {
		state: stateAfter( page.state, event ),
		round: event.kind === 'pagedAgain' ? event.round : page.round,
		events: page.events.concat( event )
	} );
}

/** When people were alerted last: at the beginning, or when it was paged again. */
export function alertedAt( page: PageView ): string {
	return page.events.reduce( ( at, event ) => event.kind === 'pagedAgain' ? event.at : at, page.acceptedAt );
}

/** Whether a provider took it, nobody answered in time, and nobody has been alerted anew. */
export function isUnanswered( page: PageView ): boolean {
	return page.state === 'delivered' && page.events.reduce( ( unanswered, { kind } ) => {
		const answered = kind === 'pagedAgain' || kind === 'acknowledged' || kind === 'reopened';
		return kind === 'unanswered' || ( unanswered && !answered );
	}, false );
}
