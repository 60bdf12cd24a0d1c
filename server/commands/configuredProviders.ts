// The providers of a configuration, for commands that ask them something. Deliveries are the server's.
import type { Config } from '../config.ts';
import { createProviders, type ProviderChoice, type ProviderDeps } from '../oncall/registry.ts';
import type { Provider } from '../pages/ports.ts';

/** For each call; nobody waits who needs a page. */
const CALL_TIMEOUT_MS = 10_000;

/** In the order of the configuration. */
export function configuredProviders( config: Config, deps: ProviderDeps ): Provider[] {
	const calls = {
		userAgent: `PageSRE/0.1 (${ config.publicUrl }; ${ config.contact }) node/${ process.versions.node }`,
		timeoutMs: CALL_TIMEOUT_MS
	};
	const choices = config.providers.map( ( choice ) => ( { ...choice, settings: { ...choice.settings, ...calls } } as ProviderChoice ) );
	return [ ...createProviders( choices, deps ).values() ];
}
