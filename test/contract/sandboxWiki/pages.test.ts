// Wiki pages of the sandbox as readers and scripts see them: headers, mw.config, skins, who one is.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { browse } from './browse.ts';
import { contentSecurityPolicy } from '../../../server/sandbox/wiki/shell/csp.ts';
import { startLivingWiki } from './wikiPage.ts';
import type { LivingWiki } from './wikiPage.ts';

let living: LivingWiki;
beforeEach( async () => {
	living = await startLivingWiki();
} );
afterEach( () => living.stop() );

describe( 'every wiki page', () => {
	it.each( [ '/wiki/Main_Page', '/wiki/Special:RecentChanges', '/wiki/No_such_title', '/w/index.php?title=Special:UserLogin', '/sandbox' ] )(
		'has the headers of production: %s', async ( target ) => {
			const { headers } = await browse( living.wiki ).get( target );
			expect( headers.get( 'content-security-policy' ) ).toBe( contentSecurityPolicy );
			expect( headers.get( 'vary' ) ).toBe( 'Accept-Encoding, Cookie, Authorization' );
			expect( headers.get( 'x-request-id' ) ).toMatch( /^[0-9a-f]{24}$/ );
			expect( headers.get( 'cross-origin-opener-policy' ) ).toBeNull();
		}
	);

	it( 'may fetch from localhost and from no other unlisted host', () => {
		expect( contentSecurityPolicy ).toContain( 'http://localhost:*' );
		expect( contentSecurityPolicy ).not.toContain( '127.0.0.1' );
	} );
} );

describe( 'mw.config', () => {
	it( 'has no id and no global groups for nobody', async () => {
		const { mw } = await living.open( '/wiki/Main_Page' );
		expect( mw.config.get( 'wgUserName' ) ).toBeNull();
		expect( mw.config.get() ).not.toHaveProperty( 'wgUserId' );
		expect( mw.config.get() ).not.toHaveProperty( 'wgGlobalGroups' );
		expect( mw.config.get( 'wgUserGroups' ) ).toEqual( [ '*' ] );
	} );

	it.each( [
		[ 'Steward Foo', 3, [ 'steward' ] ], [ 'Plain Baz', 5, [] ], [ 'Expired Corge', 10, [] ], [ '東京 執事', 7, [ 'global-rollbacker', 'steward' ] ]
	] )( 'tells the local id and the global groups of %s', async ( name, localId, groups ) => {
		const { mw } = await living.open( '/wiki/Main_Page', name );
		expect( mw.config.get( [ 'wgUserName', 'wgUserId', 'wgGlobalGroups' ] as never ) ).toEqual( { wgUserName: name, wgUserId: localId, wgGlobalGroups: groups } );
	} );

	it( 'tells where the reader is, in MediaWiki\'s words', async () => {
		const { mw } = await living.open( '/wiki/Steward_requests/Global', 'Steward Foo' );
		expect( mw.config.get() ).toMatchObject( {
			wgPageName: 'Steward_requests/Global', wgTitle: 'Steward requests/Global', wgDBname: 'metawiki', wgNamespaceNumber: 0, wgAction: 'view',
			wgArticlePath: '/wiki/$1', wgScriptPath: '/w', skin: 'vector-2022', wgUserLanguage: 'en', pageSreBackend: 'http://localhost:3000',
			wgCanonicalSpecialPageName: false
		} );
		expect( mw.config.get( 'wgRevisionId' ) ).toBeGreaterThan( 0 );
	} );

	it( 'has no revision on special pages and titles without text, and tells whom a title is about', async () => {
		const special = await living.open( '/wiki/Special:RecentChanges' );
		expect( special.mw.config.get() ).toMatchObject( { wgRevisionId: 0, wgCanonicalSpecialPageName: 'Recentchanges', wgNamespaceNumber: -1 } );
		expect( ( await living.open( '/wiki/No_such_title' ) ).mw.config.get( 'wgRevisionId' ) ).toBe( 0 );
		expect( ( await living.open( '/wiki/User_talk:Plain_Baz' ) ).mw.config.get( 'wgRelevantUserName' ) ).toBe( 'Plain Baz' );
	} );

	it( 'repeats the request id of the answer', async () => {
		const { headers, html } = await browse( living.wiki ).get( '/wiki/Main_Page' );
		expect( html ).toContain( `"wgRequestId":"${ headers.get( 'x-request-id' ) }"` );
	} );
} );

describe( 'mw', () => {
	it( 'fills messages in, and knows plurals once jqueryMsg is there', async () => {
		const { mw } = await living.open( '/wiki/Main_Page' );
		mw.messages.set( { pages: '$1 {{PLURAL:$1|page|pages}}' } );
		expect( mw.msg( 'pages', 2 ) ).toBe( '2 {{PLURAL:2|page|pages}}' );
		expect( mw.msg( 'unknown' ) ).toBe( '⧼unknown⧽' );
		await mw.loader.using( 'mediawiki.jqueryMsg' );
		expect( [ mw.msg( 'pages', 1 ), mw.msg( 'pages', 2 ) ] ).toEqual( [ '1 page', '2 pages' ] );
	} );

	it( 'knows the reader, the language chain and addresses', async () => {
		const { mw } = await living.open( '/wiki/Main_Page?uselang=de-at', 'Former Bar' );
		await mw.loader.using( [ 'mediawiki.user', 'mediawiki.language', 'mediawiki.util' ] );
		expect( [ mw.user.getName(), mw.user.isAnon(), mw.user.options.get( 'gender' ) ] ).toEqual( [ 'Former Bar', false, 'female' ] );
		expect( mw.language.getFallbackLanguageChain() ).toEqual( [ 'de-at', 'de', 'en' ] );
		expect( mw.util.getUrl( "User talk:O'Brien & Sons+1" ) ).toBe( '/wiki/User_talk:O%27Brien_%26_Sons%2B1' );
	} );

	it( 'calls hooks for links in menus, and for those who listen late', async () => {
		const { mw } = await living.open( '/wiki/Main_Page', 'Steward Foo' );
		const heard: unknown[] = [];
		mw.hook( 'util.addPortletLink' ).add( ( _item, data ) => heard.push( data ) );
		expect( heard ).toEqual( [ { id: 't-page-sre' } ] );
	} );

	it( 'shows notices', async () => {
		const { mw, document } = await living.open( '/wiki/Main_Page' );
		await mw.notify( 'Something happened' );
		expect( document.querySelector( '.mw-notification-content' )?.textContent ).toBe( 'Something happened' );
	} );
} );

describe( 'skins', () => {
	it.each( [ 'vector-2022', 'vector', 'monobook', 'timeless', 'minerva' ] )( '%s has its tools menu on a title with text', async ( skin ) => {
		const { document, mw } = await living.open( `/wiki/Main_Page?useskin=${ skin }`, 'Steward Foo' );
		expect( mw.config.get( 'skin' ) ).toBe( skin );
		expect( document.querySelector( '#p-tb #t-page-sre' ) ).not.toBeNull();
	} );

	it( 'minerva has no tools on special pages and for nobody, so that links find no place', async () => {
		for ( const [ target, name ] of [ [ '/wiki/Special:RecentChanges?useskin=minerva', 'Steward Foo' ], [ '/wiki/Main_Page?useskin=minerva', '' ] ] as const ) {
			const { mw } = await living.open( target, name );
			await mw.loader.using( 'mediawiki.util' );
			expect( mw.util.addPortletLink( 'p-tb', '#', 'Link' ) ).toBeNull();
			expect( mw.util.addPortletLink( 'p-navigation', '#', 'Link' ) ).not.toBeNull();
		}
	} );

	it( 'have night only where the real ones have it', async () => {
		expect( ( await living.open( '/wiki/Main_Page?vectornightmode=1' ) ).document.documentElement.className ).toContain( 'skin-theme-clientpref-night' );
		expect( ( await living.open( '/wiki/Main_Page?vectornightmode=1&useskin=monobook' ) ).document.documentElement.className ).not.toContain( 'clientpref' );
	} );

	it( 'turn around for languages from right to left, and remember the choice', async () => {
		const person = browse( living.wiki );
		await person.get( '/wiki/Main_Page?uselang=ar&useskin=minerva&vectornightmode=1' );
		const { html } = await person.get( '/wiki/Main_Page' );
		expect( html ).toMatch( /<html class="[^"]*skin-theme-clientpref-night[^"]*" lang="ar" dir="rtl">/ );
		expect( html ).toContain( '"skin":"minerva"' );
	} );
} );

describe( 'choosing who to be', () => {
	it( 'goes back to where one was, as the chosen account', async () => {
		const person = browse( living.wiki );
		const chosen = await person.post( '/w/index.php?title=Special:UserLogin', { wpName: "O'Brien & Sons+1", returnto: 'Steward requests/Global' } );
		expect( chosen.location ).toBe( `${ living.wiki.url }/wiki/Steward_requests/Global` );
		expect( ( await person.get( '/wiki/Main_Page' ) ).html ).toContain( `"wgUserName":"O'Brien & Sons+1"` );
		await person.post( '/w/index.php?title=Special:UserLogin', { wpName: '' } );
		expect( ( await person.get( '/wiki/Main_Page' ) ).html ).toContain( '"wgUserName":null' );
	} );

	it( 'leads to the main page when one came from nowhere', async () => {
		const { location } = await browse( living.wiki ).post( '/w/index.php?title=Special:UserLogin', { wpName: 'Steward Foo', returnto: '' } );
		expect( location ).toBe( `${ living.wiki.url }/wiki/Main_Page` );
	} );

	it( 'never leads away from the wiki', async () => {
		const { location } = await browse( living.wiki ).post( '/w/index.php?title=Special:UserLogin', { wpName: 'Steward Foo', returnto: '//evil.example/' } );
		expect( new URL( location ).origin ).toBe( living.wiki.url );
	} );
} );

describe( 'logging in by the form of every MediaWiki', () => {
	const form = '/w/index.php?title=Special:UserLogin';

	it( 'has its fields, and lets nobody in without the password', async () => {
		const person = browse( living.wiki );
		const { html } = await person.get( form );
		for ( const field of [ 'id="wpName1" name="wpName"', 'id="wpPassword1" name="wpPassword"', 'id="wpLoginAttempt" name="wploginattempt"' ] ) {
			expect( html ).toContain( field );
		}
		for ( const [ wpName, wpPassword ] of [ [ 'Steward Foo', 'guess' ], [ 'Steward Foo', '' ], [ 'Nobody There', 'sandbox' ], [ '', 'sandbox' ] ] as const ) {
			const refused = await person.post( form, { wpName, wpPassword } );
			expect( [ refused.status, refused.location ] ).toEqual( [ 200, '' ] );
			expect( refused.html ).toContain( 'Incorrect username or password entered' );
		}
		expect( ( await person.get( '/wiki/Main_Page' ) ).html ).toContain( '"wgUserName":null' );
	} );

	it( 'goes back to where one was', async () => {
		const person = browse( living.wiki );
		const { location } = await person.post( form, { wpName: 'Steward Foo', wpPassword: 'sandbox', returnto: 'Special:OAuth/authorize', returntoquery: 'oauth_token=x' } );
		expect( location ).toBe( `${ living.wiki.url }/w/index.php?title=Special:OAuth/authorize&oauth_token=x` );
		expect( ( await person.get( '/wiki/Main_Page' ) ).html ).toContain( '"wgUserName":"Steward Foo"' );
	} );
} );
