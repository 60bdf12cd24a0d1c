// Promises of what is pointed out before it goes out: addresses and secrets are, and what only looks like one is not,
// because nobody reads warnings that are mostly wrong.
import { describe, expect, it } from 'vitest';
import { findSensitive, takeOut } from '../../../gadget/aid/findSensitive.ts';

const hex = '0123456789abcdef';
const jwt = 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.dozjgNryP4J3jVmNHl0w5N';

describe( 'findSensitive', () => {
	it.each<[ string, string, string ]>( [
		[ 'address', 'Request from 198.51.100.7 via cp3052.esams.wmnet', '198.51.100.7' ],
		[ 'address', 'It was 203.0.113.255.', '203.0.113.255' ],
		[ 'address', 'Special:Contributions/198.51.100.7', '198.51.100.7' ],
		[ 'address', 'IP address: 2001:db8:0:653:4401:879:beb:93ae Please', '2001:db8:0:653:4401:879:beb:93ae' ],
		[ 'address', '(2001:db8::1)', '2001:db8::1' ],
		[ 'address', '2001:DB8::/32 is theirs', '2001:DB8::' ],
		[ 'email', 'Write to foo.bar+x@mail.example.org, please', 'foo.bar+x@mail.example.org' ],
		[ 'secret', `consumer secret ${ hex }${ hex }01234567`, `${ hex }${ hex }01234567` ],
		[ 'secret', `${ hex }${ hex }`, `${ hex }${ hex }` ],
		[ 'secret', 'Foo@bot:p4m2v8a0b1c2d3e4f5g6h7i8j9k0l1mn', 'p4m2v8a0b1c2d3e4f5g6h7i8j9k0l1mn' ],
		[ 'secret', `I sent ${ jwt }`, jwt ],
		[ 'secret', '-----BEGIN RSA PRIVATE KEY-----', 'RSA PRIVATE KEY' ],
		[ 'secret', `token ghp_${ 'a1'.repeat( 18 ) }`, `ghp_${ 'a1'.repeat( 18 ) }` ],
		[ 'secret', 'Authorization: Bearer abcdefghijklmnop12', 'abcdefghijklmnop12' ],
		[ 'secret', 'password: correcthorse', 'correcthorse' ],
		[ 'secret', 'my password: hunter2 does not work', 'hunter2' ],
		[ 'secret', 'Passwort = "geheim99"', 'geheim99' ],
		[ 'secret', 'enwikiSession=a1b2c3d4e5f6g7; path=/', 'a1b2c3d4e5f6g7' ],
		[ 'secret', 'api_key=A1b2C3d4E5f6', 'A1b2C3d4E5f6' ]
	] )( 'finds the %s in %s', ( kind, text, expected ) => {
		expect( findSensitive( text ) ).toEqual( [ { kind, text: expected } ] );
	} );

	it.each( [
		'ATS/9.2.6', 'MediaWiki 1.43.0-wmf.12', 'version 1.2.3.4', 'v4.3.2.1', 'Chrome/120.0.0.0 Safari/537.36', '1.2.3.4.5', '999.1.1.1',
		'10.64.0.102:3128', '127.0.0.1', '192.168.0.7',
		'12:00:00', '2026-11-27 12:00:00', 'Mon, 27 Nov 2026 12:00:00 GMT', '27:11:26:12:00:00', '00:1a:2b:3c:4d:5e', 'std::vector', 'Foo::bar()', 'a::b', '::1', 'fe80::1',
		'oldid=1234567890', 'Special:Diff/1234567890', 'T345678',
		'9a1b2c3d-4e5f-6a7b-8c9d-0e1f2a3b4c5d', '[9a1b2c3d-4e5f-6a7b-8c9d-0e1f2a3b4c5d]', 'W8f0ZgpAMEoAAF3kQbAAAAAU', 'requestid 0123456789abcdef01234567',
		`commit ${ hex }${ hex }01234567`, `sha1: ${ hex }${ hex }01234567`, `00-${ hex }${ hex }-${ hex }-01`, 'trace id: 0123456789abcdef0123456789abcdef',
		'Varnish XID 1057850940', '@foo:matrix.org', 'User:Foo@enwiki', 'noc@wikimedia.org',
		'password: reset fails for everybody', 'Passwords: nobody can change theirs', 'the token is missing', 'Session: lost again and again', 'session: 2026-11-27T12:00:00',
		'Wikimedia\\Rdbms\\DBQueryError', 'supercalifragilisticexpialidocious', '%E6%9D%B1%E4%BA%AC', 'مشكلة في تسجيل الدخول'
	] )( 'finds nothing in %s', ( text ) => {
		expect( findSensitive( text ) ).toEqual( [] );
	} );

	it( 'names each once, however often it stands there', () => {
		expect( findSensitive( '198.51.100.7 and 198.51.100.7, foo@example.org' ) ).toEqual( [
			{ kind: 'address', text: '198.51.100.7' }, { kind: 'email', text: 'foo@example.org' }
		] );
	} );

	it( 'is done with the longest text at once, whatever is in it', () => {
		for ( const piece of [ ':', 'a:', 'a', '1.', 'a@', 'password: ', 'eyJ', '0' ] ) {
			expect( findSensitive( piece.repeat( 4000 ).slice( 0, 4000 ) ).length ).toBeLessThan( 3 );
		}
	} );
} );

describe( 'takeOut', () => {
	it( 'leaves nothing of it', () => {
		expect( takeOut( 'From 198.51.100.7 (198.51.100.7) via cp3052', '198.51.100.7' ) ).toBe( 'From […] ([…]) via cp3052' );
	} );
} );
