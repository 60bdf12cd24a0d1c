// What a sender has in hand on a wiki and must not lose on the way to our own origin: the draft, its
// idempotency key, where they stood. It travels in the address's fragment, which no server sees.
import type { WikiContext } from '../../server/contract/sendPage.ts';
import type { Draft } from './useDraft.ts';
import type { Host, Storage } from './host.ts';

export interface Luggage {
	draft: Draft;
	context: WikiContext;
}

/** The address of the standalone title; opened, it goes on where the wiki left off. */
export function standaloneUrl( host: Host, draft: Draft ): string {
	const luggage: Luggage = { draft, context: host.context() };
	return `${ host.backendUrl }/#${ encodeURIComponent( JSON.stringify( luggage ) ) }`;
}

/**
 * Puts what came along where useDraft and the host look for it, and takes it out of the address.
 * A draft that came along wins over an older one: it is what the sender was writing a moment ago.
 */
export function unpackLuggage( page: Window, draftPlace: ( draft: string ) => void, session: Storage, contextKey: string ): void {
	let luggage: Partial<Luggage> | null;
	try {
		luggage = JSON.parse( decodeURIComponent( page.location.hash.slice( 1 ) ) ) as Partial<Luggage> | null;
	} catch ( error ) {
		return;
	}
	if ( luggage && luggage.draft && luggage.context ) {
		session.set( contextKey, JSON.stringify( luggage.context ) );
		if ( luggage.draft.summary || luggage.draft.details ) {
			draftPlace( JSON.stringify( luggage.draft ) );
		}
		page.history.replaceState( null, '', page.location.pathname + page.location.search );
	}
}
