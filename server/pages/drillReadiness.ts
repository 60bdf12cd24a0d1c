// Would a drill wake anybody? Asked of each route of drills at the start and every few minutes, because
// somebody may lead a route elsewhere at the on-call service, where no setting of ours can see it.
import type { Logger } from '../logger.ts';
import type { Provider, SelfCheck } from './provider.ts';

export interface DrillReadiness {
	/** Asks all routes that can be asked; resolves when all have answered or given up. Never throws. */
	check(): Promise<void>;
	/**
	 * Whether there is a route, and every one is known to wake nobody. One that cannot be asked is trusted; one
	 * that does not answer stays what it last said.
	 */
	isSafe(): boolean;
}

export function createDrillReadiness( drillProviders: Iterable<Provider>, log: Logger ): DrillReadiness {
	const routes = Array.from( drillProviders );
	const known = new Map<string, SelfCheck[ 'verdict' ]>();

	async function ask( { name, drillRoute }: Provider ): Promise<void> {
		const said = await drillRoute?.();
		if ( said === undefined ) {
			return;
		}
		const before = known.get( name );
		if ( said.verdict !== 'unknown' ) {
			known.set( name, said.verdict );
		}
		const facts = { provider: name, ...said };
		if ( said.verdict === 'pages' && before !== 'pages' ) {
			log.error( facts, 'drills by this route would wake people: none is let through' );
		} else if ( said.verdict === 'unknown' && before === undefined ) {
			log.warn( facts, 'no drills until it is known that this route wakes nobody' );
		}
	}

	return {
		check: async () => {
			await Promise.all( routes.map( ask ) );
		},
		isSafe: () => routes.length > 0 &&
			routes.every( ( { name, drillRoute } ) => drillRoute === undefined || known.get( name ) === 'pagesNobody' )
	};
}
