// Promises of both hosts: what the panel learns of where it stands, and that nothing is lost on the way
// from one to the other.
import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { Mock } from 'vitest';
import { createStandaloneHost } from '../../../gadget/panel/hostStandalone.ts';
import { createWikiHost, loadCourse } from '../../../gadget/panel/hostWiki.ts';
import type { MediaWiki } from '../../../gadget/panel/hostWiki.ts';
import { standaloneUrl } from '../../../gadget/panel/luggage.ts';
import { useDraft } from '../../../gadget/panel/useDraft.ts';
import { wikiContextSchema } from '../../../server/contract/sendPage.ts';
import { aHost } from '../fixtures.ts';

const config = {
	wgDBname: 'enwiki', wgPageName: 'Special:User_login', wgRevisionId: 42, wgRequestId: 'abc-123', skin: 'vector-2022',
	wgUserLanguage: 'de', pageSreBackend: 'https://page-sre.example/'
};

function wiki( changes: Record<string, unknown> = {} ): Pick<MediaWiki, 'config' | 'user'> {
	const values: Record<string, unknown> = { ...config, ...changes };
	return { config: { get: ( name ) => values[ name ] ?? null }, user: { options: { get: () => 'female' } } };
}

function at( url: string ): Window {
	return { location: new URL( url ), localStorage, sessionStorage, history } as unknown as Window;
}

beforeEach( () => {
	localStorage.clear();
	sessionStorage.clear();
	history.replaceState( null, '', '/' );
} );

describe( 'createWikiHost', () => {
	it( 'tells what the wiki tells', () => {
		const host = createWikiHost( wiki(), at( 'https://en.wiki.example/w/index.php?title=X#y' ) );
		expect( host ).toMatchObject( {
			backendUrl: 'https://page-sre.example', language: 'de', gender: 'female', suggestedScope: 'enwiki', signIn: 'popup'
		} );
		expect( host.context() ).toEqual( {
			wiki: 'enwiki', title: 'Special:User login', url: 'https://en.wiki.example/w/index.php?title=X',
			revision: 42, requestId: 'abc-123', skin: 'vector-2022'
		} );
	} );

	it( 'suggests no place on the wiki where stewards work', () => {
		expect( createWikiHost( wiki( { wgDBname: 'metawiki' } ), at( 'https://meta.example/' ) ).suggestedScope ).toBe( '' );
	} );

	it.each( [
		[ 'a title without revision', { wgRevisionId: 0 } ],
		[ 'an odd database name', { wgDBname: 'Wiki-1' } ],
		[ 'an odd request id', { wgRequestId: 'a b' } ],
		[ 'an odd skin', { skin: 'My Skin' } ],
		[ 'nothing at all', { wgDBname: null, wgPageName: null, wgRevisionId: null, wgRequestId: null, skin: null } ]
	] )( 'says nothing that the contract refuses, with %s', ( _what, changes ) => {
		const context = createWikiHost( wiki( changes ), at( `https://en.wiki.example/?${ 'x'.repeat( 3000 ) }` ) ).context();
		expect( wikiContextSchema.safeParse( context ).success ).toBe( true );
		expect( Object.values( context ) ).not.toContain( undefined );
	} );

	it( 'lives without storage', () => {
		const page = { ...at( 'https://en.wiki.example/' ) };
		Object.defineProperty( page, 'localStorage', { get: () => {
			throw new Error( 'denied' );
		} } );
		const { storage } = createWikiHost( wiki(), page );
		storage.set( 'a', 'b' );
		storage.remove( 'a' );
		expect( storage.get( 'a' ) ).toBeNull();
	} );
} );

describe( 'createStandaloneHost', () => {
	it( 'goes on where the wiki left off: text, key and context, and a clean address', () => {
		const there = aHost( { backendUrl: 'https://page-sre.example' } );
		const holder = useDraft( there, () => 'k'.repeat( 20 ) );
		Object.assign( holder.draft, { summary: 'Login fails — 100% “#1”', scope: 'enwiki' } );
		holder.key();
		const url = standaloneUrl( there, holder.draft );
		expect( new URL( url ).search ).toBe( '' );

		history.replaceState( null, '', '/#x' );
		const here = createStandaloneHost( { language: 'de' }, at( url ) );
		expect( here ).toMatchObject( { backendUrl: 'https://page-sre.example', language: 'de', signIn: 'redirect' } );
		expect( here.context() ).toEqual( there.context() );
		expect( useDraft( here, () => 'another' ).draft ).toEqual( holder.draft );
		expect( location.hash ).toBe( '' );

		// Signing in leaves the document and comes back without the fragment.
		expect( createStandaloneHost( { language: 'de' }, at( 'https://page-sre.example/' ) ).context() ).toEqual( there.context() );
	} );

	it( 'keeps a text that was begun here when none came along', () => {
		useDraft( createStandaloneHost( { language: 'en' }, at( 'https://page-sre.example/' ) ), () => 'k' ).draft.summary = 'Begun here';
		const empty = standaloneUrl( aHost(), useDraft( aHost(), () => 'k' ).draft );
		expect( useDraft( createStandaloneHost( { language: 'en' }, at( empty ) ), () => 'k' ).draft.summary ).toBe( 'Begun here' );
	} );

	it.each( [ '#', '#%', '#{', '#null', '#7', '#%7B%22draft%22%3A7%7D' ] )( 'is not disturbed by the fragment %s', ( fragment ) => {
		expect( createStandaloneHost( { language: 'en' }, at( `https://page-sre.example/${ fragment }` ) ).context() ).toEqual( {} );
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
	const COURSE = 'ext.gadget.PageSRE-course';
	const loaderIn = ( state: string | null ): MediaWiki[ 'loader' ] & { state: Mock } => ( {
		using: vi.fn( () => Promise.resolve( () => 'the course' ) ), getState: () => state, state: vi.fn()
	} );

	it.each( [ [ 'registered' ], [ 'ready' ], [ null ] ] )( 'asks ResourceLoader for a gadget of its own when it is %s', async ( state ) => {
		const loader = loaderIn( state );
		expect( await loadCourse( { loader } ) ).toBe( 'the course' );
		expect( loader.using ).toHaveBeenCalledWith( COURSE );
		expect( loader.state ).not.toHaveBeenCalled();
	} );

	it.each( [ [ 'error' ], [ 'missing' ], [ 'loading' ] ] )( 'makes it forget when it is %s, which it would be for ever', async ( state ) => {
		const loader = loaderIn( state );
		await loadCourse( { loader } );
		expect( loader.state ).toHaveBeenCalledWith( { [ COURSE ]: 'registered' } );
	} );
} );
