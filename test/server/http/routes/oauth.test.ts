// The popup's chain against the sandbox wiki: done right, and every step done wrong by whoever opens a link.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startWorld, type World } from '../../../harness.ts';
import { acceptAtWiki, comeBack, startPopup } from '../../../signIn.ts';
import { challenge, originQuery, popupsAt, type Popups } from '../popups.ts';

describe( 'Sign-in', () => {
	let world: World;
	let popups: Popups;
	beforeAll( async () => {
		world = await startWorld( { env: { PAGE_SRE_WIKI_ORIGINS: 'https://other.example.org,https://en.wikipedia.org' } } );
		popups = popupsAt( world );
	} );
	afterAll( () => world.stop() );

	it( 'hands a code to the panel and a session to who has the verifier', async () => {
		const end = await popups.popup();
		expect( end.status ).toBe( 200 );
		expect( end.handoff ).toEqual( { origin: 'https://other.example.org', message: { type: 'page-sre:signed-in', code: expect.stringMatching( /^[A-Za-z0-9_-]{43}$/ ) as string } } );
		const exchanged = await popups.exchange( end.handoff!.message.code! );
		expect( exchanged.status ).toBe( 201 );
		expect( await exchanged.json() ).toMatchObject( { sender: { centralId: 50001, name: 'Steward Foo' }, membership: { verdict: 'member' } } );
	} );

	it.each( [ 'https://other.example.org', 'https://en.wikipedia.org' ] )( 'addresses the message to the validated origin and no other: %s', async ( origin ) => {
		const { response, cookie } = await startPopup( world.url, originQuery( origin ) );
		const end = await comeBack( await acceptAtWiki( response.headers.get( 'location' )!, world.wiki, 'Steward Foo' ), cookie );
		expect( end.handoff?.origin ).toBe( origin );
	} );

	it.each( [ 'image', 'iframe', 'script', 'empty' ] )( 'is begun by a window and nothing else that a site can make its visitors fetch: %s', async ( dest ) => {
		const before = popups.callsOfOurs();
		const response = await fetch( `${ world.url }/oauth/start?${ originQuery() }`, { redirect: 'manual', headers: { 'Sec-Fetch-Dest': dest } } );
		expect( [ response.status, response.headers.get( 'location' ), popups.callsOfOurs() ] ).toEqual( [ 400, null, before ] );
	} );

	it( 'needs no dialog the second time', async () => {
		await popups.popup();
		const { response } = await popups.begin();
		const { cookie } = world.wiki.signInAs( 'Steward Foo' );
		const answer = await fetch( response.headers.get( 'location' )!, { redirect: 'manual', headers: { cookie, 'user-agent': 'Mozilla/5.0 test' } } );
		expect( answer.status ).toBe( 302 );
	} );

	it( 'lets somebody in who may not page, and says so', async () => {
		const end = await popups.popup( 'Former Bar' );
		expect( await ( await popups.exchange( end.handoff!.message.code! ) ).json() ).toMatchObject( { membership: { verdict: 'notMember', reason: 'notInGroup' } } );
	} );

	it.each( [ '東京 執事', "O'Brien & Sons+1" ] )( 'keeps the name %s', async ( name ) => {
		const end = await popups.popup( name );
		expect( await ( await popups.exchange( end.handoff!.message.code! ) ).json() ).toMatchObject( { sender: { name } } );
	} );

	describe( 'when started', () => {
		it.each( [
			'https://evil.example.org', 'https://other.example.org/', 'https://other.example.org.evil.net', 'https://other.example.orgevil', 'http://other.example.org',
			'https://other.example.org:8443', 'https://OTHER.example.org', 'https://evil.net@other.example.org', 'https://other.example.org@evil.net', 'https://xother.example.org',
			'//other.example.org', 'null', '*', '', ' https://other.example.org', 'https://other.example.org\n', 'https://other.example.org,https://en.wikipedia.org', 'https://οther.example.org'
		] )( 'refuses the origin %j and does not go to the wiki', async ( origin ) => {
			const before = popups.callsOfOurs();
			const { response } = await startPopup( world.url, originQuery( origin ) );
			expect( response.status ).toBe( 403 );
			expect( response.headers.get( 'location' ) ).toBeNull();
			expect( response.headers.getSetCookie() ).toEqual( [] );
			expect( await response.text() ).not.toContain( 'id="handoff"' );
			expect( popups.callsOfOurs() ).toBe( before );
		} );

		it.each( [
			'', 'origin=https://other.example.org', 'origin=https://other.example.org&challenge=', 'origin=https://other.example.org&challenge=short',
			`origin=https://other.example.org&challenge=${ challenge }x`, `origin=https://other.example.org&origin=https://en.wikipedia.org&challenge=${ challenge }`,
			`origin[]=https://other.example.org&challenge=${ challenge }`, `challenge=${ challenge }`, 'return=https://evil.example.org', 'return=standalone&origin=https://other.example.org',
			`origin=https://other.example.org&challenge=${ challenge }&oauth_token=${ 'a'.repeat( 32 ) }`
		] )( 'refuses the link ?%s and does not go to the wiki', async ( link ) => {
			const before = popups.callsOfOurs();
			const { response } = await startPopup( world.url, link );
			expect( response.status ).toBe( 400 );
			expect( popups.callsOfOurs() ).toBe( before );
		} );

		it( 'binds the attempt to this browser by a cookie that scripts cannot read', async () => {
			const { response } = await popups.begin();
			expect( response.headers.getSetCookie() ).toEqual( [ expect.stringMatching( /^page-sre-browser=[A-Za-z0-9_-]{43}; Max-Age=3600; Path=\/; .*HttpOnly; SameSite=Lax$/ ) ] );
		} );
	} );

	describe( 'when coming back', () => {
		it.each( [
			[ 'no parameters', '' ],
			[ 'no verifier', `oauth_token=${ 'a'.repeat( 32 ) }` ],
			[ 'no token', `oauth_verifier=${ 'e'.repeat( 32 ) }` ],
			[ 'two tokens', `oauth_token=${ 'a'.repeat( 32 ) }&oauth_token=${ 'b'.repeat( 32 ) }&oauth_verifier=${ 'e'.repeat( 32 ) }` ],
			[ 'two verifiers', `oauth_token=${ 'a'.repeat( 32 ) }&oauth_verifier=${ 'e'.repeat( 32 ) }&oauth_verifier=${ 'e'.repeat( 32 ) }` ],
			[ 'a list', `oauth_token[]=${ 'a'.repeat( 32 ) }&oauth_verifier=${ 'e'.repeat( 32 ) }` ],
			[ 'another title in the verifier', `oauth_token=${ 'a'.repeat( 32 ) }&oauth_verifier=${ encodeURIComponent( 'v&title=Special:OAuth/identify' ) }` ],
			[ 'a newline in the verifier', `oauth_token=${ 'a'.repeat( 32 ) }&oauth_verifier=${ 'e'.repeat( 32 ) }%0A` ],
			[ 'upper case', `oauth_token=${ 'A'.repeat( 32 ) }&oauth_verifier=${ 'e'.repeat( 32 ) }` ],
			[ 'something more', `oauth_token=${ 'a'.repeat( 32 ) }&oauth_verifier=${ 'e'.repeat( 32 ) }&title=x` ]
		] )( 'does not take %s to the wiki', async ( _what, parameters ) => {
			const before = popups.callsOfOurs();
			expect( ( await comeBack( `${ world.url }/oauth/callback?${ parameters }`, '' ) ).status ).toBe( 400 );
			expect( popups.callsOfOurs() ).toBe( before );
		} );

		it( 'does not let another browser finish, and tells it nothing', async () => {
			const { callback } = await popups.authorized();
			const before = popups.callsOfOurs();
			for ( const cookie of [ '', ( await popups.begin() ).cookie, `page-sre-browser=${ 'A'.repeat( 43 ) }`, 'page-sre-browser=' ] ) {
				const end = await comeBack( callback, cookie );
				expect( [ end.status, end.handoff ] ).toEqual( [ 403, undefined ] );
			}
			// One more: the other browser's own initiate.
			expect( popups.callsOfOurs() ).toBe( before + 1 );
		} );

		it( 'still lets the right browser finish after another one tried', async () => {
			const { callback, cookie } = await popups.authorized();
			await comeBack( callback, '' );
			expect( ( await comeBack( callback, cookie ) ).handoff?.message.type ).toBe( 'page-sre:signed-in' );
		} );

		it( 'works once: the address from the history is nothing', async () => {
			const { callback, cookie } = await popups.authorized();
			const first = await comeBack( callback, cookie );
			const before = popups.callsOfOurs();
			const again = await comeBack( callback, cookie );
			expect( [ again.status, again.handoff, popups.callsOfOurs() ] ).toEqual( [ 403, undefined, before ] );
			expect( ( await popups.exchange( first.handoff!.message.code! ) ).status ).toBe( 201 );
		} );

		it( 'works with the verifier of the wiki only', async () => {
			const { callback, cookie } = await popups.authorized();
			const end = await comeBack( callback.replace( /oauth_verifier=[0-9a-f]{32}/, `oauth_verifier=${ 'e'.repeat( 32 ) }` ), cookie );
			expect( end.status ).toBe( 403 );
			expect( end.handoff?.message ).toEqual( { type: 'page-sre:sign-in-failed', error: 'signInRefusedByWiki' } );
			expect( popups.lastCause() ).toContain( 'verification code' );
		} );

		it( 'is too late after MediaWiki has forgotten', async () => {
			const { callback, cookie } = await popups.authorized();
			world.clock.jump( 20 * 60 * 1000 );
			expect( ( await comeBack( callback, cookie ) ).status ).toBe( 403 );
		} );

		it( 'works in two tabs of one browser at once, each with its own code', async () => {
			const one = await popups.authorized( 'Steward Foo' );
			const other = await popups.authorized( 'Former Bar', one.cookie );
			expect( other.cookie ).toBe( one.cookie );
			const ends = await Promise.all( [ comeBack( other.callback, one.cookie ), comeBack( one.callback, one.cookie ) ] );
			const sessions = await Promise.all( ends.map( async ( end ): Promise<unknown> =>
				( await popups.exchange( end.handoff!.message.code! ) ).json() ) );
			expect( sessions ).toMatchObject( [ { sender: { name: 'Former Bar' } }, { sender: { name: 'Steward Foo' } } ] );
		} );

		it( 'gives a code that is worth nothing without the panel\'s verifier', async () => {
			const code = ( await popups.popup() ).handoff!.message.code!;
			for ( const wrong of [ 'x'.repeat( 43 ), challenge ] ) {
				expect( ( await popups.exchange( code, wrong ) ).status ).toBe( 403 );
			}
			// Guessing has used it up.
			expect( ( await popups.exchange( code ) ).status ).toBe( 403 );
		} );
	} );
} );
