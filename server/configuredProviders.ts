// The providers of a configuration, ready to be called; the server and the commands that ask them something
// make them alike.
import type { Config } from './config.ts';
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
	const calls = { userAgent: userAgentOf( config ), timeoutMs: PROVIDER_TIMEOUT_MS };
	const choices = config.providers.map( ( choice ) => ( { ...choice, settings: { ...choice.settings, ...calls } } as ProviderChoice ) );
	return createProviders( choices, deps );
}
