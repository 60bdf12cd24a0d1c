// Sessions and sign-ins in real stores. What they mean is held in auth/; here, that one statement does
// what it says and leaves the others alone.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createSessionStore, createSignInStore } from '../../../server/store/sessionStore.ts';
import type { SessionStore, SignInStore } from '../../../server/auth/ports.ts';
import type { Person } from '../../../server/pages/page.ts';
import { stores, type OpenStore } from './stores.ts';

const sender: Person = { centralId: 50001, name: '東京 執事', singleSignOn: null };
const identity = { centralId: 50001, name: '東京 執事' };

describe.each( stores )( 'on $name', ( { open } ) => {
	let store: OpenStore;
	beforeEach( async () => {
		store = await open();
	} );
	afterEach( () => store.remove() );

	describe( 'SessionStore', () => {
		let sessions: SessionStore;
		beforeEach( () => {
			sessions = createSessionStore( store.database );
		} );
		const session = ( tokenHash: string, expiresAt = 10 ): Parameters<SessionStore[ 'insert' ]>[ 0 ] => ( { tokenHash, sender, expiresAt } );

		it( 'finds a session as it was stored, from another process too', async () => {
			await sessions.insert( session( 'a' ) );
			expect( await createSessionStore( ( await store.other() ).database ).find( 'a' ) ).toEqual( session( 'a' ) );
			expect( await sessions.find( 'b' ) ).toBeUndefined();
		} );

		it( 'keeps what a single sign-on said of its person', async () => {
			const roles = [ 'member', 'responder' ] as const;
			const named = [ { email: 'foo@例え.jp', roles, at: 5 }, { email: null, roles: [], at: 6 } ]
				.map( ( singleSignOn, index ) => ( { tokenHash: `t${ index }`, sender: { centralId: -1, name: 'foo', singleSignOn }, expiresAt: 10 } ) );
			for ( const one of named ) {
				await sessions.insert( one );
			}
			expect( await Promise.all( named.map( ( { tokenHash } ) => sessions.find( tokenHash ) ) ) ).toEqual( named );
		} );

		it( 'deletes one, and no other', async () => {
			await sessions.insert( session( 'a' ) );
			await sessions.insert( session( 'b' ) );
			await sessions.delete( 'a' );
			expect( [ await sessions.find( 'a' ), await sessions.find( 'b' ) ] ).toEqual( [ undefined, session( 'b' ) ] );
		} );

		it( 'deletes what expired before a moment, and not at it', async () => {
			await sessions.insert( session( 'a', 9 ) );
			await sessions.insert( session( 'b', 10 ) );
			await sessions.deleteExpired( 10 );
			expect( [ await sessions.find( 'a' ), await sessions.find( 'b' ) ] ).toEqual( [ undefined, session( 'b', 10 ) ] );
		} );

		it( 'does not let one token stand for two sessions', async () => {
			await sessions.insert( session( 'a' ) );
			await expect( sessions.insert( session( 'a' ) ) ).rejects.toMatchObject( { code: 'storeUnavailable' } );
		} );
	} );

	describe( 'SignInStore', () => {
		let signIns: SignInStore;
		beforeEach( async () => {
			signIns = createSignInStore( store.database );
			await signIns.begin( started );
		} );
		const started = { requestTokenHash: 'r', requestTokenSecret: 's', browserHash: 'b', origin: 'https://meta.wikimedia.org', challenge: 'c', returnTo: null, expiresAt: 10 };
		const answer = { codeHash: 'code', sender: identity, expiresAt: 20 };

		it( 'finds what has begun, until it is identified', async () => {
			expect( await signIns.find( 'r' ) ).toEqual( started );
			await signIns.identified( 'r', answer );
			expect( await signIns.find( 'r' ) ).toBeUndefined();
		} );

		it( 'keeps no challenge where there is none, and where the browser goes on instead', async () => {
			await signIns.begin( { ...started, requestTokenHash: 'own', challenge: null, returnTo: '/sre/audit?person=x' } );
			expect( await signIns.find( 'own' ) ).toMatchObject( { challenge: null, returnTo: '/sre/audit?person=x' } );
		} );

		it( 'gives an identified one out once, with what it began with', async () => {
			await signIns.identified( 'r', answer );
			const { requestTokenHash: _hash, requestTokenSecret: _secret, returnTo: _path, ...kept } = started;
			expect( await signIns.takeByCode( 'code' ) ).toEqual( { ...kept, sender: identity, expiresAt: 20 } );
			expect( await signIns.takeByCode( 'code' ) ).toBeUndefined();
		} );

		it( 'needs the secret of the request token no more, once identified', async () => {
			await signIns.identified( 'r', answer );
			expect( await store.database.selectFrom( 'sign_ins' ).select( 'request_token_secret' ).execute() ).toEqual( [ { request_token_secret: '' } ] );
		} );

		it( 'is identified once: the first answer stays', async () => {
			await signIns.identified( 'r', answer );
			await signIns.identified( 'r', { codeHash: 'other', sender: { centralId: 2, name: 'Other' }, expiresAt: 20 } );
			expect( await signIns.takeByCode( 'other' ) ).toBeUndefined();
			expect( await signIns.takeByCode( 'code' ) ).toMatchObject( { sender: identity } );
		} );

		it( 'keeps the newest of those that the wiki has not answered, and all that it has', async () => {
			await signIns.identified( 'r', answer );
			for ( const at of [ 30, 50, 40 ] ) {
				await signIns.begin( { ...started, requestTokenHash: `at ${ at }`, expiresAt: at } );
			}
			await signIns.keepNewest( 3 );
			expect( await signIns.find( 'at 30' ) ).toBeDefined();
			await signIns.keepNewest( 2 );
			const found = await Promise.all( [ 30, 40, 50 ].map( async ( at ) => ( await signIns.find( `at ${ at }` ) )?.expiresAt ) );
			expect( found ).toEqual( [ undefined, 40, 50 ] );
			expect( await signIns.takeByCode( 'code' ) ).toMatchObject( { sender: identity } );
		} );

		it( 'deletes one, and what has expired', async () => {
			await signIns.begin( { ...started, requestTokenHash: 'later', expiresAt: 11 } );
			await signIns.deleteExpired( 11 );
			expect( [ await signIns.find( 'r' ), ( await signIns.find( 'later' ) )?.expiresAt ] ).toEqual( [ undefined, 11 ] );
			await signIns.delete( 'later' );
			expect( await signIns.find( 'later' ) ).toBeUndefined();
		} );
	} );
} );
