// The configured providers: in failover order, and never a set that reaches nobody or is ambiguous.
import { describe, expect, it } from 'vitest';
import { createProviders } from '../../../server/oncall/registry.ts';
import type { ProviderChoice } from '../../../server/oncall/registry.ts';

const splunk: ProviderChoice = {
	name: 'splunk-on-call',
	settings: {
		ingestUrl: 'https://alert.example.org/',
		restKey: { reveal: () => 'canary-rest-key' },
		routingKey: 'sre',
		apiUrl: 'https://api.example.org/',
		apiId: { reveal: () => 'canary-api-id' },
		apiKey: { reveal: () => 'canary-api-key' },
		userAgent: 'page-sre',
		timeoutMs: 1000
	}
};
const shared = { userAgent: 'page-sre', timeoutMs: 1000 };
const secret = { reveal: (): string => 'canary' };
const choices: readonly ProviderChoice[] = [
	{ name: 'goalert', settings: { url: 'https://goalert.example.org/', integrationKey: secret, ...shared } },
	splunk,
	{ name: 'pagerduty', settings: { eventsUrl: 'https://events.example.org/v2/', routingKey: secret, apiUrl: 'https://api.example.org/', ...shared } }
];
const deps = { now: (): number => 0 };

describe( 'createProviders', () => {
	it( 'makes each configured provider under its name, in the order given', () => {
		const providers = createProviders( choices, deps );
		expect( Array.from( providers, ( [ name, provider ] ) => [ name, provider.name ] ) )
			.toEqual( choices.map( ( { name } ) => [ name, name ] ) );
	} );

	it( 'refuses to reach nobody', () => {
		expect( () => createProviders( [], deps ) ).toThrow( /No on-call provider/ );
	} );

	it( 'refuses one name twice', () => {
		expect( () => createProviders( [ splunk, splunk ], deps ) ).toThrow( /"splunk-on-call" is configured twice/ );
	} );

	it.each( [ 'pigeon', 'toString' ] )( 'refuses %s, which it does not know', ( name ) => {
		expect( () => createProviders( [ { ...splunk, name } as unknown as ProviderChoice ], deps ) ).toThrow( /not known/ );
	} );
} );
