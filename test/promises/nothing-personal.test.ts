// What people wrote, who they are, and what lets anybody in stays where it belongs: the whole story of pages is
// played with a mark in every text, name, token and secret, and then no log line of any level, no figure and no
// refusal holds one.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createLogger } from '../../server/logger.ts';
import { Secret } from '../../server/secret.ts';
import { aPage, type SenderClient, type World } from '../harness.ts';
import { siteVisitor, signInToSite } from '../server/http/responders/site.ts';
import { startAs, proxyEnv, signInByProxy } from '../singleSignOn.ts';
import { startTwoProviderWorld, type TwoProviderWorld } from './twoProviders.ts';

/** Every text that a sender can write. */
const written = {
	summary: 'Canary of the summary', scope: 'canary-scope', since: 'canary since noon', details: 'Canary of\nthe details',
	contact: { ircNick: 'CanaryNick', other: 'canary@contact.example.org' },
	context: {
		wiki: 'canarywiki', title: 'Canary title', url: 'https://canary.example.org/wiki/Canary_url', requestId: 'canary-request', skin: 'canary-skin',
		special: 'CanarySpecial', target: 'Canary target', servedBy: 'canary-host', browser: 'CanaryBrowser/1', timeZone: 'Canary/Zone'
	}
};
const names = [ 'Steward Foo', 'Steward_Foo', 'Plain Baz', 'Plain_Baz', '50001', '50003', 'Amal', 'amal', 'Bjørn', 'Chioma', 'chioma' ];

describe( 'Logs, figures and refusals', () => {
	let two: TwoProviderWorld;
	let world: World;
	let refusals: string[];
	let secrets: string[];
	beforeEach( async () => {
		refusals = [];
		two = await startTwoProviderWorld( {
			...proxyEnv, PAGE_SRE_RESPONDERS: 'Plain Baz', PAGE_SRE_SENDER_LIMITS: '4/1h', PAGE_SRE_HEARTBEAT_SECONDS: '60',
			PAGE_SRE_IRC_RELAY: '127.0.0.1:9', PAGE_SRE_ROSTER_KEYS: 'canary-roster-key', PAGE_SRE_ROSTER_GRACE_SECONDS: '3600', PAGE_SRE_LOG_LEVEL: 'debug'
		} );
		( { world } = two );
		world.expectErrors( /./ );
		secrets = secretsIn( world.config );
	} );
	afterEach( () => two.stop() );

	/** Any request; what is refused is kept. */
	async function ask( path: string, init: RequestInit = {} ): Promise<void> {
		const response = await fetch( world.url + path, { redirect: 'manual', ...init } );
		const text = await response.text();
		if ( response.status >= 400 ) {
			refusals.push( `${ response.status } ${ text } ${ JSON.stringify( [ ...response.headers ] ) }` );
		}
	}

	async function signInsAndTheirFailures(): Promise<void> {
		await ask( '/oauth/start?origin=https://canary.example.org&challenge=canary-challenge' );
		await ask( '/oauth/callback?oauth_token=canarytoken&oauth_verifier=canaryverifier' );
		await ask( `/oauth/callback?oauth_token=${ 'ca'.repeat( 16 ) }&oauth_verifier=${ 'fa'.repeat( 16 ) }`, { headers: { cookie: 'page-sre-browser=canarycookie' } } );
		await ask( '/v1/session', { headers: { Authorization: `Bearer ${ 'Canary_'.repeat( 7 ).slice( 0, 43 ) }` } } );
		await ask( '/v1/session', { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify( { code: 'canary-code', verifier: 'canary-verifier' } ) } );
		await ask( '/v1/roster', { headers: { Authorization: 'Bearer canary-wrong-key' } } );
		await ask( '/v1/hooks/pagerduty', { method: 'POST', body: '{"canary":"hook"}', headers: { 'x-pagerduty-signature': 'v1=canary' } } );
		await startAs( world.url, { user: 'Canary Person', email: 'canary@sso.example.org', groups: 'canary-group' } );
		await signInByProxy( world.url, { user: 'Canary Ops', email: 'canary@ops.example.org', groups: 'ops' } );
	}

	async function refusedPages( sender: SenderClient ): Promise<void> {
		const post = async ( body: string, path = '/v1/pages' ): Promise<void> => ask( path, {
			method: 'POST', body, headers: { 'Content-Type': 'application/json', Authorization: `Bearer ${ sender.token }` }
		} );
		await post( '{"summary":"Canary cut off' );
		await post( JSON.stringify( { ...aPage(), strangeField: 'canary', contact: { ircNick: 'canary nick' } } ) );
		await post( JSON.stringify( aPage( { ...written, summary: 'Canary '.repeat( 50 ) } ) ) );
		await post( JSON.stringify( { text: 'Canary note' } ), '/v1/pages/canary-id/notes' );
		await post( 'Canary '.repeat( 20_000 ) );
		const page = aPage( written );
		await sender.sendPage( page );
		await post( JSON.stringify( { ...page, summary: 'Canary, but other words' } ) );
		await ask( '/v1/pages?idempotencyKey=canary', { headers: { Authorization: `Bearer ${ sender.token }` } } );
	}

	async function courseOf( sender: SenderClient ): Promise<void> {
		const site = await signInToSite( world, 'Plain Baz' );
		const { body: page } = await sender.pageAnyway( { ...written, private: true } );
		two.first.faults.set( { kind: 'status', status: 503, html: true } );
		await world.advance( 60_000 );
		await sender.call( 'POST', `/v1/pages/${ page.id }/notes`, { text: 'Canary note' } );
		await site.post( `/sre/pages/${ page.id }`, { text: 'Canary reply', do: 'reply' } );
		await world.advance( 6 * 60_000 );
		two.first.faults.set( { kind: 'status', status: 404, html: true } );
		two.second.faults.set( { kind: 'status', status: 503 } );
		const { body: undelivered } = await sender.pageAnyway( written );
		await world.advance( 3 * 60_000 );
		two.first.faults.set( { kind: 'emptyRota' } );
		two.second.faults.set( null );
		await world.advance( 6 * 60_000 );
		two.first.acknowledge( `page-sre/${ page.id }` );
		await world.advance( 30_000 );
		await sender.call( 'POST', `/v1/pages/${ undelivered.id }/withdraw` );
		await world.advance( 30_000 );
		await site.post( '/sre/grants', { name: 'Former Bar', reason: 'Canary reason', hours: '2' } );
		await site.post( '/sre/grants', { name: 'Canary Nobody', reason: 'Canary reason', hours: '2' } );
		await siteVisitor( world, 'page-sre-session=canary' ).get( '/sre/audit?person=50001' );
		await sender.pageAnyway( written );
		await sender.pageAnyway( written );
	}

	async function whatNobodyExpects( sender: SenderClient ): Promise<void> {
		world.wiki.faults.set( { kind: 'serverErrorHtml', status: 500 }, 'api' );
		await sender.pageAnyway( written );
		await world.advance( 20 * 60_000 );
		world.wiki.faults.set( { kind: 'serverErrorHtml', status: 500 } );
		await ask( '/oauth/start?return=standalone' );
		world.wiki.faults.set( null );
	}

	function logText(): string {
		const lines: string[] = [];
		const logger = createLogger( 'debug', { write: ( line: string ) => lines.push( line ) } );
		world.log.forEach( ( { level, facts, message } ) => logger[ level ]( facts, message ) );
		return lines.join( '' );
	}

	it( 'hold nothing that a sender wrote, nobody\'s name, no token and no secret', async () => {
		await signInsAndTheirFailures();
		const sender = await world.signIn( 'Steward Foo' );
		await refusedPages( sender );
		await courseOf( sender );
		await whatNobodyExpects( sender );
		const figures = await ( await fetch( `${ world.url }/metrics` ) ).text();
		const log = logText();

		// The story was told, or there would be nothing to find.
		const told = [
			'accepted', 'delivered', 'refused', 'could not serve', 'incident changed', 'not delivered, trying again', 'page undelivered', 'provider rejects',
			'perhaps not announced on IRC', 'nobody acknowledged', 'roster could not be read', 'would wake nobody', 'our record says who may page', 'roster read'
		];
		expect( told.filter( ( message ) => !log.includes( message ) ) ).toEqual( [] );
		expect( refusals.length ).toBeGreaterThan( 10 );
		expect( secrets.length ).toBeGreaterThan( 5 );
		for ( const [ where, text ] of Object.entries( { log, figures, refusals: refusals.join( '\n' ) } ) ) {
			const body = text.replaceAll( /"(time|requestId|pageId|at|since|verifiedAt)":"[^"]*"/g, '' );
			expect( [ ...body.matchAll( /.{0,60}canary.{0,40}/gi ) ].map( ( [ found ] ) => found ), where ).toEqual( [] );
			for ( const word of [ ...where === 'figures' ? [] : names, sender.token, ...secrets ] ) {
				expect( body.includes( word ), `${ word } in ${ where }` ).toBe( false );
			}
		}
	} );

	it( 'join the lines of one request, and those of one page', async () => {
		const sender = await world.signIn( 'Steward Foo' );
		const { body: page, headers } = await sender.sendPage();
		await sender.sees( page.id, 'delivered' );
		const accepted = world.log.find( ( { message } ) => message === 'accepted' );
		expect( accepted?.facts ).toMatchObject( { pageId: page.id, requestId: headers.get( 'x-request-id' ) } );
		expect( world.log.filter( ( { facts } ) => facts.pageId === page.id ).map( ( { message } ) => message ) ).toEqual( expect.arrayContaining( [ 'accepted', 'delivered' ] ) );
		expect( world.log.filter( ( { message } ) => message === 'delivered' ).every( ( { facts } ) => facts.requestId === undefined ) ).toBe( true );
	} );
} );

/** Every secret of a configuration, wherever it lies. */
function secretsIn( value: unknown ): string[] {
	if ( value instanceof Secret ) {
		return [ value.reveal() ];
	}
	return typeof value === 'object' && value !== null ? Object.values( value ).flatMap( secretsIn ) : [];
}
