// What the responders' site needs from the rooms around it, as types. Its views get plain data and never
// one of these.
import type { AccountSearch, AuditStore, Grant } from '../../access/ports.ts';
import type { RosterView } from '../../contract/roster.ts';
import type { Logger } from '../../logger.ts';
import type { Actor, Person } from '../../pages/page.ts';
import type { Clock, CourseStore, PageFeed, PageStore } from '../../pages/ports.ts';
import type { Cookies } from '../cookies.ts';

/** Access grants, as their rules have it (access/grants.ts). */
export interface ResponderGrants {
	/** @throws ServiceError invalidRequest with fields, accountUnknown, accountNotUsable, wikiUnavailable */
	add( request: { name: string; reason: string; hours: number }, by: Actor ): Promise<unknown>;
	/** @throws ServiceError notFound */
	revoke( id: number, by: Actor ): Promise<void>;
	/** Newest first; `inForce`: only those that are. */
	list( filter: { inForce: boolean; limit: number } ): Promise<readonly Grant[]>;
}

export interface ResponderDeps {
	ownOrigin: string;
	cookies: Cookies;
	sessions: {
		/** @throws ServiceError notSignedIn, sessionExpired */
		require( token: string | undefined ): Promise<{ sender: Person }>;
		end( token: string ): Promise<void>;
	};
	/** Asked at every request. */
	isResponder: ( person: Person ) => Promise<boolean>;
	/** Whether /sso/start exists. */
	singleSignOn: boolean;
	store: Pick<PageStore, 'find' | 'list' | 'eventsAfter' | 'eventsOf' | 'incidents'>;
	course: Pick<CourseStore, 'reply' | 'answer'>;
	feed: Pick<PageFeed, 'changed'>;
	/** Wakes the worker: a reply is told to the incident, too. */
	nudge: () => void;
	/** Names of providers that tell us themselves who acknowledged. */
	readBack: readonly string[];
	grants: ResponderGrants;
	accounts: Pick<AccountSearch, 'byName'>;
	roster: () => Promise<RosterView>;
	audit: AuditStore;
	/** API name of the global group. */
	group: string;
	/** e.g. `#wikimedia-sre on Libera.Chat` */
	ircChannel: string;
	personLinks: ( name: string ) => { talkUrl: string; emailUrl: string | null };
	clock: Pick<Clock, 'now'>;
	log: Logger;
}
