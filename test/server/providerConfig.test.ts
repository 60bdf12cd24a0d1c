// Where drills go: settings of their own, with nothing left in them that could wake anybody, and refused by
// name where they could be the route of pages.
import { describe, expect, it } from 'vitest';
import { readConfig, type Config, type ConfigFault } from '../../server/config.ts';
import type { ProviderConfig } from '../../server/providerConfig.ts';

const whole: Record<string, string> = {
	PUBLIC_URL: 'https://page-sre.example.org', CONTACT: 'sre@example.org', OAUTH_KEY: 'c'.repeat( 32 ), OAUTH_SECRET: 'x',
	PROVIDERS: 'splunk-on-call,pagerduty,goalert,alertmanager,webhook,email',
	SPLUNK_ON_CALL_REST_KEY: 'rest', SPLUNK_ON_CALL_ROUTING_KEY: 'sre', SPLUNK_ON_CALL_API_ID: 'id', SPLUNK_ON_CALL_API_KEY: 'key',
	SPLUNK_ON_CALL_WRITE_KEY: 'write', SPLUNK_ON_CALL_API_USER: 'bot', SPLUNK_ON_CALL_CATCH_ALL_POLICY: 'pol-all', SPLUNK_ON_CALL_HOOK_SECRET: 'hook',
	PAGERDUTY_ROUTING_KEY: 'pd-page', PAGERDUTY_SERVICE_ID: 'PPAGE', PAGERDUTY_API_KEY: 'api', PAGERDUTY_FROM: 'a@b.example',
	PAGERDUTY_CATCH_ALL_POLICY: 'PALL', PAGERDUTY_HOOK_SECRETS: 'hook',
	GOALERT_URL: 'https://goalert.example.org', GOALERT_INTEGRATION_KEY: 'ga-page', GOALERT_SERVICE_ID: 'ga-service', GOALERT_GRAPHQL_KEY: 'graph',
	ALERTMANAGER_URLS: 'https://am.example.org', ALERTMANAGER_LABELS: 'team=sre,severity=page',
	WEBHOOK_URL: 'https://hook.example.org/page', WEBHOOK_SECRETS: 'whsec_x', WEBHOOK_HOOK_SECRETS: 'whsec_y',
	EMAIL_HOST: 'mail.example.org', EMAIL_PORT: '587', EMAIL_FROM: 'a@b.example', EMAIL_TO: 'Page@example.org, second@example.org', EMAIL_SUBJECT: 'CRITICAL ours {id}'
};

const drills: Record<string, string> = {
	SPLUNK_ON_CALL_DRILL_ROUTING_KEY: 'drill',
	PAGERDUTY_DRILL_ROUTING_KEY: 'pd-drill', PAGERDUTY_DRILL_SERVICE_ID: 'PDRILL',
	GOALERT_DRILL_INTEGRATION_KEY: 'ga-drill', GOALERT_DRILL_SERVICE_ID: 'ga-drill-service',
	ALERTMANAGER_DRILL_LABELS: 'team=sre,severity=drill',
	WEBHOOK_DRILL_URL: 'https://hook.example.org/drill',
	EMAIL_DRILL_TO: 'drill@example.org'
};

function read( changes: Record<string, string | undefined>, readFile: ( path: string ) => string = () => '' ): ReturnType<typeof readConfig> {
	return readConfig( Object.fromEntries( Object.entries( { ...whole, ...changes } ).map( ( [ name, value ] ) => [ `PAGE_SRE_${ name }`, value ] ) ), readFile );
}

function configOf( changes: Record<string, string | undefined> ): Config {
	const result = read( changes );
	if ( result.kind === 'faults' ) {
		throw new Error( JSON.stringify( result.faults ) );
	}
	return result.config;
}

function faultsOf( changes: Record<string, string | undefined>, readFile?: ( path: string ) => string ): ConfigFault[] {
	const result = read( changes, readFile );
	return result.kind === 'faults' ? result.faults : [];
}

/** With secrets in words. */
function drillSettings( provider: ProviderConfig[ 'name' ], changes: Record<string, string | undefined> = drills ): Record<string, unknown> {
	const found = configOf( changes ).drillProviders.find( ( { name } ) => name === provider );
	const inWords = ( value: unknown ): unknown => Array.isArray( value ) ? value.map( inWords ) :
		typeof value === 'object' && value !== null && 'reveal' in value ? ( value as { reveal(): string } ).reveal() : value;
	return Object.fromEntries( Object.entries( found!.settings ).map( ( [ name, value ] ) => [ name, inWords( value ) ] ) );
}

describe( 'The routes of drills', () => {
	it( 'are none unless configured', () => {
		expect( configOf( {} ).drillProviders ).toEqual( [] );
	} );

	it( 'are those that are configured, in the order of the providers', () => {
		expect( configOf( drills ).drillProviders.map( ( { name } ) => name ) ).toEqual( whole.PROVIDERS!.split( ',' ) );
		expect( configOf( { EMAIL_DRILL_TO: 'drill@example.org' } ).drillProviders.map( ( { name } ) => name ) ).toEqual( [ 'email' ] );
	} );

	it.each<[ ProviderConfig[ 'name' ], Record<string, unknown> ]>( [
		[ 'splunk-on-call', { routingKey: 'drill', insteadOf: 'sre', catchAllPolicy: undefined, hookSecret: undefined, restKey: 'rest', writeKey: 'write', apiUser: 'bot' } ],
		[ 'pagerduty', { routingKey: 'pd-drill', serviceId: 'PDRILL', catchAllPolicy: undefined, hookSecrets: undefined, apiKey: 'api' } ],
		[ 'goalert', { integrationKey: 'ga-drill', serviceId: 'ga-drill-service', graphqlKey: 'graph' } ],
		[ 'alertmanager', { labels: { alertname: 'PageSREDrill', team: 'sre', severity: 'drill' } } ],
		[ 'webhook', { url: 'https://hook.example.org/drill', secrets: [ 'whsec_x' ], hookSecrets: undefined } ],
		[ 'email', { to: [ 'drill@example.org' ], host: 'mail.example.org' } ]
	] )( 'have the settings of %s, but lead elsewhere and reach no catch-all', ( provider, settings ) => {
		expect( drillSettings( provider ) ).toMatchObject( settings );
	} );

	it( 'change nothing about pages but that drills are known for what they are', () => {
		const { drillRoutingKey: none, ...before } = ( configOf( {} ).providers[ 0 ] as ProviderConfig<'splunk-on-call'> ).settings;
		const { drillRoutingKey, ...after } = ( configOf( drills ).providers[ 0 ] as ProviderConfig<'splunk-on-call'> ).settings;
		expect( [ none, drillRoutingKey ] ).toEqual( [ undefined, 'drill' ] );
		expect( JSON.stringify( after ) ).toBe( JSON.stringify( before ) );
		expect( JSON.stringify( configOf( drills ).providers.slice( 1 ) ) ).toBe( JSON.stringify( configOf( {} ).providers.slice( 1 ) ) );
	} );

	it( 'do not read the service of pages where no service of drills is named', () => {
		const { PAGERDUTY_DRILL_ROUTING_KEY, GOALERT_DRILL_INTEGRATION_KEY } = drills;
		expect( drillSettings( 'pagerduty', { PAGERDUTY_DRILL_ROUTING_KEY } ).serviceId ).toBeUndefined();
		expect( drillSettings( 'goalert', { GOALERT_DRILL_INTEGRATION_KEY } ).serviceId ).toBeUndefined();
	} );

	const same: [ string, string, Record<string, string> ][] = [
		[ 'SPLUNK_ON_CALL_DRILL_ROUTING_KEY', 'SPLUNK_ON_CALL_ROUTING_KEY', { SPLUNK_ON_CALL_DRILL_ROUTING_KEY: 'SRE' } ],
		[ 'PAGERDUTY_DRILL_ROUTING_KEY', 'PAGERDUTY_ROUTING_KEY', { PAGERDUTY_DRILL_ROUTING_KEY: 'pd-page' } ],
		[ 'PAGERDUTY_DRILL_SERVICE_ID', 'PAGERDUTY_SERVICE_ID', { PAGERDUTY_DRILL_ROUTING_KEY: 'pd-drill', PAGERDUTY_DRILL_SERVICE_ID: 'PPAGE' } ],
		[ 'GOALERT_DRILL_INTEGRATION_KEY', 'GOALERT_INTEGRATION_KEY', { GOALERT_DRILL_INTEGRATION_KEY: ' ga-page\n' } ],
		[ 'GOALERT_DRILL_SERVICE_ID', 'GOALERT_SERVICE_ID', { GOALERT_DRILL_INTEGRATION_KEY: 'ga-drill', GOALERT_DRILL_SERVICE_ID: 'ga-service' } ],
		[ 'ALERTMANAGER_DRILL_LABELS', 'ALERTMANAGER_LABELS', { ALERTMANAGER_DRILL_LABELS: 'kind=drill, severity = page, team=sre' } ],
		[ 'WEBHOOK_DRILL_URL', 'WEBHOOK_URL', { WEBHOOK_DRILL_URL: 'https://HOOK.example.org:443/page#drill' } ],
		[ 'EMAIL_DRILL_TO', 'EMAIL_TO', { EMAIL_DRILL_TO: 'drill@example.org,page@EXAMPLE.org' } ]
	];

	it.each( same )( 'are refused by name where they are those of pages: %s', ( drill, paging, changes ) => {
		expect( faultsOf( changes ) ).toEqual( [ { name: `PAGE_SRE_${ drill }`, problem: `must lead elsewhere than PAGE_SRE_${ paging }: a drill would wake people` } ] );
	} );

	it( 'are refused for services that take no pages', () => {
		const faults = faultsOf( { ...drills, PROVIDERS: 'splunk-on-call' } );
		expect( faults ).toEqual( Object.keys( drills ).slice( 1 ).map( ( name ) => ( {
			name: `PAGE_SRE_${ name }`, problem: expect.stringMatching( /^needs (pagerduty|goalert|alertmanager|webhook|email) in PAGE_SRE_PROVIDERS$/ ) as string
		} ) ) );
	} );

	it.each( [ [ 'PAGERDUTY_DRILL_SERVICE_ID', 'PAGERDUTY_DRILL_ROUTING_KEY' ], [ 'GOALERT_DRILL_SERVICE_ID', 'GOALERT_DRILL_INTEGRATION_KEY' ] ] )(
		'are refused with half of what they need: %s', ( name, needed ) => {
			expect( faultsOf( { [ name ]: drills[ name ] } ) ).toEqual( [ { name: `PAGE_SRE_${ name }`, problem: `needs PAGE_SRE_${ needed }` } ] );
		} );

	it.each( [ 'PAGERDUTY_DRILL_ROUTING_KEY', 'GOALERT_DRILL_INTEGRATION_KEY', 'WEBHOOK_DRILL_URL', 'EMAIL_DRILL_TO' ] )( 'may be read from a file: %s', ( name ) => {
		expect( faultsOf( { [ `${ name }_FILE` ]: '/run/drill' }, () => drills[ name ]! ) ).toEqual( [] );
		const paging = same.find( ( [ drill ] ) => drill === name )![ 1 ];
		expect( faultsOf( { [ `${ name }_FILE` ]: '/run/drill' }, () => whole[ paging ]! ).map( ( fault ) => fault.name ) ).toEqual( [ `PAGE_SRE_${ name }` ] );
	} );

	it( 'are not called the same because neither could be read', () => {
		const unreadable = (): string => {
			throw Object.assign( new Error( 'no' ), { code: 'ENOENT' } );
		};
		const faults = faultsOf( { WEBHOOK_URL: undefined, WEBHOOK_URL_FILE: '/a', WEBHOOK_DRILL_URL_FILE: '/b' }, unreadable );
		expect( faults.map( ( { name } ) => name ).sort() ).toEqual( [ 'PAGE_SRE_WEBHOOK_DRILL_URL_FILE', 'PAGE_SRE_WEBHOOK_URL_FILE' ] );
	} );

	it( 'never show a secret in a fault', () => {
		expect( JSON.stringify( faultsOf( { WEBHOOK_DRILL_URL: whole.WEBHOOK_URL, EMAIL_DRILL_TO: whole.EMAIL_TO } ) ) ).not.toMatch( /example/ );
	} );
} );
