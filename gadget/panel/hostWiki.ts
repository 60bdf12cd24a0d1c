// The panel on a wiki: what mw.config and mw.user tell. Reads only; nothing here writes to the wiki.
import type { WikiContext } from '../../server/contract/sendPage.ts';
import { browserFacts, forgivingStorage } from './host.ts';
import type { Host } from './host.ts';
import type { PartModule, PartName } from './parts.ts';

/** The little of MediaWiki that is asked here. */
export interface MediaWiki {
	config: { get( name: string ): unknown };
	user: { options: { get( name: string ): unknown } };
	/** Where our parts find each other, whether ResourceLoader brought them or not. */
	libs: { pageSre: WikiParts };
}

/** What the loader lends: how parts come, and how a text travels to our own site, is written there once. */
export interface LoaderTools {
	bring( part: PartName ): PromiseLike<unknown>;
	carryOver( href: string, draft: string, context: WikiContext ): void;
}

/** The other parts, once they have come. */
export interface WikiParts extends Partial<Record<PartName, PartModule>> {
	open( tools: LoaderTools ): Promise<void>;
	/** For them: see shared.ts. */
	shared: object;
}

declare const mw: MediaWiki;
// Put in by the build.
declare const BACKEND_URL: string;

// The wiki that stewards work from says nothing about where something is broken.
const HOME_WIKI = 'metawiki';
// Longest the contract takes; a longer query says little to an engineer.
const LONGEST_URL = 2000;

function text( value: unknown ): string {
	return typeof value === 'string' ? value : '';
}

function address( location: Location ): string {
	const plain = location.origin + location.pathname;
	return plain.length + location.search.length > LONGEST_URL ? plain.slice( 0, LONGEST_URL ) : plain + location.search;
}

const oneLine = /^.{1,255}$/u;

function readContext( config: MediaWiki[ 'config' ], page: Window ): WikiContext {
	const context: Record<string, unknown> = {};
	const tell = ( name: keyof WikiContext, value: unknown, form = oneLine ): void => {
		// What does not fit the contract is left out: it must never be the reason for a refusal.
		if ( typeof value === 'number' ? value > 0 : form.test( text( value ) ) ) {
			context[ name ] = value;
		}
	};
	tell( 'wiki', config.get( 'wgDBname' ), /^[a-z0-9_]{1,64}$/ );
	tell( 'title', text( config.get( 'wgPageName' ) ).replace( /_/g, ' ' ) );
	tell( 'url', address( page.location ), /./ );
	// Where revisions are compared, the newer one.
	tell( 'revision', config.get( 'wgDiffNewId' ) || config.get( 'wgRevisionId' ) );
	tell( 'diff', config.get( 'wgDiffOldId' ) );
	tell( 'special', config.get( 'wgCanonicalSpecialPageName' ), /^.{1,64}$/u );
	tell( 'target', config.get( 'wgRelevantUserName' ) );
	tell( 'requestId', config.get( 'wgRequestId' ), /^[A-Za-z0-9-]{1,64}$/ );
	tell( 'servedBy', config.get( 'wgHostname' ), /^[A-Za-z0-9.-]{1,64}$/ );
	tell( 'skin', config.get( 'skin' ), /^[a-z0-9-]{1,32}$/ );
	return Object.assign( context, browserFacts( page ) );
}

export function publish( parts: WikiParts ): void {
	mw.libs.pageSre = parts;
}

/** A part that came without its module is as one that did not come. */
export async function loadPart( name: PartName, { bring }: LoaderTools, { libs }: Pick<MediaWiki, 'libs'> = mw ): Promise<PartModule> {
	await bring( name );
	return libs.pageSre[ name ] as PartModule;
}

export function createWikiHost( tools: LoaderTools, wiki: Pick<MediaWiki, 'config' | 'user'> = mw, page: Window = window ): Host {
	const database = text( wiki.config.get( 'wgDBname' ) );
	// The sandbox and other wiki farms name their own server; Wikimedia's is built in.
	const backendUrl = ( text( wiki.config.get( 'pageSreBackend' ) ) || BACKEND_URL ).replace( /\/+$/, '' );
	const context = (): WikiContext => readContext( wiki.config, page );
	return {
		backendUrl,
		language: text( wiki.config.get( 'wgUserLanguage' ) ) || 'en',
		gender: text( wiki.user.options.get( 'gender' ) ) || 'unknown',
		suggestedScope: database === HOME_WIKI ? '' : database,
		storage: forgivingStorage( () => page.localStorage ),
		signIn: 'popup',
		singleSignOnUrl: null,
		context,
		carryOver: ( draft ) => tools.carryOver( `${ backendUrl }/`, draft, context() ),
		now: () => Date.now()
	};
}
