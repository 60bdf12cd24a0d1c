// Random tokens, their hashes, and their comparison.
import { describe, expect, it } from 'vitest';
import { hashOf, newToken, sameSecret } from '../../../server/auth/secrets.ts';

describe( 'newToken', () => {
	it( 'is 256 bits in base64url, another one each time', () => {
		const tokens = Array.from( { length: 100 }, newToken );
		expect( tokens.filter( ( token ) => /^[A-Za-z0-9_-]{43}$/.test( token ) ) ).toHaveLength( 100 );
		expect( new Set( tokens ).size ).toBe( 100 );
	} );
} );

describe( 'hashOf', () => {
	it( 'is the S256 of RFC 7636, appendix B, so that a challenge is the hash of its verifier', () => {
		expect( hashOf( 'dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk' ) ).toBe( 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM' );
	} );
} );

describe( 'sameSecret', () => {
	it( 'tells secrets apart, whatever their lengths', () => {
		expect( sameSecret( 'abc', 'abc' ) ).toBe( true );
		expect( [ [ 'abc', 'abd' ], [ 'abc', 'ab' ], [ '', 'a' ] ].map( ( [ one, other ] ) => sameSecret( one!, other! ) ) ).toEqual( [ false, false, false ] );
	} );
} );
