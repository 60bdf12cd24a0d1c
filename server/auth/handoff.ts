// From the click to a session, across a popup that scripts of the wiki may watch:
//   begin (browser cookie, request token, challenge) -> the wiki answers -> identified (one-time code)
//   -> exchange (code + verifier that never left the panel).
// Closed by this: login CSRF (the cookie), a stolen code (the verifier), replay (codes work once).
import { ServiceError } from '../errors.ts';
import type { Person } from '../pages/page.ts';
import type { Identity, SignInStore, StartedSignIn } from './ports.ts';
import { hashOf, newToken, sameSecret } from './secrets.ts';

/** MediaWiki forgets a request token 600 s after initiate, and gives 600 s more once authorised. */
const SIGN_IN_MS = 20 * 60 * 1000;

/** The code is posted to a panel that waits for it; a minute is plenty. */
const CODE_MS = 60 * 1000;

/**
 * Anybody may begin a sign-in, so what is begun is bounded: the newest stay, because who means it is through in
 * seconds. Some 5 MB in the store.
 */
const UNDER_WAY = 10_000;

/** How many are begun between two looks at that. */
const LOOK_EVERY = 1_000;

export interface Handoff {
	begin( start: Pick<StartedSignIn, 'requestTokenSecret' | 'origin' | 'challenge' | 'returnTo'> & { requestToken: string; browser: string } ): Promise<void>;
	/** @throws ServiceError signInExpired: unknown, too old, used, or started by another browser */
	resume( requestToken: string, browser: string | undefined ): Promise<StartedSignIn>;
	/** Returns the one-time code. */
	identified( signIn: StartedSignIn, sender: Identity ): Promise<string>;
	/** The wiki refused: nothing of the attempt may be used again. */
	abandon( signIn: StartedSignIn ): Promise<void>;
	/** @throws ServiceError signInExpired */
	exchange( code: string, verifier: string ): Promise<Person>;
	/** For a popup whose opener is gone: the browser that signed in goes on here, by its cookie. */
	exchangeInSameBrowser( code: string, browser: string | undefined ): Promise<Person>;
	forgetExpired(): Promise<void>;
}

export function createHandoff( store: SignInStore, clock: { now(): number } ): Handoff {
	let begun = 0;

	async function take( code: string, mayHave: ( signIn: { challenge: string | null; browserHash: string } ) => boolean ): Promise<Person> {
		const signIn = await store.takeByCode( hashOf( code ) );
		if ( !signIn || signIn.expiresAt <= clock.now() || !mayHave( signIn ) ) {
			throw new ServiceError( 'signInExpired' );
		}
		return { ...signIn.sender, singleSignOn: null };
	}
	const isBrowser = ( browser: string | undefined, browserHash: string ): boolean =>
		browser !== undefined && sameSecret( hashOf( browser ), browserHash );

	return {
		async begin( { requestToken, browser, ...start } ) {
			await store.begin( {
				...start,
				requestTokenHash: hashOf( requestToken ),
				browserHash: hashOf( browser ),
				expiresAt: clock.now() + SIGN_IN_MS
			} );
			begun++;
			if ( begun % LOOK_EVERY === 0 ) {
				await store.keepNewest( UNDER_WAY );
			}
		},
		async resume( requestToken, browser ) {
			const signIn = await store.find( hashOf( requestToken ) );
			if ( !signIn || signIn.expiresAt <= clock.now() || !isBrowser( browser, signIn.browserHash ) ) {
				throw new ServiceError( 'signInExpired' );
			}
			return signIn;
		},
		async identified( signIn, sender ) {
			const code = newToken();
			await store.identified( signIn.requestTokenHash, { codeHash: hashOf( code ), sender, expiresAt: clock.now() + CODE_MS } );
			return code;
		},
		abandon: ( signIn ) => store.delete( signIn.requestTokenHash ),
		exchange: ( code, verifier ) => take( code, ( { challenge } ) => challenge !== null && sameSecret( hashOf( verifier ), challenge ) ),
		exchangeInSameBrowser: ( code, browser ) => take( code, ( { browserHash } ) => isBrowser( browser, browserHash ) ),
		async forgetExpired() {
			await store.deleteExpired( clock.now() );
			await store.keepNewest( UNDER_WAY );
		}
	};
}
