// Which providers this program knows, and the making of those that are configured, in failover order.
// How a provider works stays in its own file.
import type { Provider } from '../pages/provider.ts';
import type { Millis } from '../pages/page.ts';
import { createGoAlert } from './goAlert.ts';
import { createPagerDuty } from './pagerDuty.ts';
import { createAlertmanager } from './alertmanager.ts';
import { createEmail } from './email.ts';
import { createSplunkOnCall } from './splunkOnCall.ts';
import { createWebhook } from './webhook.ts';

export interface ProviderDeps {
	now(): Millis;
}

const factories = {
	alertmanager: createAlertmanager,
	email: createEmail,
	'splunk-on-call': createSplunkOnCall,
	pagerduty: createPagerDuty,
	goalert: createGoAlert,
	webhook: createWebhook
};

export type ProviderName = keyof typeof factories;

type SettingsOf = { [ Name in ProviderName ]: Parameters<typeof factories[ Name ]>[ 0 ] };

/** One configured provider: its name, and the settings that its factory asks for. */
export type ProviderChoice<Name extends ProviderName = ProviderName> = {
	[ One in Name ]: { name: One; settings: SettingsOf[ One ] };
}[ Name ];

// The same object, said so that a name and its settings stay together.
const makers: { [ Name in ProviderName ]: ( settings: SettingsOf[ Name ], deps: ProviderDeps ) => Provider } = factories;

function make<Name extends ProviderName>( { name, settings }: ProviderChoice<Name>, deps: ProviderDeps ): Provider {
	return makers[ name ]( settings, deps );
}

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
	for ( const choice of choices ) {
		const { name } = choice;
		if ( !Object.hasOwn( factories, name ) ) {
			throw new Error( `On-call provider "${ name }" is not known` );
		}
		if ( providers.has( name ) ) {
			throw new Error( `On-call provider "${ name }" is configured twice` );
		}
		providers.set( name, make( choice, deps ) );
	}
	return providers;
}
