// Sessions between a sender and us: opaque random tokens, hashed at rest, ended by sign-out or time.
// The token says nothing about membership; that is asked live at every page, wherever it can be.
import { ServiceError } from '../errors.ts';
import type { Person } from '../pages/page.ts';
import type { SessionStore, StoredSession } from './ports.ts';
import { hashOf, newToken } from './secrets.ts';

/** 12 h: a long night's shift, not a week. */
export const SESSION_MS = 12 * 60 * 60 * 1000;

/** 1 h: what a single sign-on lets somebody be is asked at sign-in only, so it must be asked again soon. */
export const SINGLE_SIGN_ON_SESSION_MS = 60 * 60 * 1000;

/** Expired sessions are kept a day, so that the panel can say "expired" instead of "unknown". */
const REMEMBER_EXPIRED_MS = 24 * 60 * 60 * 1000;

export interface Sessions {
	open( sender: Person ): Promise<{ token: string; sender: Person; expiresAt: number }>;
	/** @throws ServiceError notSignedIn, sessionExpired */
	require( token: string | undefined ): Promise<StoredSession>;
	/** Ending an unknown session is no error: it is ended. */
	end( token: string ): Promise<void>;
	forgetExpired(): Promise<void>;
}

/** @param onOpened told after a session was stored; for figures */
export function createSessions( store: SessionStore, clock: { now(): number }, onOpened: ( sender: Person ) => void = () => undefined ): Sessions {
	return {
		async open( sender ) {
			const token = newToken();
			const expiresAt = clock.now() + ( sender.singleSignOn ? SINGLE_SIGN_ON_SESSION_MS : SESSION_MS );
			await store.insert( { tokenHash: hashOf( token ), sender, expiresAt } );
			onOpened( sender );
			return { token, sender, expiresAt };
		},
		async require( token ) {
			const session = token === undefined ? undefined : await store.find( hashOf( token ) );
			if ( !session ) {
				throw new ServiceError( 'notSignedIn' );
			}
			if ( session.expiresAt <= clock.now() ) {
				throw new ServiceError( 'sessionExpired' );
			}
			return session;
		},
		end: ( token ) => store.delete( hashOf( token ) ),
		forgetExpired: () => store.deleteExpired( clock.now() - REMEMBER_EXPIRED_MS )
	};
}
