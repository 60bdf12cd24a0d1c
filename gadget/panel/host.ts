// Where the panel stands: on a wiki, or on our own origin. What it may know of that place, and
// nothing of how it knows. hostWiki.ts and hostStandalone.ts implement this; only they touch `mw`.
import type { WikiContext } from '../../server/contract/sendPage.ts';

// Longest the contract takes.
const LONGEST_BROWSER = 300;

/** Survives a reload; lives in this browser only. Never throws, even where storage is forbidden. */
export interface Storage {
	get( key: string ): string | null;
	set( key: string, value: string ): void;
	remove( key: string ): void;
}

export interface Host {
	/** Our server's origin, without a slash at the end. */
	readonly backendUrl: string;
	/** MediaWiki's code of the reader's language. */
	readonly language: string;
	/** The reader's own, as they told the wiki: `male`, `female` or `unknown`. */
	readonly gender: string;
	/** What to put into "where is it broken" before the sender has written anything. */
	readonly suggestedScope: string;
	readonly storage: Storage;
	/**
	 * `popup`: our server is another origin, the session is a token. `redirect`: we are on it, and
	 * the session is a cookie.
	 */
	readonly signIn: 'popup' | 'redirect';
	/** Where people without a wiki account sign in; on our own origin only, where that is offered. */
	readonly singleSignOnUrl: string | null;
	/** Where the sender stands at this moment. */
	context(): WikiContext;
	/** Goes on with this text on our own site, in a tab of its own; must run in a click. Not where we are on it. */
	carryOver( draft: string ): void;
	/** Milliseconds since the epoch, by this computer's clock: right more or less. */
	now(): number;
}

/** What a browser tells of itself. */
export function browserFacts( { navigator }: Window ): WikiContext {
	const browser = navigator.userAgent.slice( 0, LONGEST_BROWSER );
	const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
	// A few browsers do not know it.
	return timeZone ? { browser, timeZone } : { browser };
}

/** Browser storage that forgets instead of failing: private windows and full disks refuse it. */
export function forgivingStorage( area: () => globalThis.Storage ): Storage {
	return {
		get: ( key ) => {
			try {
				return area().getItem( key );
			} catch ( error ) {
				return null;
			}
		},
		set: ( key, value ) => {
			try {
				area().setItem( key, value );
			} catch ( error ) {
				// What is on the screen stays there; only a reload would lose it.
			}
		},
		remove: ( key ) => {
			try {
				area().removeItem( key );
			} catch ( error ) {
				// It could not have been stored either.
			}
		}
	};
}
