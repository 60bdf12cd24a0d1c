// The settings of each provider: which variables there are, what a provider cannot do without, and how
// they become what its factory in oncall/ asks for.
import { z } from 'zod';
import { baseUrl, list, name, port, secret, secrets } from './configTypes.ts';

const labels = z.string().transform( ( value, context ) => {
	const pairs = value.split( ',' ).map( ( pair ) => /^\s*([a-zA-Z_]\w*)\s*=\s*(.*?)\s*$/.exec( pair ) );
	if ( pairs.some( ( pair ) => pair === null ) ) {
		context.addIssue( 'must be labels like team=sre,severity=page' );
		return z.NEVER;
	}
	return Object.fromEntries( pairs.map( ( pair ) => [ pair![ 1 ]!, pair![ 2 ]! ] ) );
} );

const routingKey = z.string().regex( /^[A-Za-z0-9_-]+$/, 'may hold letters, digits, - and _' );

export const providerVariables = {
	PAGE_SRE_SPLUNK_ON_CALL_REST_KEY: secret.optional(),
	PAGE_SRE_SPLUNK_ON_CALL_ROUTING_KEY: routingKey.optional(),
	PAGE_SRE_SPLUNK_ON_CALL_API_ID: secret.optional(),
	PAGE_SRE_SPLUNK_ON_CALL_API_KEY: secret.optional(),
	PAGE_SRE_SPLUNK_ON_CALL_INGEST_URL: baseUrl.default( 'https://alert.victorops.com/integrations/generic/20131114/alert/' ),
	PAGE_SRE_SPLUNK_ON_CALL_API_URL: baseUrl.default( 'https://api.victorops.com/api-public/v1/' ),
	PAGE_SRE_SPLUNK_ON_CALL_TEAMS: list.optional(),
	PAGE_SRE_SPLUNK_ON_CALL_API_USER: name.optional(),
	PAGE_SRE_SPLUNK_ON_CALL_WRITE_KEY: secret.optional(),
	PAGE_SRE_SPLUNK_ON_CALL_CATCH_ALL_POLICY: name.optional(),
	PAGE_SRE_SPLUNK_ON_CALL_HOOK_SECRET: secret.optional(),

	PAGE_SRE_PAGERDUTY_ROUTING_KEY: secret.optional(),
	PAGE_SRE_PAGERDUTY_EVENTS_URL: baseUrl.default( 'https://events.pagerduty.com/v2/' ),
	PAGE_SRE_PAGERDUTY_API_URL: baseUrl.default( 'https://api.pagerduty.com/' ),
	PAGE_SRE_PAGERDUTY_API_KEY: secret.optional(),
	PAGE_SRE_PAGERDUTY_SERVICE_ID: name.optional(),
	PAGE_SRE_PAGERDUTY_FROM: name.optional(),
	PAGE_SRE_PAGERDUTY_CATCH_ALL_POLICY: name.optional(),
	PAGE_SRE_PAGERDUTY_HOOK_SECRETS: secrets.optional(),

	PAGE_SRE_GOALERT_URL: baseUrl.optional(),
	PAGE_SRE_GOALERT_INTEGRATION_KEY: secret.optional(),
	PAGE_SRE_GOALERT_GRAPHQL_KEY: secret.optional(),
	PAGE_SRE_GOALERT_SERVICE_ID: name.optional(),

	PAGE_SRE_ALERTMANAGER_URLS: list.pipe( z.array( baseUrl ) ).optional(),
	PAGE_SRE_ALERTMANAGER_LABELS: labels.optional(),
	PAGE_SRE_ALERTMANAGER_AUTHORIZATION: secret.optional(),

	PAGE_SRE_WEBHOOK_URL: secret.optional(),
	PAGE_SRE_WEBHOOK_SECRETS: secrets.optional(),
	PAGE_SRE_WEBHOOK_INCIDENTS_URL: secret.optional(),
	PAGE_SRE_WEBHOOK_HOOK_SECRETS: secrets.optional(),

	PAGE_SRE_EMAIL_HOST: name.optional(),
	PAGE_SRE_EMAIL_PORT: port.optional(),
	PAGE_SRE_EMAIL_TLS: z.enum( [ 'implicit', 'starttls', 'none' ], 'must be implicit, starttls or none' ).default( 'starttls' ),
	PAGE_SRE_EMAIL_USERNAME: name.optional(),
	PAGE_SRE_EMAIL_PASSWORD: secret.optional(),
	PAGE_SRE_EMAIL_FROM: name.optional(),
	PAGE_SRE_EMAIL_TO: secrets.optional(),
	PAGE_SRE_EMAIL_SUBJECT: name.optional(),

	PAGE_SRE_SPLUNK_ON_CALL_DRILL_ROUTING_KEY: routingKey.optional(),
	PAGE_SRE_PAGERDUTY_DRILL_ROUTING_KEY: secret.optional(),
	PAGE_SRE_PAGERDUTY_DRILL_SERVICE_ID: name.optional(),
	PAGE_SRE_GOALERT_DRILL_INTEGRATION_KEY: secret.optional(),
	PAGE_SRE_GOALERT_DRILL_SERVICE_ID: name.optional(),
	PAGE_SRE_ALERTMANAGER_DRILL_LABELS: labels.optional(),
	PAGE_SRE_WEBHOOK_DRILL_URL: secret.optional(),
	PAGE_SRE_EMAIL_DRILL_TO: secrets.optional()
};

export type ProviderVariables = z.output<z.ZodObject<typeof providerVariables>>;

/** Names of variables that hold secrets: each is also accepted as NAME_FILE. */
export const providerSecrets = [
	'SPLUNK_ON_CALL_REST_KEY', 'SPLUNK_ON_CALL_API_ID', 'SPLUNK_ON_CALL_API_KEY', 'SPLUNK_ON_CALL_WRITE_KEY', 'SPLUNK_ON_CALL_HOOK_SECRET',
	'PAGERDUTY_ROUTING_KEY', 'PAGERDUTY_API_KEY', 'PAGERDUTY_HOOK_SECRETS',
	'GOALERT_INTEGRATION_KEY', 'GOALERT_GRAPHQL_KEY',
	'ALERTMANAGER_AUTHORIZATION',
	'WEBHOOK_URL', 'WEBHOOK_SECRETS', 'WEBHOOK_INCIDENTS_URL', 'WEBHOOK_HOOK_SECRETS',
	'EMAIL_PASSWORD', 'EMAIL_TO',
	'PAGERDUTY_DRILL_ROUTING_KEY', 'GOALERT_DRILL_INTEGRATION_KEY', 'WEBHOOK_DRILL_URL', 'EMAIL_DRILL_TO'
].map( ( short ) => `PAGE_SRE_${ short }` );

/** What each provider cannot do without. */
export const neededByProvider = new Map( Object.entries( {
	'splunk-on-call': [ 'SPLUNK_ON_CALL_REST_KEY', 'SPLUNK_ON_CALL_ROUTING_KEY', 'SPLUNK_ON_CALL_API_ID', 'SPLUNK_ON_CALL_API_KEY' ],
	pagerduty: [ 'PAGERDUTY_ROUTING_KEY' ],
	goalert: [ 'GOALERT_URL', 'GOALERT_INTEGRATION_KEY' ],
	alertmanager: [ 'ALERTMANAGER_URLS', 'ALERTMANAGER_LABELS' ],
	webhook: [ 'WEBHOOK_URL', 'WEBHOOK_SECRETS' ],
	email: [ 'EMAIL_HOST', 'EMAIL_PORT', 'EMAIL_FROM', 'EMAIL_TO' ]
} ).map( ( [ provider, names ] ) => [ provider, names.map( ( short ) => `PAGE_SRE_${ short }` ) ] ) );

export const providerNames = [ 'splunk-on-call', 'pagerduty', 'goalert', 'alertmanager', 'webhook', 'email' ] as const;
type ProviderName = typeof providerNames[ number ];

/** From variables to settings; what a provider needs has been checked to be there. */
const settingsOf = {
	'splunk-on-call': ( env: ProviderVariables ) => ( {
		ingestUrl: env.PAGE_SRE_SPLUNK_ON_CALL_INGEST_URL,
		restKey: env.PAGE_SRE_SPLUNK_ON_CALL_REST_KEY!,
		routingKey: env.PAGE_SRE_SPLUNK_ON_CALL_ROUTING_KEY!,
		apiUrl: env.PAGE_SRE_SPLUNK_ON_CALL_API_URL,
		apiId: env.PAGE_SRE_SPLUNK_ON_CALL_API_ID!,
		apiKey: env.PAGE_SRE_SPLUNK_ON_CALL_API_KEY!,
		teams: env.PAGE_SRE_SPLUNK_ON_CALL_TEAMS,
		apiUser: env.PAGE_SRE_SPLUNK_ON_CALL_API_USER,
		writeKey: env.PAGE_SRE_SPLUNK_ON_CALL_WRITE_KEY,
		catchAllPolicy: env.PAGE_SRE_SPLUNK_ON_CALL_CATCH_ALL_POLICY,
		hookSecret: env.PAGE_SRE_SPLUNK_ON_CALL_HOOK_SECRET,
		drillRoutingKey: env.PAGE_SRE_SPLUNK_ON_CALL_DRILL_ROUTING_KEY,
		// Of the drill route alone: the routing key of pages.
		insteadOf: undefined as string | undefined
	} ),
	pagerduty: ( env: ProviderVariables ) => ( {
		eventsUrl: env.PAGE_SRE_PAGERDUTY_EVENTS_URL,
		routingKey: env.PAGE_SRE_PAGERDUTY_ROUTING_KEY!,
		apiUrl: env.PAGE_SRE_PAGERDUTY_API_URL,
		apiKey: env.PAGE_SRE_PAGERDUTY_API_KEY,
		serviceId: env.PAGE_SRE_PAGERDUTY_SERVICE_ID,
		from: env.PAGE_SRE_PAGERDUTY_FROM,
		catchAllPolicy: env.PAGE_SRE_PAGERDUTY_CATCH_ALL_POLICY,
		hookSecrets: env.PAGE_SRE_PAGERDUTY_HOOK_SECRETS
	} ),
	goalert: ( env: ProviderVariables ) => ( {
		url: env.PAGE_SRE_GOALERT_URL!,
		integrationKey: env.PAGE_SRE_GOALERT_INTEGRATION_KEY!,
		graphqlKey: env.PAGE_SRE_GOALERT_GRAPHQL_KEY,
		serviceId: env.PAGE_SRE_GOALERT_SERVICE_ID
	} ),
	alertmanager: ( env: ProviderVariables ) => ( {
		urls: env.PAGE_SRE_ALERTMANAGER_URLS!,
		labels: env.PAGE_SRE_ALERTMANAGER_LABELS!,
		authorization: env.PAGE_SRE_ALERTMANAGER_AUTHORIZATION
	} ),
	webhook: ( env: ProviderVariables ) => ( {
		url: env.PAGE_SRE_WEBHOOK_URL!,
		secrets: env.PAGE_SRE_WEBHOOK_SECRETS!,
		incidentsUrl: env.PAGE_SRE_WEBHOOK_INCIDENTS_URL,
		hookSecrets: env.PAGE_SRE_WEBHOOK_HOOK_SECRETS
	} ),
	email: ( env: ProviderVariables ) => ( {
		host: env.PAGE_SRE_EMAIL_HOST!,
		port: env.PAGE_SRE_EMAIL_PORT!,
		tls: env.PAGE_SRE_EMAIL_TLS,
		from: env.PAGE_SRE_EMAIL_FROM!,
		to: env.PAGE_SRE_EMAIL_TO!,
		subject: env.PAGE_SRE_EMAIL_SUBJECT,
		...env.PAGE_SRE_EMAIL_USERNAME !== undefined && env.PAGE_SRE_EMAIL_PASSWORD !== undefined ?
			{ login: { username: env.PAGE_SRE_EMAIL_USERNAME, password: env.PAGE_SRE_EMAIL_PASSWORD } } : {}
	} )
};

type SettingsOf<Name extends ProviderName> = ReturnType<typeof settingsOf[ Name ]>;

/** A configured provider: its name, and its settings without what all providers share. */
export type ProviderConfig<Name extends ProviderName = ProviderName> =
	{ [ One in Name ]: { name: One; settings: SettingsOf<One> } }[ Name ];

/** From a provider's settings to those of its drill route, if it has one. Nothing that could wake anybody is left. */
const drillSettingsOf: { [ Name in ProviderName ]: ( paging: SettingsOf<Name>, env: ProviderVariables ) => SettingsOf<Name> | undefined } = {
	'splunk-on-call': ( { routingKey: insteadOf, ...paging }, { PAGE_SRE_SPLUNK_ON_CALL_DRILL_ROUTING_KEY: key } ) =>
		key === undefined ? undefined : { ...paging, routingKey: key, insteadOf, catchAllPolicy: undefined, hookSecret: undefined },
	pagerduty: ( paging, { PAGE_SRE_PAGERDUTY_DRILL_ROUTING_KEY: key, PAGE_SRE_PAGERDUTY_DRILL_SERVICE_ID: serviceId } ) =>
		key && { ...paging, routingKey: key, serviceId, catchAllPolicy: undefined, hookSecrets: undefined },
	goalert: ( paging, { PAGE_SRE_GOALERT_DRILL_INTEGRATION_KEY: key, PAGE_SRE_GOALERT_DRILL_SERVICE_ID: serviceId } ) =>
		key && { ...paging, integrationKey: key, serviceId },
	alertmanager: ( paging, { PAGE_SRE_ALERTMANAGER_DRILL_LABELS: drillLabels } ) =>
		// Pages are named PageSRE, and somebody may route by that name alone.
		drillLabels && { ...paging, labels: { alertname: 'PageSREDrill', ...drillLabels } },
	webhook: ( paging, { PAGE_SRE_WEBHOOK_DRILL_URL: url } ) => url && { ...paging, url, hookSecrets: undefined },
	email: ( paging, { PAGE_SRE_EMAIL_DRILL_TO: to } ) => to && { ...paging, to }
};

export function providerConfig( provider: ProviderName, env: ProviderVariables ): ProviderConfig {
	return { name: provider, settings: settingsOf[ provider ]( env ) } as ProviderConfig;
}

/** The same provider, where drills go; undefined when there is no such route. */
export function drillProviderConfig( { name: provider, settings }: ProviderConfig, env: ProviderVariables ): ProviderConfig | undefined {
	const drillSettings = drillSettingsOf[ provider ] as ( paging: typeof settings, variables: ProviderVariables ) => typeof settings | undefined;
	const found = drillSettings( settings, env );
	return found && { name: provider, settings: found } as ProviderConfig;
}

/** A route of drills, the route of pages from which it must differ, and when the two are one. */
interface DrillRule {
	provider: ProviderName;
	drill: string;
	paging: string;
	isSame: ( drill: string, paging: string ) => boolean;
	/** Without this variable it means nothing. */
	needs?: string;
}

const words = ( value: string ): string[] => value.toLowerCase().split( /[\s,]+/ ).filter( Boolean );

// No two keys differ by case alone; at Splunk On-Call, sources disagree whether that is a difference at all.
const isSameKey = ( drill: string, paging: string ): boolean => words( drill ).join() === words( paging ).join();

const drillRules: readonly DrillRule[] = ( [
	{ provider: 'splunk-on-call', drill: 'SPLUNK_ON_CALL_DRILL_ROUTING_KEY', paging: 'SPLUNK_ON_CALL_ROUTING_KEY', isSame: isSameKey },
	{ provider: 'pagerduty', drill: 'PAGERDUTY_DRILL_ROUTING_KEY', paging: 'PAGERDUTY_ROUTING_KEY', isSame: isSameKey },
	{ provider: 'pagerduty', drill: 'PAGERDUTY_DRILL_SERVICE_ID', paging: 'PAGERDUTY_SERVICE_ID', isSame: isSameKey, needs: 'PAGERDUTY_DRILL_ROUTING_KEY' },
	{ provider: 'goalert', drill: 'GOALERT_DRILL_INTEGRATION_KEY', paging: 'GOALERT_INTEGRATION_KEY', isSame: isSameKey },
	{ provider: 'goalert', drill: 'GOALERT_DRILL_SERVICE_ID', paging: 'GOALERT_SERVICE_ID', isSame: isSameKey, needs: 'GOALERT_DRILL_INTEGRATION_KEY' },
	{ provider: 'alertmanager', drill: 'ALERTMANAGER_DRILL_LABELS', paging: 'ALERTMANAGER_LABELS', isSame: hasAllLabels },
	{ provider: 'webhook', drill: 'WEBHOOK_DRILL_URL', paging: 'WEBHOOK_URL', isSame: ( drill, paging ) => hrefOf( drill ) === hrefOf( paging ) },
	{ provider: 'email', drill: 'EMAIL_DRILL_TO', paging: 'EMAIL_TO', isSame: ( drill, paging ) => words( drill ).some( ( one ) => words( paging ).includes( one ) ) }
] satisfies DrillRule[] ).map( ( rule: DrillRule ) => ( {
	...rule, drill: `PAGE_SRE_${ rule.drill }`, paging: `PAGE_SRE_${ rule.paging }`, ...rule.needs !== undefined && { needs: `PAGE_SRE_${ rule.needs }` }
} ) );

/** Whoever is routed by the labels of pages would take it. */
function hasAllLabels( drill: string, paging: string ): boolean {
	const [ ofDrill, ofPages ] = [ labels.safeParse( drill ), labels.safeParse( paging ) ];
	return ofDrill.success && ofPages.success && Object.entries( ofPages.data ).every( ( [ label, value ] ) => ofDrill.data[ label ] === value );
}

function hrefOf( value: string ): string {
	const url = URL.parse( value.trim() );
	return url === null ? value.trim() : url.origin + url.pathname + url.search;
}

/** Routes of drills that could wake somebody, or that mean nothing, by variable. */
export function drillFaults( env: Readonly<Record<string, string | undefined>> ): { name: string; problem: string }[] {
	const configured = ( env.PAGE_SRE_PROVIDERS ?? '' ).split( ',' ).map( ( one ) => one.trim() );
	return drillRules.flatMap( ( { provider, drill, paging, isSame, needs } ) => {
		const { [ drill ]: here, [ paging ]: there } = env;
		if ( here === undefined ) {
			return [];
		}
		const lacks = !configured.includes( provider ) ? `${ provider } in PAGE_SRE_PROVIDERS` : needs !== undefined && env[ needs ] === undefined ? needs : undefined;
		return [
			...lacks === undefined ? [] : [ { name: drill, problem: `needs ${ lacks }` } ],
			...there !== undefined && isSame( here, there ) ? [ { name: drill, problem: `must lead elsewhere than ${ paging }: a drill would wake people` } ] : []
		];
	} );
}
