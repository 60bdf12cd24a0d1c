// What the sender is writing. Kept in the browser's storage at every keystroke, so that a reload, a
// sign-in or a crash loses nothing, and wiped when the page is accepted, or a day later.
import { reactive, watch } from 'vue';
import type { WikiContext } from '../../server/contract/sendPage.ts';
import type { Host } from './host.ts';

export interface Draft {
	summary: string;
	scope: string;
	since: string;
	details: string;
	ircNick: string;
	/** Another way to reach the sender. */
	contactOther: string;
	/** Names of what is known of where the sender stands and is not to go along, with blanks between them. */
	removed: string;
	/** Nothing of it in public channels. */
	private: boolean;
	/** Practice: it goes all the way and wakes nobody. */
	drill: boolean;
	/** For the page that was accepted last, or somebody else's. */
	note: string;
	/**
	 * Empty until the first submit. From then on part of the draft: through retries, reloads and a
	 * second sign-in it finds the one page that this text may already have become.
	 */
	idempotencyKey: string;
}

export const DRAFT = 'page-sre-draft';
// Outlives the draft: people keep their nick.
const NICK = 'page-sre-nick';
// What was not handed in by then is not about now, and should not lie about.
const DAY = 24 * 60 * 60 * 1000;

export interface DraftHolder {
	readonly draft: Draft;
	/** Whether this is text from an earlier visit. */
	restored(): boolean;
	/** Where the sender stands, but for what they took out. */
	context(): WikiContext;
	/** The key of this draft; made at the first call. */
	key(): string;
	/** Another intent with the same words, so with another key. */
	setDrill( drill: boolean ): void;
	wipe(): void;
}

/** As it is stored: with the moment at which it was changed last, in milliseconds since the epoch. */
type Stored = Partial<Draft> & { savedAt?: number };

function readDraft( { storage, now }: Host ): Stored {
	try {
		const found = Object( JSON.parse( storage.get( DRAFT ) || '{}' ) ) as Stored;
		if ( !found.savedAt || now() - found.savedAt < DAY ) {
			return found;
		}
		storage.remove( DRAFT );
	} catch ( error ) {
		// As if there were none.
	}
	return {};
}

// What is stored comes from an earlier version of us, or from a link: only what is of the right type gets in.
function asText( value: unknown ): string {
	return typeof value === 'string' ? value : '';
}

/** @param newKey makes an idempotency key: 16 to 64 characters of base64url, never the same twice */
export function useDraft( host: Host, newKey: () => string ): DraftHolder {
	const stored = readDraft( host );
	const draft: Draft = reactive( {
		summary: asText( stored.summary ),
		scope: asText( stored.scope ) || host.suggestedScope,
		since: asText( stored.since ),
		details: asText( stored.details ),
		ircNick: asText( stored.ircNick ) || asText( host.storage.get( NICK ) ),
		contactOther: asText( stored.contactOther ),
		removed: asText( stored.removed ),
		private: stored.private === true,
		// What had not been handed in yet is no drill any more: an emergency may have come meanwhile.
		drill: stored.drill === true && asText( stored.idempotencyKey ) !== '',
		note: asText( stored.note ),
		idempotencyKey: asText( stored.idempotencyKey )
	} );
	// Synchronously: a crash does not wait for the next tick.
	watch( draft, () => host.storage.set( DRAFT, JSON.stringify( Object.assign( { savedAt: host.now() }, draft ) ) ), { flush: 'sync' } );
	let restored = Boolean( draft.summary || draft.details );
	return {
		draft,
		restored: () => restored,
		context: () => {
			const context = host.context();
			draft.removed.split( ' ' ).forEach( ( name ) => delete context[ name as keyof WikiContext ] );
			return context;
		},
		key: () => {
			draft.idempotencyKey = draft.idempotencyKey || newKey();
			return draft.idempotencyKey;
		},
		setDrill: ( drill ) => {
			Object.assign( draft, { drill, idempotencyKey: '' } );
		},
		wipe: () => {
			host.storage.set( NICK, draft.ircNick );
			Object.assign( draft, { summary: '', scope: host.suggestedScope, since: '', details: '', contactOther: '', removed: '', private: false, drill: false, note: '', idempotencyKey: '' } );
			host.storage.remove( DRAFT );
			restored = false;
		}
	};
}
