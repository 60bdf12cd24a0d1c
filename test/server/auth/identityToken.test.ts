// The wiki's statement of who signed in: only the wiki could have made it, for us, now, in answer to this
// very request, about an account that may be used.
import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { verifyIdentityToken } from '../../../server/auth/identityToken.ts';
import { ServiceError } from '../../../server/errors.ts';

const settings = { issuer: 'https://meta.wikimedia.org', consumerKey: 'c'.repeat( 32 ), consumerSecret: '5'.repeat( 40 ) };
const nowS = 1_790_000_000;
const good = {
	iss: settings.issuer, aud: settings.consumerKey, iat: nowS, exp: nowS + 100, nonce: 'n'.repeat( 32 ),
	sub: '50001', username: 'Steward Foo', blocked: false, groups: [ '*', 'user' ], grants: [ 'mwoauth-authonly' ]
};

function tokenOf( claims: object, { alg = 'HS256', hash = 'sha256', secret = settings.consumerSecret } = {} ): string {
	const part = ( value: object ): string => Buffer.from( JSON.stringify( value ) ).toString( 'base64url' );
	const signed = `${ part( { typ: 'JWT', alg } ) }.${ part( claims ) }`;
	return `${ signed }.${ hash === '' ? '' : createHmac( hash, secret ).update( signed ).digest( 'base64url' ) }`;
}

function verified( token: string, nowMs = nowS * 1000 ): Promise<unknown> {
	return verifyIdentityToken( token, good.nonce, settings, nowMs )
		.catch( ( error: unknown ) => error instanceof ServiceError ? error.code : error );
}

const without = ( claim: string ): object => Object.fromEntries( Object.entries( good ).filter( ( [ name ] ) => name !== claim ) );

describe( 'verifyIdentityToken', () => {
	it( 'takes who the wiki names, by central ID', async () => {
		expect( await verified( tokenOf( good ) ) ).toEqual( { centralId: 50001, name: 'Steward Foo' } );
	} );

	it( 'keeps names as they are', async () => {
		expect( await verified( tokenOf( { ...good, username: "東京 O'Brien & Sons+1" } ) ) ).toMatchObject( { name: "東京 O'Brien & Sons+1" } );
	} );

	it.each( [
		[ 'HS384', 'sha384' ], [ 'HS512', 'sha512' ], [ 'none', '' ], [ 'none', 'sha256' ], [ 'None', '' ], [ 'RS256', 'sha256' ], [ 'HS256', 'sha512' ], [ 'HS256', '' ]
	] )( 'refuses algorithm %s signed with %j', async ( alg, hash ) => {
		expect( await verified( tokenOf( good, { alg, hash } ) ) ).toBe( 'wikiUnavailable' );
	} );

	it.each( [
		[ 'another key', tokenOf( good, { secret: '6'.repeat( 40 ) } ) ],
		[ 'a changed claim', tokenOf( good ).replace( /\.[^.]+\./, `.${ Buffer.from( JSON.stringify( { ...good, sub: '1' } ) ).toString( 'base64url' ) }.` ) ],
		[ 'no signature', tokenOf( good ).replace( /[^.]*$/, '' ) ],
		[ 'nothing', '' ],
		[ 'no token at all', '<html>' ],
		[ 'two parts', 'a.b' ],
		[ 'claims that are a list', tokenOf( [] ) ]
	] )( 'refuses %s', async ( _what, token ) => {
		expect( await verified( token ) ).toBe( 'wikiUnavailable' );
	} );

	it.each( [
		[ 'iss', 'https://meta.wikimedia.org/' ], [ 'iss', 'http://meta.wikimedia.org' ], [ 'iss', 'https://evil.example.org' ], [ 'iss', undefined ],
		[ 'aud', 'd'.repeat( 32 ) ], [ 'aud', undefined ], [ 'aud', '' ],
		[ 'nonce', 'm'.repeat( 32 ) ], [ 'nonce', '' ], [ 'nonce', undefined ],
		[ 'exp', undefined ], [ 'exp', String( nowS + 100 ) ], [ 'iat', undefined ], [ 'iat', String( nowS ) ]
	] )( 'refuses %s %j', async ( claim, value ) => {
		expect( await verified( tokenOf( { ...good, [ claim ]: value } ) ) ).toBe( 'wikiUnavailable' );
	} );

	it.each( [
		50001, '0', '', '-1', '050001', '1.5', '1e3', ' 50001', '50001\n', 'mw:CentralAuth:50001', null, undefined, [ '50001' ],
		// Beyond 2^53 two people would share one number.
		'9007199254740993', '9999999999999999'
	] )( 'refuses sub %j', async ( sub ) => {
		expect( await verified( tokenOf( { ...good, sub } ) ) ).toBe( 'wikiUnavailable' );
	} );

	it.each( [ '', 5, 'Foo\uD800', null ] )( 'refuses username %j', async ( username ) => {
		expect( await verified( tokenOf( { ...good, username } ) ) ).toBe( 'wikiUnavailable' );
	} );

	describe( 'when the clocks differ', () => {
		it.each( [
			[ 'issued 60 s in our future', { iat: nowS + 60, exp: nowS + 160 }, true ],
			[ 'issued 61 s in our future', { iat: nowS + 61, exp: nowS + 161 }, false ],
			[ 'expired 59 s ago', { iat: nowS - 159, exp: nowS - 59 }, true ],
			[ 'expired 60 s ago', { iat: nowS - 160, exp: nowS - 60 }, false ]
		] )( 'decides about a token %s', async ( _what, times, accepted ) => {
			expect( await verified( tokenOf( { ...good, ...times } ) ) ).toEqual( accepted ? { centralId: 50001, name: 'Steward Foo' } : 'wikiUnavailable' );
		} );

		it( 'tells the operator to compare them', async () => {
			const early = tokenOf( { ...good, iat: nowS + 600, exp: nowS + 700 } );
			await expect( verifyIdentityToken( early, good.nonce, settings, nowS * 1000 ) )
				.rejects.toMatchObject( { cause: { message: expect.stringContaining( 'clock' ) as string } } );
		} );
	} );

	it.each( [
		[ 'blocked on the wiki', { ...good, blocked: true } ],
		[ 'suppressed: no name, blocked', { ...without( 'username' ), blocked: true } ],
		[ 'nameless', without( 'username' ) ],
		[ 'not said to be unblocked', without( 'blocked' ) ]
	] )( 'finds an account not usable that is %s', async ( _what, claims ) => {
		expect( await verified( tokenOf( claims ) ) ).toBe( 'accountNotUsable' );
	} );
} );
