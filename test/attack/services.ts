// Every on-call service that the program knows, each at one server of ours that writes down what it is given and
// answers whatever it is told to answer; mail goes to a real mail server. A service that is added to the program
// does not compile here until it has a place.
import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { createProviders, type ProviderChoice, type ProviderName } from '../../server/oncall/registry.ts';
import type { Provider } from '../../server/pages/provider.ts';
import { startSandboxMailServer, type KeptMail } from '../../server/sandbox/smtp/mailServer.ts';
import { Secret } from '../../server/secret.ts';

export interface Given {
	method: string;
	path: string;
	headers: IncomingHttpHeaders;
	body: string;
}

export interface ServiceAnswer {
	status: number;
	headers: Record<string, string>;
	body: string;
}

export interface Services {
	providers: ReadonlyMap<ProviderName, Provider>;
	/** What they say from now on. */
	answer: ServiceAnswer;
	/** What they were given while `work` went on, one after the other; a mail as its raw text. */
	given( work: () => Promise<unknown> ): Promise<{ requests: Given[]; mails: string[] }>;
	url: string;
	stop(): Promise<void>;
}

/** Of their hooks, by which each proves itself to us. */
export const hookSecrets = {
	'splunk-on-call': 'a-secret-that-nobody-guesses',
	pagerduty: 'another-secret-of-32-characters-or-more',
	webhook: `whsec_${ Buffer.alloc( 24, 1 ).toString( 'base64' ) }`
} as const;

type SettingsByName = { [ Name in ProviderName ]: Extract<ProviderChoice, { name: Name }>[ 'settings' ] };

const calls = { userAgent: 'attack', timeoutMs: 20_000 };
const any = new Secret( 'any' );

const settingsAt = ( url: string, mailPort: number ): SettingsByName => ( {
	'splunk-on-call': { ...calls, ingestUrl: url, restKey: any, routingKey: 'sre', apiUrl: url, apiId: any, apiKey: any, apiUser: 'bot', writeKey: any, catchAllPolicy: 'all', hookSecret: new Secret( hookSecrets[ 'splunk-on-call' ] ) },
	pagerduty: { ...calls, eventsUrl: url, routingKey: any, apiUrl: url, apiKey: any, serviceId: 'P1', from: 'a@b.example', catchAllPolicy: 'P2', hookSecrets: [ new Secret( hookSecrets.pagerduty ) ] },
	goalert: { ...calls, url, integrationKey: any, graphqlKey: any, serviceId: 'x' },
	alertmanager: { ...calls, urls: [ url ], labels: { team: 'sre' } },
	webhook: {
		...calls, url: new Secret( url ), secrets: [ new Secret( hookSecrets.webhook ) ],
		incidentsUrl: new Secret( url ), hookSecrets: [ new Secret( hookSecrets.webhook ) ]
	},
	email: { host: 'localhost', port: mailPort, tls: 'none', from: 'page-sre@example.org', to: [ new Secret( 'sre@example.org' ) ], timeoutMs: 20_000 }
} );

/** @param now in which time they are called: one that stands makes calls comparable */
export async function startServices( now: () => number = Date.now ): Promise<Services> {
	/** Only while somebody looks: a long run would fill our memory. */
	let requests: Given[] | undefined;
	const server = createServer( ( request, response ) => {
		void buffer( request ).then( ( body ) => {
			requests?.push( { method: request.method!, path: request.url!, headers: request.headers, body: body.toString() } );
			const { status, headers, body: said } = services.answer;
			response.writeHead( status, headers );
			response.end( status === 204 ? undefined : said );
		} );
	} );
	server.listen( 0, '127.0.0.1' );
	await once( server, 'listening' );
	const mail = await startSandboxMailServer( { tls: 'none' } );
	const url = `http://127.0.0.1:${ ( server.address() as AddressInfo ).port }/`;
	const settings = settingsAt( url, mail.port );
	const choices = ( Object.keys( settings ) as ProviderName[] ).map( ( name ) => ( { name, settings: settings[ name ] } as ProviderChoice ) );

	let turn: Promise<unknown> = Promise.resolve();
	const services: Services = {
		url,
		providers: createProviders( choices, { now } ) as Services[ 'providers' ],
		answer: { status: 200, headers: {}, body: '{}' },
		given( work ) {
			const mine = turn.then( async () => {
				const written: Given[] = requests = [];
				await work();
				requests = undefined;
				return { requests: written, mails: ( mail.mails as KeptMail[] ).splice( 0 ).map( ( { raw } ) => raw ) };
			} );
			turn = mine.catch( () => undefined );
			return mine;
		},
		async stop() {
			server.closeAllConnections();
			server.close();
			await Promise.all( [ once( server, 'close' ), mail.stop() ] );
		}
	};
	return services;
}
