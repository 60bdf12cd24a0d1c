// Gadgets on the sandbox wiki, under ResourceLoader's conditions, and the module loader that brings them,
// with real Vue and Codex.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { browse } from './browse.ts';
import { gadgetPages, startLivingWiki } from './wikiPage.ts';
import type { LivingWiki } from './wikiPage.ts';

let living: LivingWiki;
beforeEach( async () => {
	living = await startLivingWiki();
} );
afterEach( () => living.stop() );

describe( 'gadgets', () => {
	it( 'run for those who have their rights, and are only registered for others', async () => {
		expect( ( await living.open( '/wiki/Main_Page', 'Steward Foo' ) ).window.loaderRan ).toBe( true );
		for ( const name of [ 'Former Bar', 'Plain Baz', 'Locked Qux', 'Expired Corge', '~2026-12345-67', '' ] ) {
			const { window, mw } = await living.open( '/wiki/Main_Page', name );
			expect( [ name, window.loaderRan, mw.loader.getState( 'ext.gadget.Loader' ) ] ).toEqual( [ name, undefined, 'registered' ] );
		}
	} );

	it.each( [ '/wiki/Special:Preferences', '/wiki/Special:UserLogin', '/wiki/Main_Page?safemode=1' ] )( 'do not run on %s', async ( target ) => {
		expect( ( await living.open( target, 'Steward Foo' ) ).window.loaderRan ).toBeUndefined();
	} );

	it( 'stop at the next view when the rights are gone', async () => {
		living.wiki.accounts.demote( 'Steward Foo' );
		expect( ( await living.open( '/wiki/Main_Page', 'Steward Foo' ) ).window.loaderRan ).toBeUndefined();
	} );

	it( 'that are hidden load when asked for, with real Vue, Codex and a place for dialogs', async () => {
		const { mw, document } = await living.open( '/wiki/Main_Page' );
		expect( mw.loader.getState( 'ext.gadget.Panel' ) ).toBe( 'registered' );
		const loaded = await mw.loader.using( 'ext.gadget.Panel' );
		const root = document.createElement( 'div' );
		( loaded( 'ext.gadget.Panel' ).mount as ( to: Element ) => void )( root );
		expect( root.querySelector( 'button.cdx-button' )?.textContent ).toBe( 'mw-teleport-target' );
		expect( document.head.textContent ).toContain( '.panel { color: red; }' );
	} );

	it( 'that are packages require their own files', async () => {
		const { mw } = await living.open( '/wiki/Main_Page' );
		const loaded = await mw.loader.using( 'ext.gadget.Package' );
		expect( loaded( 'ext.gadget.Package' ) ).toEqual( { words: { hello: 'Hello' }, part: 7 } );
	} );

	it( 'with syntax newer than ES2017 become a line in the console', async () => {
		const { window } = await living.open( '/wiki/Main_Page' );
		expect( window.a ).toBeUndefined();
		expect( living.complaints.join() ).toContain( 'Parse error' );
	} );

	it( 'show a rebuild at the next view', async () => {
		const before = gadgetPages[ 'MediaWiki:Gadget-Loader.js' ] ?? '';
		gadgetPages[ 'MediaWiki:Gadget-Loader.js' ] = 'window.loaderRan = "rebuilt";';
		const { window } = await living.open( '/wiki/Main_Page', 'Steward Foo' );
		gadgetPages[ 'MediaWiki:Gadget-Loader.js' ] = before;
		expect( window.loaderRan ).toBe( 'rebuilt' );
	} );

	it( 'can be read raw, in the type that was asked for', async () => {
		const raw = await browse( living.wiki ).get( '/w/index.php?title=MediaWiki:Gadget-Loader.js&action=raw&ctype=text/javascript' );
		expect( raw.headers.get( 'content-type' ) ).toBe( 'text/javascript; charset=UTF-8' );
		expect( raw.html ).toBe( gadgetPages[ 'MediaWiki:Gadget-Loader.js' ] );
		expect( ( await browse( living.wiki ).get( '/w/index.php?title=MediaWiki:Gadget-None.js&action=raw' ) ).status ).toBe( 404 );
	} );
} );

describe( 'mw.loader', () => {
	it( 'refuses what is not registered', async () => {
		const { mw } = await living.open( '/wiki/Main_Page' );
		await expect( mw.loader.using( 'ext.gadget.None' ) ).rejects.toThrow( 'Unknown module' );
	} );

	it( 'carries the failure of a module to those who need it', async () => {
		const { mw } = await living.open( '/wiki/Main_Page' );
		await expect( mw.loader.using( 'ext.gadget.Needing' ) ).rejects.toThrow();
		expect( mw.loader.getState( 'ext.gadget.Failing' ) ).toBe( 'error' );
		expect( mw.loader.getState( 'ext.gadget.Needing' ) ).toBe( 'error' );
	} );

	it( 'fails when the wiki does not answer', async () => {
		const { mw } = await living.open( '/wiki/Main_Page' );
		living.wiki.faults.set( { kind: 'serverErrorHtml', status: 503 }, 'pages' );
		await expect( mw.loader.using( 'ext.gadget.Panel' ) ).rejects.toThrow();
	} );
} );
