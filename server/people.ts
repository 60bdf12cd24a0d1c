// Everything that decides about people, put together: who may page, on what ground, who has read what, who
// may answer. The rules themselves are in access/; what the wiki says comes from wiki/.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createGrants, type Grants } from './access/grants.ts';
import { createGuidance, type Guidance } from './access/guidance.ts';
import { createMayLook, type MayLook } from './access/looking.ts';
import type { AccountSearch } from './access/ports.ts';
import { createResponderCheck } from './access/responders.ts';
import { createRosterKeeper } from './access/rosterKeeper.ts';
import { createRosterView } from './access/rosterView.ts';
import { createMembershipCheck, type MembershipCheckDeps } from './access/standing.ts';
import type { Config } from './config.ts';
import { userAgentOf } from './configuredProviders.ts';
import type { RosterView } from './contract/roster.ts';
import type { Logger } from './logger.ts';
import type { Person } from './pages/page.ts';
import type { Clock, MembershipCheck } from './pages/ports.ts';
import type { Stores } from './stores.ts';
import { createAccountReader } from './wiki/accountReader.ts';
import { createAccountSearch } from './wiki/accountSearch.ts';
import { createActionApi } from './wiki/actionApi.ts';
import { createGroupReader } from './wiki/groupReader.ts';
import { createMailability } from './wiki/mailability.ts';
import { personLinks } from './wiki/links.ts';
import { createWikiList, type WikiList } from './wiki/wikiList.ts';

/** A live check that takes longer counts as no answer: somebody waits. */
const LIVE_MS = 3_000;
/** For what nobody waits for, or only a responder at a form. */
const PATIENT_MS = 10_000;

export interface PeopleDeps {
	stores: Pick<Stores, 'roster' | 'grants' | 'guidance'>;
	clock: Clock;
	log: Logger;
	/** gadget/dist: the guidance is part of the gadget's build. */
	dist: string;
	onVerdict: MembershipCheckDeps[ 'onVerdict' ];
	/** ms since the epoch. */
	onRosterRead: ( readAt: number ) => void;
}

export interface People {
	membership: MembershipCheck;
	guidance: Guidance;
	grants: Grants;
	accounts: AccountSearch;
	isResponder: ( person: Person ) => Promise<boolean>;
	roster: () => Promise<RosterView>;
	mayLook: MayLook;
	/** Where somebody can be answered; no e-mail form for whom the wiki has said that they cannot be mailed. */
	personLinks: ( name: string ) => { talkUrl: string; emailUrl: string | null };
	/** Asks the wiki for that, unless it is known. Never throws. */
	askMailable: ( name: string ) => Promise<void>;
	wikis: WikiList;
	/** One round of keeping the roster fresh; returns ms until the next. */
	refreshRoster: () => Promise<number>;
}

/** @throws Error when the gadget is not built */
export function createPeople( config: Config, { stores, clock, log, dist, onVerdict, onRosterRead }: PeopleDeps ): People {
	const { group, access: { requiredRight, roster: { graceMs, everyMs }, responders } } = config;
	const wiki = { wikiUrl: config.wikiUrl, userAgent: userAgentOf( config ), clock };
	const patient = createActionApi( { ...wiki, timeoutMs: PATIENT_MS } );
	const reader = createAccountReader( createActionApi( { ...wiki, timeoutMs: LIVE_MS } ), { withRights: requiredRight !== undefined, clock } );
	const mailability = createMailability( patient, clock );
	const accounts = createAccountSearch( patient );
	const shared = { roster: stores.roster, graceMs, clock };
	const responderCheck = createResponderCheck( { ...responders, reader, graceMs, clock } );
	const keeper = createRosterKeeper( {
		reader: createGroupReader( patient, { group, requiredRight, clock } ),
		store: stores.roster, grants: stores.grants, everyMs, graceMs, clock, log, onRead: onRosterRead
	} );
	const membership = createMembershipCheck( { ...shared, reader, grants: stores.grants, group, requiredRight, log, onVerdict } );
	return {
		membership,
		mayLook: createMayLook( membership, clock ),
		personLinks( name ) {
			const links = personLinks( config.wikiUrl, name );
			return mailability.known( name ) === false ? { ...links, emailUrl: null } : links;
		},
		askMailable: ( name ) => mailability.ask( name ),
		wikis: createWikiList( patient, clock ),
		guidance: createGuidance( { version: guidanceVersion( dist ), store: stores.guidance, clock } ),
		grants: createGrants( { ...shared, store: stores.grants, accounts } ),
		accounts,
		isResponder: ( person ) => responderCheck.isResponder( person ),
		roster: createRosterView( { ...shared, grants: stores.grants, group } ),
		refreshRoster: () => keeper.refresh()
	};
}

/** By content: the build writes it beside the texts that panels show. */
function guidanceVersion( dist: string ): string {
	const { '@version': version } = JSON.parse( readFileSync( join( dist, 'i18n/en-guidance.json' ), 'utf8' ) ) as Record<string, string>;
	if ( version === undefined ) {
		throw new Error( 'the guidance has no version: build the gadget anew' );
	}
	return version;
}
