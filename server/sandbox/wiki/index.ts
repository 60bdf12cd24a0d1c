// The sandbox wiki: a MediaWiki with OAuth and CentralAuth as far as Page SRE can see one, on localhost,
// speaking the real protocols. For trying and testing only; nothing in the product knows it is there.
import { randomBytes } from 'node:crypto';
import { createAccounts } from './accounts.ts';
import { createFaults } from './faults.ts';
import { createOAuthMemory } from './oauth/memory.ts';
import { createPublishing } from './publishing.ts';
import { createSessions } from './sessions.ts';
import { deliver, openDoor } from './door.ts';
import { dress } from './shell/dress.ts';
import { answer, isAnswer } from './answer.ts';
import { misbehave, namelessClientRefusal } from './misbehave.ts';
import { readRequest } from './request.ts';
import { route, surfaceOf } from './routes.ts';
import { sandboxPeople } from './people.ts';
import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http';
import type { Answer } from './answer.ts';
import type { Faults } from './faults.ts';
import type { Person } from './people.ts';
import type { Publishing } from './publishing.ts';
import type { SandboxAccounts } from './accounts.ts';
import type { SandboxConsumer } from './oauth/memory.ts';
import type { Site } from './site.ts';
import type { WikiRequest } from './request.ts';

export interface SandboxWikiOptions {
	/** 0 = any (default). */
	port?: number;
	/** Text by title, with `MediaWiki:Gadgets-definition`. Read at every request, so that a rebuild shows. */
	gadgetPages: () => Promise<Record<string, string>>;
	consumer: SandboxConsumer;
	/** Becomes `pageSreBackend` in mw.config, which the loader reads. */
	backendUrl: string;
	/** URL of the wiki whose gadget titles others take raw; becomes `pageSreHome`. Default: this one. */
	homeWiki?: string;
	/** `wgDBname`. Default: `metawiki`. */
	database?: string;
	/** Milliseconds. Default: the machine's clock. */
	now?: () => number;
	/** Instead of the usual people. */
	people?: readonly Person[];
	/** What the wiki believes its own URL to be, as behind a proxy. Default: `http://localhost:<port>`. */
	canonicalServer?: string;
	/** Where tokens come from: this many bytes as lower-case hexadecimal. Default: random. */
	newHex?: ( bytes: number ) => string;
}

export interface SandboxRequest {
	method: string;
	path: string;
	query: URLSearchParams;
	headers: IncomingHttpHeaders;
	/** Milliseconds by the injected clock. */
	at: number;
}

export interface SandboxWiki {
	/** `http://localhost:<port>`; never 127.0.0.1, which no wiki page may fetch. */
	url: string;
	accounts: SandboxAccounts;
	oauth: {
		disableConsumer(): void;
		enableConsumer(): void;
		/** As at Special:OAuthManageMyGrants: the access token dies. */
		revokeGrant( name: string ): void;
		registerConsumer( consumer: SandboxConsumer ): void;
		updateCallback( url: string ): void;
	};
	/** Editing the wiki's interface. */
	publishing: Pick<Publishing, 'makeInterfaceAdmin' | 'addBotPassword' | 'refuse' | 'edit' | 'latest'>;
	faults: Faults;
	/** The latest thousand, oldest first. */
	requests: readonly SandboxRequest[];
	/** Resolves when a matching request has arrived, earlier ones included. */
	arrived( matches: ( request: SandboxRequest ) => boolean ): Promise<SandboxRequest>;
	/** For tests without a browser. */
	signInAs( name: string ): { cookie: string };
	stop(): Promise<void>;
}

/** Enough for any test, and no leak in a sandbox that runs for weeks. */
const keptRequests = 1000;

export async function startSandboxWiki( options: SandboxWikiOptions ): Promise<SandboxWiki> {
	const { now = Date.now, newHex = ( bytes ) => randomBytes( bytes ).toString( 'hex' ) } = options;
	const accounts = createAccounts( options.people ?? sandboxPeople() );
	const oauth = createOAuthMemory( newHex );
	oauth.register( options.consumer );
	const faults = createFaults();
	const requests: SandboxRequest[] = [];
	const watchers = new Set<( request: SandboxRequest ) => void>();
	const site: Site = {
		server: '', accounts, oauth, newHex,
		sessions: createSessions( accounts, newHex ),
		publishing: createPublishing( now, newHex ),
		backendUrl: options.backendUrl,
		homeWiki: options.homeWiki ?? '',
		database: options.database ?? 'metawiki',
		gadgetPages: options.gadgetPages
	};

	const note = ( { method, path, query, headers }: WikiRequest ): void => {
		const request = { method, path, query, headers, at: now() };
		requests.push( request );
		requests.splice( 0, requests.length - keptRequests );
		watchers.forEach( ( watch ) => watch( request ) );
	};

	const serve = async ( incoming: IncomingMessage, outgoing: ServerResponse ): Promise<void> => {
		const read = await readRequest( incoming, now(), randomBytes( 12 ).toString( 'hex' ) );
		const surface = surfaceOf( read );
		const fault = surface && faults.on( surface );
		const wikiTime = (): number => now() + ( surface ? faults.skew( surface ) : 0 );
		note( read );
		const make = async (): Promise<Answer> => {
			const request = { ...read, time: wikiTime() };
			const outcome = namelessClientRefusal( request ) ?? await route( site, faults, request, fault );
			return isAnswer( outcome ) ? outcome : dress( site, request, outcome, fault );
		};
		const delivery = await misbehave( site, faults, fault, make );
		if ( !outgoing.destroyed ) {
			deliver( outgoing, delivery, wikiTime(), read.id );
		}
	};

	const door = await openDoor( options.port ?? 0, ( incoming, outgoing ) => {
		serve( incoming, outgoing ).catch( ( error: unknown ) => {
			// A bug in the sandbox must be seen by whoever tries it; a client that went away is none.
			if ( outgoing.socket?.destroyed !== false ) {
				return;
			}
			console.error( 'sandbox wiki:', error );
			const failure = answer( error instanceof RangeError ? 413 : 500, 'text/plain; charset=utf-8', `The sandbox wiki failed: ${ String( error ) }\n` );
			deliver( outgoing, { kind: 'whole', answer: failure }, now(), '' );
		} );
	} );
	const url = `http://localhost:${ door.port }`;
	site.server = options.canonicalServer ?? url;
	site.homeWiki ||= url;

	const eachConsumer = ( change: ( consumer: { disabled: boolean } ) => void ): void =>
		[ ...oauth.consumers.values() ].forEach( change );
	return {
		url, accounts, faults, requests, publishing: site.publishing,
		oauth: {
			disableConsumer: () => eachConsumer( ( consumer ) => {
				consumer.disabled = true;
			} ),
			enableConsumer: () => eachConsumer( ( consumer ) => {
				consumer.disabled = false;
			} ),
			revokeGrant: ( name ) => oauth.revoke( accounts.find( name )?.centralId ?? 0 ),
			registerConsumer: ( consumer ) => oauth.register( consumer ),
			updateCallback: ( callbackUrl ) => oauth.register( { ...options.consumer, callbackUrl } )
		},
		arrived: ( matches ) => new Promise( ( resolve ) => {
			const watch = ( request: SandboxRequest ): void => {
				if ( matches( request ) ) {
					watchers.delete( watch );
					resolve( request );
				}
			};
			watchers.add( watch );
			requests.forEach( watch );
		} ),
		signInAs( name ) {
			const account = accounts.find( name );
			if ( account === undefined ) {
				throw new Error( `The sandbox wiki has no account "${ name }".` );
			}
			return { cookie: site.sessions.signIn( account ).split( ';' )[ 0 ] ?? '' };
		},
		async stop() {
			faults.set( null );
			await door.close();
			faults.release();
		}
	};
}
