// Signing in without a browser: the popup's chain of redirects and forms, followed by hand, so that
// each step can also be done wrong.
import { randomBytes, createHash } from 'node:crypto';
import type { NewSessionView } from '../server/contract/session.ts';
import type { SandboxWiki } from '../server/sandbox/wiki/index.ts';

export interface PopupOptions {
	/** Our server. */
	url: string;
	wiki: SandboxWiki;
	/** Account at the sandbox wiki. */
	name: string;
	/** Whether they read and confirm the guidance at once, if they may. Default: yes. */
	readsGuidance?: boolean;
}

/** What the popup came back with. */
export interface PopupEnd {
	status: number;
	headers: Headers;
	html: string;
	/** What it would post to the panel that opened it. */
	handoff: { origin: string; message: { type: string; code?: string; error?: string } } | undefined;
}

/** One that is kept would outlive our server where a test kills it. */
const ownConnection = { Connection: 'close' };

/** The first step: our answer to /oauth/start, with the cookie of this browser. */
export async function startPopup( url: string, query: string, cookie = '' ): Promise<{ response: Response; cookie: string }> {
	const response = await fetch( `${ url }/oauth/start?${ query }`, { redirect: 'manual', headers: { cookie, ...ownConnection } } );
	return { response, cookie: cookiesOf( response ) || cookie };
}

/** The steps at the wiki, as this account: dialog if there is one, accepted. Returns the callback URL. */
export async function acceptAtWiki( location: string, wiki: SandboxWiki, name: string ): Promise<string> {
	const { cookie } = wiki.signInAs( name );
	const dialog = await fetch( location, { redirect: 'manual', headers: { cookie, 'user-agent': 'Mozilla/5.0 test' } } );
	if ( dialog.status === 302 ) {
		return dialog.headers.get( 'location' )!;
	}
	// The skin has forms of its own, a search for one.
	const form = /<form[^>]*id="mw-mwoauth-authorize-form".*?<\/form>/s.exec( await dialog.text() )![ 0 ];
	const fields = new URLSearchParams( { accept: 'Allow' } );
	for ( const [ input ] of form.matchAll( /<input[^>]*type="hidden"[^>]*>/g ) ) {
		fields.append( attribute( input, 'name' ), attribute( input, 'value' ) );
	}
	const action = attribute( /<form[^>]*>/.exec( form )![ 0 ], 'action' );
	const accepted = await fetch( new URL( action, location ), {
		method: 'POST', redirect: 'manual', body: fields, headers: { cookie, 'user-agent': 'Mozilla/5.0 test' }
	} );
	return accepted.headers.get( 'location' ) ?? '';
}

/** The last step: our answer to the wiki's redirect back. */
export async function comeBack( callback: string, cookie: string ): Promise<PopupEnd> {
	const response = await fetch( callback, { redirect: 'manual', headers: { cookie, ...ownConnection } } );
	const html = await response.text();
	const data = /<script type="application\/json" id="handoff">(.*?)<\/script>/.exec( html )?.[ 1 ];
	return { status: response.status, headers: response.headers, html, handoff: data === undefined ? undefined : JSON.parse( data ) as PopupEnd[ 'handoff' ] };
}

/** The whole chain; the bearer token. */
export async function signInByPopup( { url, wiki, name, readsGuidance = true }: PopupOptions ): Promise<string> {
	const verifier = randomBytes( 32 ).toString( 'base64url' );
	const challenge = createHash( 'sha256' ).update( verifier ).digest( 'base64url' );
	const { response, cookie } = await startPopup( url, `origin=${ encodeURIComponent( wiki.url ) }&challenge=${ challenge }` );
	const callback = await acceptAtWiki( response.headers.get( 'location' )!, wiki, name );
	const { handoff, html } = await comeBack( callback, cookie );
	if ( handoff?.message.code === undefined ) {
		throw new Error( `sign-in failed: ${ html }` );
	}
	const exchanged = await fetch( `${ url }/v1/session`, {
		method: 'POST',
		headers: { 'Content-Type': 'application/json', ...ownConnection },
		body: JSON.stringify( { code: handoff.message.code, verifier } )
	} );
	const body = await exchanged.json() as NewSessionView;
	if ( exchanged.status !== 201 ) {
		throw new Error( `exchange failed: ${ JSON.stringify( body ) }` );
	}
	if ( readsGuidance && body.membership.verdict === 'member' ) {
		await confirmGuidance( url, body.token, body.guidance.version );
	}
	return body.token;
}

export async function confirmGuidance( url: string, token: string, version: string, language = 'en' ): Promise<Response> {
	return fetch( `${ url }/v1/guidance`, {
		method: 'POST',
		headers: { Authorization: `Bearer ${ token }`, 'Content-Type': 'application/json', ...ownConnection },
		body: JSON.stringify( { version, language } )
	} );
}

/** Name and value of every cookie that the answer sets. */
export function cookiesOf( response: Response ): string {
	return response.headers.getSetCookie().map( ( cookie ) => cookie.split( ';' )[ 0 ] ).join( '; ' );
}

function attribute( tag: string, name: string ): string {
	const value = new RegExp( `${ name }="([^"]*)"` ).exec( tag )?.[ 1 ] ?? '';
	return value.replaceAll( '&quot;', '"' ).replaceAll( '&#39;', '\'' ).replaceAll( '&lt;', '<' ).replaceAll( '&gt;', '>' ).replaceAll( '&amp;', '&' );
}
