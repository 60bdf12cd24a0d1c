// The doctor reads a policy as a browser does: each row is one rule of Content Security Policy Level 3.
import { describe, expect, it } from 'vitest';
import { contentSecurityPolicy } from '../../../server/sandbox/wiki/shell/csp.ts';
import { isMixedContent, refusingDirective } from '../../../server/wiki/contentPolicy.ts';

const meta = new URL( 'https://meta.wikimedia.org/wiki/Main_Page' );
const refuses = ( policy: string, target: string, page = meta ): string | undefined => refusingDirective( policy, page, new URL( `${ target }/v1/session` ) );

describe( 'the policy of Wikimedia\'s wikis', () => {
	it.each( [ 'https://page-sre.toolforge.org', 'https://page-sre.wmcloud.org', 'https://page.wikimedia.org', 'https://meta.wikimedia.org', 'http://localhost:3000', 'https://localhost:8443' ] )(
		'allows %s', ( target ) => {
			expect( refuses( contentSecurityPolicy, target ) ).toBeUndefined();
		} );

	it.each( [ 'https://page-sre.example.org', 'https://toolforge.org', 'https://nottoolforge.org', 'https://page-sre.toolforge.org.example.org', 'https://page-sre.toolforge.org:8443', 'http://127.0.0.1:3000' ] )(
		'refuses %s, by default-src', ( target ) => {
			expect( refuses( contentSecurityPolicy, target ) ).toBe( 'default-src' );
		} );
} );

describe( 'a policy', () => {
	const rows: readonly ( readonly [ string, string, string, string | undefined ] )[] = [
		[ 'without a word about connections allows any', 'img-src \'none\'', 'https://a.example', undefined ],
		[ 'that is empty allows any', '', 'https://a.example', undefined ],
		[ 'of nothing refuses all', 'default-src \'none\'', 'https://a.example', 'default-src' ],
		[ 'without sources refuses all', 'connect-src', 'https://a.example', 'connect-src' ],
		[ 'goes by connect-src before default-src', 'default-src \'none\'; connect-src https://a.example', 'https://a.example', undefined ],
		[ 'counts the first of two', 'connect-src \'none\'; connect-src *', 'https://a.example', 'connect-src' ],
		[ 'knows no upper case', 'Connect-SRC HTTPS://A.Example', 'https://a.example', undefined ],
		[ 'may be one of several, which all count', 'connect-src *, default-src \'self\'', 'https://a.example', 'default-src' ],
		[ 'with * allows any host', 'connect-src *', 'https://a.example:8443', undefined ],
		[ 'with a scheme allows its hosts', 'connect-src https:', 'https://a.example', undefined ],
		[ 'with http: allows https:', 'connect-src http:', 'https://a.example', undefined ],
		[ 'with https: does not allow http:', 'connect-src https:', 'http://a.example', 'connect-src' ],
		[ 'with a bare host from a title by HTTPS means HTTPS', 'connect-src a.example', 'http://a.example', 'connect-src' ],
		[ 'with another port refuses', 'connect-src https://a.example:8443', 'https://a.example', 'connect-src' ],
		[ 'with any port allows', 'connect-src https://a.example:*', 'https://a.example:8443', undefined ],
		[ 'with port 80 allows the upgrade', 'connect-src http://a.example:80', 'https://a.example', undefined ],
		[ 'with a path ending in / allows what is below', 'connect-src https://a.example/v1/', 'https://a.example', undefined ],
		[ 'with another path refuses', 'connect-src https://a.example/v2/', 'https://a.example', 'connect-src' ],
		[ 'with a wildcard does not mean the domain itself', 'connect-src *.a.example', 'https://a.example', 'connect-src' ],
		[ 'takes words in quotes for no host', 'connect-src \'unsafe-inline\'', 'https://unsafe-inline', 'connect-src' ]
	];
	it.each( rows )( '%s', ( _, policy, target, directive ) => {
		expect( refuses( policy, target ) ).toBe( directive );
	} );
} );

it( 'a title that came by HTTPS calls nobody in the clear, but for this machine', () => {
	expect( isMixedContent( meta, new URL( 'http://page-sre.toolforge.org' ) ) ).toBe( true );
	expect( isMixedContent( meta, new URL( 'http://localhost:3000' ) ) ).toBe( false );
	expect( isMixedContent( new URL( 'http://wiki.example' ), new URL( 'http://a.example' ) ) ).toBe( false );
} );
