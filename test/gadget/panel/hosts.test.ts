// Promises of both hosts: what the panel learns of where it stands, and that nothing is lost on the way
// from one to the other.
import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { Host } from '../../../gadget/panel/host.ts';
import { createStandaloneHost } from '../../../gadget/panel/hostStandalone.ts';
import { createWikiHost, loadCourse } from '../../../gadget/panel/hostWiki.ts';
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
	return { location: new URL( url ), localStorage, sessionStorage, history, document } as unknown as Window;
}

const tools: LoaderTools = { bring: vi.fn(), carryOver: vi.fn() };

beforeEach( () => {
	localStorage.clear();
	sessionStorage.clear();
	history.replaceState( null, '', '/' );
} );

describe( 'createWikiHost', () => {
	it( 'tells what the wiki tells', () => {
		const host = createWikiHost( tools, wiki(), at( 'https://en.wiki.example/w/index.php?title=X#y' ) );
		expect( host ).toMatchObject( {
			backendUrl: 'https://page-sre.example', language: 'de', gender: 'female', suggestedScope: 'enwiki', signIn: 'popup'
		} );
		expect( host.context() ).toEqual( {
			wiki: 'enwiki', title: 'Special:User login', url: 'https://en.wiki.example/w/index.php?title=X',
			revision: 42, requestId: 'abc-123', skin: 'vector-2022'
		} );
	} );

	it( 'suggests no place on the wiki where stewards work', () => {
		expect( createWikiHost( tools, wiki( { wgDBname: 'metawiki' } ), at( 'https://meta.example/' ) ).suggestedScope ).toBe( '' );
	} );

	it.each( [
		[ 'a title without revision', { wgRevisionId: 0 } ],
		[ 'an odd database name', { wgDBname: 'Wiki-1' } ],
		[ 'an odd request id', { wgRequestId: 'a b' } ],
		[ 'an odd skin', { skin: 'My Skin' } ],
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

	it( 'knows of no context when nobody came from a wiki', () => {
		expect( createStandaloneHost( { language: 'en' }, at( 'https://page-sre.example/' ) ).context() ).toEqual( {} );
	} );

	it.each( [ [ true, '/sso/start' ], [ false, null ], [ undefined, null ] ] )( 'knows whether there is single sign-on: %s', ( singleSignOn, expected ) => {
		expect( createStandaloneHost( { language: 'en', singleSignOn }, at( 'https://page-sre.example/' ) ).singleSignOnUrl ).toBe( expected );
	} );

	it( 'remembers which page an alert’s record URL names', () => {
		const host = createStandaloneHost( { language: 'en' }, at( 'https://page-sre.example/pages/01JPAGE' ) );
		expect( host.storage.get( 'page-sre-followed' ) ).toBe( '01JPAGE' );
	} );
} );

describe( 'loadCourse on a wiki', () => {
	const libs = { pageSre: { open: vi.fn(), shared: {}, course: 'the course' } } as unknown as MediaWiki[ 'libs' ];

	it( 'takes what the loader brought', async () => {
		const bring = vi.fn( () => Promise.resolve() );
		expect( await loadCourse( { bring, carryOver: vi.fn() }, { libs } ) ).toBe( 'the course' );
		expect( bring ).toHaveBeenCalledWith( 'course' );
	} );

	it( 'fails with the loader', async () => {
		await expect( loadCourse( { bring: () => Promise.reject( new Error( 'lost' ) ), carryOver: vi.fn() }, { libs } ) ).rejects.toThrow( 'lost' );
	} );
} );
