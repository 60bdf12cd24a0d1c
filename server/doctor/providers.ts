// What providerChecks.ts found, in the doctor's words.
import type { Config } from '../config.ts';
import type { Clock } from '../pages/ports.ts';
import type { Finding, Verdict } from './finding.ts';
import { checkProviders, type ProviderCheck } from './providerChecks.ts';

/** It minds the time itself: one provider that is late keeps no other from being heard. */
export async function providerFindings( config: Config, timeoutMs: number, clock: Clock ): Promise<Finding[]> {
	const checks = await checkProviders( config, timeoutMs, clock );
	const somebodyIsPaged = checks.some( ( { verdict } ) => verdict === 'pages' );
	return [ ...checks.map( ( check ) => asFinding( check, somebodyIsPaged ) ), ...config.drillProviders.length > 0 ? [] : [ noDrillRoute ] ];
}

const noDrillRoute: Finding = {
	subject: 'drills', verdict: 'well', found: 'No route for drills is configured, so none are offered.', known: 'read the configuration', mend: ''
};

const words: Record<ProviderCheck[ 'verdict' ], string> = {
	pages: 'Pages somebody.',
	pagesNobody: 'Pages nobody.',
	unknown: 'Could not be asked.',
	cannotSay: 'Cannot be asked.',
	wakesNobody: 'Wakes nobody, as a drill should.',
	wakesPeople: 'Would wake people, so drills are refused.'
};

const mends: Record<ProviderCheck[ 'verdict' ], string> = {
	pages: '',
	pagesNobody: 'Mend it at the service: the rota, the policy, or the maintenance mode that is named. Until then pages go to the next provider, if there is one.',
	unknown: 'Compare the API keys with the service\'s, and see that this host can reach it and that it is up. A page may come through all the same.',
	cannotSay: '',
	wakesNobody: '',
	wakesPeople: 'At the service, lead the routing key of drills to a policy that wakes nobody: see "Drills" in docs/operators.md.'
};

function asFinding( { provider, subject, verdict, detail }: ProviderCheck, somebodyIsPaged: boolean ): Finding {
	const isNobody = !somebodyIsPaged && ( verdict === 'unknown' || verdict === 'cannotSay' );
	return {
		subject: `${ provider }: ${ subject }`,
		verdict: isNobody ? 'critical' : verdictOf( verdict ),
		found: `${ words[ verdict ] } ${ detail }${ isNobody ? ' Nothing is known to page anybody.' : '' }`,
		known: verdict === 'cannotSay' ? 'read the configuration' : `asked the API of ${ provider }`,
		mend: isNobody && verdict === 'cannotSay' ? 'Add a provider that can be asked to PAGE_SRE_PROVIDERS, or prove this one by a drill.' : mends[ verdict ]
	};
}

function verdictOf( verdict: ProviderCheck[ 'verdict' ] ): Verdict {
	return verdict === 'pagesNobody' ? 'critical' : verdict === 'unknown' || verdict === 'wakesPeople' ? 'warning' : 'well';
}
