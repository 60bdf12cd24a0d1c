// What may be posted as a page, field by field, and what is refused rather than dropped.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sendPageSchema } from '../../../server/contract/sendPage.ts';
import { limits } from '../../../server/contract/text.ts';

const key = 'k'.repeat( 16 );
const least = { idempotencyKey: key, summary: 'Login fails', scope: 'enwiki' };

/** Dotted paths of the fields at fault. */
function faults( input: unknown ): string[] {
	const parsed = sendPageSchema.safeParse( input );
	return parsed.success ? [] : [ ...new Set( parsed.error.issues.map( ( issue ) => issue.path.join( '.' ) ) ) ];
}

describe( 'sendPageSchema', () => {
	it( 'fills in what may be left out', () => {
		expect( sendPageSchema.parse( least ) ).toEqual( { ...least, since: '', details: '', contact: {}, context: {}, private: false, language: 'en', drill: false, seen: [], seenIncidents: [] } );
	} );

	it( 'takes a page with everything', () => {
		const full = {
			...least, since: '14:05 UTC', details: 'line\nline', private: true, language: 'zh-hant-tw', drill: true, seen: [ '01J9ZK3V8M7Q2N4X6Y8Z0A1B2C' ], seenIncidents: [ 'splunk-on-call/81' ],
			contact: { ircNick: 'Foo[away]', other: 'Signal' },
			context: { wiki: 'enwiki', title: 'Main Page', url: 'https://en.wikipedia.org/wiki/Main_Page', revision: 7, requestId: 'f0e1-d2', skin: 'vector-2022', diff: 6, special: 'CentralAuth', target: 'Foo', servedBy: 'mw-web.eqiad.main-x', browser: 'Mozilla/5.0', timeZone: 'Europe/Paris' }
		};
		expect( sendPageSchema.parse( full ) ).toEqual( full );
	} );

	it.each( [
		[ 'summary', 80 ], [ 'scope', 60 ], [ 'since', 60 ], [ 'details', 4000 ]
	] as const )( 'takes %s up to %i code points and not one more', ( field, limit ) => {
		expect( limits[ field ] ).toBe( limit );
		expect( faults( { ...least, [ field ]: '😀'.repeat( limit ) } ) ).toEqual( [] );
		expect( faults( { ...least, [ field ]: '😀'.repeat( limit + 1 ) } ) ).toEqual( [ field ] );
	} );

	it.each( [
		[ 'contact.other', 120, ( other: string ) => ( { contact: { other } } ) ],
		[ 'context.title', 255, ( title: string ) => ( { context: { title } } ) ]
	] as const )( 'takes %s up to %i code points and not one more', ( field, limit, input ) => {
		expect( faults( { ...least, ...input( 'é'.repeat( limit ) ) } ) ).toEqual( [] );
		expect( faults( { ...least, ...input( 'é'.repeat( limit + 1 ) ) } ) ).toEqual( [ field ] );
	} );

	it.each( [
		[ 'summary', 'four' ], [ 'summary', '' ], [ 'scope', ' ' ], [ 'summary', 'two\nlines' ], [ 'scope', 'two\nlines' ], [ 'since', 'two\nlines' ]
	] )( 'refuses %s = %j', ( field, value ) => {
		expect( faults( { ...least, [ field ]: value } ) ).toEqual( [ field ] );
	} );

	it.each( [ [ 'idempotencyKey' ], [ 'summary' ], [ 'scope' ] ] )( 'cannot do without %s', ( field ) => {
		expect( faults( { ...least, [ field ]: undefined } ) ).toEqual( [ field ] );
	} );

	describe( 'ircNick', () => {
		it.each( [ 'a', 'Foo', '_foo_', '[foo]', '`foo`', '^', '{|}', '\\o', 'foo-bar', 'x0123456789abcde' ] )( 'may be %j', ( ircNick ) => {
			expect( faults( { ...least, contact: { ircNick } } ) ).toEqual( [] );
		} );

		it.each( [
			'', '1foo', '-foo', 'foo bar', 'foo!', 'foo@host', 'foo.bar', 'fóo', '東京', '#foo', 'foo\n', 'foo\r\nQUIT', 'x'.repeat( 17 ), ' foo'
		] )( 'may not be %j', ( ircNick ) => {
			expect( faults( { ...least, contact: { ircNick } } ) ).toEqual( [ 'contact.ircNick' ] );
		} );
	} );

	describe( 'idempotencyKey', () => {
		it.each( [ 'k'.repeat( 16 ), 'k'.repeat( 64 ), '0123456789-_aZ-_', '7f0c1ab2-2e39-4c1f-8d5a-1b2c3d4e5f60' ] )( 'may be %j', ( idempotencyKey ) => {
			expect( faults( { ...least, idempotencyKey } ) ).toEqual( [] );
		} );

		it.each( [ '', 'k'.repeat( 15 ), 'k'.repeat( 65 ), `${ 'k'.repeat( 16 ) }\n`, 'k k k k k k k k k', 'ключключключключ', 1234567890123456 ] )( 'may not be %j', ( idempotencyKey ) => {
			expect( faults( { ...least, idempotencyKey } ) ).toEqual( [ 'idempotencyKey' ] );
		} );
	} );

	describe( 'context', () => {
		it.each( [
			'https://en.wikipedia.org/wiki/Main_Page', 'http://localhost:3001/w/index.php?title=Foo&diff=1#top', 'https://ja.wikipedia.org/wiki/東京'
		] )( 'may say it was at %s', ( url ) => {
			expect( faults( { ...least, context: { url } } ) ).toEqual( [] );
		} );

		it.each( [
			'javascript:alert(1)', 'data:text/html,x', 'file:///etc/passwd', 'ftp://example.org/', '//example.org/', '/wiki/Main_Page', 'example.org', '',
			'https://user@example.org/', 'https://:secret@example.org/', 'https://', 'https://exa mple.org/', 'https://example.org/a\nb', `https://example.org/${ 'a'.repeat( 2000 ) }`
		] )( 'may not say it was at %j', ( url ) => {
			expect( faults( { ...least, context: { url } } ) ).toEqual( [ 'context.url' ] );
		} );

		it( 'is told as a browser would ask for it, in ASCII: nothing in it is hidden or reordered', () => {
			const told = ( url: string ): string | undefined => sendPageSchema.parse( { ...least, context: { url } } ).context.url;
			expect( told( 'https://ja.example/wiki/東京?x=\u202E' ) ).toBe( 'https://ja.example/wiki/%E6%9D%B1%E4%BA%AC?x=%E2%80%AE' );
			expect( told( 'https://meta.example/wiki/A_(b)?c=d#e' ) ).toBe( 'https://meta.example/wiki/A_(b)?c=d#e' );
			expect( faults( { ...least, context: { url: `https://x.example/${ '東'.repeat( 400 ) }` } } ) ).toEqual( [ 'context.url' ] );
		} );

		it.each( [
			[ 'wiki', 'EnWiki' ], [ 'wiki', '' ], [ 'wiki', 'w'.repeat( 65 ) ], [ 'revision', 0 ], [ 'revision', -1 ], [ 'revision', 1.5 ], [ 'revision', '7' ],
			[ 'revision', 2 ** 53 ], [ 'requestId', 'a b' ], [ 'requestId', 'a'.repeat( 65 ) ], [ 'skin', 'Vector' ]
		] )( 'may not say %s = %j', ( field, value ) => {
			expect( faults( { ...least, context: { [ field ]: value } } ) ).toEqual( [ `context.${ field }` ] );
		} );
	} );

	it.each( [ 'EN', 'e', 'en_GB', 'en-', '../en', '' ] )( 'knows no language %j', ( language ) => {
		expect( faults( { ...least, language } ) ).toEqual( [ 'language' ] );
	} );

	it.each( [
		[ { ...least, urgent: true }, [ '' ], [ 'urgent' ] ],
		[ { ...least, contact: { email: 'x' } }, [ 'contact' ], [ 'email' ] ],
		[ { ...least, context: { cookies: 'x' } }, [ 'context' ], [ 'cookies' ] ],
		[ JSON.parse( `{ "idempotencyKey": "${ key }", "summary": "Login fails", "scope": "enwiki", "__proto__": { "urgent": true } }` ) as object, [ '' ], [ '__proto__' ] ]
	] )( 'refuses a field it does not know instead of dropping it: %j', ( input, paths, keys ) => {
		const { error } = sendPageSchema.safeParse( input );
		expect( error?.issues.map( ( issue ) => issue.path.join( '.' ) ) ).toEqual( paths );
		expect( error?.issues.map( ( issue ) => issue.code === 'unrecognized_keys' && issue.keys ) ).toEqual( [ keys ] );
	} );

	it( 'gives the same again when its own result is parsed', () => {
		const pages = fc.record( {
			idempotencyKey: fc.stringMatching( /^[A-Za-z0-9_-]{16,64}$/ ),
			summary: fc.string( { unit: 'grapheme', minLength: 5, maxLength: 90 } ),
			scope: fc.string( { minLength: 1 } ),
			details: fc.string( { unit: 'binary' } )
		} );
		fc.assert( fc.property( pages, ( page ) => {
			const parsed = sendPageSchema.safeParse( page );
			if ( parsed.success ) {
				expect( sendPageSchema.safeParse( parsed.data ) ).toEqual( { success: true, data: parsed.data } );
			}
		} ) );
	} );

	it( 'never throws', () => {
		fc.assert( fc.property( fc.oneof( fc.anything(), fc.jsonValue(), fc.object( { key: fc.constantFrom( ...Object.keys( least ), 'contact', 'context' ) } ) ), ( input ) => {
			expect( typeof sendPageSchema.safeParse( input ).success ).toBe( 'boolean' );
		} ) );
	} );

	it.each( [
		[ 'what is no id of a page', [ 'yesterday' ] ], [ 'more than anybody can have seen', Array.from( { length: 501 }, () => '01J9ZK3V8M7Q2N4X6Y8Z0A1B2C' ) ]
	] )( 'takes as seen only pages, and only so many: %s', ( _what, seen ) => {
		expect( faults( { ...least, seen } )[ 0 ] ).toMatch( /^seen/ );
	} );
} );
