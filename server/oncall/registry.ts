// Which providers this program knows, and the making of those that are configured, in failover order.
// How a provider works stays in its own file.
import type { Provider } from '../pages/ports.ts';
import type { Millis } from '../pages/page.ts';
import { createSplunkOnCall } from './splunkOnCall.ts';

export interface ProviderDeps {
	now(): Millis;
}

const factories = {
	'splunk-on-call': createSplunkOnCall
};

export type ProviderName = keyof typeof factories;

/** One configured provider: its name, and the settings that its factory asks for. */
export type ProviderChoice = {
	[ Name in ProviderName ]: { name: Name; settings: Parameters<typeof factories[ Name ]>[ 0 ] };
}[ ProviderName ];

/**
 * @throws Error for an empty list (nothing may answer "fine" and reach nobody), for a name that is
 * not known, and for a name given twice: deliveries are stored under the name
 */
export function createProviders(
	choices: readonly ProviderChoice[], deps: ProviderDeps
): ReadonlyMap<string, Provider> {
	if ( choices.length === 0 ) {
		throw new Error( 'No on-call provider is configured: pages would reach nobody' );
	}
	const providers = new Map<string, Provider>();
	for ( const { name, settings } of choices ) {
		if ( !Object.hasOwn( factories, name ) ) {
			throw new Error( `On-call provider "${ name }" is not known` );
		}
		if ( providers.has( name ) ) {
			throw new Error( `On-call provider "${ name }" is configured twice` );
		}
		providers.set( name, factories[ name ]( settings, deps ) );
	}
	return providers;
}
