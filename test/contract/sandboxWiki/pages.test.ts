// Wiki pages of the sandbox as a script on them sees them: mw.config, menus, the module loader with real
// Vue and Codex, gadgets under ResourceLoader's conditions. Scripts run in jsdom, loaded over HTTP.
import { JSDOM, VirtualConsole } from 'jsdom';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { contentSecurityPolicy } from '../../../server/sandbox/wiki/shell/csp.ts';
import { browse } from './browse.ts';
import { startSandboxWiki } from '../../../server/sandbox/wiki/index.ts';
import type { SandboxWiki } from '../../../server/sandbox/wiki/index.ts';

type Require = ( name: string ) => Record<string, unknown>;

interface MediaWiki {
	config: { get( name?: string ): unknown };
	user: { getName(): unknown; isAnon(): boolean; options: { get( name: string ): unknown } };
	util: { addPortletLink( ...args: string[] ): Element | null; getUrl( title: string, query?: object ): string };
	hook( name: string ): { add( handler: ( ...args: unknown[] ) => void ): void };
	messages: { set( messages: Record<string, string> ): void };
	msg( key: string, ...parameters: unknown[] ): string;
	language: { getFallbackLanguageChain(): string[] };
	notify( text: string ): Promise<unknown>;
	loader: { using( names: string | string[] ): Promise<Require>; getState( name: string ): string | null };
}

const definition = `
* Loader[ResourceLoader|default|rights=centralauth-lock|dependencies=mediawiki.util]|Loader.js
* Panel[ResourceLoader|hidden|dependencies=vue,@wikimedia/codex]|Panel.js|Panel.css
* Package[ResourceLoader|package|hidden]|Package.js|Words.json|Part.js
* TooNew[ResourceLoader|default]|TooNew.js
* Failing[ResourceLoader|hidden]|Failing.js
* Needing[ResourceLoader|hidden|dependencies=ext.gadget.Failing]|Needing.js`;

const pages: Record<string, string> = {
	'MediaWiki:Gadgets-definition': definition,
	'MediaWiki:Gadget-Loader.js': "mw.util.addPortletLink( 'p-tb', '#', 'Page SRE', 't-page-sre' ); window.loaderRan = true;",
	'MediaWiki:Gadget-Panel.js': `const { CdxButton } = require( '@wikimedia/codex' ); const { createMwApp, h } = require( 'vue' );
		module.exports = { mount( to ) { createMwApp( { inject: [ 'CdxTeleportTarget' ], render() { return h( CdxButton, () => this.CdxTeleportTarget.id ); } } ).mount( to ); } };`,
	'MediaWiki:Gadget-Panel.css': '.panel { color: red; }',
	'MediaWiki:Gadget-Package.js': "module.exports = { words: require( './Words.json' ), part: require( './Part.js' ).value };",
	'MediaWiki:Gadget-Words.json': '{"hello":"Hello"}',
	'MediaWiki:Gadget-Part.js': 'exports.value = 7;',
	'MediaWiki:Gadget-TooNew.js': 'window.a = window.b ?? 1;',
	'MediaWiki:Gadget-Failing.js': "throw new Error( 'on purpose' );",
	'MediaWiki:Gadget-Needing.js': ''
};

interface Opened {
	mw: MediaWiki;
	document: Document;
	window: Record<string, unknown>;
}

let wiki: SandboxWiki;
let opened: JSDOM[];
let complaints: string[];
beforeEach( async () => {
	opened = [];
	complaints = [];
	wiki = await startSandboxWiki( {
		consumer: { key: 'a'.repeat( 32 ), secret: 'b'.repeat( 40 ), callbackUrl: 'http://localhost:3000/callback' },
		backendUrl: 'http://localhost:3000', gadgetPages: async () => pages
	} );
} );
afterEach( async () => {
	opened.forEach( ( dom ) => dom.window.close() );
	await wiki.stop();
} );

/** Opens a title as somebody and waits until the wiki's scripts have run. */
async function open( target: string, name = '' ): Promise<Opened> {
	const person = browse( wiki );
	const { html } = await ( name === '' ? person : person.signedIn( name ) ).get( target );
	const console = new VirtualConsole();
	console.on( 'error', ( ...args: unknown[] ) => complaints.push( args.map( String ).join( ' ' ) ) );
	const dom = new JSDOM( html, { url: wiki.url + target, runScripts: 'dangerously', resources: 'usable', virtualConsole: console } );
	opened.push( dom );
	await new Promise( ( resolve ) => {
		dom.window.addEventListener( 'load', resolve );
	} );
	const window = dom.window as unknown as Record<string, unknown>;
	return { mw: window.mw as MediaWiki, document: dom.window.document, window };
}

describe( 'every wiki page', () => {
	it.each( [ '/wiki/Main_Page', '/wiki/Special:RecentChanges', '/wiki/No_such_title', '/w/index.php?title=Special:UserLogin', '/sandbox' ] )(
		'has the headers of production: %s', async ( target ) => {
			const { headers } = await browse( wiki ).get( target );
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
		const { mw } = await open( '/wiki/Main_Page' );
		expect( mw.config.get( 'wgUserName' ) ).toBeNull();
		expect( mw.config.get() ).not.toHaveProperty( 'wgUserId' );
		expect( mw.config.get() ).not.toHaveProperty( 'wgGlobalGroups' );
		expect( mw.config.get( 'wgUserGroups' ) ).toEqual( [ '*' ] );
	} );

	it.each( [
		[ 'Steward Foo', 3, [ 'steward' ] ], [ 'Plain Baz', 5, [] ], [ 'Expired Corge', 10, [] ], [ '東京 執事', 7, [ 'global-rollbacker', 'steward' ] ]
	] )( 'tells the local id and the global groups of %s', async ( name, localId, groups ) => {
		const { mw } = await open( '/wiki/Main_Page', name );
		expect( mw.config.get( [ 'wgUserName', 'wgUserId', 'wgGlobalGroups' ] as never ) ).toEqual( { wgUserName: name, wgUserId: localId, wgGlobalGroups: groups } );
	} );

	it( 'tells where the reader is, in MediaWiki\'s words', async () => {
		const { mw } = await open( '/wiki/Steward_requests/Global', 'Steward Foo' );
		expect( mw.config.get() ).toMatchObject( {
			wgPageName: 'Steward_requests/Global', wgTitle: 'Steward requests/Global', wgDBname: 'metawiki', wgNamespaceNumber: 0, wgAction: 'view',
			wgArticlePath: '/wiki/$1', wgScriptPath: '/w', skin: 'vector-2022', wgUserLanguage: 'en', pageSreBackend: 'http://localhost:3000',
			wgCanonicalSpecialPageName: false
		} );
		expect( mw.config.get( 'wgRevisionId' ) ).toBeGreaterThan( 0 );
	} );

	it( 'has no revision on special pages and titles without text, and tells whom a title is about', async () => {
		const special = await open( '/wiki/Special:RecentChanges' );
		expect( special.mw.config.get() ).toMatchObject( { wgRevisionId: 0, wgCanonicalSpecialPageName: 'Recentchanges', wgNamespaceNumber: -1 } );
		expect( ( await open( '/wiki/No_such_title' ) ).mw.config.get( 'wgRevisionId' ) ).toBe( 0 );
		expect( ( await open( '/wiki/User_talk:Plain_Baz' ) ).mw.config.get( 'wgRelevantUserName' ) ).toBe( 'Plain Baz' );
	} );

	it( 'repeats the request id of the answer', async () => {
		const { headers, html } = await browse( wiki ).get( '/wiki/Main_Page' );
		expect( html ).toContain( `"wgRequestId":"${ headers.get( 'x-request-id' ) }"` );
	} );
} );

describe( 'gadgets', () => {
	it( 'run for those who have their rights, and are only registered for others', async () => {
		expect( ( await open( '/wiki/Main_Page', 'Steward Foo' ) ).window.loaderRan ).toBe( true );
		for ( const name of [ 'Former Bar', 'Plain Baz', 'Locked Qux', 'Expired Corge', '~2026-12345-67', '' ] ) {
			const { window, mw } = await open( '/wiki/Main_Page', name );
			expect( [ name, window.loaderRan, mw.loader.getState( 'ext.gadget.Loader' ) ] ).toEqual( [ name, undefined, 'registered' ] );
		}
	} );

	it.each( [ '/wiki/Special:Preferences', '/wiki/Special:UserLogin', '/wiki/Main_Page?safemode=1' ] )( 'do not run on %s', async ( target ) => {
		expect( ( await open( target, 'Steward Foo' ) ).window.loaderRan ).toBeUndefined();
	} );

	it( 'stop at the next view when the rights are gone', async () => {
		wiki.accounts.demote( 'Steward Foo' );
		expect( ( await open( '/wiki/Main_Page', 'Steward Foo' ) ).window.loaderRan ).toBeUndefined();
	} );

	it( 'that are hidden load when asked for, with real Vue, Codex and a place for dialogs', async () => {
		const { mw, document } = await open( '/wiki/Main_Page' );
		expect( mw.loader.getState( 'ext.gadget.Panel' ) ).toBe( 'registered' );
		const loaded = await mw.loader.using( 'ext.gadget.Panel' );
		const root = document.createElement( 'div' );
		( loaded( 'ext.gadget.Panel' ).mount as ( to: Element ) => void )( root );
		expect( root.querySelector( 'button.cdx-button' )?.textContent ).toBe( 'mw-teleport-target' );
		expect( document.head.textContent ).toContain( '.panel { color: red; }' );
	} );

	it( 'that are packages require their own files', async () => {
		const { mw } = await open( '/wiki/Main_Page' );
		const loaded = await mw.loader.using( 'ext.gadget.Package' );
		expect( loaded( 'ext.gadget.Package' ) ).toEqual( { words: { hello: 'Hello' }, part: 7 } );
	} );

	it( 'with syntax newer than ES2017 become a line in the console', async () => {
		const { window } = await open( '/wiki/Main_Page' );
		expect( window.a ).toBeUndefined();
		expect( complaints.join() ).toContain( 'Parse error' );
	} );

	it( 'show a rebuild at the next view', async () => {
		const before = pages[ 'MediaWiki:Gadget-Loader.js' ] ?? '';
		pages[ 'MediaWiki:Gadget-Loader.js' ] = 'window.loaderRan = "rebuilt";';
		const { window } = await open( '/wiki/Main_Page', 'Steward Foo' );
		pages[ 'MediaWiki:Gadget-Loader.js' ] = before;
		expect( window.loaderRan ).toBe( 'rebuilt' );
	} );

	it( 'can be read raw, in the type that was asked for', async () => {
		const raw = await browse( wiki ).get( '/w/index.php?title=MediaWiki:Gadget-Loader.js&action=raw&ctype=text/javascript' );
		expect( raw.headers.get( 'content-type' ) ).toBe( 'text/javascript; charset=UTF-8' );
		expect( raw.html ).toBe( pages[ 'MediaWiki:Gadget-Loader.js' ] );
		expect( ( await browse( wiki ).get( '/w/index.php?title=MediaWiki:Gadget-None.js&action=raw' ) ).status ).toBe( 404 );
	} );
} );

describe( 'mw.loader', () => {
	it( 'refuses what is not registered', async () => {
		const { mw } = await open( '/wiki/Main_Page' );
		await expect( mw.loader.using( 'ext.gadget.None' ) ).rejects.toThrow( 'Unknown module' );
	} );

	it( 'carries the failure of a module to those who need it', async () => {
		const { mw } = await open( '/wiki/Main_Page' );
		await expect( mw.loader.using( 'ext.gadget.Needing' ) ).rejects.toThrow();
		expect( mw.loader.getState( 'ext.gadget.Failing' ) ).toBe( 'error' );
		expect( mw.loader.getState( 'ext.gadget.Needing' ) ).toBe( 'error' );
	} );

	it( 'fails when the wiki does not answer', async () => {
		const { mw } = await open( '/wiki/Main_Page' );
		wiki.faults.set( { kind: 'serverErrorHtml', status: 503 }, 'pages' );
		await expect( mw.loader.using( 'ext.gadget.Panel' ) ).rejects.toThrow();
	} );
} );

describe( 'mw', () => {
	it( 'fills messages in, and knows plurals once jqueryMsg is there', async () => {
		const { mw } = await open( '/wiki/Main_Page' );
		mw.messages.set( { pages: '$1 {{PLURAL:$1|page|pages}}' } );
		expect( mw.msg( 'pages', 2 ) ).toBe( '2 {{PLURAL:2|page|pages}}' );
		expect( mw.msg( 'unknown' ) ).toBe( '⧼unknown⧽' );
		await mw.loader.using( 'mediawiki.jqueryMsg' );
		expect( [ mw.msg( 'pages', 1 ), mw.msg( 'pages', 2 ) ] ).toEqual( [ '1 page', '2 pages' ] );
	} );

	it( 'knows the reader, the language chain and addresses', async () => {
		const { mw } = await open( '/wiki/Main_Page?uselang=de-at', 'Former Bar' );
		await mw.loader.using( [ 'mediawiki.user', 'mediawiki.language', 'mediawiki.util' ] );
		expect( [ mw.user.getName(), mw.user.isAnon(), mw.user.options.get( 'gender' ) ] ).toEqual( [ 'Former Bar', false, 'female' ] );
		expect( mw.language.getFallbackLanguageChain() ).toEqual( [ 'de-at', 'de', 'en' ] );
		expect( mw.util.getUrl( "User talk:O'Brien & Sons+1" ) ).toBe( '/wiki/User_talk:O%27Brien_%26_Sons%2B1' );
	} );

	it( 'calls hooks for links in menus, and for those who listen late', async () => {
		const { mw } = await open( '/wiki/Main_Page', 'Steward Foo' );
		const heard: unknown[] = [];
		mw.hook( 'util.addPortletLink' ).add( ( _item, data ) => heard.push( data ) );
		expect( heard ).toEqual( [ { id: 't-page-sre' } ] );
	} );

	it( 'shows notices', async () => {
		const { mw, document } = await open( '/wiki/Main_Page' );
		await mw.notify( 'Something happened' );
		expect( document.querySelector( '.mw-notification-content' )?.textContent ).toBe( 'Something happened' );
	} );
} );

describe( 'skins', () => {
	it.each( [ 'vector-2022', 'vector', 'monobook', 'timeless', 'minerva' ] )( '%s has its tools menu on a title with text', async ( skin ) => {
		const { document, mw } = await open( `/wiki/Main_Page?useskin=${ skin }`, 'Steward Foo' );
		expect( mw.config.get( 'skin' ) ).toBe( skin );
		expect( document.querySelector( '#p-tb #t-page-sre' ) ).not.toBeNull();
	} );

	it( 'minerva has no tools on special pages and for nobody, so that links find no place', async () => {
		for ( const [ target, name ] of [ [ '/wiki/Special:RecentChanges?useskin=minerva', 'Steward Foo' ], [ '/wiki/Main_Page?useskin=minerva', '' ] ] as const ) {
			const { mw } = await open( target, name );
			await mw.loader.using( 'mediawiki.util' );
			expect( mw.util.addPortletLink( 'p-tb', '#', 'Link' ) ).toBeNull();
			expect( mw.util.addPortletLink( 'p-navigation', '#', 'Link' ) ).not.toBeNull();
		}
	} );

	it( 'have night only where the real ones have it', async () => {
		expect( ( await open( '/wiki/Main_Page?vectornightmode=1' ) ).document.documentElement.className ).toContain( 'skin-theme-clientpref-night' );
		expect( ( await open( '/wiki/Main_Page?vectornightmode=1&useskin=monobook' ) ).document.documentElement.className ).not.toContain( 'clientpref' );
	} );

	it( 'turn around for languages from right to left, and remember the choice', async () => {
		const person = browse( wiki );
		await person.get( '/wiki/Main_Page?uselang=ar&useskin=minerva&vectornightmode=1' );
		const { html } = await person.get( '/wiki/Main_Page' );
		expect( html ).toMatch( /<html class="[^"]*skin-theme-clientpref-night[^"]*" lang="ar" dir="rtl">/ );
		expect( html ).toContain( '"skin":"minerva"' );
	} );
} );

describe( 'choosing who to be', () => {
	it( 'goes back to where one was, as the chosen account', async () => {
		const person = browse( wiki );
		const chosen = await person.post( '/w/index.php?title=Special:UserLogin', { wpName: "O'Brien & Sons+1", returnto: 'Steward requests/Global' } );
		expect( chosen.location ).toBe( `${ wiki.url }/wiki/Steward_requests/Global` );
		expect( ( await person.get( '/wiki/Main_Page' ) ).html ).toContain( `"wgUserName":"O'Brien & Sons+1"` );
		await person.post( '/w/index.php?title=Special:UserLogin', { wpName: '' } );
		expect( ( await person.get( '/wiki/Main_Page' ) ).html ).toContain( '"wgUserName":null' );
	} );

	it( 'never leads away from the wiki', async () => {
		const { location } = await browse( wiki ).post( '/w/index.php?title=Special:UserLogin', { wpName: 'Steward Foo', returnto: '//evil.example/' } );
		expect( new URL( location ).origin ).toBe( wiki.url );
	} );
} );
