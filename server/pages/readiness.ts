// Would anybody be woken now? Asked of each provider every few minutes, because a rota that ran empty or
// a maintenance mode left on is found at 3 a.m. otherwise.
import type { Logger } from '../logger.ts';
import type { Provider, SelfCheck } from './provider.ts';

export interface Readiness {
	/** Asks all providers; resolves when all have answered or given up. Never throws. */
	check(): Promise<void>;
	/** One verdict a provider: the worst of its checks; `unknown` before the first. */
	verdicts(): { provider: string; verdict: SelfCheck[ 'verdict' ] }[];
}

export function createReadiness( providers: readonly Provider[], log: Logger ): Readiness {
	const verdicts = new Map<string, SelfCheck[ 'verdict' ]>();
	return {
		async check() {
			await Promise.all( providers.map( async ( provider ) => {
				const checks = await provider.selfCheck?.() ?? [];
				const verdict = worst( checks );
				if ( verdict === 'pagesNobody' && verdicts.get( provider.name ) !== verdict ) {
					const failing = checks.filter( ( check ) => check.verdict === 'pagesNobody' );
					log.error( { provider: provider.name, checks: failing }, 'this provider would wake nobody now' );
				}
				verdicts.set( provider.name, verdict );
			} ) );
		},
		verdicts: () => providers.map( ( { name } ) => ( { provider: name, verdict: verdicts.get( name ) ?? 'unknown' } ) )
	};
}

function worst( checks: readonly SelfCheck[] ): SelfCheck[ 'verdict' ] {
	const order = [ 'pagesNobody', 'unknown', 'pages' ] as const;
	return order.find( ( verdict ) => checks.some( ( check ) => check.verdict === verdict ) ) ?? 'unknown';
}
