// Who the sender is to our server. On a wiki by way of a popup and a bearer token that lives in
// memory only; on our own origin by a cookie that no script can read.
//
//   checking --> signedOut <--------------------------------------------------+
//      |          | signIn()                                                  |
//      |          v                                                           |
//      |       waiting -- blocked, closed, failed ----------------------------+
//      |          | code                                                      |
//      |          v                                                           |
//      |      exchanging -- refused, no answer -------------------------------+
//      |          v                                                           |
//      +-----> signedIn -- expire(), signOut() -------------------------------+
//
// signIn() during `waiting` opens the window again: a cancelled one never says so.
import { shallowRef } from 'vue';
import type { Ref, ShallowRef } from 'vue';
import type { Problem } from '../../server/contract/problem.ts';
import type { SessionView } from '../../server/contract/session.ts';
import type { Api } from './api.ts';
import type { Host } from './host.ts';
import { awaitHandoff, openSignIn } from './popup.ts';
import { challengeOf, randomText } from './randomText.ts';

/** Why nobody is signed in. `failed`: the popup's words, an error code or the wiki's message key. */
export type SignedOutReason =
	| { kind: 'fresh' | 'blocked' | 'closed' | 'expired' | 'noAnswer' | 'impossible' }
	| { kind: 'failed'; error: string }
	| { kind: 'refused'; problem: Problem };

export type SessionState =
	| { name: 'checking' | 'waiting' | 'exchanging' }
	| { name: 'signedOut'; why: SignedOutReason }
	| { name: 'signedIn'; session: SessionView };

export interface SessionHolder {
	readonly state: ShallowRef<SessionState>;
	/** Who signed in last; stays known when the session ends. */
	readonly sender: Readonly<Ref<SessionView[ 'sender' ] | null>>;
	/** False until a click on sign-in can open the window at once. */
	readonly ready: ShallowRef<boolean>;
	/** Must run inside the click. */
	signIn(): void;
	signOut(): void;
	/** Our server does not know the session any more. */
	expire(): void;
	/** What our server says of this person now. */
	update( session: SessionView ): void;
	/** Our server wants the guidance to be read, whatever it said before. */
	requireGuidance(): void;
	/** Asks again who this is and whether they may page. */
	refresh(): Promise<void>;
}

export function useSession( host: Host, api: Api, page: Window = window ): SessionHolder {
	const byPopup = host.signIn === 'popup';
	const state = shallowRef<SessionState>( { name: 'checking' } );
	const sender = shallowRef<SessionView[ 'sender' ] | null>( null );
	const ready = shallowRef( !byPopup );
	let secret: { verifier: string; challenge: string } | null = null;
	let stopWaiting = (): void => undefined;

	const signedOut = ( why: SignedOutReason ): void => {
		api.setToken( null );
		state.value = { name: 'signedOut', why };
	};

	const update = ( session: SessionView ): void => {
		sender.value = session.sender;
		state.value = { name: 'signedIn', session };
	};

	// Before the click, because a browser lets a window open only while the click is being handled.
	async function prepare(): Promise<void> {
		try {
			const verifier = randomText();
			secret = { verifier, challenge: await challengeOf( verifier ) };
			ready.value = true;
		} catch ( error ) {
			signedOut( { kind: 'impossible' } );
		}
	}

	async function exchange( code: string, verifier: string ): Promise<void> {
		state.value = { name: 'exchanging' };
		const answer = await api.exchange( { code, verifier } );
		if ( answer.kind === 'answered' ) {
			api.setToken( answer.value.token );
			update( answer.value );
		} else {
			signedOut( answer );
		}
	}

	async function refresh(): Promise<void> {
		const first = state.value.name === 'checking';
		const answer = await api.readSession();
		if ( answer.kind === 'answered' ) {
			update( answer.value );
		} else if ( answer.kind === 'refused' && answer.problem.status === 401 ) {
			signedOut( { kind: first ? 'fresh' : 'expired' } );
		} else if ( first ) {
			signedOut( answer );
		}
	}

	function signIn(): void {
		if ( !byPopup ) {
			page.location.assign( '/oauth/start?return=standalone' );
			return;
		}
		if ( !secret ) {
			return;
		}
		stopWaiting();
		const { verifier, challenge } = secret;
		secret = null;
		ready.value = false;
		const popup = openSignIn( page, host.backendUrl, challenge );
		void prepare();
		if ( !popup ) {
			signedOut( { kind: 'blocked' } );
			return;
		}
		state.value = { name: 'waiting' };
		stopWaiting = awaitHandoff( page, popup, new URL( host.backendUrl ).origin, ( handoff ) => {
			if ( handoff.kind === 'code' ) {
				void exchange( handoff.code, verifier );
			} else {
				signedOut( handoff );
			}
		} );
	}

	if ( byPopup ) {
		signedOut( { kind: 'fresh' } );
		void prepare();
	} else {
		void refresh();
	}

	return {
		state,
		sender,
		ready,
		signIn,
		signOut: () => {
			void api.endSession();
			signedOut( { kind: 'fresh' } );
		},
		expire: () => signedOut( { kind: 'expired' } ),
		update,
		requireGuidance: () => {
			if ( state.value.name === 'signedIn' ) {
				const known = state.value.session;
				update( Object.assign( {}, known, { guidance: { version: known.guidance.version, confirmed: false } } ) );
			}
		},
		refresh
	};
}
