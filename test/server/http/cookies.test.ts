// Our cookies: bound to this host where we are served over https, and read only when they can be ours.
import type { Request } from 'express';
import { describe, expect, it } from 'vitest';
import { cookiesFor, readCookie } from '../../../server/http/cookies.ts';

const value = 'A'.repeat( 43 );
const read = ( cookie: string | undefined ): string | undefined => readCookie( { headers: { cookie } } as Request, 'page-sre-session' );

describe( 'cookiesFor', () => {
	it( 'is __Host- and Secure over https, so that no other host can plant them', () => {
		expect( cookiesFor( true ) ).toEqual( {
			session: '__Host-page-sre-session', browser: '__Host-page-sre-browser', options: { httpOnly: true, secure: true, sameSite: 'lax', path: '/' }
		} );
	} );

	it( 'is neither over http, where browsers would drop them', () => {
		expect( cookiesFor( false ) ).toMatchObject( { session: 'page-sre-session', options: { httpOnly: true, secure: false, sameSite: 'lax' } } );
	} );
} );

describe( 'readCookie', () => {
	it.each( [ `page-sre-session=${ value }`, `a=b; page-sre-session=${ value }`, `page-sre-session=; page-sre-session=${ value }; c`, `x=page-sre-session=1;page-sre-session=${ value }` ] )( 'finds ours in %j', ( header ) => {
		expect( read( header ) ).toBe( value );
	} );

	it.each( [ undefined, '', 'page-sre-session', 'page-sre-session=', `page-sre-session=${ value }A`, `page-sre-session="${ value }"`, `Page-sre-session=${ value }`, `xpage-sre-session=${ value }`, `page-sre-session=${ value.slice( 1 ) }<` ] )( 'finds nothing in %j', ( header ) => {
		expect( read( header ) ).toBeUndefined();
	} );
} );
