// A page that reaches nobody is said loudly, whichever way it came to that; a drill only to whoever reads
// warnings. Called once for each time that a page becomes undelivered, by whoever recorded it.
import type { Logger } from '../logger.ts';
import type { PageKind } from './page.ts';

export interface SayUndeliveredDeps {
	log: Logger;
	metrics: { pageUndelivered(): void };
}

/** @param why nobody took it in time, or all that were asked have said no before */
export function sayUndelivered( { log, metrics }: SayUndeliveredDeps, page: { id: string; kind: PageKind }, why: 'deadline' | 'refused' ): void {
	const facts = { pageId: page.id };
	if ( page.kind !== 'page' ) {
		log.warn( facts, 'drill undelivered: nobody is missed, but the path does not work' );
		return;
	}
	metrics.pageUndelivered();
	if ( why === 'deadline' ) {
		log.error( facts, 'page undelivered: no provider took it by its deadline; retries go on' );
	} else {
		log.error( facts, 'page undelivered: every provider asked so far rejects it or keeps it silent; retries go on' );
	}
}
