// Everything that comes in from outside, made of anything: bodies, headers, cookies, addresses, callbacks and
// hooks to the real server; answers of providers and of the wiki to the real readers of them. Whatever comes,
// there is an answer, it is no 5xx, and nothing is logged as a bug.
import fc from 'fast-check';
import { ObservationError } from '../../server/pages/provider.ts';
import { createAccountReader } from '../../server/wiki/accountReader.ts';
import { createActionApi } from '../../server/wiki/actionApi.ts';
import { aPage } from '../harness.ts';
import { campaign, type Campaign } from './campaign.ts';
import { forgeries } from './forged.ts';
import { asHeader, lookAlikes } from './lookAlike.ts';
import { outletCampaigns } from './outlets.ts';
import { rawAsk, rawRequest } from './raw.ts';
import { startServices, type Services } from './services.ts';
import { startTarget, type Target } from './target.ts';
import type { Look } from './targetProcess.ts';
import { nasty, nastyPage } from './typed.ts';

const ours = { dedupKey: 'page-sre/x', incident: '1' };

/** No answer for so long is none. */
const PATIENCE_MS = 15_000;

export interface Doors {
	target: Target;
	campaigns: readonly Campaign[];
	/** @throws Error when something was logged as a bug, or the server takes no page any more */
	stillWell(): Promise<Look>;
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
const hookHeaders = fc.constantFrom( 'webhook-id', 'webhook-timestamp', 'webhook-signature', 'x-pagerduty-signature', 'x-page-sre-secret', 'content-type' );
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

/**
 * Pages go to a service that takes them and tells nothing afterwards: thousands of open incidents would be read back
 * every other second, and that is no attack but an absurd night.
 */
async function startDoors( taker: Services ): Promise<Target> {
	taker.answer.body = '{"AlertID":1}';
	return startTarget( {
		PAGE_SRE_PROVIDERS: 'goalert,splunk-on-call', PAGE_SRE_GOALERT_URL: taker.url, PAGE_SRE_GOALERT_INTEGRATION_KEY: 'any',
		// Longer than any run.
		PAGE_SRE_ANSWER_SECONDS: '86400'
	} );
}

export async function openDoors(): Promise<Doors> {
	const taker = await startServices();
	const target = await startDoors( taker );
	const sender = await target.signIn( 'Steward Foo' );
	const { port } = target;
	const mine = { Authorization: `Bearer ${ sender.token }` };
	const there = await startServices();
	const wiki = await startServices();
	const outlets = await startServices( () => 0 );
	const providers = [ ...there.providers.values() ];
	const reader = createAccountReader( createActionApi( { wikiUrl: wiki.url.slice( 0, -1 ), userAgent: 'attack', timeoutMs: 2_000, clock: { now: Date.now } } ), { withRights: false, clock: { now: Date.now } } );

	async function knock( path: string, init: RequestInit ): Promise<number> {
		const response = await fetch( target.url + path, { redirect: 'manual', signal: AbortSignal.timeout( PATIENCE_MS ), ...init } );
		await response.arrayBuffer();
		return refuseFault( response.status );
	}

	return {
		target,
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
			campaign( 'hooks', 4, fc.tuple( fc.constantFrom( 'splunk-on-call', 'pagerduty', 'webhook', 'x' ), fc.array( fc.tuple( hookHeaders, headerValues.filter( ( value ) => /^[\x20-\x7E]*$/.test( value ) ) ), { maxLength: 4 } ), bodies ), async ( [ provider, headers, body ] ) => {
				const status = await knock( `/v1/hooks/${ provider }`, { method: 'POST', headers, body: new Uint8Array( body ) } );
				if ( ![ 400, 403, 404, 413 ].includes( status ) ) {
					throw new Error( `a forged hook was answered ${ status }` );
				}
			} ),
			campaign( 'hooks, read by each service', 20, fc.tuple( fc.constantFrom( ...providers.filter( ( { readHook } ) => readHook ) ), fc.dictionary( hookHeaders, nasty ), fc.uint8Array( { maxLength: 60 } ) ), ( [ provider, headers, body ] ) => {
				if ( provider.readHook!( { headers, rawBody: Buffer.from( body ) } ).kind === 'hint' ) {
					throw new Error( 'a hook without a proof was believed' );
				}
			} ),
			campaign( 'hooks, forged in one place', 20, forgeries( Date.now ), ( { service, hook } ) => {
				if ( there.providers.get( service )!.readHook!( hook ).kind === 'hint' ) {
					throw new Error( `a forged hook was believed: ${ JSON.stringify( hook.headers ) }` );
				}
			} ),
			campaign( 'look-alike origins', 4, fc.tuple( lookAlikes( [ target.wiki.url, target.url ] ), fc.constantFrom( '/v1/session', '/v1/pages', '/i18n/de.json', '/v1/situation' ), methods.filter( ( method ) => method !== 'TRACE' ) ), async ( [ { origin }, path, method ] ) => {
				const { text } = await rawAsk( port, rawRequest( method, path, [ [ 'Origin', asHeader( origin ) ], [ 'Authorization', mine.Authorization ] ], Buffer.alloc( 0 ) ), { withinMs: PATIENCE_MS } );
				// Without a name there is no origin: a header that is empty.
				if ( /^access-control-allow-origin:/im.test( text ) || !/^HTTP\/1\.1 (403|400)/.test( text ) ) {
					throw new Error( `let in: ${ text.slice( 0, 300 ) }` );
				}
			} ),
			campaign( 'look-alike ways back', 3, fc.tuple( lookAlikes( [ target.wiki.url, target.url ] ), fc.constantFrom( 'origin', 'return' ), fc.stringMatching( /^[A-Za-z0-9_-]{43}$/ ) ), async ( [ { origin }, field, challenge ] ) => {
				const search = field === 'origin' ? new URLSearchParams( { origin, challenge } ) : new URLSearchParams( { return: origin } );
				const response = await fetch( `${ target.url }/oauth/start?${ search.toString() }`, { redirect: 'manual' } );
				const text = await response.text();
				if ( response.status < 400 || /id="handoff"/.test( text ) ) {
					throw new Error( `a sign-in was begun: ${ response.status }` );
				}
			} ),
			campaign( 'answers of services', 4, fc.tuple( fc.nat(), answers ), async ( [ index, given ] ) => {
				Object.assign( there.answer, given );
				const provider = providers[ index % providers.length ]!;
				await provider.deliver( { dedupKey: 'page-sre/x', firstLine: 'x', body: 'x', recordUrl: 'https://x.example/', host: 'x.example', acceptedAt: 0 } );
				await provider.observe?.( [ ours ] ).catch( onlyObservationErrors );
				await provider.selfCheck?.();
				await provider.onCallNow?.().catch( onlyObservationErrors );
				await provider.openIncidents?.().catch( onlyObservationErrors );
				await provider.drillRoute?.();
				await provider.addNote?.( ours, 'x' );
				await provider.resolve?.( ours, 'x' );
				await provider.reroute?.( ours );
				await provider.escalateUnpaged?.( { olderThanMs: 0, dryRun: false } as never ).catch( onlyObservationErrors );
			} ),
			campaign( 'answers of the wiki', 4, answers, async ( given ) => {
				Object.assign( wiki.answer, given );
				const told = await reader.ask( 1 );
				if ( ![ 'account', 'missing', 'unreadable', 'noAnswer' ].includes( told.kind ) ) {
					throw new Error( `told ${ JSON.stringify( told ) }` );
				}
			} ),
			...outletCampaigns( outlets )
		],
		async stillWell() {
			const look = await target.look();
			if ( look.errors.length > 0 ) {
				throw new Error( `logged: ${ look.errors.slice( 0, 3 ).join( '; ' ) }` );
			}
			const { status } = await sender.sendPage();
			if ( status !== 202 ) {
				throw new Error( `a page was answered ${ status }` );
			}
			return look;
		},
		async stop() {
			await Promise.all( [ target, taker, there, wiki, outlets ].map( ( one ) => one.stop() ) );
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
