// What a sender had in hand on a wiki and must not lose on the way to our own origin: the draft, its
// idempotency key, where they stood. The loader posts it; our server hands it back inside the document, and keeps nothing.
import type { Storage } from './host.ts';

/**
 * Puts what came along where useDraft and the host look for it. A draft that came along wins over an older
 * one: it is what the sender was writing a moment ago.
 */
export function unpackLuggage( page: Window, local: Storage, draftKey: string, session: Storage, contextKey: string ): void {
	const luggage = page.document.getElementById( 'page-sre-luggage' );
	if ( !luggage ) {
		return;
	}
	const { draft, context } = JSON.parse( luggage.textContent ) as { draft: Record<string, unknown>; context: object };
	session.set( contextKey, JSON.stringify( context ) );
	if ( draft.summary || draft.details ) {
		local.set( draftKey, JSON.stringify( draft ) );
	}
	// So that a reload does not ask whether to post it again.
	page.history.replaceState( null, '', '/' );
}
