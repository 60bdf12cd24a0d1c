// Reads the environment into a configuration, or says everything that is wrong with it at once, by
// variable name. Pure: who reads process.env and files is main.ts.
import { z } from 'zod';
import { accessFaults, accessSecrets, accessVariables, toAccessConfig, type AccessConfig } from './accessConfig.ts';
import { baseUrl, databaseUrl, hostAndPort, list, origin, originOrFamily, seconds, secret, secrets } from './configTypes.ts';
import type { Bounds } from './pages/ports.ts';
import {
	drillFaults, drillProviderConfig, neededByProvider, providerConfig, providerNames, providerSecrets, providerVariables, type ProviderConfig
} from './providerConfig.ts';
import type { Secret } from './secret.ts';

const PREFIX = 'PAGE_SRE_';

const WIKIMEDIA = { wiki: 'https://meta.wikimedia.org', status: 'https://www.wikimediastatus.net/' };

/** The one name without our prefix: what platforms call it. Alone it configures nothing. */
const DATABASE_URL = 'DATABASE_URL';

/** Every variable is also accepted as NAME_FILE when it is one of these. */
export const secretNames = [ DATABASE_URL, 'PAGE_SRE_OAUTH_SECRET', 'PAGE_SRE_HEARTBEAT_URL', 'PAGE_SRE_METRICS_KEYS', ...accessSecrets, ...providerSecrets ];

const schema = z.strictObject( {
	PAGE_SRE_PUBLIC_URL: origin,
	PAGE_SRE_LISTEN: hostAndPort.default( { host: '127.0.0.1', port: 3000 } ),
	// Part of our User-Agent: Node sends no header with anything but these characters.
	PAGE_SRE_CONTACT: z.string().trim().regex( /^[\x20-\x7E]+$/, 'must say how to reach whoever runs this: a URL or an e-mail address, in ASCII' ),
	PAGE_SRE_WIKI_URL: origin.default( WIKIMEDIA.wiki ),
	PAGE_SRE_WIKI_ORIGINS: list.pipe( z.array( originOrFamily ) ).optional(),
	PAGE_SRE_GROUP: z.string().regex( /^[a-z][a-z0-9-]*$/, 'must be the API name of a global group, like steward' ).default( 'steward' ),
	PAGE_SRE_OAUTH_KEY: z.string().regex( /^[0-9a-f]{32}$/, 'must be the consumer key: 32 hexadecimal digits' ),
	PAGE_SRE_OAUTH_SECRET: secret,
	PAGE_SRE_STORE: z.string().min( 1 ).default( 'data/page-sre.sqlite' ),
	[ DATABASE_URL ]: databaseUrl.optional(),
	PAGE_SRE_PROVIDERS: z.string()
		.transform( ( value ) => value.split( ',' ).map( ( one ) => one.trim() ).filter( Boolean ) )
		.refine( ( names ) => new Set( names ).size === names.length, 'must not name a provider twice' )
		.pipe( z.array( z.enum( providerNames, `may name: ${ providerNames.join( ', ' ) }` ) ).min( 1, 'must name at least one provider: pages would reach nobody' ) ),
	PAGE_SRE_IRC_CHANNEL: z.string().min( 1 ).default( '#wikimedia-sre on Libera.Chat' ),
	PAGE_SRE_IRC_RELAY: hostAndPort.optional(),
	PAGE_SRE_STATUS_URL: z.union( [ z.literal( 'none' ), baseUrl ], 'must be the http(s) URL of a status page, or none' ).optional(),
	PAGE_SRE_OTHERS_INCIDENTS: z.enum( [ 'shown', 'hidden' ], 'must be shown or hidden' ).default( 'shown' ),
	PAGE_SRE_DELIVERY_DEADLINE_SECONDS: seconds( 120, 1, 3600 ),
	PAGE_SRE_FAILOVER_SECONDS: seconds( 45, 1, 3600 ),
	PAGE_SRE_RING_SECONDS: seconds( 25, 1, 3600 ),
	PAGE_SRE_ANSWER_SECONDS: seconds( 300, 10, 86400 ),
	PAGE_SRE_POLL_SECONDS: seconds( 10, 0.2, 300 ),
	PAGE_SRE_HEARTBEAT_URL: secret.optional(),
	PAGE_SRE_HEARTBEAT_SECONDS: seconds( 60, 0, 3600 ),
	PAGE_SRE_METRICS_KEYS: secrets.optional(),
	PAGE_SRE_TRACES: z.enum( [ 'off', 'on' ] ).default( 'off' ),
	PAGE_SRE_LOG_LEVEL: z.enum( [ 'debug', 'info', 'warn', 'error', 'silent' ] ).default( 'info' ),
	...accessVariables,
	...providerVariables
} );

/** Names of all settings, for the documentation's test. */
export const settingNames: readonly string[] = Object.keys( schema.shape );

type Variables = z.output<typeof schema>;

export interface Config {
	access: AccessConfig;
	/** Our own origin, as browsers see it. */
	publicUrl: string;
	listen: { host: string; port: number };
	/** How to reach whoever runs this; goes into our User-Agent. */
	contact: string;
	wikiUrl: string;
	/** Origins of wikis whose titles may call us, or families of them (http/wikiOrigins.ts). */
	wikiOrigins: readonly string[];
	group: string;
	oauth: { consumerKey: string; consumerSecret: Secret };
	/** Path of the SQLite file, if there is no databaseUrl. */
	store: string;
	/** Of a PostgreSQL database. */
	databaseUrl: Secret | undefined;
	/** In failover order; never empty. */
	providers: readonly ProviderConfig[];
	/** Where drills go, and never a page; in failover order, often empty. */
	drillProviders: readonly ProviderConfig[];
	ircChannel: string;
	/** Where new pages are announced; it wakes nobody. */
	ircRelay: { host: string; port: number } | undefined;
	/** Of the farm's public status page, if it has one. */
	statusUrl: string | undefined;
	/** Whether members see incidents of others, and are asked about them before they page. */
	showsIncidents: boolean;
	bounds: Bounds;
	pollMs: number;
	/** everyMs 0: none. url: of a dead-man's switch elsewhere. */
	heartbeat: { everyMs: number; url: Secret | undefined };
	/** Each lets one monitoring read /metrics; none: only this machine reads them. */
	metricsKeys: readonly Secret[];
	/** Whether spans are made for an OpenTelemetry SDK. */
	traces: boolean;
	logLevel: Variables[ 'PAGE_SRE_LOG_LEVEL' ];
}

export interface ConfigFault {
	name: string;
	problem: string;
}

export type ConfigResult = { kind: 'config'; config: Config } | { kind: 'faults'; faults: ConfigFault[] };

/** Whether anything of ours is configured at all; if so, nothing falls back to the sandbox. */
export function isConfigured( env: Readonly<Record<string, string | undefined>> ): boolean {
	return Object.keys( env ).some( ( name ) => name.startsWith( PREFIX ) );
}

/**
 * @param env the process's environment
 * @param readFile text of a file, for NAME_FILE; may throw
 */
export function readConfig( env: Readonly<Record<string, string | undefined>>, readFile: ( path: string ) => string ): ConfigResult {
	const faults: ConfigFault[] = [];
	const ours = Object.fromEntries( Object.entries( env ).filter( ( [ name, value ] ) => isOurs( name ) && value !== undefined ) );
	if ( ours.PAGE_SRE_STORE !== undefined && ( ours[ DATABASE_URL ] ?? ours[ `${ DATABASE_URL }_FILE` ] ) !== undefined ) {
		faults.push( { name: 'PAGE_SRE_STORE', problem: `must not be given together with ${ DATABASE_URL }` } );
	}
	for ( const name of secretNames ) {
		takeFromFile( ours, name, readFile, faults );
	}
	const parsed = schema.safeParse( ours );
	if ( !parsed.success ) {
		faults.push( ...faultsOf( parsed.error, ours, faults ) );
	}
	for ( const provider of new Set( ( ours.PAGE_SRE_PROVIDERS ?? '' ).split( ',' ).map( ( one ) => one.trim() ) ) ) {
		for ( const name of neededByProvider.get( provider ) ?? [] ) {
			if ( ours[ name ] === undefined ) {
				faults.push( { name, problem: `is required when PAGE_SRE_PROVIDERS names ${ provider }` } );
			}
		}
	}
	faults.push( ...accessFaults( ours ) );
	// Two files that could not be read are not the same route.
	faults.push( ...drillFaults( ours ).filter( ( { name } ) => !faults.some( ( one ) => one.name === `${ name }_FILE` ) ) );
	return parsed.success && faults.length === 0 ? { kind: 'config', config: toConfig( parsed.data ) } : { kind: 'faults', faults };
}

/** Where the PostgreSQL database is, for what needs to know nothing else. */
export function readDatabaseUrl(
	env: Readonly<Record<string, string | undefined>>, readFile: ( path: string ) => string
): { kind: 'url'; url: Secret } | { kind: 'faults'; faults: ConfigFault[] } {
	const faults: ConfigFault[] = [];
	const { [ DATABASE_URL ]: given, [ `${ DATABASE_URL }_FILE` ]: file } = env;
	const ours = { ...given === undefined ? {} : { [ DATABASE_URL ]: given }, ...file === undefined ? {} : { [ `${ DATABASE_URL }_FILE` ]: file } };
	takeFromFile( ours, DATABASE_URL, readFile, faults );
	const parsed = schema.pick( { [ DATABASE_URL ]: true } ).required().safeParse( ours );
	if ( parsed.success && faults.length === 0 ) {
		return { kind: 'url', url: parsed.data[ DATABASE_URL ] };
	}
	return { kind: 'faults', faults: [ ...faults, ...parsed.success ? [] : faultsOf( parsed.error, ours, faults ) ] };
}

function isOurs( name: string ): boolean {
	return name.startsWith( PREFIX ) || name === DATABASE_URL || name === `${ DATABASE_URL }_FILE`;
}

function takeFromFile( ours: Record<string, string | undefined>, name: string, readFile: ( path: string ) => string, faults: ConfigFault[] ): void {
	const path = ours[ `${ name }_FILE` ];
	delete ours[ `${ name }_FILE` ];
	if ( path === undefined ) {
		return;
	}
	if ( ours[ name ] !== undefined ) {
		faults.push( { name: `${ name }_FILE`, problem: `must not be given together with ${ name }` } );
		return;
	}
	try {
		ours[ name ] = readFile( path );
	} catch ( error ) {
		faults.push( { name: `${ name }_FILE`, problem: `cannot be read: ${ ( error as NodeJS.ErrnoException ).code ?? 'unknown error' }` } );
		ours[ name ] = 'unreadable';
	}
}

/** A file that could not be read is one mistake, not two. */
function faultsOf( error: z.ZodError, ours: object, known: readonly ConfigFault[] ): ConfigFault[] {
	return error.issues.flatMap( ( issue ) => asFaults( issue, ours ) ).filter( ( { name } ) => !known.some( ( one ) => one.name === `${ name }_FILE` ) );
}

function asFaults( issue: z.core.$ZodIssue, ours: object ): ConfigFault[] {
	if ( issue.code === 'unrecognized_keys' ) {
		return issue.keys.map( ( name ) => ( { name, problem: 'is not a setting of this program' } ) );
	}
	const name = String( issue.path[ 0 ] );
	return [ { name, problem: name in ours ? issue.message : 'is required' } ];
}

function toConfig( env: Variables ): Config {
	const providers = env.PAGE_SRE_PROVIDERS.map( ( provider ) => providerConfig( provider, env ) );
	return {
		access: toAccessConfig( env ),
		publicUrl: env.PAGE_SRE_PUBLIC_URL,
		listen: env.PAGE_SRE_LISTEN,
		contact: env.PAGE_SRE_CONTACT,
		wikiUrl: env.PAGE_SRE_WIKI_URL,
		wikiOrigins: env.PAGE_SRE_WIKI_ORIGINS ?? [ env.PAGE_SRE_WIKI_URL ],
		group: env.PAGE_SRE_GROUP,
		oauth: { consumerKey: env.PAGE_SRE_OAUTH_KEY, consumerSecret: env.PAGE_SRE_OAUTH_SECRET },
		store: env.PAGE_SRE_STORE,
		databaseUrl: env[ DATABASE_URL ],
		providers,
		drillProviders: providers.map( ( paging ) => drillProviderConfig( paging, env ) ).filter( ( one ) => one !== undefined ),
		ircChannel: env.PAGE_SRE_IRC_CHANNEL,
		ircRelay: env.PAGE_SRE_IRC_RELAY,
		statusUrl: statusUrlOf( env ),
		showsIncidents: env.PAGE_SRE_OTHERS_INCIDENTS === 'shown',
		bounds: {
			failoverMs: env.PAGE_SRE_FAILOVER_SECONDS,
			deadlineMs: env.PAGE_SRE_DELIVERY_DEADLINE_SECONDS,
			ringMs: env.PAGE_SRE_RING_SECONDS,
			answerMs: env.PAGE_SRE_ANSWER_SECONDS
		},
		pollMs: env.PAGE_SRE_POLL_SECONDS,
		heartbeat: { everyMs: env.PAGE_SRE_HEARTBEAT_SECONDS, url: env.PAGE_SRE_HEARTBEAT_URL },
		metricsKeys: env.PAGE_SRE_METRICS_KEYS ?? [],
		traces: env.PAGE_SRE_TRACES === 'on',
		logLevel: env.PAGE_SRE_LOG_LEVEL
	};
}

/** Another farm is none of Wikimedia's status page's business. */
function statusUrlOf( { PAGE_SRE_STATUS_URL: given, PAGE_SRE_WIKI_URL: wiki }: Variables ): string | undefined {
	if ( given !== undefined ) {
		return given === 'none' ? undefined : given;
	}
	return wiki === WIKIMEDIA.wiki ? WIKIMEDIA.status : undefined;
}
