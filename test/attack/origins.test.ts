// Every route there is, asked by scripts of sites that look like one of ours, with a session that is good: none
// may be read from there, none does anything for them, and no sign-in begins that would end there.
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { returnSchema } from '../../server/http/returnPath.ts';
import { wikiOrigins } from '../../server/http/wikiOrigins.ts';
import { startWorld, type SenderClient, type World } from '../harness.ts';
import { proxyEnv } from '../singleSignOn.ts';
import { asHeader, everyLookAlike, lookAlikes } from './lookAlike.ts';
import { rawAsk, rawRequest } from './raw.ts';
import { watchRoutes, type FoundRoute } from '../watchRoutes.ts';
import { nasty } from './typed.ts';

const ORIGINS = [ 'https://meta.wikimedia.org', 'https://*.wikipedia.org', 'https://*.m.wikidata.org' ];

describe( 'An origin', () => {
	const isWiki = wikiOrigins( ORIGINS );
	const hosts = [ 'https://meta.wikimedia.org', 'https://en.wikipedia.org', 'https://en.m.wikipedia.org', 'https://a.m.wikidata.org' ];

	it( 'is a wiki as it is written, and a family has members', () => {
		expect( hosts.map( isWiki ) ).toEqual( [ true, true, true, true ] );
	} );

	it( 'that only looks like one is none', () => {
		// Below, above and beside a family there are wikis; what is meant here is who they are not.
		fc.assert( fc.property( lookAlikes( hosts ), ( { origin } ) => !isWiki( origin ) || isOfFamily( origin ) ), { numRuns: 5_000 } );
	} );

	it( 'is one only as the browser itself would say it, whatever it is', () => {
		const labels = fc.array( fc.oneof( fc.constantFrom( 'en', 'm', 'wikipedia', 'org', 'evil', 'xn--e1a', '-', '', 'EN', 'ж' ), fc.stringMatching( /^[a-z0-9-]{1,20}$/ ), nasty ), { maxLength: 5 } ).map( ( parts ) => parts.join( '.' ) );
		fc.assert( fc.property( fc.constantFrom( 'https://', 'http://', '//', 'https:', '' ), labels, fc.constantFrom( '', '.wikipedia.org', 'wikipedia.org', '.wikipedia.org.' ), fc.constantFrom( '', ':443', ':8443', '/', '\n', '#' ), ( scheme, host, family, end ) => {
			const origin = scheme + host + family + end;
			return !isWiki( origin ) || origin === 'https://meta.wikimedia.org' || isOfFamily( origin );
		} ), { numRuns: 20_000 } );
	} );

	/** By the rules of URLs and DNS, not by ours. */
	function isOfFamily( origin: string ): boolean {
		const url = URL.parse( origin );
		const [ , family ] = /^https:\/\/((?:[^.]+\.){1,2})(?:wikipedia\.org|m\.wikidata\.org)$/.exec( origin ) ?? [];
		return url !== null && url.origin === origin && family !== undefined;
	}
} );

describe( 'A way back', () => {
	it( 'leads nowhere but to our own site, whatever it is', () => {
		const parts = fc.constantFrom( '/', '//', '/sre', '/sre/', 'sre', '..', '.', '\\', '?', '#', '@', ':', '%2f', '%2e%2e', '\t', '\n', 'evil.example', 'https:', 'javascript:', '01JAAAAAAAAAAAAAAAAAAAAAAA', '/pages/', 'standalone', '&', '=' );
		fc.assert( fc.property( fc.oneof( fc.array( parts, { maxLength: 8 } ).map( ( all ) => all.join( '' ) ), nasty, lookAlikes( [ 'https://page.example' ] ).map( ( { origin } ) => origin ) ), ( wanted ) => {
			const { data } = returnSchema.safeParse( wanted );
			const url = data === undefined ? undefined : new URL( data, 'https://page.example/deep/er' );
			return url === undefined || url.origin === 'https://page.example' && /^\/(sre\/|sre$|pages\/|$)/.test( url.pathname );
		} ), { numRuns: 20_000 } );
	} );
} );

describe( 'Of all routes', () => {
	let world: World;
	let routes: FoundRoute[];
	let sender: SenderClient;
	let pageId: string;
	let port: number;
	beforeAll( async () => {
		const watch = watchRoutes();
		world = await startWorld( { env: { ...proxyEnv, PAGE_SRE_RESPONDERS: 'Steward Foo' } } );
		watch.stop();
		routes = watch.found();
		sender = await world.signIn( 'Steward Foo' );
		pageId = ( await sender.sendPage() ).body.id;
		await sender.sees( pageId, 'ringing' );
		port = Number( new URL( world.url ).port );
	} );
	afterAll( () => world.stop() );

	const ask = async ( { method, path }: FoundRoute, origin: string ): Promise<{ name: string; status: number; text: string }> => {
		const body = Buffer.from( method === 'GET' ? '' : '{}' );
		const address = path.replace( ':id', pageId ).replaceAll( /:\w+/g, 'x' );
		const { status, text } = await rawAsk( port, rawRequest( method === 'ALL' ? 'PUT' : method, address, [
			[ 'Origin', asHeader( origin ) ], [ 'Authorization', `Bearer ${ sender.token }` ], [ 'Cookie', `page-sre-session=${ sender.token }` ],
			// A stream would not end.
			...path.endsWith( '/events' ) ? [ [ 'Last-Event-ID', '0' ] as const ] : []
		], body ) );
		return { name: `${ method } ${ path }`, status, text };
	};

	it( 'none lets a site that looks like ours read, and those that a script may call do nothing', async () => {
		const before = await sender.readPage( pageId );
		const got: string[] = [];
		const ours = routes.filter( ( { path } ) => /^\/(sre|sso|oauth)\b/.test( path ) && !path.endsWith( '/events' ) );
		const callable = routes.filter( ( { path } ) => !path.endsWith( '/events' ) || path.startsWith( '/v1' ) );
		for ( const { how, origin, asked } of [
			...everyLookAlike( world.wiki.url ).map( ( one ) => ( { ...one, asked: callable } ) ),
			...everyLookAlike( world.url ).map( ( one ) => ( { ...one, asked: ours } ) )
		].filter( ( one ) => one.origin.trim() !== '' && ![ world.url, world.wiki.url ].includes( one.origin.trim() ) ) ) {
			const answers = await Promise.all( asked.map( ( route ) => ask( route, origin ) ) );
			for ( const { name, status, text } of answers ) {
				const isCalled = /^\w+ \/(v1|i18n)\b/.test( name ) && !name.includes( '/v1/hooks' );
				const changes = /^(POST|DELETE|PUT|ALL) \/sre/.test( name );
				// The API's document is for every program, and says nothing of anybody.
				const mayRead = /^access-control-allow-/im.test( text ) && name !== 'GET /openapi.json';
				const refusals = [ 400, 403, ...changes ? [ 401, 404, 405 ] : [] ];
				if ( mayRead || ( isCalled || changes ) && !refusals.includes( status ) ) {
					got.push( `${ status } ${ name } for ${ how }: ${ origin }` );
				}
			}
		}
		expect( got ).toEqual( [] );
		expect( await sender.readPage( pageId ) ).toEqual( before );
	} );

	it( 'none begins a sign-in that would end at such a site, or leads there', async () => {
		const challenge = 'A'.repeat( 43 );
		for ( const { how, origin } of [ ...everyLookAlike( world.wiki.url ), ...everyLookAlike( world.url ) ] ) {
			for ( const query of [ { origin, challenge }, { return: origin }, { return: `/sre//${ origin }` }, { return: '/sre', origin, challenge } ] ) {
				for ( const path of [ '/oauth/start', '/sso/start' ] ) {
					const response = await fetch( `${ world.url }${ path }?${ new URLSearchParams( query as unknown as Record<string, string> ).toString() }`, { redirect: 'manual' } );
					const text = await response.text();
					expect( response.headers.get( 'location' ), `${ path } ${ how }` ).toBeNull();
					expect( text, `${ path } ${ how }` ).not.toContain( 'id="handoff"' );
				}
			}
		}
	} );
} );
