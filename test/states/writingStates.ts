// The states in which somebody writes: with and without what helps, by every right, with faults, and the review.
import { fieldRules } from '../../server/contract/text.ts';
import { standings } from '../../server/contract/page.ts';
import type { Host } from '../../gadget/panel/host.ts';
import { AT } from '../gadget/fixtures.ts';
import { ago, busy, failing } from './fixtures.ts';
import type { Group, State } from './state.ts';

export const written = {
	summary: 'Login fails for everyone', scope: 'enwiki', since: '13:40 UTC', details: 'Since the last deployment nobody can log in.\nIncognito windows too.', ircNick: 'foo_steward'
};

const context = {
	wiki: 'enwiki', title: 'Special:UserLogin', url: 'https://en.wikipedia.org/w/index.php?title=Special:UserLogin&returnto=Main+Page', revision: 123456789,
	requestId: '1f0e6a4c-7c3b-4d0e-9d2b-a7c2c1a1f2b3', skin: 'vector-2022', timeZone: 'Asia/Tokyo'
};
const host: Partial<Host> = { context: () => ( { ...context } ) };

const secrets = { summary: 'Mail to jane.doe@example.org fails', details: 'From 203.0.113.7 with password: hunter2secret\nand 2001:db8:85a3::8a2e:370:7334' };

// Whoever is at the command line has no panel.
const rights = standings.filter( ( standing ) => standing !== 'commandLine' ).map( ( standing ): State => ( { name: `writing, by ${ standing }`, moment: {
	session: { membership: { verdict: 'member', standing, source: standing === 'singleSignOn' ? standing : 'globalusers', verifiedAt: AT, until: standing === 'grant' ? ago( -90 ) : null } }
} } ) );

// By itself it opens only if nobody is writing, and here somebody always is.
const unfold = '.page-sre-now button[ aria-expanded=false ]';

// All fields of the form at once, until each rule was broken.
const fields = [ 'summary', 'scope', 'since', 'details', 'contact.ircNick' ];
const faults = fieldRules.map( ( rule, index ) => ( { field: fields[ index % fields.length ]!, rule, limit: 80 } ) );

export const writing: Group = {
	name: 'Writing',
	states: [
		{ name: 'writing, empty', moment: {} },
		{ name: 'writing, what helps is not here', moment: { aid: 'missing' } },
		...rights,
		{ name: 'writing, known by the roster only', moment: {
			session: { membership: { verdict: 'member', standing: 'group', source: 'roster', verifiedAt: ago( 180 ), until: null } }
		} },
		{ name: 'writing, membership unknown', moment: { session: { membership: { verdict: 'unknown' } } } },
		{ name: 'writing, where drills are possible', moment: { session: { drill: true }, written, host } },
		{ name: 'writing, what was kept', moment: { kept: written } },
		{ name: 'writing, much is going on', moment: { situation: busy, clicks: [ unfold ] } },
		{ name: 'writing, half of it is unknown', moment: { situation: failing, clicks: [ unfold ] } },
		{ name: 'writing, all of it is unknown', moment: { situation: null } },
		{ name: 'writing, without our server', moment: { hindrance: 'gone', situation: null, written } },
		{ name: 'writing, with secrets', moment: { written: { ...written, ...secrets } } },
		{ name: 'writing, nothing goes along', moment: { host, written: { ...written, removed: Object.keys( context ).join( ' ' ) }, clicks: [ '.page-sre-going summary' ] } },
		{ name: 'faults', moment: { step: { name: 'composing', faults: faults.slice( 0, fields.length ) }, written: { summary: 'word '.repeat( 20 ) } } },
		{ name: 'more faults', moment: { step: { name: 'composing', faults: faults.slice( fields.length ) } } },
		{ name: 'fault, in a field that is not here', moment: { step: { name: 'composing', faults: [ { field: 'context.browser', rule: 'tooLong', limit: 300 } ] } } },
		{ name: 'review', moment: { step: { name: 'reviewing' }, written: { ...written, private: true }, host } },
		{ name: 'review, with secrets', moment: { step: { name: 'reviewing' }, written: { ...written, ...secrets } } },
		{ name: 'drill, writing', moment: { session: { drill: true }, written: { ...written, drill: true } } },
		{ name: 'drill, review', moment: { session: { drill: true }, step: { name: 'reviewing' }, written: { ...written, drill: true } } }
	]
};
