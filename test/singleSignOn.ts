// The operator's reverse proxy, as our server sees it: requests with headers that say who somebody is. The
// test itself is the peer.
import { request as httpRequest } from 'node:http';
import type { PageView } from '../server/contract/page.ts';
import type { SendPageInput } from '../server/contract/sendPage.ts';
import type { SessionView } from '../server/contract/session.ts';
import { aPage, type Answer } from './harness.ts';
import { cookiesOf } from './signIn.ts';

/** For a world with single sign-on, whose proxy is at the address of the tests. */
export const proxyEnv = { PAGE_SRE_SSO_PEERS: '127.0.0.1,::1', PAGE_SRE_SSO_MEMBERS: 'wmf, nda', PAGE_SRE_SSO_RESPONDERS: 'ops' };

export interface Named {
	user?: string;
	email?: string;
	groups?: string;
}

/** Headers as the proxy sets them: bytes of UTF-8, which HTTP clients take as Latin-1. */
export function headersOf( { user, email, groups }: Named ): Record<string, string> {
	const said = { 'X-Forwarded-User': user, 'X-Forwarded-Email': email, 'X-Forwarded-Groups': groups };
	return Object.fromEntries( Object.entries( said ).flatMap( ( [ name, value ] ) =>
		value === undefined ? [] : [ [ name, Buffer.from( value ).toString( 'latin1' ) ] ] ) );
}

/** Opens `/sso/start` by way of the proxy, which names this person. */
export function startAs( url: string, named: Named, query = '', headers: Record<string, string> = {} ): Promise<Response> {
	return fetch( `${ url }/sso/start${ query }`, { redirect: 'manual', headers: { ...headersOf( named ), Connection: 'close', ...headers } } );
}

/** The same with every header line as it is given, so that one can come twice. Resolves with the status. */
export function startWith( url: string, headers: Record<string, string | string[]> ): Promise<number> {
	return new Promise( ( resolve, reject ) => {
		httpRequest( `${ url }/sso/start`, { headers, agent: false }, ( response ) => {
			response.resume();
			resolve( response.statusCode! );
		} ).on( 'error', reject ).end();
	} );
}

/** A person in a browser on our own site, signed in by cookie. */
export interface OwnSiteClient {
	cookie: string;
	call<Body = Record<string, unknown>>( method: string, path: string, body?: unknown ): Promise<Answer<Body>>;
	session(): Promise<SessionView>;
	/** In English. */
	readGuidance(): Promise<Answer<SessionView>>;
	sendPage( input?: Partial<SendPageInput> ): Promise<Answer<PageView>>;
}

/** @throws Error when there is no session */
export async function signInByProxy( url: string, named: Named ): Promise<OwnSiteClient> {
	const started = await startAs( url, named );
	const cookie = cookiesOf( started );
	if ( started.status !== 303 || cookie === '' ) {
		throw new Error( `no session: ${ started.status } ${ await started.text() }` );
	}
	const client: OwnSiteClient = {
		cookie,
		async call<Body>( method: string, path: string, body?: unknown ) {
			const response = await fetch( url + path, {
				method,
				headers: { cookie, Origin: url, Connection: 'close', ...body === undefined ? {} : { 'Content-Type': 'application/json' } },
				...body === undefined ? {} : { body: JSON.stringify( body ) }
			} );
			const text = await response.text();
			return { status: response.status, headers: response.headers, body: ( text === '' ? {} : JSON.parse( text ) ) as Body };
		},
		session: async () => ( await client.call<SessionView>( 'GET', '/v1/session' ) ).body,
		async readGuidance() {
			const { guidance } = await client.session();
			return client.call<SessionView>( 'POST', '/v1/guidance', { version: guidance.version, language: 'en' } );
		},
		sendPage: ( input ) => client.call<PageView>( 'POST', '/v1/pages', aPage( input ) )
	};
	return client;
}
