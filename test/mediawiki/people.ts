// Who has an account at the real wiki: people who differ in what the gadget's loader sees. The sandbox
// wiki, which says who may page, knows the same names.
import type { Account } from './realWiki.ts';

export const steward = 'Steward Foo';
export const plain = 'Plain Baz';
/** The definition lets the loader run for them; its own gate keeps the link away. */
export const otherGroup = 'Former Bar';
/** Somebody with an access grant, say, who has put one line into their own script. */
export const byUserScript = 'Amal Haddad';

export const people: Readonly<Record<string, Account>> = {
	[ steward ]: { globalGroups: [ 'steward' ], globalRights: [ 'centralauth-lock' ] },
	[ plain ]: { globalGroups: [], globalRights: [] },
	[ otherGroup ]: { globalGroups: [ 'global-sysop' ], globalRights: [ 'centralauth-lock' ] },
	[ byUserScript ]: { globalGroups: [], globalRights: [] }
};
