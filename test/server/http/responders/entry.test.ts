// The door of the responders' site: who gets in is asked at every request and on the server, and whoever is
// kept out learns why and loses no words.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SESSION_MS } from '../../../../server/auth/sessions.ts';
import { startWorld, type World } from '../../../harness.ts';
import { signInToSite, siteVisitor, wordsOf, type SiteVisitor } from './site.ts';

const views = [ '/sre/', '/sre/pages/01JDXZ5M4T8N0Q1R2S3T4V5W6X', '/sre/grants', '/sre/roster', '/sre/audit', '/sre/audit.csv', '/sre/nothing' ];

describe( 'The responders\' site', () => {
	let world: World;
	let pageId: string;
	let responder: SiteVisitor;
	beforeAll( async () => {
		world = await startWorld( { env: { PAGE_SRE_RESPONDERS: 'Plain Baz, Former Bar' } } );
		pageId = ( await ( await world.signIn( 'Steward Foo' ) ).sendPage() ).body.id;
		responder = await signInToSite( world, 'Plain Baz' );
	} );
	afterAll( () => world.stop() );

	describe( 'for somebody who is not signed in', () => {
		it.each( views )( 'shows nothing but the way in: %s', async ( path ) => {
			const { status, document, text } = await siteVisitor( world ).get( path );
			expect( [ status, wordsOf( document.querySelector( 'h1' ) ) ] ).toEqual( [ 401, 'Responders, sign in' ] );
			expect( text ).not.toContain( 'Login fails' );
		} );

		it( 'leads through the wiki back to the page, and nowhere that does not exist', async () => {
			const { document } = await siteVisitor( world ).get( `/sre/pages/${ pageId }` );
			const ways = [ ...document.querySelectorAll( '.ways a' ) ].map( ( a ) => a.getAttribute( 'href' ) );
			expect( ways ).toEqual( [ `/oauth/start?return=${ encodeURIComponent( `/sre/pages/${ pageId }` ) }` ] );
			expect( ( await siteVisitor( world ).get( ways[ 0 ]! ) ).status ).toBe( 302 );
		} );

		it( 'never leads elsewhere', async () => {
			const { document } = await siteVisitor( world ).get( '/sre//evil.example.org/' );
			expect( document.querySelector( '.ways a' )?.getAttribute( 'href' ) ).toBe( `/oauth/start?return=${ encodeURIComponent( '/sre/' ) }` );
		} );

		it( 'has its style and script all the same', async () => {
			for ( const [ file, type ] of [ [ 'responders.css', 'text/css' ], [ 'responders.js', 'text/javascript' ] ] as const ) {
				const { status, headers } = await siteVisitor( world ).get( `/sre/assets/${ file }` );
				expect( [ status, headers.get( 'content-type' )?.split( ';' )[ 0 ] ] ).toEqual( [ 200, type ] );
			}
		} );

		it( 'gives back what they typed before their session ended', async () => {
			const { status, document } = await siteVisitor( world ).post( `/sre/pages/${ pageId }`, { text: 'Half an hour of words </textarea>' } );
			expect( [ status, document.querySelector( 'textarea' )?.value ] ).toEqual( [ 401, 'Half an hour of words </textarea>' ] );
		} );
	} );

	describe( 'for somebody who is no responder', () => {
		it.each( views )( 'says so and shows nothing, also to a steward: %s', async ( path ) => {
			const { status, document, text } = await ( await signInToSite( world, 'Steward Foo' ) ).get( path );
			expect( [ status, wordsOf( document.querySelector( 'h1' ) ) ] ).toEqual( [ 403, 'This site is for responders' ] );
			expect( text ).toContain( 'Steward Foo' );
			expect( text ).not.toContain( 'Login fails' );
			expect( document.querySelector( 'nav' ) ).toBeNull();
		} );

		it( 'does nothing for them, and gives their words back', async () => {
			const { status, document } = await ( await signInToSite( world, 'Steward Foo' ) ).post( `/sre/pages/${ pageId }`, { text: 'Hello' } );
			expect( [ status, document.querySelector( 'textarea' )?.value ] ).toEqual( [ 403, 'Hello' ] );
			expect( ( await responder.get( `/sre/pages/${ pageId }` ) ).text ).not.toContain( 'Reply by' );
		} );
	} );

	describe( 'for a responder', () => {
		it( 'is theirs, by the cookie of our own origin alone', async () => {
			expect( ( await responder.get( '/sre/' ) ).text ).toContain( 'Login fails for everyone' );
			const { token } = await world.signIn( 'Former Bar' );
			expect( ( await fetch( `${ world.url }/sre/`, { headers: { Authorization: `Bearer ${ token }` } } ) ).status ).toBe( 401 );
		} );

		it( 'asks at every request: who is locked at the wiki is out', async () => {
			const former = await signInToSite( world, 'Former Bar' );
			expect( ( await former.get( '/sre/' ) ).status ).toBe( 200 );
			world.wiki.accounts.lock( 'Former Bar' );
			await world.advance( 61_000 );
			expect( ( await former.get( '/sre/' ) ).status ).toBe( 403 );
			world.wiki.accounts.unlock( 'Former Bar' );
		} );

		it( 'asks for the session at every request', async () => {
			const leaving = await signInToSite( world, 'Plain Baz' );
			const left = await leaving.post( '/sre/sign-out', {} );
			expect( [ left.status, left.headers.get( 'location' ) ] ).toEqual( [ 303, '/sre/' ] );
			expect( left.headers.getSetCookie().join() ).toMatch( /^page-sre-session=; Path=\/; Expires=Thu, 01 Jan 1970/ );
			expect( ( await leaving.get( '/sre/' ) ).status ).toBe( 401 );
		} );

		it.each( [ {}, { origin: 'null' }, { origin: 'https://evil.example.org' } ] )( 'takes no form from elsewhere: %j', async ( headers ) => {
			for ( const [ path, fields ] of [ [ `/sre/pages/${ pageId }`, { text: 'forged' } ], [ '/sre/grants', { name: 'Steward Foo', reason: 'forged reason', hours: '24' } ], [ '/sre/sign-out', {} ] ] as const ) {
				expect( ( await responder.post( path, fields, headers as Record<string, string> ) ).status ).toBe( 403 );
			}
			expect( ( await responder.get( `/sre/pages/${ pageId }` ) ).text ).not.toContain( 'forged' );
			expect( ( await responder.get( '/sre/grants' ) ).text ).not.toContain( 'forged' );
		} );

		it.each( [ '/sre/nothing', '/sre/pages/x', '/sre/pages/01JDXZ5M4T8N0Q1R2S3T4V5W6X', '/sre/pages/%E0%A4%A' ] )( 'says in words what it does not have: %s', async ( path ) => {
			const { status, document, headers } = await responder.get( path );
			expect( status ).toBe( path.includes( '%E0' ) ? 400 : 404 );
			expect( headers.get( 'content-type' ) ).toBe( 'text/html; charset=utf-8' );
			expect( wordsOf( document.querySelector( '[role=alert]' ) ) ).not.toBe( '' );
		} );

		it( 'knows which methods a view has', async () => {
			const { status, headers } = await responder.post( '/sre/roster', {} );
			expect( [ status, headers.get( 'allow' ) ] ).toEqual( [ 405, 'GET, HEAD, OPTIONS' ] );
		} );

		it.each( views.slice( 0, 5 ) )( 'runs no script and no style but ours, and is kept nowhere: %s', async ( path ) => {
			const { document, headers } = await responder.get( path.replace( '01JDXZ5M4T8N0Q1R2S3T4V5W6X', pageId ) );
			expect( headers.get( 'content-security-policy' ) ).toContain( 'default-src \'none\'; script-src \'self\'; style-src \'self\'' );
			expect( headers.get( 'cache-control' ) ).toBe( 'no-store' );
			expect( document.querySelectorAll( 'style, [style], script:not([src]), [onclick]' ) ).toHaveLength( 0 );
		} );
	} );

	it( 'ends with the session', async () => {
		expect( ( await responder.get( '/sre/' ) ).status ).toBe( 200 );
		world.clock.jump( SESSION_MS );
		expect( ( await responder.get( '/sre/' ) ).status ).toBe( 401 );
	} );
} );

describe( 'A heartbeat', () => {
	it( 'is nobody\'s page, not even while it is there', async () => {
		const heartbeats: string[] = [];
		const world = await startWorld( {
			env: { PAGE_SRE_RESPONDERS: 'Plain Baz', PAGE_SRE_HEARTBEAT_SECONDS: '60' },
			overrides: { wrapPageStore: ( store ) => ( { ...store, remove: async ( id ) => {
				heartbeats.push( id );
			} } ) }
		} );
		const responder = await signInToSite( world, 'Plain Baz' );
		await world.advance( 61_000 );
		expect( ( await responder.get( `/sre/pages/${ heartbeats[ 0 ]! }` ) ).status ).toBe( 404 );
		expect( ( await responder.get( '/sre/' ) ).document.querySelectorAll( '.pages li' ) ).toHaveLength( 0 );
		await world.stop();
	} );
} );

describe( 'With a single sign-on', () => {
	it( 'the door has a second way in', async () => {
		const world = await startWorld( { env: { PAGE_SRE_RESPONDERS: 'Plain Baz', PAGE_SRE_SSO_PEERS: '127.0.0.1,::1', PAGE_SRE_SSO_RESPONDERS: 'sre' } } );
		const { document } = await siteVisitor( world ).get( '/sre/audit?action=replied' );
		const way = encodeURIComponent( '/sre/audit?action=replied' );
		expect( [ ...document.querySelectorAll( '.ways a' ) ].map( ( a ) => a.getAttribute( 'href' ) ) ).toEqual( [ `/oauth/start?return=${ way }`, `/sso/start?return=${ way }` ] );
		await world.stop();
	} );
} );
