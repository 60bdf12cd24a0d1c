// What sign-in leaves in browsers, files and logs, and what it must not.
import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startWorld, type World } from '../../../harness.ts';
import { comeBack, startPopup } from '../../../signIn.ts';
import { originQuery, popupsAt, verifier, type Popups } from '../popups.ts';

describe( 'Sign-in', () => {
	let world: World;
	let popups: Popups;
	beforeAll( async () => {
		world = await startWorld( { env: { PAGE_SRE_WIKI_ORIGINS: 'https://other.example.org,https://en.wikipedia.org' } } );
		popups = popupsAt( world );
	} );
	afterAll( () => world.stop() );

	describe( 'on every answer of its chain', () => {
		async function everyAnswer(): Promise<[ string, Headers ][]> {
			const { callback, cookie } = await popups.authorized();
			const end = await comeBack( callback, cookie );
			const post = ( body: string ): Promise<Response> => fetch( `${ world.url }/oauth/continue`, {
				method: 'POST', redirect: 'manual', headers: { cookie, 'Content-Type': 'application/x-www-form-urlencoded' }, body
			} );
			return [
				[ 'start', ( await popups.begin() ).response.headers ],
				[ 'refused start', ( await startPopup( world.url, originQuery( 'https://evil.example.org' ) ) ).response.headers ],
				[ 'callback', end.headers ],
				[ 'replayed callback', ( await comeBack( callback, cookie ) ).headers ],
				[ 'malformed callback', ( await comeBack( `${ world.url }/oauth/callback`, cookie ) ).headers ],
				[ 'continue', ( await post( `code=${ end.handoff!.message.code! }` ) ).headers ],
				[ 'refused continue', ( await post( 'code=x' ) ).headers ],
				[ 'unknown', ( await fetch( `${ world.url }/oauth/nonsense` ) ).headers ]
			];
		}

		it( 'keeps the opener, refuses frames, is not cached, and allows no script but ours', async () => {
			for ( const [ name, headers ] of await everyAnswer() ) {
				expect( [ name, headers.get( 'cross-origin-opener-policy' ) ] ).toEqual( [ name, 'unsafe-none' ] );
				expect( [ name, headers.get( 'x-frame-options' ) ] ).toEqual( [ name, 'DENY' ] );
				expect( [ name, headers.get( 'cache-control' ) ] ).toEqual( [ name, 'no-store' ] );
				expect( [ name, headers.get( 'content-security-policy' ) ] ).toEqual( [ name, expect.stringMatching( /^default-src 'none'; script-src 'self';.*frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types vue page-sre$/ ) ] );
				expect( [ name, headers.get( 'x-content-type-options' ) ] ).toEqual( [ name, 'nosniff' ] );
			}
		} );

		// With "no-referrer" a browser says `Origin: null` even for a form that posts to its own site.
		it( 'lets the form of the last page say where it comes from', async () => {
			const end = await popups.popup();
			expect( end.html ).toContain( '<form method="post" action="/oauth/continue"' );
			expect( end.headers.get( 'referrer-policy' ) ).toBe( 'same-origin' );
		} );
	} );

	describe( 'where nothing of the wiki may remain', () => {
		it( 'keeps the access token nowhere: not in the store, not in the log', async () => {
			const end = await popups.popup();
			await popups.exchange( end.handoff!.message.code! );
			const identify = world.wiki.requests.filter( ( { query: asked } ) => asked.get( 'title' )?.endsWith( '/identify' ) ).at( -1 )!;
			const accessToken = /oauth_token="([0-9a-f]{32})"/.exec( identify.headers.authorization! )![ 1 ]!;
			const files = await Promise.all( [ '', '-wal' ].map( ( suffix ) => readFile( world.config.store + suffix, 'latin1' ) ) );
			expect( files.join() ).toContain( 'Steward Foo' );
			expect( files.join() ).not.toContain( accessToken );
			expect( JSON.stringify( world.log ) ).not.toContain( accessToken );
			expect( end.html ).not.toContain( accessToken );
		} );

		it( 'keeps no name and no secret in the log', async () => {
			const end = await popups.popup();
			const { token } = await ( await popups.exchange( end.handoff!.message.code! ) ).json() as { token: string };
			const log = JSON.stringify( world.log );
			expect( [ 'Steward Foo', token, end.handoff!.message.code!, verifier, world.config.oauth.consumerSecret.reveal() ].filter( ( secret ) => log.includes( secret ) ) ).toEqual( [] );
		} );

		it( 'names us and whom to contact in every call', async () => {
			await popups.exchange( ( await popups.popup() ).handoff!.message.code! );
			const ours = world.wiki.requests.filter( ( { headers } ) => headers[ 'user-agent' ] !== 'Mozilla/5.0 test' );
			expect( ours.length ).toBeGreaterThan( 3 );
			expect( ours.filter( ( { headers } ) => !/^PageSRE\/\S+ \(.*; test@example\.org\)/.test( headers[ 'user-agent' ]! ) ) ).toEqual( [] );
		} );
	} );
} );
