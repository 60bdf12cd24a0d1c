// Would anybody be woken now? Asks every configured provider about itself, and every route of drills where it
// leads. `config check` and `doctor` say the same of it, because it is this.
import { configuredDrillProviders, configuredProviders } from '../configuredProviders.ts';
import type { Config } from '../config.ts';
import type { Clock } from '../pages/ports.ts';
import type { Provider, SelfCheck } from '../pages/provider.ts';
import { notInTime, within, type Verdict } from './finding.ts';

/** `cannotSay`: there is no way to ask this provider, today or ever. The last two are of drill routes. */
export interface ProviderCheck extends Omit<SelfCheck, 'verdict'> {
	provider: string;
	verdict: SelfCheck[ 'verdict' ] | 'cannotSay' | 'wakesNobody' | 'wakesPeople';
}

/** Texts are as the services gave them. Never throws. */
export async function checkProviders( config: Config, timeoutMs: number, clock: Clock ): Promise<ProviderCheck[]> {
	const providers = [ ...configuredProviders( config, clock ).values() ];
	const drillRoutes = [ ...configuredDrillProviders( config, clock ).values() ];
	return ( await Promise.all( [
		...providers.map( ( provider ) => ask( provider, timeoutMs, clock ) ),
		...drillRoutes.map( ( provider ) => askDrillRoute( provider, timeoutMs, clock ) )
	] ) ).flat();
}

async function ask( { name: provider, selfCheck }: Provider, timeoutMs: number, clock: Clock ): Promise<ProviderCheck[]> {
	if ( !selfCheck ) {
		return [ { provider, subject: 'paging', verdict: 'cannotSay', detail: 'As configured, there is no way to ask it whether it would page somebody.' } ];
	}
	const checks = await within( timeoutMs, selfCheck(), clock );
	return ( checks ?? [ { subject: 'paging', verdict: 'unknown' as const, detail: notInTime( timeoutMs ) } ] )
		.map( ( check ) => ( { provider, ...check } ) );
}

/** Where nobody can be asked, what the settings say is all there is: no line. */
async function askDrillRoute( { name: provider, drillRoute }: Provider, timeoutMs: number, clock: Clock ): Promise<ProviderCheck[]> {
	if ( !drillRoute ) {
		return [];
	}
	const said = await within( timeoutMs, drillRoute(), clock );
	if ( !said || said.verdict === 'unknown' ) {
		return [ { provider, subject: 'drill route', verdict: 'unknown', detail: said ? said.detail : notInTime( timeoutMs ) } ];
	}
	return [ { provider, ...said, verdict: said.verdict === 'pagesNobody' ? 'wakesNobody' : 'wakesPeople' } ];
}

/** What all checks mean together. */
export function judgeProviders( checks: readonly ProviderCheck[] ): Verdict {
	const some = ( wanted: ProviderCheck[ 'verdict' ] ): boolean => checks.some( ( { verdict } ) => verdict === wanted );
	if ( some( 'pagesNobody' ) || !some( 'pages' ) ) {
		return 'critical';
	}
	return some( 'unknown' ) || some( 'wakesPeople' ) ? 'warning' : 'well';
}
