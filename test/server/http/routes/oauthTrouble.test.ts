// Sign-in when a person, an account or the wiki does not keep to the script. Calls to a wiki that breaks
// the protocol itself are in auth/strategy.test.ts.
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Fault } from '../../../../server/sandbox/wiki/faults.ts';
import { startWorld, type World } from '../../../harness.ts';
import { comeBack } from '../../../signIn.ts';
import { popupsAt, type Popups } from '../popups.ts';

describe( 'Sign-in', () => {
	let world: World;
	let popups: Popups;
	beforeAll( async () => {
		world = await startWorld( { env: { PAGE_SRE_WIKI_ORIGINS: 'https://other.example.org,https://en.wikipedia.org' } } );
		popups = popupsAt( world );
	} );
	afterEach( () => {
		world.wiki.faults.set( null );
		world.wiki.oauth.enableConsumer();
		world.wiki.accounts.unlock( 'Steward Foo' );
		world.wiki.accounts.unsuppress( 'Steward Foo' );
	} );
	afterAll( () => world.stop() );

	describe( 'when the person cancels', () => {
		it( 'never comes back, and leaves nothing behind', async () => {
			const { response } = await popups.begin();
			const { cookie } = world.wiki.signInAs( 'Plain Baz' );
			const headers = { cookie, 'user-agent': 'Mozilla/5.0 test' };
			const dialog = await ( await fetch( response.headers.get( 'location' )!, { headers } ) ).text();
			const fields = new URLSearchParams( { cancel: 'Cancel' } );
			for ( const [ , name, value ] of dialog.matchAll( /<input type="hidden" name="([^"]*)" value="([^"]*)">/g ) ) {
				fields.append( name!, value! );
			}
			const cancelled = await fetch( `${ world.wiki.url }/wiki/Special:OAuth/authenticate`, { method: 'POST', body: fields, headers, redirect: 'manual' } );
			expect( [ cancelled.status, cancelled.headers.get( 'location' ) ] ).toEqual( [ 200, null ] );
			expect( popups.stored( 'select 1 from sign_ins' ).length ).toBeGreaterThan( 0 );
			world.clock.jump( 30 * 60 * 1000 );
			// What has expired is forgotten every ten minutes.
			await world.advance( 10 * 60 * 1000 );
			expect( popups.stored( 'select 1 from sign_ins' ) ).toEqual( [] );
			expect( popups.stored( 'select 1 from sessions where name = \'Plain Baz\'' ) ).toEqual( [] );
		} );
	} );

	describe( 'when the account changes in between', () => {
		it.each( [
			[ 'locked', () => world.wiki.accounts.lock( 'Steward Foo' ), 'accountNotUsable' ],
			[ 'suppressed', () => world.wiki.accounts.suppress( 'Steward Foo' ), 'accountNotUsable' ],
			[ 'no longer connected', () => world.wiki.oauth.revokeGrant( 'Steward Foo' ), 'signInRefusedByWiki' ]
		] )( 'ends with a word when it is %s', async ( _how, change, error ) => {
			const { callback, cookie } = await popups.authorized();
			change();
			const end = await comeBack( callback, cookie );
			expect( end.status ).toBe( 403 );
			expect( end.handoff ).toEqual( { origin: 'https://other.example.org', message: { type: 'page-sre:sign-in-failed', error } } );
		} );

		it( 'names the wiki\'s own reason when our consumer was disabled', async () => {
			const { callback, cookie } = await popups.authorized();
			world.wiki.oauth.disableConsumer();
			const end = await comeBack( callback, cookie );
			expect( end.handoff?.message.error ).toBe( 'signInRefusedByWiki' );
			expect( end.html ).toContain( 'mwoauth-invalid-authorization-not-approved' );
			expect( world.log.at( -1 )?.facts.cause ).toContain( 'not approved' );
		} );

		it( 'begins anew after a failure, with nothing left of it', async () => {
			const before = popups.stored( 'select request_token_hash from sign_ins' );
			const { callback, cookie } = await popups.authorized();
			world.wiki.accounts.lock( 'Steward Foo' );
			await comeBack( callback, cookie );
			expect( popups.stored( 'select request_token_hash from sign_ins' ) ).toEqual( before );
			world.wiki.accounts.unlock( 'Steward Foo' );
			expect( ( await comeBack( callback, cookie ) ).status ).toBe( 403 );
			expect( ( await popups.popup() ).status ).toBe( 200 );
		} );
	} );

	describe( 'when the wiki is not well', () => {
		const illnesses: [ string, Fault ][] = [
			[ 'cuts answers short', { kind: 'truncate' } ],
			[ 'is too busy', { kind: 'tooManyRequests', retryAfterSeconds: 5 } ],
			[ 'shows an error page', { kind: 'serverErrorHtml', status: 503 } ],
			[ 'is not there', { kind: 'refuseConnections' } ]
		];

		it.each( illnesses )( 'says so before it starts, in words and to the panel: %s', async ( _how, fault ) => {
			world.wiki.faults.set( fault, 'oauth' );
			const { response } = await popups.begin();
			const html = await response.text();
			expect( response.status ).toBe( 502 );
			expect( response.headers.get( 'content-type' ) ).toContain( 'text/html' );
			expect( html ).toContain( response.headers.get( 'x-request-id' ) );
			expect( html ).toContain( '{"origin":"https://other.example.org","message":{"type":"page-sre:sign-in-failed","error":"wikiUnavailable"}}' );
		} );

		it.each( illnesses )( 'says so when it comes back, in words and to the panel: %s', async ( _how, fault ) => {
			const { callback, cookie } = await popups.authorized();
			world.wiki.faults.set( fault, 'oauth' );
			const end = await comeBack( callback, cookie );
			expect( end.status ).toBe( 502 );
			expect( end.handoff?.message ).toEqual( { type: 'page-sre:sign-in-failed', error: 'wikiUnavailable' } );
		} );

		it( 'waits for a slow one', async () => {
			world.wiki.faults.set( { kind: 'hang' }, 'oauth' );
			const before = popups.callsOfOurs();
			const started = popups.begin();
			await world.wiki.arrived( () => popups.callsOfOurs() > before );
			expect( world.wiki.faults.hanging() ).toBe( 1 );
			world.wiki.faults.set( null );
			world.wiki.faults.release();
			expect( ( await started ).response.status ).toBe( 302 );
		} );

		it.each( [ 30, -30 ] )( 'does not mind a clock that is %i s off', async ( seconds ) => {
			world.wiki.faults.set( { kind: 'clockSkew', seconds }, 'oauth' );
			expect( ( await popups.popup() ).handoff?.message.type ).toBe( 'page-sre:signed-in' );
		} );

		it.each( [ 600, -600 ] )( 'says what is wrong when the clock is %i s off', async ( seconds ) => {
			world.wiki.faults.set( { kind: 'clockSkew', seconds }, 'oauth' );
			expect( ( await popups.begin() ).response.status ).toBe( 403 );
			expect( popups.lastCause() ).toContain( 'Expired timestamp' );
		} );

		it( 'does not believe an identity from the future', async () => {
			world.wiki.faults.set( { kind: 'clockSkew', seconds: 120 }, 'oauth' );
			expect( ( await popups.popup() ).handoff?.message.error ).toBe( 'wikiUnavailable' );
			expect( popups.lastCause() ).toContain( 'clocks' );
		} );
	} );
} );
