// Who may change the wiki's interface, and what they have made of it: revisions beside the files that the gadget's
// build left. Forgotten when the sandbox stops.
import type { Account } from './accounts.ts';

export interface Revision {
	id: number;
	text: string;
	user: string;
	/** ISO 8601. */
	timestamp: string;
}

export interface Publishing {
	/** As at Special:UserRights. */
	makeInterfaceAdmin( name: string ): void;
	/** As at Special:BotPasswords: returns what one logs in with. */
	addBotPassword( name: string, app: string ): { name: string; password: string };
	/** Edits of this title are refused with this code from now on; null: no longer. */
	refuse( title: string, refusal: { code: string; info: string } | null ): void;
	/** Somebody's edit, by whatever way. */
	edit( title: string, text: string, user: string ): Revision;
	latest( title: string ): Revision | undefined;
	/** Where the wiki's texts come from before anybody edits. */
	first( title: string, text: string ): Revision;
	edited(): ReadonlyMap<string, Revision>;
	mayEdit( account: Account ): boolean;
	owner( loginName: string, password: string ): string | undefined;
	refusal( title: string ): { code: string; info: string } | undefined;
}

export function createPublishing( now: () => number, newHex: ( bytes: number ) => string ): Publishing {
	const revisions = new Map<string, Revision>();
	const admins = new Set<string>();
	const passwords = new Map<string, string>();
	const refusals = new Map<string, { code: string; info: string }>();
	let lastId = 20_000_000;
	return {
		makeInterfaceAdmin: ( name ) => void admins.add( name ),
		addBotPassword( name, app ) {
			const made = { name: `${ name }@${ app }`, password: newHex( 16 ) };
			passwords.set( made.name, made.password );
			return made;
		},
		refuse: ( title, refusal ) => void ( refusal ? refusals.set( title, refusal ) : refusals.delete( title ) ),
		edit( title, text, user ) {
			// MediaWiki keeps no white space at the end.
			const revision = { id: ++lastId, text: text.trimEnd(), user, timestamp: new Date( now() ).toISOString().replace( /\.\d+/, '' ) };
			revisions.set( title, revision );
			return revision;
		},
		latest: ( title ) => revisions.get( title ),
		first: ( title, text ) => ( {
			id: 10_000_000 + [ ...title + text ].reduce( ( sum, letter ) => ( sum * 31 + ( letter.codePointAt( 0 ) ?? 0 ) ) % 9_999_991, 7 ),
			text: text.trimEnd(), user: 'Sandbox', timestamp: '2026-11-23T00:00:00Z'
		} ),
		edited: () => revisions,
		mayEdit: ( { name } ) => admins.has( name ),
		owner: ( loginName, password ) => passwords.get( loginName ) === password ? loginName.replace( /@.*/, '' ) : undefined,
		refusal: ( title ) => refusals.get( title )
	};
}
