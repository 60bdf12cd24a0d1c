// What the wire would bring to a panel, for the gadget's tests: pages, problems, sessions, a host.
import type { OpenPage, PageEvent, PageView } from '../../server/contract/page.ts';
import { errorCodes } from '../../server/contract/problem.ts';
import type { ErrorCode, Problem } from '../../server/contract/problem.ts';
import type { OpenIncident, Situation } from '../../server/contract/situation.ts';
import type { NewSessionView } from '../../server/contract/session.ts';
import type { Host, Storage } from '../../gadget/panel/host.ts';

export const AT = '2026-11-23T14:02:00.000Z';

export function aPage( changes: Partial<PageView> = {} ): PageView {
	return {
		id: '01JPAGE',
		state: 'accepted',
		idempotencyKey: 'k'.repeat( 20 ),
		summary: 'Login fails for everyone',
		scope: 'enwiki',
		since: '',
		details: '',
		contact: {},
		context: {},
		private: false,
		sender: { centralId: 1, name: 'Steward Foo' },
		drill: false,
		membership: { standing: 'group', source: 'globalusers', verifiedAt: AT },
		acceptedAt: AT,
		round: 1,
		events: [ { seq: 1, at: AT, kind: 'accepted' } ],
		...changes
	};
}

/** An event before it is numbered. */
type Unnumbered = PageEvent extends infer E ? E extends PageEvent ? Omit<E, 'seq' | 'at'> : never : never;

export function anEvent( seq: number, event: Unnumbered ): PageEvent {
	return { seq, at: AT, ...event };
}

export function problem( code: ErrorCode, details: Partial<Problem> = {} ): Problem {
	return { type: `/errors/${ code }`, code, ...errorCodes[ code ], requestId: '01JREQUEST', ...details };
}

export function aSession( changes: Partial<NewSessionView> = {} ): NewSessionView {
	return {
		token: 't'.repeat( 43 ),
		sender: { centralId: 1, name: 'Steward Foo', talkUrl: 'https://wiki.example/talk', emailUrl: 'https://wiki.example/email' },
		group: 'steward',
		expiresAt: AT,
		membership: { verdict: 'member', standing: 'group', source: 'globalusers', verifiedAt: AT, until: null },
		guidance: { version: 'a'.repeat( 16 ), confirmed: true },
		drill: false,
		responder: false,
		...changes
	};
}

export function anOpenPage( changes: Partial<OpenPage> = {} ): OpenPage {
	return {
		id: '01JOTHER', state: 'delivered', acceptedAt: '2026-11-23T14:01:40.000Z', private: false,
		summary: 'Nobody can log in', scope: 'all wikis', by: 'Steward Bar', ...changes
	};
}

export function anIncident( changes: Partial<OpenIncident> = {} ): OpenIncident {
	return {
		provider: 'splunk-on-call', incident: '7', title: 'Many 503s', phase: 'triggered', since: '2026-11-23T13:58:00.000Z', by: null, ...changes
	};
}

/** Nothing is wrong, and everybody answers. */
export function aSituation( changes: Partial<Situation> = {} ): Situation {
	const asOf = '2026-11-23T14:01:48.000Z';
	return {
		pages: [],
		providers: [ {
			provider: 'splunk-on-call',
			onCall: { asOf, failing: false, value: [ 'Amal', 'Bo' ] },
			incidents: { asOf, failing: false, value: [] }
		} ],
		status: {
			asOf, failing: false,
			value: { url: 'https://status.example', indicator: 'none', incidents: [], components: [ { name: 'Search', condition: 'operational' } ] }
		},
		...changes
	};
}

export function memory( kept: Map<string, string> = new Map() ): Storage {
	return {
		get: ( key ) => kept.get( key ) ?? null,
		set: ( key, value ) => void kept.set( key, value ),
		remove: ( key ) => void kept.delete( key )
	};
}

export function aHost( changes: Partial<Host> = {} ): Host {
	return {
		backendUrl: 'https://page-sre.example',
		language: 'en',
		gender: 'unknown',
		suggestedScope: '',
		storage: memory(),
		signIn: 'popup',
		singleSignOnUrl: null,
		context: () => ( { wiki: 'enwiki', title: 'Special:UserLogin' } ),
		carryOver: () => undefined,
		now: () => Date.parse( AT ),
		...changes
	};
}
