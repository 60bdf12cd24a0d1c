// Which strings can be a user name at all, and how MediaWiki writes them. Enough for an API that is
// asked by machines; not the whole of UserNameUtils.
import type { Account, SandboxAccounts } from '../accounts.ts';

/** Underscores and runs of spaces to one space, first letter up; undefined when it can be no name. */
export function canonicalName( name: string ): string | undefined {
	const spaced = name.normalize( 'NFC' ).replace( /[_ ]+/g, ' ' ).trim();
	const isPossible = spaced !== '' && Buffer.byteLength( spaced ) <= 255 && !/[#/<>[\]|{}@:]/.test( spaced );
	return isPossible ? spaced.replace( /^\p{Ll}/u, ( letter ) => letter.toUpperCase() ) : undefined;
}

/** Suppressed accounts do not exist for the public. */
export function publicAccount( accounts: SandboxAccounts, name: string ): Account | undefined {
	const account = accounts.find( name );
	return account?.suppressed ? undefined : account;
}
