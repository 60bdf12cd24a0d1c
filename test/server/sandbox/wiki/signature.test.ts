// Signatures against vectors that were cross-checked between npm's `oauth` and MediaWiki's own algorithm.
import { describe, expect, it } from 'vitest';
import { sign, signatureBase } from '../../../../server/sandbox/wiki/oauth/signature.ts';

const server = 'https://meta.wikimedia.org/w/index.php';
const consumerSecret = '5'.repeat( 40 );
const common = {
	oauth_consumer_key: 'c'.repeat( 32 ), oauth_nonce: 'n'.repeat( 32 ), oauth_signature_method: 'HMAC-SHA1',
	oauth_timestamp: '1790000000', oauth_version: '1.0'
};

function signature( more: Record<string, string>, tokenSecret?: string, url = server ): string {
	const parameters = new Map( Object.entries( { ...common, ...more } ).map( ( [ key, value ] ) => [ key, [ value ] ] ) );
	return sign( signatureBase( 'POST', url, parameters ), consumerSecret, tokenSecret );
}

describe( 'OAuth signatures', () => {
	it.each( [
		[ 'initiate', { title: 'Special:OAuth/initiate', oauth_callback: 'oob' }, undefined, 'A3ObfypQyXPC3KcG4mSlra6CRM4=' ],
		[ 'token', { title: 'Special:OAuth/token', oauth_token: 'a'.repeat( 32 ), oauth_verifier: 'e'.repeat( 32 ) }, 'b'.repeat( 32 ), 'dc/pd6WpecHMc37sZtf7uu62kOQ=' ],
		[ 'identify', { title: 'Special:OAuth/identify', oauth_token: 'd'.repeat( 32 ) }, '7'.repeat( 40 ), '/4zovO2d1BaVKNBSrcgf5AC7rF4=' ]
	] )( 'are the golden ones for %s', ( _step, parameters, tokenSecret, expected ) => {
		expect( signature( parameters, tokenSecret ) ).toBe( expected );
	} );

	it( 'leave the signature itself out', () => {
		expect( signature( { oauth_signature: 'x' } ) ).toBe( signature( {} ) );
	} );

	it( 'do not care for the default port or the case of the host', () => {
		expect( signature( {}, '', 'https://META.wikimedia.org:443/w/index.php' ) ).toBe( signature( {} ) );
		expect( signature( {}, '', 'https://meta.wikimedia.org:8443/w/index.php' ) ).not.toBe( signature( {} ) );
	} );

	it( 'encode what RFC 3986 reserves and nothing else', () => {
		expect( signatureBase( 'get', 'http://h/', new Map( [ [ 'a', [ "~-._!'()* +é" ] ] ] ) ) )
			.toBe( 'GET&http%3A%2F%2Fh%2F&a%3D~-._%2521%2527%2528%2529%252A%2520%252B%25C3%25A9' );
	} );

	it( 'sort repeated keys by value', () => {
		expect( signatureBase( 'GET', 'http://h/', new Map( [ [ 'b', [ '2' ] ], [ 'a', [ 'z', 'b' ] ] ] ) ) )
			.toBe( 'GET&http%3A%2F%2Fh%2F&a%3Db%26a%3Dz%26b%3D2' );
	} );
} );
