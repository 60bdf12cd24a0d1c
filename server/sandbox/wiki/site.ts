// Everything the rooms of the sandbox wiki share: who it is, who lives there, what OAuth remembers.
// Handed to every handler; holds no behaviour of its own.
import type { SandboxAccounts } from './accounts.ts';
import type { Publishing } from './publishing.ts';
import type { Sessions } from './sessions.ts';
import type { OAuthMemory } from './oauth/memory.ts';

export interface Site {
	/** $wgCanonicalServer: scheme, host and port, no trailing slash. Signatures and `iss` are made of it. */
	server: string;
	accounts: SandboxAccounts;
	sessions: Sessions;
	publishing: Publishing;
	oauth: OAuthMemory;
	/** Our backend's URL, for the wiki page's mw.config. */
	backendUrl: string;
	/** URL of the wiki that has the gadget's titles. */
	homeWiki: string;
	/** `wgDBname`. */
	database: string;
	/** Gadget pages by title, read anew at every request. */
	gadgetPages: () => Promise<Record<string, string>>;
	/** Lower-case hexadecimal, two digits a byte. */
	newHex: ( bytes: number ) => string;
}
