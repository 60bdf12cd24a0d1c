// Somebody at our own site, as a browser without scripts is there: signed in by cookie, following links and
// posting forms. For responders, and for whoever pages from the standalone page.
import type { SandboxWiki } from '../server/sandbox/wiki/index.ts';
import { acceptAtWiki, cookiesOf, startPopup } from './signIn.ts';

export interface Visitor {
	/** Name and value of the session's cookie. */
	cookie: string;
	get( path: string ): Promise<Response>;
	/** A form of ours: where it leads to is not followed. */
	post( path: string, fields: Record<string, string> ): Promise<Response>;
}

/** Signs in with a wiki account, without a popup. */
export async function visitAs( { url, wiki, name }: { url: string; wiki: SandboxWiki; name: string } ): Promise<Visitor> {
	const { response, cookie } = await startPopup( url, 'return=standalone' );
	const callback = await acceptAtWiki( response.headers.get( 'location' )!, wiki, name );
	const back = await fetch( callback, { redirect: 'manual', headers: { cookie, Connection: 'close' } } );
	if ( back.status !== 303 ) {
		throw new Error( `sign-in failed: ${ await back.text() }` );
	}
	return visitor( url, cookiesOf( back ) );
}

function visitor( url: string, cookie: string ): Visitor {
	const headers = { cookie, Connection: 'close' };
	return {
		cookie,
		get: ( path ) => fetch( url + path, { redirect: 'manual', headers } ),
		post: ( path, fields ) => fetch( url + path, {
			method: 'POST', redirect: 'manual', headers: { ...headers, Origin: url }, body: new URLSearchParams( fields )
		} )
	};
}
