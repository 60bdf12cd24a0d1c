// A title of the sandbox wiki with its scripts running, in jsdom, everything loaded over HTTP; and gadgets
// to try the wiki's conditions with.
import { JSDOM, VirtualConsole } from 'jsdom';
import { browse } from './browse.ts';
import { startSandboxWiki } from '../../../server/sandbox/wiki/index.ts';
import type { SandboxWiki } from '../../../server/sandbox/wiki/index.ts';

type Require = ( name: string ) => Record<string, unknown>;

export interface MediaWiki {
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

/** Tests may change them while the wiki runs. */
export const gadgetPages: Record<string, string> = {
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

export interface Opened {
	mw: MediaWiki;
	document: Document;
	window: Record<string, unknown>;
}

export interface LivingWiki {
	wiki: SandboxWiki;
	/** What the pages wrote to console.error. */
	complaints: string[];
	/** Opens a title as somebody and waits until the wiki's scripts have run. */
	open( target: string, name?: string ): Promise<Opened>;
	stop(): Promise<void>;
}

export async function startLivingWiki(): Promise<LivingWiki> {
	const opened: JSDOM[] = [];
	const complaints: string[] = [];
	const wiki = await startSandboxWiki( {
		consumer: { key: 'a'.repeat( 32 ), secret: 'b'.repeat( 40 ), callbackUrl: 'http://localhost:3000/callback' },
		backendUrl: 'http://localhost:3000', gadgetPages: async () => gadgetPages
	} );
	return {
		wiki, complaints,
		async open( target, name = '' ) {
			const person = browse( wiki );
			const { html } = await ( name === '' ? person : person.signedIn( name ) ).get( target );
			const virtualConsole = new VirtualConsole();
			virtualConsole.on( 'error', ( ...args: unknown[] ) => complaints.push( args.map( String ).join( ' ' ) ) );
			const dom = new JSDOM( html, { url: wiki.url + target, runScripts: 'dangerously', resources: 'usable', virtualConsole } );
			opened.push( dom );
			await new Promise( ( resolve ) => {
				dom.window.addEventListener( 'load', resolve );
			} );
			const window = dom.window as unknown as Record<string, unknown>;
			return { mw: window.mw as MediaWiki, document: dom.window.document, window };
		},
		async stop() {
			opened.forEach( ( dom ) => dom.window.close() );
			await wiki.stop();
		}
	};
}
