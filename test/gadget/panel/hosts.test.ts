// Promises of both hosts: what the panel learns of where it stands, and that nothing is lost on the way
// from one to the other.
import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { Host } from '../../../gadget/panel/host.ts';
import { createStandaloneHost } from '../../../gadget/panel/hostStandalone.ts';
import { createWikiHost, loadPart } from '../../../gadget/panel/hostWiki.ts';
import type { LoaderTools, MediaWiki } from '../../../gadget/panel/hostWiki.ts';
import { useDraft } from '../../../gadget/panel/useDraft.ts';
import { wikiContextSchema } from '../../../server/contract/sendPage.ts';

const config = {
	wgDBname: 'enwiki', wgPageName: 'Special:User_login', wgRevisionId: 42, wgRequestId: 'abc-123', skin: 'vector-2022',
	wgUserLanguage: 'de', pageSreBackend: 'https://page-sre.example/'
};

function wiki( changes: Record<string, unknown> = {} ): Pick<MediaWiki, 'config' | 'user'> {
	const values: Record<string, unknown> = { ...config, ...changes };
	return { config: { get: ( name ) => values[ name ] ?? null }, user: { options: { get: () => 'female' } } };
}

function at( url: string ): Window {
	return { location: new URL( url ), localStorage, sessionStorage, history, document, navigator } as unknown as Window;
}

const tools: LoaderTools = { bring: vi.fn(), carryOver: vi.fn() };

beforeEach( () => {
	localStorage.clear();
	sessionStorage.clear();
	history.replaceState( null, '', '/' );
} );

/** What a browser tells of itself, wherever it is. */
const own = { browser: navigator.userAgent, timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone };

describe( 'createWikiHost', () => {
	it( 'tells what the wiki tells', () => {
		const host = createWikiHost( tools, wiki(), at( 'https://en.wiki.example/w/index.php?title=X#y' ) );
		expect( host ).toMatchObject( {
			backendUrl: 'https://page-sre.example', language: 'de', gender: 'female', suggestedScope: 'enwiki', signIn: 'popup'
		} );
		expect( host.context() ).toEqual( {
			wiki: 'enwiki', title: 'Special:User login', url: 'https://en.wiki.example/w/index.php?title=X',
			revision: 42, requestId: 'abc-123', skin: 'vector-2022', ...own
		} );
	} );

	it.each<[ string, Record<string, unknown>, object ]>( [
		[ 'revisions that are compared', { wgDiffOldId: 41, wgDiffNewId: 43 }, { revision: 43, diff: 41 } ],
		[ 'a special title about somebody', { wgCanonicalSpecialPageName: 'CentralAuth', wgRelevantUserName: 'Vandal Foo' }, { special: 'CentralAuth', target: 'Vandal Foo' } ],
		[ 'a farm’s host that answered', { wgHostname: 'mw-web.eqiad.main-7d9f8c6b5-abcde' }, { servedBy: 'mw-web.eqiad.main-7d9f8c6b5-abcde' } ],
		[ 'what is no special title', { wgCanonicalSpecialPageName: false, wgDiffOldId: false }, {} ]
	] )( 'tells of %s', ( _what, changes, expected ) => {
		const context = createWikiHost( tools, wiki( changes ), at( 'https://en.wiki.example/' ) ).context();
		expect( context ).toMatchObject( expected );
		expect( Object.keys( context ) ).toHaveLength( 8 + Object.keys( expected ).filter( ( name ) => name !== 'revision' ).length );
	} );

	it( 'suggests no place on the wiki where stewards work', () => {
		expect( createWikiHost( tools, wiki( { wgDBname: 'metawiki' } ), at( 'https://meta.example/' ) ).suggestedScope ).toBe( '' );
	} );

	it.each( [
		[ 'a title without revision', { wgRevisionId: 0 } ],
		[ 'an odd database name', { wgDBname: 'Wiki-1' } ],
		[ 'an odd request id', { wgRequestId: 'a b' } ],
		[ 'an odd skin', { skin: 'My Skin' } ],
		[ 'an odd host', { wgHostname: 'a b' } ],
		[ 'very long names', { wgPageName: 'x'.repeat( 300 ), wgCanonicalSpecialPageName: 'x'.repeat( 300 ), wgRelevantUserName: 'x'.repeat( 300 ) } ],
		[ 'nothing at all', { wgDBname: null, wgPageName: null, wgRevisionId: null, wgRequestId: null, skin: null } ]
	] )( 'says nothing that the contract refuses, with %s', ( _what, changes ) => {
		const context = createWikiHost( tools, wiki( changes ), at( `https://en.wiki.example/?${ 'x'.repeat( 3000 ) }` ) ).context();
		expect( wikiContextSchema.safeParse( context ).success ).toBe( true );
		expect( Object.values( context ) ).not.toContain( undefined );
	} );

	it( 'lives without storage', () => {
		const page = { ...at( 'https://en.wiki.example/' ) };
		Object.defineProperty( page, 'localStorage', { get: () => {
			throw new Error( 'denied' );
		} } );
		const { storage } = createWikiHost( tools, wiki(), page );
		storage.set( 'a', 'b' );
		storage.remove( 'a' );
		expect( storage.get( 'a' ) ).toBeNull();
	} );
} );

describe( 'createStandaloneHost', () => {
	/** As our server embeds it. */
	function arriveWith( luggage: { draft: object; context: object } ): Host {
		const script = Object.assign( document.createElement( 'script' ), { type: 'application/json', id: 'page-sre-luggage', textContent: JSON.stringify( luggage ) } );
		document.body.append( script );
		const host = createStandaloneHost( { language: 'de' }, at( 'https://page-sre.example/' ) );
		script.remove();
		return host;
	}

	it( 'goes on where the wiki left off: text, key and context, and a document that a reload does not post again', () => {
		const carryOver = vi.fn<LoaderTools[ 'carryOver' ]>();
		const there = createWikiHost( { carryOver, bring: vi.fn() }, wiki(), at( 'https://en.wiki.example/wiki/X' ) );
		const holder = useDraft( there, () => 'k'.repeat( 20 ) );
		Object.assign( holder.draft, { summary: 'Login fails — 100% “#1”', scope: 'enwiki' } );
		holder.key();
		there.carryOver( JSON.stringify( holder.draft ) );
		const [ address, draft, context ] = carryOver.mock.calls[ 0 ]!;
		expect( address ).toBe( 'https://page-sre.example/' );

		history.replaceState( { posted: true }, '', '/' );
		const here = arriveWith( { draft: JSON.parse( draft ) as object, context } );
		expect( here ).toMatchObject( { backendUrl: 'https://page-sre.example', language: 'de', signIn: 'redirect' } );
		expect( here.context() ).toEqual( there.context() );
		expect( useDraft( here, () => 'another' ).draft ).toEqual( holder.draft );
		expect( history.state ).toBeNull();

		// Signing in leaves the document and comes back without it.
		expect( createStandaloneHost( { language: 'de' }, at( 'https://page-sre.example/' ) ).context() ).toEqual( there.context() );
	} );

	it( 'keeps a text that was begun here when none came along', () => {
		useDraft( createStandaloneHost( { language: 'en' }, at( 'https://page-sre.example/' ) ), () => 'k' ).draft.summary = 'Begun here';
		expect( useDraft( arriveWith( { draft: { summary: '', scope: 'enwiki' }, context: {} } ), () => 'k' ).draft.summary ).toBe( 'Begun here' );
	} );

	it( 'knows only the browser when nobody came from a wiki', () => {
		expect( createStandaloneHost( { language: 'en' }, at( 'https://page-sre.example/' ) ).context() ).toEqual( own );
	} );

	it.each( [ [ true, '/sso/start' ], [ false, null ], [ undefined, null ] ] )( 'knows whether there is single sign-on: %s', ( singleSignOn, expected ) => {
		expect( createStandaloneHost( { language: 'en', singleSignOn }, at( 'https://page-sre.example/' ) ).singleSignOnUrl ).toBe( expected );
	} );

	it( 'remembers which page an alert’s record URL names', () => {
		const host = createStandaloneHost( { language: 'en' }, at( 'https://page-sre.example/pages/01JPAGE' ) );
		expect( host.storage.get( 'page-sre-followed' ) ).toBe( '01JPAGE' );
	} );
} );

describe( 'loadPart on a wiki', () => {
	const libs = { pageSre: { open: vi.fn(), shared: {}, course: 'the course' } } as unknown as MediaWiki[ 'libs' ];

	it( 'takes what the loader brought', async () => {
		const bring = vi.fn( () => Promise.resolve() );
		expect( await loadPart( 'course', { bring, carryOver: vi.fn() }, { libs } ) ).toBe( 'the course' );
		expect( bring ).toHaveBeenCalledWith( 'course' );
	} );

	it( 'fails with the loader', async () => {
		await expect( loadPart( 'course', { bring: () => Promise.reject( new Error( 'lost' ) ), carryOver: vi.fn() }, { libs } ) ).rejects.toThrow( 'lost' );
	} );
} );
