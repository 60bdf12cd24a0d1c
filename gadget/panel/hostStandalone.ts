// The panel on our own origin, without any wiki: works in safe mode and when wiki JavaScript is
// broken. Knows where the sender stood only if a panel on a wiki sent them here.
import type { WikiContext } from '../../server/contract/sendPage.ts';
import { browserFacts, forgivingStorage } from './host.ts';
import type { Host } from './host.ts';
import { unpackLuggage } from './luggage.ts';
import type { PartModule, PartName } from './parts.ts';
import { DRAFT } from './useDraft.ts';
import { FOLLOWED } from './usePage.ts';

// Lives as long as the tab: signing in leaves this document and comes back.
const CONTEXT = 'page-sre-context';

/** What the server tells. */
export interface Settings {
	language: string;
	/** Whether people may sign in by single sign-on. */
	singleSignOn?: boolean;
}

/** Each a chunk of its own, on this origin. */
export async function loadPart( name: PartName ): Promise<PartModule> {
	return ( await ( name === 'course' ?
		import( /* webpackChunkName: "course" */ '../course/index.ts' ) :
		import( /* webpackChunkName: "aid" */ '../aid/index.ts' ) ) ).default;
}

/** @param settings what the server wrote into the document */
export function createStandaloneHost( settings: Settings, page: Window = window ): Host {
	const local = forgivingStorage( () => page.localStorage );
	const session = forgivingStorage( () => page.sessionStorage );
	unpackLuggage( page, local, DRAFT, session, CONTEXT );
	// An alert's record URL: shown after sign-in, which leaves this address.
	const record = /^\/pages\/([A-Za-z0-9]+)$/.exec( page.location.pathname );
	if ( record && record[ 1 ] ) {
		local.set( FOLLOWED, record[ 1 ] );
	}
	const context = Object.assign( JSON.parse( session.get( CONTEXT ) || '{}' ), browserFacts( page ) ) as WikiContext;
	return {
		backendUrl: page.location.origin,
		language: settings.language,
		gender: 'unknown',
		suggestedScope: '',
		storage: local,
		signIn: 'redirect',
		singleSignOnUrl: settings.singleSignOn ? '/sso/start' : null,
		context: () => Object.assign( {}, context ),
		carryOver: () => undefined,
		now: () => Date.now()
	};
}
