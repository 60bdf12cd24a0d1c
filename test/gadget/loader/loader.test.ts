// Promises of the loader: who sees a link, where it goes, and what a click does, whatever becomes of it.
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Mock } from 'vitest';
import { isEligible } from '../../../gadget/loader/gate.ts';
import { addLink } from '../../../gadget/loader/link.ts';
import type { MediaWiki } from '../../../gadget/loader/link.ts';

const BACKEND = 'https://page-sre.example';
const HOME = 'https://meta.example/w/index.php';
const PANEL = 'ext.gadget.PageSRE-panel';

interface World {
	mw: MediaWiki;
	portlets: string[];
	/** What becomes of the panel. */
	using: Mock<MediaWiki[ 'loader' ][ 'using' ]>;
	/** What becomes of a raw title. */
	getScript: Mock<MediaWiki[ 'loader' ][ 'getScript' ]>;
	load: Mock<MediaWiki[ 'loader' ][ 'load' ]>;
	open: Mock<MediaWiki[ 'libs' ][ 'pageSre' ][ 'open' ]>;
	/** ResourceLoader's, of our modules. */
	states: Record<string, string>;
	notify: ReturnType<typeof vi.fn>;
}

function world( config: Record<string, unknown>, portlets: string[] ): World {
	const using = vi.fn<MediaWiki[ 'loader' ][ 'using' ]>( () => Promise.resolve() );
	const getScript = vi.fn<MediaWiki[ 'loader' ][ 'getScript' ]>( () => Promise.resolve() );
	const load = vi.fn<MediaWiki[ 'loader' ][ 'load' ]>();
	const open = vi.fn<MediaWiki[ 'libs' ][ 'pageSre' ][ 'open' ]>( () => Promise.resolve() );
	const notify = vi.fn();
	// As ResourceLoader runs a gadget.
	const states: Record<string, string> = { 'ext.gadget.PageSRE': 'executing', 'ext.gadget.PageSRE-panel': 'registered' };
	const mw: MediaWiki = {
		config: { get: ( name ) => config[ name ] ?? null },
		util: {
			addPortletLink: ( portlet, href, text, id, tooltip, accesskey ) => {
				if ( !portlets.includes( portlet ) ) {
					return null;
				}
				const item = document.createElement( 'li' );
				item.id = id;
				item.dataset.portlet = portlet;
				item.innerHTML = '<a><span></span></a>';
				const link = item.querySelector( 'a' )!;
				Object.assign( link, { href, title: tooltip, accessKey: accesskey } );
				link.firstElementChild!.textContent = text;
				document.body.append( item );
				return item;
			}
		},
		notify,
		loader: {
			using: ( modules ) => modules === 'mediawiki.util' ? Promise.resolve() : using( modules ),
			getState: ( module ) => states[ module ] ?? null,
			state: ( changes ) => void Object.assign( states, changes ),
			load, getScript
		},
		libs: { pageSre: { open } }
	};
	return { mw, portlets, using, getScript, load, open, states, notify };
}

/** Runs the loader as a title's view does; the link, if there is one then. */
async function view( { mw }: World ): Promise<HTMLAnchorElement | null> {
	vi.stubGlobal( 'mw', mw );
	vi.stubGlobal( 'BACKEND_URL', BACKEND );
	vi.stubGlobal( 'HOME_URL', HOME );
	vi.resetModules();
	await import( '../../../gadget/loader/index.ts' );
	await vi.advanceTimersByTimeAsync( 0 );
	return document.querySelector( '#t-page-sre a, a#t-page-sre' );
}

const click = ( link: Element, init: MouseEventInit = {} ): boolean =>
	link.dispatchEvent( new MouseEvent( 'click', { bubbles: true, cancelable: true, ...init } ) );

const steward = { wgGlobalGroups: [ 'steward' ] };

beforeEach( () => {
	vi.useFakeTimers();
	document.head.innerHTML = document.body.innerHTML = '';
} );
afterEach( () => {
	vi.useRealTimers();
	vi.unstubAllGlobals();
} );

describe( 'isEligible', () => {
	it.each( [
		[ 'a steward', [ 'global-rollbacker', 'steward' ], true ],
		[ 'somebody in other groups', [ 'global-rollbacker' ], false ],
		[ 'somebody whose group only sounds alike', [ 'steward-emeritus' ], false ],
		[ 'somebody without groups', [], false ],
		[ 'somebody who is not logged in', null, false ],
		[ 'a text in place of the list', 'steward', false ]
	] )( 'decides for %s', ( _who, groups, expected ) => {
		expect( isEligible( 'executing', groups ) ).toBe( expected );
	} );

	it.each( [ null, 'registered', 'loading', 'ready', 'error' ] )( 'leaves it to whoever chose us, where the wiki does not run us itself: %s', ( state ) => {
		expect( isEligible( state, null ) ).toBe( true );
	} );
} );

describe( 'addLink', () => {
	it( 'takes the next best place where a skin has no toolbox', () => {
		const link = addLink( world( {}, [ 'p-personal' ] ).mw, BACKEND );
		expect( link!.closest( 'li' )!.dataset.portlet ).toBe( 'p-personal' );
	} );

	it( 'prefers the toolbox, with a tooltip and an access key', () => {
		const link = addLink( world( {}, [ 'p-personal', 'p-tb' ] ).mw, BACKEND )!;
		expect( link.closest( 'li' )!.dataset.portlet ).toBe( 'p-tb' );
		expect( link.title ).not.toBe( '' );
		expect( link.accessKey ).toBe( '9' );
	} );

	it( 'stands at the end of the title where a skin has no place that we know, as reachable as elsewhere', () => {
		document.body.innerHTML = '<main></main>';
		const link = addLink( world( {}, [] ).mw, BACKEND )!;
		expect( document.body.lastElementChild ).toBe( link );
		expect( [ link.textContent, link.href, link.accessKey ] ).toEqual( [ 'Page SRE', `${ BACKEND }/`, '9' ] );
		expect( link.title ).toMatch( /\[9\]$/ );
		expect( addLink( world( {}, [] ).mw, BACKEND ) ).toBeNull();
	} );
} );

describe( 'loader', () => {
	it( 'adds nothing and loads nothing for somebody who may not page', async () => {
		const plain = world( { wgGlobalGroups: [] }, [ 'p-tb' ] );
		expect( await view( plain ) ).toBeNull();
		expect( document.body.children ).toHaveLength( 0 );
		expect( plain.using ).not.toHaveBeenCalled();
	} );

	it( 'loads nothing before the click, and leads to our own site without us', async () => {
		const here = world( steward, [ 'p-tb' ] );
		const link = await view( here );
		expect( link!.href ).toBe( `${ BACKEND }/` );
		expect( [ ...here.using.mock.calls, ...document.head.children ] ).toEqual( [] );
	} );

	it( 'is there for anybody whose user script asks for it, on a wiki with the gadget and on one without', async () => {
		const here = world( { wgGlobalGroups: [] }, [ 'p-tb' ] );
		here.states[ 'ext.gadget.PageSRE' ] = 'registered';
		expect( await view( here ) ).not.toBeNull();
		document.body.innerHTML = '';
		delete here.states[ 'ext.gadget.PageSRE' ];
		expect( await view( here ) ).not.toBeNull();
	} );

	it( 'adds one link where both gadget and user script are there', async () => {
		const here = world( steward, [ 'p-tb' ] );
		await view( here );
		here.states[ 'ext.gadget.PageSRE' ] = 'ready';
		await view( here );
		expect( document.querySelectorAll( '#t-page-sre' ) ).toHaveLength( 1 );
	} );

	it( 'takes the backend that the wiki names', async () => {
		const link = await view( world( { ...steward, pageSreBackend: 'http://localhost:3000' }, [ 'p-tb' ] ) );
		expect( link!.href ).toBe( 'http://localhost:3000/' );
	} );

	it( 'opens the panel once for a double click, and says so meanwhile', async () => {
		const here = world( steward, [ 'p-tb' ] );
		const link = ( await view( here ) )!;
		expect( click( link ) ).toBe( false );
		click( link );
		expect( link.getAttribute( 'aria-busy' ) ).toBe( 'true' );
		expect( link.textContent ).toContain( 'loading' );
		await vi.advanceTimersByTimeAsync( 0 );
		expect( [ here.using.mock.calls, document.head.children.length ] ).toEqual( [ [ [ PANEL ] ], 1 ] );
		expect( here.open ).toHaveBeenCalledTimes( 1 );
		expect( link.hasAttribute( 'aria-busy' ) ).toBe( false );
		expect( link.textContent ).toBe( 'Page SRE' );
	} );

	it.each( [ 'error', 'missing', 'loading' ] )( 'makes ResourceLoader forget that the panel is %s, which it would be for ever', async ( state ) => {
		const here = world( steward, [ 'p-tb' ] );
		here.states[ PANEL ] = state;
		click( ( await view( here ) )! );
		expect( here.states[ PANEL ] ).toBe( 'registered' );
		await vi.advanceTimersByTimeAsync( 0 );
		expect( here.open ).toHaveBeenCalledTimes( 1 );
	} );

	describe( 'on a wiki that has no panel of ours', () => {
		const elsewhere = ( config: Record<string, unknown> = steward ): World => {
			const there = world( config, [ 'p-tb' ] );
			delete there.states[ PANEL ];
			return there;
		};

		it( 'brings the home wiki’s own titles, raw, once Vue and Codex are there', async () => {
			const there = elsewhere();
			let come: ( value: unknown ) => void = () => undefined;
			there.using.mockReturnValue( new Promise( ( resolve ) => {
				come = resolve;
			} ) );
			expect( click( ( await view( there ) )! ) ).toBe( false );
			expect( there.using.mock.calls ).toEqual( [ [ [ 'vue', '@wikimedia/codex' ] ] ] );
			expect( there.getScript ).not.toHaveBeenCalled();
			come( undefined );
			await vi.advanceTimersByTimeAsync( 0 );
			expect( there.getScript.mock.calls ).toEqual( [ [ `${ HOME }?title=MediaWiki:Gadget-PageSRE-panel.js&action=raw&ctype=text/javascript` ] ] );
			expect( there.load.mock.calls ).toEqual( [ [ `${ HOME }?title=MediaWiki:Gadget-PageSRE-panel.css&action=raw&ctype=text/css`, 'text/css' ] ] );
			expect( there.open ).toHaveBeenCalledTimes( 1 );
		} );

		it( 'lends the panel the same way to its course', async () => {
			const there = elsewhere( { ...steward, pageSreHome: 'http://localhost:3001/w/index.php' } );
			click( ( await view( there ) )! );
			await vi.advanceTimersByTimeAsync( 0 );
			await ( there.open.mock.calls[ 0 ]![ 0 ] as { bring: ( part: string ) => Promise<unknown> } ).bring( 'course' );
			expect( there.getScript.mock.calls.at( -1 ) ).toEqual( [ 'http://localhost:3001/w/index.php?title=MediaWiki:Gadget-PageSRE-course.js&action=raw&ctype=text/javascript' ] );
		} );

		it.each( [
			[ 'Vue or Codex cannot load', ( there: World ): void => void there.using.mockImplementation( () => Promise.reject( new Error( 'lost' ) ) ) ],
			[ 'the home wiki does not give its titles', ( there: World ): void => void there.getScript.mockImplementation( () => Promise.reject( new Error( 'lost' ) ) ) ],
			[ 'what it gives is not a panel', ( there: World ): void => void Object.assign( there.mw, { libs: {} } ) ]
		] )( 'offers our own site when %s', async ( _how, fail ) => {
			const there = elsewhere();
			fail( there );
			click( ( await view( there ) )! );
			await vi.advanceTimersByTimeAsync( 0 );
			expect( there.notify ).toHaveBeenCalledTimes( 1 );
		} );
	} );

	it( 'leaves a click for a new tab to the browser', async () => {
		const here = world( steward, [ 'p-tb' ] );
		expect( click( ( await view( here ) )!, { ctrlKey: true } ) ).toBe( true );
		expect( here.using ).not.toHaveBeenCalled();
	} );

	it.each( [
		[ 'fails', (): Promise<never> => Promise.reject( new Error( 'lost' ) ) ],
		[ 'never answers', (): Promise<never> => new Promise( () => undefined ) ]
	] )( 'offers our own site when loading %s', async ( _how, load ) => {
		const here = world( steward, [ 'p-tb' ] );
		here.using.mockImplementation( load );
		const link = ( await view( here ) )!;
		click( link );
		await vi.advanceTimersByTimeAsync( 10000 );
		expect( here.notify ).toHaveBeenCalledTimes( 1 );
		const notice = here.notify.mock.calls[ 0 ]![ 0 ] as HTMLElement;
		expect( notice.querySelector( 'a' )!.href ).toBe( `${ BACKEND }/` );
		expect( link.hasAttribute( 'aria-busy' ) ).toBe( false );
	} );

	it.each( [
		[ 'with the text that was begun', '{"summary":"Login fails"}' ],
		[ 'when nothing was written', null ]
	] )( 'goes on at our own site in a new tab, by a form and by no address: %s', async ( _how, draft ) => {
		localStorage.clear();
		if ( draft !== null ) {
			localStorage.setItem( 'page-sre-draft', draft );
		}
		const posted: [ string, string, string, Record<string, string> ][] = [];
		vi.spyOn( HTMLFormElement.prototype, 'submit' ).mockImplementation( function ( this: HTMLFormElement ) {
			const fields = Object.fromEntries( new FormData( this ) as unknown as Iterable<[ string, string ]> );
			posted.push( [ this.method, this.action, this.target, fields ] );
		} );
		const here = world( { ...steward, wgDBname: 'enwiki' }, [ 'p-tb' ] );
		here.using.mockImplementation( () => Promise.reject( new Error( 'lost' ) ) );
		click( ( await view( here ) )! );
		await vi.advanceTimersByTimeAsync( 0 );
		expect( click( ( here.notify.mock.calls[ 0 ]![ 0 ] as HTMLElement ).querySelector( 'a' )! ) ).toBe( false );
		expect( posted ).toEqual( [ [ 'post', `${ BACKEND }/`, '_blank', { draft: draft ?? '', context: expect.any( String ) } ] ] );
		expect( JSON.parse( posted[ 0 ]![ 3 ].context! ) ).toEqual( { url: location.href, wiki: 'enwiki' } );
		expect( document.querySelector( 'form' ) ).toBeNull();
	} );
} );
