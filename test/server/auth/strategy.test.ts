// Sign-in at a wiki that misbehaves: every call ends in time and within bounds, with a refusal that says
// who is at fault, and a log line that says why. The wiki here is a raw one; the sandbox wiki's part is
// in http/routes/oauth.test.ts.
import { createHmac } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createWikiSignIn, type WikiSignIn } from '../../../server/auth/strategy.ts';
import { ServiceError } from '../../../server/errors.ts';
import { cutShort, endless, hang, say, startRawWiki, type RawAnswer, type RawWiki } from '../rawWiki.ts';

const consumer = { consumerKey: 'c'.repeat( 32 ), consumerSecret: '5'.repeat( 40 ) };
const userAgent = 'PageSRE/0.1 (https://page-sre.example.org; test@example.org)';
const now = 1_790_000_000_000;
const requestToken = say( `oauth_token=${ 'a'.repeat( 32 ) }&oauth_token_secret=${ 'b'.repeat( 32 ) }&oauth_callback_confirmed=true` );
const accessToken = say( `oauth_token=${ 'd'.repeat( 32 ) }&oauth_token_secret=${ '7'.repeat( 40 ) }&oauth_callback_confirmed=true` );

type Step = 'initiate' | 'token' | 'identify';

/** One answer for each step, by the title it asks for. */
function byStep( answers: Partial<Record<Step, RawAnswer>> ): RawAnswer {
	return ( request, response, body ) => {
		const asked = `${ request.url ?? '' } ${ body }`;
		const step = ( [ 'initiate', 'token', 'identify' ] as const ).find( ( name ) => decodeURIComponent( asked ).includes( `/${ name }` ) )!;
		answers[ step ]!( request, response, body );
	};
}

/** The right identity token for whoever asks. */
function identity( iss: string, claims: object = {} ): RawAnswer {
	return ( request, response ) => {
		const nonce = /oauth_nonce="([^"]*)"/.exec( request.headers.authorization ?? '' )?.[ 1 ];
		const part = ( value: object ): string => Buffer.from( JSON.stringify( value ) ).toString( 'base64url' );
		const signed = `${ part( { typ: 'JWT', alg: 'HS256' } ) }.${ part( {
			iss, aud: consumer.consumerKey, iat: now / 1000, exp: now / 1000 + 100, nonce,
			sub: '50001', username: 'Steward Foo', blocked: false, ...claims
		} ) }`;
		response.setHeader( 'Content-Type', 'application/json' );
		response.end( `${ signed }.${ createHmac( 'sha256', consumer.consumerSecret ).update( signed ).digest( 'base64url' ) }` );
	};
}

function refusalOf( { code, details, cause }: ServiceError ): object {
	return { code, ...details, why: ( cause as Error | undefined )?.message };
}

describe( 'WikiSignIn', () => {
	let wiki: RawWiki;
	let ours: Server;
	let url: string;
	let signIn: WikiSignIn;
	let remembered: string[][];
	let outcome: unknown;
	const withLimit = ( timeoutMs?: number ): WikiSignIn =>
		createWikiSignIn( { ...consumer, wikiUrl: wiki.url, userAgent, timeoutMs }, { now: () => now } );

	beforeAll( async () => {
		wiki = await startRawWiki();
		ours = createServer( ( request, response ) => {
			const { pathname, searchParams } = new URL( request.url!, url );
			const asked = Object.assign( request, { query: Object.fromEntries( searchParams ) } );
			const remember = async ( ...token: string[] ): Promise<void> => {
				remembered.push( token );
			};
			const run: Promise<unknown> = pathname === '/start' ?
				signIn.start( asked, response, remember, searchParams.get( 'display' ) === 'popup' ? 'popup' : 'page' ) :
				signIn.finish( asked, response, 'b'.repeat( 32 ) );
			run.then( ( value ) => {
				outcome = value;
			}, ( error: unknown ) => {
				outcome = error;
			} ).finally( () => response.end() );
		} );
		await new Promise<void>( ( resolve ) => {
			ours.listen( 0, 'localhost', resolve );
		} );
		url = `http://localhost:${ ( ours.address() as AddressInfo ).port }`;
	} );
	beforeEach( () => {
		signIn = withLimit();
		remembered = [];
		outcome = undefined;
		wiki.requests.length = 0;
	} );
	afterAll( async () => {
		ours.close();
		ours.closeAllConnections();
		await wiki.stop();
	} );

	const start = async ( answer: RawAnswer, query = '' ): Promise<Response> => {
		wiki.answerWith( answer );
		return fetch( `${ url }/start?${ query }`, { redirect: 'manual' } );
	};
	const finish = async ( answers: Partial<Record<Step, RawAnswer>> ): Promise<unknown> => {
		wiki.answerWith( byStep( answers ) );
		await fetch( `${ url }/finish?oauth_token=${ 'a'.repeat( 32 ) }&oauth_verifier=${ 'e'.repeat( 32 ) }`, { redirect: 'manual' } );
		return outcome instanceof ServiceError ? refusalOf( outcome ) : outcome;
	};

	it( 'remembers the request token before it sends the browser to the wiki', async () => {
		const response = await start( requestToken );
		expect( remembered ).toEqual( [ [ 'a'.repeat( 32 ), 'b'.repeat( 32 ) ] ] );
		expect( response.status ).toBe( 302 );
		expect( response.headers.get( 'location' ) )
			.toBe( `${ wiki.url }/wiki/Special:OAuth/authenticate?oauth_token=${ 'a'.repeat( 32 ) }&oauth_consumer_key=${ consumer.consumerKey }` );
	} );

	it( 'asks the wiki for its small dialog in a popup, and only there', async () => {
		expect( ( await start( requestToken, 'display=popup' ) ).headers.get( 'location' ) ).toContain( 'display=popup' );
		expect( ( await start( requestToken ) ).headers.get( 'location' ) ).not.toContain( 'display' );
	} );

	it( 'ends with who the wiki says it is', async () => {
		expect( await finish( { token: accessToken, identify: identity( wiki.url ) } ) ).toEqual( { centralId: 50001, name: 'Steward Foo' } );
	} );

	it( 'names us, with a contact, in every call', async () => {
		await start( requestToken );
		await finish( { token: accessToken, identify: identity( wiki.url ) } );
		expect( wiki.requests.map( ( { headers } ) => headers[ 'user-agent' ] ) ).toEqual( [ userAgent, userAgent, userAgent ] );
	} );

	it( 'signs every call with a nonce of its own and the time of our clock', async () => {
		await start( requestToken );
		await finish( { token: accessToken, identify: identity( wiki.url ) } );
		const signed = wiki.requests.map( ( { headers } ) => headers.authorization ?? '' );
		expect( new Set( signed.map( ( header ) => /oauth_nonce="([0-9a-f]{32})"/.exec( header )?.[ 1 ] ) ).size ).toBe( 3 );
		expect( signed.every( ( header ) => header.includes( `oauth_timestamp="${ now / 1000 }"` ) ) ).toBe( true );
	} );

	it( 'refuses an identity that answers another request', async () => {
		expect( await finish( { token: accessToken, identify: identity( wiki.url, { nonce: 'f'.repeat( 32 ) } ) } ) ).toMatchObject( { code: 'wikiUnavailable', why: expect.stringContaining( 'nonce' ) as string } );
	} );

	const bad: [ string, RawAnswer, object ][] = [
		[ 'is told that the wiki is busy', say( '<h1>Too many requests</h1>', 429, { 'Retry-After': '5' } ), { code: 'wikiUnavailable', why: 'HTTP 429' } ],
		[ 'gets an error page', say( '<h1>Error</h1>', 503 ), { code: 'wikiUnavailable', why: 'HTTP 503' } ],
		[ 'gets HTML as if all were well', say( '<!DOCTYPE html><title>Wikimedia</title>' ), { code: 'wikiUnavailable', why: 'HTML instead of an OAuth answer' } ],
		[ 'gets half an answer', cutShort( 'oauth_token='.padEnd( 100, 'a' ) ), { code: 'wikiUnavailable' } ],
		[ 'gets an answer without end', endless, { code: 'wikiUnavailable' } ],
		[ 'gets nothing', say( '' ), {} ],
		[ 'is sent elsewhere', say( '', 302, { Location: 'http://localhost:1/' } ), { code: 'wikiUnavailable', why: 'HTTP 302' } ],
		[ 'is cut off', ( _request, response ) => response.socket!.resetAndDestroy(), { code: 'wikiUnavailable' } ],
		[ 'gets MediaWiki\'s raw error', say( 'Error: An error occurred in the OAuth protocol: Invalid signature' ), { code: 'signInRefusedByWiki', why: expect.stringContaining( 'Invalid signature' ) as string } ],
		[ 'gets MediaWiki\'s keyed error', say( '{"error":"mwoauth-invalid-authorization-not-approved","message":"no"}' ), { code: 'signInRefusedByWiki', wikiError: 'mwoauth-invalid-authorization-not-approved' } ],
		[ 'hears that the account is blocked', say( '{"error":"mwoauth-invalid-authorization-blocked-user","message":"no"}' ), { code: 'accountNotUsable' } ],
		[ 'gets an error whose key is no key', say( '{"error":"<script>alert(1)</script>"}' ), { code: 'signInRefusedByWiki' } ]
	];

	it.each( bad )( 'does not leave for the wiki\'s dialog when initiate %s', async ( _how, answer, expected ) => {
		const response = await start( answer );
		expect( response.headers.get( 'location' ) ).toBeNull();
		expect( remembered ).toEqual( [] );
		expect( outcome ).toBeInstanceOf( ServiceError );
		expect( refusalOf( outcome as ServiceError ) ).toMatchObject( expected );
	} );

	it.each( bad )( 'tells nobody\'s identity when token %s', async ( _how, token, expected ) => {
		expect( await finish( { token, identify: say( '{"error":"mwoauthdatastore-access-token-not-found","message":"no"}' ) } ) ).toMatchObject( expected );
		expect( outcome ).toBeInstanceOf( ServiceError );
	} );

	it.each( bad )( 'tells nobody\'s identity when identify %s', async ( _how, identify, expected ) => {
		expect( await finish( { token: accessToken, identify } ) ).toMatchObject( expected );
		expect( outcome ).toBeInstanceOf( ServiceError );
	} );

	it( 'shows no text of the wiki to the sender, only its key', async () => {
		expect( await finish( { token: accessToken, identify: say( '{"error":"<script>alert(1)</script>"}' ) } ) ).not.toHaveProperty( 'wikiError' );
	} );

	it.each( [ 'oauth_token=short&oauth_token_secret=x', `oauth_token=${ 'a'.repeat( 32 ) }`, `oauth_token=${ 'A'.repeat( 32 ) }&oauth_token_secret=x`, `${ 'oauth_token=a&'.repeat( 2 ) }oauth_token_secret=x`, 'hello' ] )( 'does not take %j for a request token', async ( text ) => {
		await start( say( text ) );
		expect( outcome ).toMatchObject( { code: 'wikiUnavailable' } );
		expect( remembered ).toEqual( [] );
	} );

	describe( 'with a short limit', () => {
		beforeEach( () => {
			signIn = withLimit( 50 );
		} );

		const trickle: RawAnswer = ( _request, response ) => {
			response.writeHead( 200 ).write( 'oauth_token=' );
		};

		it.each( [ [ 'that never answers', hang ], [ 'that begins and stops', trickle ] ] )( 'does not wait for a wiki %s', async ( _how, answer ) => {
			await start( answer );
			expect( outcome ).toMatchObject( { code: 'wikiUnavailable' } );
			expect( await finish( { token: answer } ) ).toMatchObject( { code: 'wikiUnavailable' } );
			expect( await finish( { token: accessToken, identify: answer } ) ).toMatchObject( { code: 'wikiUnavailable' } );
		} );
	} );

	it( 'says that nobody is there', async () => {
		signIn = createWikiSignIn( { ...consumer, wikiUrl: 'http://localhost:1', userAgent }, { now: () => now } );
		await start( requestToken );
		expect( outcome ).toMatchObject( { code: 'wikiUnavailable' } );
	} );
} );
