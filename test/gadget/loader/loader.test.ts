// Promises of the loader: who sees a link, where it goes, and what a click does, whatever becomes of it.
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Mock } from 'vitest';
import { isEligible } from '../../../gadget/loader/gate.ts';
import { addLink } from '../../../gadget/loader/link.ts';
import type { MediaWiki } from '../../../gadget/loader/link.ts';

const BACKEND = 'https://page-sre.example';

interface World {
	mw: MediaWiki;
	portlets: string[];
	/** What becomes of the panel. */
	using: Mock<MediaWiki[ 'loader' ][ 'using' ]>;
	/** ResourceLoader's, of our two modules. */
	states: Record<string, string>;
	notify: ReturnType<typeof vi.fn>;
}

function world( config: Record<string, unknown>, portlets: string[] ): World {
	const using = vi.fn<MediaWiki[ 'loader' ][ 'using' ]>();
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
			using: ( module ) => module === 'mediawiki.util' ? Promise.resolve( () => undefined ) : using( module ),
			getState: ( module ) => states[ module ] ?? null
		}
	};
	return { mw, portlets, using, states, notify };
}

/** Runs the loader as a title's view does; the link, if there is one then. */
async function view( { mw }: World ): Promise<HTMLAnchorElement | null> {
	vi.stubGlobal( 'mw', mw );
	vi.stubGlobal( 'BACKEND_URL', BACKEND );
	vi.resetModules();
	await import( '../../../gadget/loader/index.ts' );
	await vi.advanceTimersByTimeAsync( 0 );
	return document.querySelector( '#t-page-sre a' );
}

const click = ( link: Element, init: MouseEventInit = {} ): boolean =>
	link.dispatchEvent( new MouseEvent( 'click', { bubbles: true, cancelable: true, ...init } ) );

const steward = { wgGlobalGroups: [ 'steward' ] };

beforeEach( () => {
	vi.useFakeTimers();
	document.body.innerHTML = '';
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

	it( 'gives up quietly where there is no place at all', () => {
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
		expect( here.using ).not.toHaveBeenCalled();
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

	it( 'leads to our own site where the wiki has no panel of ours', async () => {
		const here = world( steward, [ 'p-tb' ] );
		delete here.states[ 'ext.gadget.PageSRE-panel' ];
		expect( click( ( await view( here ) )! ) ).toBe( true );
		expect( here.using ).not.toHaveBeenCalled();
	} );

	it( 'takes the backend that the wiki names', async () => {
		const link = await view( world( { ...steward, pageSreBackend: 'http://localhost:3000' }, [ 'p-tb' ] ) );
		expect( link!.href ).toBe( 'http://localhost:3000/' );
	} );

	it( 'opens the panel once for a double click, and says so meanwhile', async () => {
		const here = world( steward, [ 'p-tb' ] );
		const open = vi.fn( () => Promise.resolve() );
		here.using.mockReturnValue( Promise.resolve( () => ( { open } ) ) );
		const link = ( await view( here ) )!;
		expect( click( link ) ).toBe( false );
		click( link );
		expect( link.getAttribute( 'aria-busy' ) ).toBe( 'true' );
		expect( link.textContent ).toContain( 'loading' );
		await vi.advanceTimersByTimeAsync( 0 );
		expect( here.using.mock.calls ).toEqual( [ [ 'ext.gadget.PageSRE-panel' ] ] );
		expect( open ).toHaveBeenCalledTimes( 1 );
		expect( link.hasAttribute( 'aria-busy' ) ).toBe( false );
		expect( link.textContent ).toBe( 'Page SRE' );
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
} );
