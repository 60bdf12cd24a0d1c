// Everything that looks at what is going on outside, put together: one pace for each service that is read, the
// situation for those who look, and what a sender has to be asked about. The rules themselves are in pages/.
import type { Config } from './config.ts';
import { PROVIDER_TIMEOUT_MS, userAgentOf } from './configuredProviders.ts';
import type { Logger } from './logger.ts';
import { createStatusPage } from './oncall/statusPage.ts';
import type { Clock, IncidentStore, PageStore } from './pages/ports.ts';
import type { Provider } from './pages/provider.ts';
import { createReadingPace, type ReadingPace } from './pages/readingPace.ts';
import { createSituationWatch, type SituationWatch } from './pages/situation.ts';
import { createUnseenIncidents, type UnseenIncidents } from './pages/unseenIncidents.ts';

export interface SituationParts {
	paceOf: ( provider: string ) => ReadingPace;
	look: SituationWatch[ 'look' ];
	unseen: UnseenIncidents;
}

/**
 * @param providers those of pages, in failover order
 * @param reachable all that are ever read, by name
 */
export function createSituation( config: Config, { providers, reachable, clock, ...deps }: {
	store: Pick<PageStore, 'list'>;
	incidents: Pick<IncidentStore, 'watched'>;
	providers: ReadonlyMap<string, Provider>;
	reachable: ReadonlyMap<string, Provider>;
	clock: Clock;
	log: Logger;
	stopping: AbortSignal;
} ): SituationParts {
	const paces = new Map( Array.from( reachable.keys(), ( name ) => [ name, createReadingPace( clock, config.pollMs ) ] ) );
	const paceOf = ( provider: string ): ReadingPace => paces.get( provider )!;
	const status = { url: config.statusUrl, userAgent: userAgentOf( config ), timeoutMs: PROVIDER_TIMEOUT_MS };
	const watch = createSituationWatch( {
		...deps, providers, paceOf, clock, showsIncidents: config.showsIncidents, readStatus: createStatusPage( status, () => clock.now() )
	} );
	return { paceOf, look: () => watch.look(), unseen: createUnseenIncidents( watch, clock ) };
}
