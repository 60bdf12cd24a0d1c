// The responders' site as a browser without scripts has it: a cookie, documents, and forms posted from our
// own origin unless a test says otherwise.
import { JSDOM } from 'jsdom';
import type { World } from '../../../harness.ts';
import { acceptAtWiki, cookiesOf, startPopup } from '../../../signIn.ts';

export interface Visit {
	status: number;
	headers: Headers;
	document: Document;
	/** What a person reads of it. */
	text: string;
}

export interface SiteVisitor {
	cookie: string;
	/** Without following where it leads. */
	get( path: string ): Promise<Visit>;
	/** Without following where it leads. */
	post( path: string, fields: Record<string, string>, headers?: Record<string, string> ): Promise<Visit>;
}

/** @param cookie `name=value`; empty: nobody */
export function siteVisitor( world: World, cookie = '' ): SiteVisitor {
	const ask = async ( path: string, init: RequestInit ): Promise<Visit> => visitOf( await fetch( world.url + path, { redirect: 'manual', ...init } ) );
	return {
		cookie,
		get: ( path ) => ask( path, { headers: { cookie } } ),
		post: ( path, fields, headers = { origin: world.url } ) => ask( path, {
			method: 'POST', headers: { cookie, ...headers }, body: new URLSearchParams( fields )
		} )
	};
}

/** Signed in by the wiki account of this name, responder or not. */
export async function signInToSite( world: World, name: string ): Promise<SiteVisitor> {
	const { response, cookie } = await startPopup( world.url, `return=${ encodeURIComponent( '/sre/' ) }` );
	const callback = await acceptAtWiki( response.headers.get( 'location' )!, world.wiki, name );
	const answer = await fetch( callback, { redirect: 'manual', headers: { cookie } } );
	return siteVisitor( world, cookiesOf( answer ) );
}

export function wordsOf( element: Element | null | undefined ): string {
	return ( element?.textContent ?? '' ).replace( /\s+/g, ' ' ).trim();
}

async function visitOf( response: Response ): Promise<Visit> {
	const { document } = new JSDOM( await response.text() ).window;
	return { status: response.status, headers: response.headers, document, text: wordsOf( document.body ) };
}
