// Who is signed in to the sandbox wiki: a cookie, an account, an edit token. How one becomes that is
// signIn.ts. Never the session of our own backend.
import type { Account, SandboxAccounts } from './accounts.ts';
import type { WikiRequest } from './request.ts';

/** MediaWiki names its cookies after the wiki's database. */
const cookieName = 'metawiki_session';

export interface Sessions {
	/** Undefined for nobody, and when the account is gone. */
	account( request: WikiRequest ): Account | undefined;
	/** A session of nobody, to log in from; `token` is its own. */
	begin(): { cookie: string; token: string };
	/** Starts a session; returns the value of Set-Cookie. */
	signIn( account: Account ): string;
	signOut( request: WikiRequest ): string;
	/** MediaWiki's CSRF token of this session; for nobody it is the well-known `+\`. */
	editToken( request: WikiRequest ): string;
}

export function createSessions( accounts: SandboxAccounts, newHex: ( bytes: number ) => string ): Sessions {
	const sessions = new Map<string, { centralId: number | undefined; editToken: string }>();
	const current = ( request: WikiRequest ): string => request.cookies.get( cookieName ) ?? '';
	const start = ( centralId: number | undefined ): string => {
		const id = newHex( 16 );
		sessions.set( id, { centralId, editToken: `${ newHex( 20 ) }+\\` } );
		return `${ cookieName }=${ id }; Path=/; HttpOnly; SameSite=Lax`;
	};
	return {
		account( request ) {
			const session = sessions.get( current( request ) );
			return session?.centralId === undefined ? undefined : accounts.findById( session.centralId );
		},
		begin() {
			const cookie = start( undefined );
			return { cookie, token: sessions.get( /=(\w+)/.exec( cookie )?.[ 1 ] ?? '' )?.editToken ?? '' };
		},
		signIn: ( account ) => start( account.centralId ),
		signOut( request ) {
			sessions.delete( current( request ) );
			return `${ cookieName }=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax`;
		},
		editToken: ( request ) => sessions.get( current( request ) )?.editToken ?? '+\\'
	};
}
