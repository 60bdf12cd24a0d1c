// What signing in needs from the store, as types.
import type { Person } from '../pages/page.ts';

/** A person as the wiki identified them: the wiki knows nothing of any other way in. */
export type Identity = Pick<Person, 'centralId' | 'name'>;

export interface StoredSession {
	tokenHash: string;
	/** Who signed in, whether they are about to page or to answer. */
	sender: Person;
	/** ms since the epoch. */
	expiresAt: number;
}

export interface SessionStore {
	insert( session: StoredSession ): Promise<void>;
	/** Also finds an expired one, so that `expired` can be told from `never existed`. */
	find( tokenHash: string ): Promise<StoredSession | undefined>;
	delete( tokenHash: string ): Promise<void>;
	deleteExpired( before: number ): Promise<void>;
}

/** A sign-in between the click and the wiki's answer. */
export interface StartedSignIn {
	requestTokenHash: string;
	requestTokenSecret: string;
	/** Of the secret in the cookie of the browser that started: nobody else may finish. */
	browserHash: string;
	/** Who gets the handoff code: the validated origin of a wiki, or our own. */
	origin: string;
	/** S256 challenge of the panel; null on our own origin, where the cookie is enough. */
	challenge: string | null;
	/** Path of our own site where this browser goes on; null where a panel waits for the code. */
	returnTo: string | null;
	expiresAt: number;
}

/** A sign-in that the wiki has answered: its code waits to be exchanged. */
export interface IdentifiedSignIn {
	sender: Identity;
	origin: string;
	challenge: string | null;
	browserHash: string;
	expiresAt: number;
}

export interface SignInStore {
	begin( signIn: StartedSignIn ): Promise<void>;
	/** Only while it is not identified yet. */
	find( requestTokenHash: string ): Promise<StartedSignIn | undefined>;
	identified( requestTokenHash: string, answer: { codeHash: string; sender: Identity; expiresAt: number } ): Promise<void>;
	delete( requestTokenHash: string ): Promise<void>;
	/** Finds and removes in one step: a code works once. */
	takeByCode( codeHash: string ): Promise<IdentifiedSignIn | undefined>;
	/** Of those that the wiki has not answered, the newest so many stay. */
	keepNewest( count: number ): Promise<void>;
	deleteExpired( before: number ): Promise<void>;
}
