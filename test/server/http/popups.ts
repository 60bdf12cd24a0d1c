// The popup's chain at a world, step by step, for tests that stop in the middle of it. Unless told
// otherwise the panel sits on `https://other.example.org`, so that nothing works only because it is the wiki itself.
import { createHash, randomBytes } from 'node:crypto';
import { DatabaseSync } from 'node:sqlite';
import type { World } from '../../harness.ts';
import { acceptAtWiki, comeBack, startPopup, type PopupEnd } from '../../signIn.ts';

export const verifier = randomBytes( 32 ).toString( 'base64url' );
export const challenge = createHash( 'sha256' ).update( verifier ).digest( 'base64url' );

export function originQuery( origin = 'https://other.example.org' ): string {
	return `origin=${ encodeURIComponent( origin ) }&challenge=${ challenge }`;
}

export interface Popups {
	begin( cookie?: string ): ReturnType<typeof startPopup>;
	/** Up to where the wiki sends the browser back to us. */
	authorized( name?: string, cookie?: string ): Promise<{ callback: string; cookie: string }>;
	popup( name?: string ): Promise<PopupEnd>;
	exchange( code: string, withVerifier?: string ): Promise<Response>;
	/** How many requests of our server the wiki has had. */
	callsOfOurs(): number;
	stored( sql: string ): unknown[];
	/** Why the latest refusal was, as the log has it. */
	lastCause(): unknown;
}

/** @param origin of the panel; the world must know it */
export function popupsAt( world: World, origin?: string ): Popups {
	const popups: Popups = {
		begin: ( cookie = '' ) => startPopup( world.url, originQuery( origin ), cookie ),
		async authorized( name = 'Steward Foo', cookie = '' ) {
			const started = await popups.begin( cookie );
			return { callback: await acceptAtWiki( started.response.headers.get( 'location' )!, world.wiki, name ), cookie: started.cookie };
		},
		async popup( name ) {
			const { callback, cookie } = await popups.authorized( name );
			return comeBack( callback, cookie );
		},
		exchange: ( code, withVerifier = verifier ) => fetch( `${ world.url }/v1/session`, {
			method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify( { code, verifier: withVerifier } )
		} ),
		callsOfOurs: () => world.wiki.requests.filter( ( { headers } ) => headers[ 'user-agent' ]?.startsWith( 'PageSRE/' ) ).length,
		stored( sql ) {
			const database = new DatabaseSync( world.config.store, { readOnly: true } );
			try {
				return database.prepare( sql ).all();
			} finally {
				database.close();
			}
		},
		lastCause: () => world.log.filter( ( { facts } ) => 'code' in facts ).at( -1 )?.facts.cause
	};
	return popups;
}
