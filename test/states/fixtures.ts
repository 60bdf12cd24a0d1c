// What is going on and what happened, for the states: situations, and courses of pages. Single things are those of
// the gadget's tests (test/gadget/fixtures.ts).
import type { PageList } from '../../server/contract/listPages.ts';
import { pageStates } from '../../server/contract/page.ts';
import type { PageEvent, PageView } from '../../server/contract/page.ts';
import type { OpenIncident, Situation, Wikis } from '../../server/contract/situation.ts';
import type { PageStep } from '../../gadget/panel/usePage.ts';
import { aPage, AT } from '../gadget/fixtures.ts';

/** @param minutes before the moment in which all states are */
export function ago( minutes: number ): string {
	return new Date( Date.parse( AT ) - minutes * 60_000 ).toISOString();
}

const asOf = ago( 0.2 );

export const wikis: Wikis = { wikis: [ { id: 'enwiki', host: 'en.wikipedia.org' }, { id: 'frwiki', host: 'fr.wikipedia.org' } ] };

export const anIncident: OpenIncident = {
	provider: 'Splunk On-Call', incident: '4711', title: 'MariaDB Replica Lag on db1234 is CRITICAL (s4 eqiad)', phase: 'acknowledged', since: ago( 18 ), by: 'jdoe'
};

export const ownPages: PageList = {
	pages: pageStates.map( ( state, index ) => aPage( { id: `01JOWN${ index }`, state, drill: index === 2, acceptedAt: ago( 60 * 24 * index ) } ) ),
	next: '01JOWN9'
};

export const quiet: Situation = {
	pages: [],
	providers: [ { provider: 'Splunk On-Call', onCall: { asOf, failing: false, value: [ 'jdoe' ] }, incidents: { asOf, failing: false, value: [] } } ],
	status: { asOf, failing: false, value: { url: 'https://www.wikimediastatus.net', indicator: 'none', incidents: [], components: [] } }
};

export const busy: Situation = {
	pages: [ 1, 4 ].map( ( minutes ) => ( {
		id: `01JPAGE${ minutes }`, state: 'delivered', acceptedAt: ago( minutes ), private: minutes === 4,
		summary: minutes === 4 ? null : 'Nobody can log in on any wiki since the deployment', scope: minutes === 4 ? null : 'all wikis', by: null
	} ) ),
	providers: [ {
		provider: 'Splunk On-Call',
		onCall: { asOf, failing: false, value: [ 'jdoe', 'Ἀριάδνη' ] },
		incidents: { asOf, failing: false, value: [ anIncident, ...[ 1, 2, 3 ].map( ( n ) => ( { ...anIncident, incident: String( n ), phase: 'triggered', by: null } as const ) ) ] }
	} ],
	status: { asOf: ago( 3 ), failing: false, value: {
		url: 'https://www.wikimediastatus.net', indicator: 'major',
		incidents: [ { title: 'Elevated error rates', impact: 'major', since: ago( 25 ), url: null } ],
		components: [ { name: 'Reading Wikipedia', condition: 'partial_outage' }, { name: 'Editing', condition: 'operational' } ]
	} }
};

/** Nobody who would tell does; one did, a while ago. */
export const failing: Situation = {
	pages: [],
	providers: [ { provider: 'Splunk On-Call', onCall: { asOf: null, failing: true, value: null }, incidents: { asOf: ago( 40 ), failing: true, value: [ anIncident ] } } ],
	status: { asOf: null, failing: true, value: null }
};

/** An event that has no number and no time yet. */
type Bare = PageEvent extends infer E ? E extends PageEvent ? Omit<E, 'seq' | 'at'> : never : never;

const provider = 'Splunk On-Call';
export const delivered: Bare = { kind: 'delivered', provider, incident: '4711' };
export const ringing: Bare = { kind: 'ringing', provider, people: 2 };
export const acknowledged: Bare = { kind: 'acknowledged', provider, by: 'Jane Doe' };
export const resolved: Bare = { kind: 'resolved', provider, by: 'Jane Doe' };
export const failed: Bare = { kind: 'attemptFailed', provider, reason: 'timeout', final: false };

/** A page that is followed, after these events, a minute each. */
export function followed( changes: Partial<PageView>, events: readonly Bare[] = [], connected = true ): PageStep {
	const all: Bare[] = [ { kind: 'accepted' }, ...events ];
	return { name: 'following', connected, page: aPage( {
		contact: { ircNick: 'foo_steward' },
		events: all.map( ( event, index ) => ( { ...event, seq: index + 1, at: ago( all.length - 1 - index ) } ) ),
		...changes
	} ) };
}
