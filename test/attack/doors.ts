// Everything that comes in from outside, made of anything: bodies, headers, cookies, addresses, callbacks and
// hooks to the real server; answers of providers and of the wiki to the real readers of them. Whatever comes,
// there is an answer, it is no 5xx, and nothing is logged as a bug.
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import fc from 'fast-check';
import { createProviders, type ProviderChoice } from '../../server/oncall/registry.ts';
import { ObservationError } from '../../server/pages/provider.ts';
import { Secret } from '../../server/secret.ts';
import { createAccountReader } from '../../server/wiki/accountReader.ts';
import { createActionApi } from '../../server/wiki/actionApi.ts';
import { aPage, type SenderClient, type World } from '../harness.ts';
import { campaign, type Campaign } from './campaign.ts';
import { rawAsk, rawRequest } from './raw.ts';
import { nasty, nastyPage } from './typed.ts';

/** No answer for so long is none. */
const PATIENCE_MS = 15_000;

export interface Doors {
	campaigns: readonly Campaign[];
	/** @throws Error when something was logged as a bug, or the server takes no page any more */
	stillWell(): Promise<void>;
	stop(): Promise<void>;
}

const anything = fc.anything( { withNullPrototype: true, withUnicodeString: true, maxDepth: 3 } as fc.ObjectConstraints );
const jsonText = fc.oneof( fc.json(), anything.map( ( value ) => JSON.stringify( value, ( _key, one: unknown ) => typeof one === 'bigint' ? String( one ) : one ) ?? 'null' ) );

/** A page of which one thing is something else. */
const spoilt = fc.record( { field: fc.constantFrom( ...Object.keys( aPage() ), 'contact', 'context', 'seen', 'seenIncidents', '__proto__', 'toString' ), value: fc.oneof( jsonText, nasty.map( ( text ) => JSON.stringify( text ) ) ) } )
	.map( ( { field, value } ) => `${ JSON.stringify( aPage() ).slice( 0, -1 ) },${ JSON.stringify( field ) }:${ value }}` );

const deep = fc.integer( { min: 1, max: 20_000 } ).map( ( depth ) => `${ '['.repeat( depth ) }${ ']'.repeat( depth ) }` );

const bodies = fc.oneof(
	{ weight: 4, arbitrary: spoilt.map( ( text ) => Buffer.from( text ) ) },
	{ weight: 2, arbitrary: nastyPage.map( ( page ) => Buffer.from( JSON.stringify( page ) ) ) },
	{ weight: 2, arbitrary: jsonText.map( ( text ) => Buffer.from( text ) ) },
	{ weight: 1, arbitrary: fc.uint8Array( { maxLength: 300 } ).map( ( bytes ) => Buffer.from( bytes ) ) },
	{ weight: 1, arbitrary: deep.map( ( text ) => Buffer.from( text ) ) }
);

const headerNames = fc.constantFrom(
	'Authorization', 'Cookie', 'Origin', 'Referer', 'Content-Type', 'Content-Encoding', 'Transfer-Encoding', 'Accept-Language', 'Last-Event-ID', 'X-Forwarded-User', 'X-Forwarded-For',
	'Sec-Fetch-Site', 'Expect', 'Range', 'If-None-Match', 'X-Request-Id', 'Upgrade', 'Host', 'Access-Control-Request-Method', 'Access-Control-Request-Headers', 'Accept', 'traceparent'
);
const headerValues = fc.oneof(
	nasty.map( ( text ) => Buffer.from( text.replace( /[\r\n\0]/g, ' ' ) ).toString( 'latin1' ) ),
	fc.constantFrom( 'Bearer ', `Bearer ${ 'A'.repeat( 43 ) }`, 'page-sre-session=x; page-sre-session=y', 'null', '*', 'gzip', 'br', 'chunked', 'application/json; charset=utf-16', 'multipart/form-data', '9'.repeat( 30 ), '-1', 'bytes=0-', 'websocket', '100-continue', 'qqx', 'a-'.repeat( 200 ) )
);
const segments = fc.oneof( fc.constantFrom( 'v1', 'pages', 'session', 'guidance', 'roster', 'hooks', 'oauth', 'start', 'callback', 'continue', 'sre', 'audit', 'audit.csv', 'grants', 'i18n', 'assets', 'events', 'healthz', '..', '%2e%2e', '%00', '%ff', '%c0%af', 'en.json', 'splunk-on-call', '__proto__' ), nasty.map( ( text ) => encodeURIComponent( text.toWellFormed() ) ) );
const query = fc.array( fc.tuple( fc.constantFrom( 'origin', 'challenge', 'return', 'oauth_token', 'oauth_verifier', 'code', 'limit', 'before', 'idempotencyKey', 'open', 'from', 'until', 'uselang', 'text', 'x' ), nasty ), { maxLength: 4 } )
	.map( ( pairs ) => pairs.length === 0 ? '' : `?${ pairs.map( ( [ name, value ] ) => `${ name }=${ encodeURIComponent( value.toWellFormed() ) }` ).join( '&' ) }` );
const addresses = fc.tuple( fc.array( segments, { maxLength: 5 } ), query ).map( ( [ path, search ] ) => `/${ path.join( '/' ) }${ search }` );
const methods = fc.constantFrom( 'GET', 'POST', 'PUT', 'DELETE', 'OPTIONS', 'HEAD', 'PATCH', 'TRACE' );

/** What somebody else's server could answer. */
const answers = fc.record( {
	status: fc.oneof( fc.constantFrom( 200, 201, 202, 204, 301, 400, 401, 403, 404, 409, 429, 500, 502, 503 ), fc.integer( { min: 200, max: 599 } ) ),
	headers: fc.dictionary( fc.constantFrom( 'retry-after', 'content-type', 'location', 'mediawiki-api-error', 'content-encoding', 'x' ), fc.constantFrom( '1', '-1', '9'.repeat( 20 ), 'Fri, 31 Dec 9999 23:59:59 GMT', 'text/html', 'application/json', 'http://localhost:1/', 'maxlag', 'gzip', '' ) ),
	body: fc.oneof(
		jsonText,
		fc.record( { query: anything, error: anything, result: anything, entity_id: anything, incidents: anything, status: anything, dedup_key: anything, data: anything }, { requiredKeys: [] } ).map( ( value ) => JSON.stringify( value, ( _key, one: unknown ) => typeof one === 'bigint' ? String( one ) : one ) ),
		nasty, fc.constant( '<!DOCTYPE html><title>Sign in</title>' ), fc.constant( '{"query":{"globalusers":[{"centralid":1,"name":"x","locked":false,"groupmemberships":[{"group":"steward","expiry":"infinity"}]}]}}' )
	)
} );

export async function openDoors( world: World, sender: SenderClient ): Promise<Doors> {
	const port = Number( new URL( world.url ).port );
	const mine = { Authorization: `Bearer ${ sender.token }` };
	let answer: { status: number; headers: Record<string, string>; body: string } = { status: 200, headers: {}, body: '' };
	const foreign = createServer( ( request, response ) => {
		request.resume().on( 'end', () => {
			response.writeHead( answer.status, answer.headers );
			response.end( answer.status === 204 ? undefined : answer.body );
		} );
	} );
	foreign.listen( 0, '127.0.0.1' );
	await once( foreign, 'listening' );
	const there = `http://127.0.0.1:${ ( foreign.address() as AddressInfo ).port }/`;
	const providers = [ ...createProviders( choices( there ), { now: Date.now } ).values() ];
	const reader = createAccountReader( createActionApi( { wikiUrl: there.slice( 0, -1 ), userAgent: 'attack', timeoutMs: 2_000, clock: { now: Date.now } } ), { withRights: false, clock: { now: Date.now } } );

	async function knock( path: string, init: RequestInit ): Promise<number> {
		const response = await fetch( world.url + path, { redirect: 'manual', signal: AbortSignal.timeout( PATIENCE_MS ), ...init } );
		await response.arrayBuffer();
		return refuseFault( response.status );
	}

	return {
		campaigns: [
			campaign( 'bodies', 10, bodies, async ( body ) => {
				await knock( '/v1/pages', { method: 'POST', headers: { ...mine, 'Content-Type': 'application/json' }, body: new Uint8Array( body ) } );
			} ),
			campaign( 'bodies of actions', 4, fc.tuple( fc.constantFrom( '/v1/pages/01JAAAAAAAAAAAAAAAAAAAAAAA/notes', '/v1/pages/x/again', '/v1/guidance', '/v1/session', '/v1/pages/%00/withdraw', '/oauth/continue' ), bodies ), async ( [ path, body ] ) => {
				await knock( path, { method: 'POST', headers: { ...mine, 'Content-Type': path.startsWith( '/oauth' ) ? 'application/x-www-form-urlencoded' : 'application/json' }, body: new Uint8Array( body ) } );
			} ),
			campaign( 'addresses and callbacks', 6, fc.tuple( methods.filter( ( method ) => method !== 'TRACE' ), addresses ), async ( [ method, path ] ) => {
				await knock( path, { method, headers: mine } );
			} ),
			campaign( 'headers and cookies', 6, fc.tuple( methods, addresses, fc.array( fc.tuple( headerNames, headerValues ), { maxLength: 8 } ), fc.uint8Array( { maxLength: 40 } ) ), async ( [ method, path, headers, body ] ) => {
				const { status, hung } = await rawAsk( port, rawRequest( method, path, headers, Buffer.from( body ) ), { withinMs: PATIENCE_MS } );
				if ( hung ) {
					throw new Error( 'no answer' );
				}
				refuseFault( status );
			} ),
			campaign( 'hooks', 4, fc.tuple( fc.constantFrom( 'splunk-on-call', 'pagerduty', 'webhook', 'x' ), fc.array( fc.tuple( fc.constantFrom( 'webhook-id', 'webhook-timestamp', 'webhook-signature', 'x-pagerduty-signature', 'content-type' ), headerValues.filter( ( value ) => /^[\x20-\x7E]*$/.test( value ) ) ), { maxLength: 4 } ), bodies ), async ( [ provider, headers, body ] ) => {
				const status = await knock( `/v1/hooks/${ provider }`, { method: 'POST', headers, body: new Uint8Array( body ) } );
				if ( ![ 400, 403, 404, 413 ].includes( status ) ) {
					throw new Error( `a forged hook was answered ${ status }` );
				}
			} ),
			campaign( 'hooks, read by each service', 30, fc.tuple( fc.nat(), fc.dictionary( fc.constantFrom( 'webhook-id', 'webhook-timestamp', 'webhook-signature', 'x-pagerduty-signature' ), nasty ), fc.uint8Array( { maxLength: 60 } ) ), ( [ index, headers, body ] ) => {
				const reading = providers[ index % providers.length ]!.readHook?.( { headers, rawBody: Buffer.from( body ) } );
				if ( reading?.kind === 'hint' ) {
					throw new Error( 'a hook without a proof was believed' );
				}
			} ),
			campaign( 'answers of services', 4, fc.tuple( fc.nat(), answers ), async ( [ index, given ] ) => {
				answer = given;
				const provider = providers[ index % providers.length ]!;
				await provider.deliver( { dedupKey: 'page-sre/x', firstLine: 'x', body: 'x', recordUrl: 'https://x.example/', host: 'x.example', acceptedAt: 0 } );
				await provider.observe?.( [ { dedupKey: 'page-sre/x', incident: '1' } ] ).catch( onlyObservationErrors );
				await provider.selfCheck?.();
				await provider.onCallNow?.().catch( onlyObservationErrors );
			} ),
			campaign( 'answers of the wiki', 4, answers, async ( given ) => {
				answer = given;
				const told = await reader.ask( 1 );
				if ( ![ 'account', 'missing', 'unreadable', 'noAnswer' ].includes( told.kind ) ) {
					throw new Error( `told ${ JSON.stringify( told ) }` );
				}
			} )
		],
		async stillWell() {
			const bugs = world.log.filter( ( { level } ) => level === 'error' );
			if ( bugs.length > 0 ) {
				throw new Error( `logged: ${ JSON.stringify( bugs.slice( 0, 3 ) ) }` );
			}
			world.log.splice( 0 );
			const { status } = await sender.sendPage();
			if ( status !== 202 ) {
				throw new Error( `a page was answered ${ status }` );
			}
		},
		async stop() {
			foreign.closeAllConnections();
			foreign.close();
			await once( foreign, 'close' );
		}
	};
}

function refuseFault( status: number ): number {
	if ( status >= 500 && status !== 501 ) {
		throw new Error( `answered ${ status }` );
	}
	return status;
}

function onlyObservationErrors( error: unknown ): void {
	if ( !( error instanceof ObservationError ) ) {
		throw error;
	}
}

/** Each service that speaks HTTP, at this address. */
function choices( url: string ): ProviderChoice[] {
	const any = new Secret( 'any' );
	const signing = [ new Secret( `whsec_${ Buffer.alloc( 24, 1 ).toString( 'base64' ) }` ) ];
	const calls = { userAgent: 'attack', timeoutMs: 2_000 };
	return [
		{ name: 'splunk-on-call', settings: { ...calls, ingestUrl: url, restKey: any, routingKey: 'sre', apiUrl: url, apiId: any, apiKey: any, teams: undefined, apiUser: 'bot', writeKey: any, catchAllPolicy: 'all', hookSecret: signing[ 0 ], insteadOf: undefined } },
		{ name: 'pagerduty', settings: { ...calls, eventsUrl: url, routingKey: any, apiUrl: url, apiKey: any, serviceId: 'P1', from: 'a@b.example', catchAllPolicy: 'P2', hookSecrets: signing } },
		{ name: 'goalert', settings: { ...calls, url, integrationKey: any, graphqlKey: any, serviceId: 'x' } },
		{ name: 'alertmanager', settings: { ...calls, urls: [ url ], labels: { team: 'sre' }, authorization: undefined } },
		{ name: 'webhook', settings: { ...calls, url: new Secret( url ), secrets: signing, incidentsUrl: new Secret( url ), hookSecrets: signing } }
	] as unknown as ProviderChoice[];
}
