// The providers of a configuration, ready to be called; the server and the commands that ask them something
// make them alike.
import type { Config } from './config.ts';
import { asDrillRoute } from './oncall/drillRoute.ts';
import { createProviders, type ProviderChoice, type ProviderDeps } from './oncall/registry.ts';
import type { Provider } from './pages/provider.ts';

/** For each call of a provider. Shorter than a lease (pages/deliverPage.ts). */
export const PROVIDER_TIMEOUT_MS = 10_000;

/** Names us and a contact, as Wikimedia's User-Agent policy asks; on every call that we make. */
export function userAgentOf( config: Config ): string {
	return `PageSRE/0.1 (${ config.publicUrl }; ${ config.contact }) node/${ process.versions.node }`;
}

/** By name, in the order of the configuration. */
export function configuredProviders( config: Config, deps: ProviderDeps ): ReadonlyMap<string, Provider> {
	return createProviders( choicesOf( config, config.providers ), deps );
}

/** Where drills go, by name (`drill/splunk-on-call`), in the order of the configuration; often none. */
export function configuredDrillProviders( config: Config, deps: ProviderDeps ): ReadonlyMap<string, Provider> {
	if ( config.drillProviders.length === 0 ) {
		return new Map();
	}
	const providers = createProviders( choicesOf( config, config.drillProviders ), deps );
	return new Map( Array.from( providers.values(), asDrillRoute ).map( ( provider ) => [ provider.name, provider ] ) );
}

function choicesOf( config: Config, providers: Config[ 'providers' ] ): ProviderChoice[] {
	const calls = { userAgent: userAgentOf( config ), timeoutMs: PROVIDER_TIMEOUT_MS };
	return providers.map( ( choice ) => ( { ...choice, settings: { ...choice.settings, ...calls } } as ProviderChoice ) );
}
