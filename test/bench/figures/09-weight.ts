// What the gadget weighs: bytes and the browser's main thread on the view of a title, and from the click to a panel
// to act on, against an empty Codex dialog that another gadget of the same title opens. A slow processor (4x), a
// fast line.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Browser, CDPSession } from 'playwright-core';
import { launchBrowser, visit, type Visitor } from '../../e2e/browser.ts';
import { panelOf } from '../../e2e/panel.ts';
import { startTrial, type Trial } from '../../e2e/trial.ts';
import { inTurn, ratios, type Figure } from '../figure.ts';

const THROTTLE = 4;
const built = join( import.meta.dirname, '../../../gadget/dist/wiki' );

/** A gadget as small as one with a dialog can be. */
const emptyDialog = `mw.libs.emptyDialog = { open() {
	const { createMwApp, h } = mw.loader.require( 'vue' );
	const { CdxDialog } = mw.loader.require( '@wikimedia/codex' );
	createMwApp( { render: () => h( CdxDialog, { open: true, title: 'Empty', useCloseButton: true } ) } )
		.mount( document.body.appendChild( document.createElement( 'div' ) ) );
} };`;
const emptyDefinition = '* EmptyDialog[ResourceLoader|hidden|dependencies=vue,@wikimedia/codex]|EmptyDialog.js';

type Side = 'panel' | 'empty';
const headings: Record<Side, string> = { panel: '.page-sre__heading[tabindex]', empty: '.cdx-dialog__header__title' };

/** In the browser: clicks, and resolves with ms until the heading is there and the main thread is free again. */
function clickAndWatch( [ side, heading ]: [ Side, string ] ): Promise<number> {
	const own = document.createElement( 'a' );
	own.addEventListener( 'click', () => {
		const mw = Reflect.get( window, 'mw' ) as { loader: { using( name: string ): Promise<void> }; libs: { emptyDialog: { open(): void } } };
		void mw.loader.using( 'ext.gadget.EmptyDialog' ).then( () => mw.libs.emptyDialog.open() );
	} );
	const link = side === 'panel' ? document.querySelector<HTMLElement>( '#t-page-sre a' )! : own;
	const began = performance.now();
	return new Promise( ( resolve ) => {
		const look = (): void => {
			if ( document.querySelector( heading )?.checkVisibility() ) {
				setTimeout( () => resolve( performance.now() - began ) );
			} else {
				requestAnimationFrame( look );
			}
		};
		requestAnimationFrame( look );
		link.click();
	} );
}

export const weight: Figure = {
	number: 9, title: 'Weight on the view of a title, and opening, at 4x throttle',
	async measure( bench, { rounds } ) {
		const trial = await startTrial();
		bench.finally( () => trial.stop() );
		const definition = await readFile( join( built, 'Gadgets-definition' ), 'utf8' );
		trial.wiki.publishing.edit( 'MediaWiki:Gadgets-definition', `${ definition }${ emptyDefinition }\n`, 'Bench' );
		trial.wiki.publishing.edit( 'MediaWiki:Gadget-EmptyDialog.js', emptyDialog, 'Bench' );
		const browser = await launchBrowser();
		bench.finally( () => browser.close() );
		const viewer = createViewer( browser, trial );

		const views = await inTurn( rounds, { without: () => viewer.mainThread( '?safemode=1' ), with: () => viewer.mainThread( '' ) } );
		const there = await inTurn( rounds, { empty: () => viewer.open( 'empty', true ), panel: () => viewer.open( 'panel', true ) } );
		const cold = await inTurn( rounds, { empty: () => viewer.open( 'empty', false ), panel: () => viewer.open( 'panel', false ) } );
		const more = await viewer.requests( 'Plain Baz', '' ) - await viewer.requests( 'Plain Baz', '?safemode=1' );
		return [
			{ what: 'requests more on a view, not eligible', values: [ more ], unit: '', goal: { words: '0', most: 0 } },
			{ what: 'bytes on a view, eligible (gzip -9)', values: [ await bytesOf( 'Gadget-PageSRE.js' ) ], unit: 'B', goal: { words: '<= 1.2 kB', most: 1_200 } },
			{
				what: 'bytes of opening, own code (gzip -9)',
				values: [ await bytesOf( 'Gadget-PageSRE-panel.js', 'Gadget-PageSRE-panel.css' ) ], unit: 'B', goal: { words: '<= 16 kB', most: 16_000 }
			},
			{ what: 'main thread on a view, with the gadget minus without', values: views.with.map( ( ms, round ) => ms - views.without[ round ]! ), unit: 'ms' },
			{ what: 'main thread on a view, without', values: views.without, unit: 'ms' },
			{ what: 'click to panel / to empty dialog, Vue and Codex there', ...ratios( there.panel, there.empty ), goal: { words: '<= 1.5', most: 1.5 } },
			{ what: 'click to empty dialog, Vue and Codex there', values: there.empty, unit: 'ms' },
			{ what: 'click to panel / to empty dialog, both bring Vue and Codex', ...ratios( cold.panel, cold.empty ) }
		];
	}
};

async function bytesOf( ...files: string[] ): Promise<number> {
	const contents = await Promise.all( files.map( ( file ) => readFile( join( built, file ) ) ) );
	return contents.reduce( ( sum, content ) => sum + gzipSync( content, { level: 9 } ).length, 0 );
}

interface Viewer {
	/** ms of the main thread until everything of this view is done. */
	mainThread( query: string ): Promise<number>;
	/** ms from the click. */
	open( side: Side, withVue: boolean ): Promise<number>;
	/** Of one view, its frames and scripts and styles and all. */
	requests( name: string, query: string ): Promise<number>;
}

/** Each time a browser that has never been there. */
function createViewer( browser: Browser, trial: Trial ): Viewer {
	type Look<Result> = ( visitor: Visitor, session: CDPSession, requests: () => number ) => Promise<Result>;

	async function viewing<Result>( name: string, query: string, look: Look<Result> ): Promise<Result> {
		const visitor = await visit( browser );
		const { tab, context } = visitor;
		let requests = 0;
		tab.on( 'request', () => requests++ );
		const session = await context.newCDPSession( tab );
		await session.send( 'Performance.enable' );
		await session.send( 'Emulation.setCPUThrottlingRate', { rate: THROTTLE } );
		await panelOf( visitor, trial ).standOn( 'Main_Page', name, query );
		await tab.waitForLoadState( 'networkidle' );
		const result = await look( visitor, session, () => requests );
		await visitor.leave();
		return result;
	}
	return {
		mainThread: ( query ) => viewing( 'Steward Foo', query, async ( _visitor, session ) => {
			const { metrics } = await session.send( 'Performance.getMetrics' );
			return 1_000 * metrics.find( ( { name } ) => name === 'TaskDuration' )!.value;
		} ),
		open: ( side, withVue ) => viewing( 'Steward Foo', '', async ( { tab } ) => {
			await tab.locator( '#t-page-sre' ).waitFor( { state: 'attached' } );
			if ( withVue ) {
				await tab.evaluate( 'mw.loader.using( [ "vue", "@wikimedia/codex" ] ).then( () => null )' );
			}
			return tab.evaluate( clickAndWatch, [ side, headings[ side ] ] as [ Side, string ] );
		} ),
		requests: ( name, query ) => viewing( name, query, async ( _visitor, _session, requests ) => requests() )
	};
}
