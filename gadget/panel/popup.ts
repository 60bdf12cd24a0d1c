// The sign-in window: opens it in the click, and waits for the one-time code that it posts. Holds
// neither verifier nor token, so that what another script overhears here is worth nothing.
import type { HandoffMessage } from '../../server/contract/session.ts';

export type Handoff =
	| { kind: 'code'; code: string }
	| { kind: 'failed'; error: string }
	| { kind: 'closed' };

// There is no event for a closed window of another origin.
const POLL = 500;
// The window closes itself right after posting; the message may arrive after we see that.
const LINGER = 3000;

/** Null when the browser blocked it. Call only in a click. */
export function openSignIn( page: Window, backendUrl: string, challenge: string ): Window | null {
	const query = `origin=${ encodeURIComponent( page.location.origin ) }&challenge=${ challenge }`;
	return page.open( `${ backendUrl }/oauth/start?${ query }`, 'page-sre-sign-in', 'popup=yes,width=600,height=700' );
}

function readHandoff( data: unknown ): Handoff | null {
	const message = data as Partial<HandoffMessage> | null;
	if ( typeof message !== 'object' || message === null ) {
		return null;
	}
	if ( message.type === 'page-sre:signed-in' && 'code' in message && typeof message.code === 'string' ) {
		return { kind: 'code', code: message.code };
	}
	return message.type === 'page-sre:sign-in-failed' ? { kind: 'failed', error: String( message.error ) } : null;
}

/**
 * Calls back once, unless stopped before.
 *
 * @param origin the only one whose message counts
 * @return stops waiting
 */
export function awaitHandoff( page: Window, popup: Window, origin: string, done: ( handoff: Handoff ) => void ): () => void {
	let linger: ReturnType<typeof setTimeout> | undefined;
	const stop = (): void => {
		clearInterval( poll );
		clearTimeout( linger );
		page.removeEventListener( 'message', hear );
	};
	const finish = ( handoff: Handoff ): void => {
		stop();
		done( handoff );
	};
	function hear( event: MessageEvent ): void {
		const handoff = event.origin === origin && event.source === popup ? readHandoff( event.data ) : null;
		if ( handoff ) {
			finish( handoff );
		}
	}
	const poll = setInterval( () => {
		if ( popup.closed ) {
			clearInterval( poll );
			linger = setTimeout( () => finish( { kind: 'closed' } ), LINGER );
		}
	}, POLL );
	page.addEventListener( 'message', hear );
	return stop;
}
