// The rules for typed text, at their borders: what a person sees is what counts.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fieldRules, pattern, text } from '../../../server/contract/text.ts';

function rulesOf( schema: ReturnType<typeof text>, input: unknown ): unknown[] {
	const parsed = schema.safeParse( input );
	return parsed.success ? [] : parsed.error.issues.map( ( issue ) => issue.code === 'custom' ? issue.params?.rule as unknown : issue.code );
}

/** Anything a browser may post in a JSON string, lone surrogates and controls included. */
const anyString = fc.oneof(
	fc.string(), fc.string( { unit: 'binary' } ),
	fc.array( fc.constantFrom( '\uD800', '\uDC00', '\r', '\n', '\t', '\u0000', '\u0085', 'e', '\u0301', '\u200B', ' ', '\u2028', '\uFEFF', '👩‍👩‍👧', 'ﬁ' ) )
		.map( ( parts ) => parts.join( '' ) )
);

describe( 'text', () => {
	it.each( [
		[ 'CRLF', 'a\r\nb\rc', 'a\nb\nc' ],
		[ 'decomposed letters', 'e\u0301', '\u00E9' ],
		[ 'decomposed Hangul', '\u1112\u1161\u11AB', '\uD55C' ],
		[ 'an ångström sign', '\u212B', '\u00C5' ],
		[ 'space around', ' \n a b\t\u00A0\u3000', 'a b' ],
		[ 'what is fine', 'naïve 東京 👩‍👩‍👧', 'naïve 東京 👩‍👩‍👧' ],
		[ 'compatibility characters, which mean something', 'ﬁ ² ｶ', 'ﬁ ² ｶ' ]
	] )( 'puts %s into its one form', ( _what, typed, kept ) => {
		expect( text( 100, { lines: true } ).parse( typed ) ).toBe( kept );
	} );

	it.each( [
		[ 'ASCII', 'x'.repeat( 10 ), true ],
		[ 'ASCII, one more', 'x'.repeat( 11 ), false ],
		[ 'emoji of two UTF-16 units', '😀'.repeat( 10 ), true ],
		[ 'emoji, one more', '😀'.repeat( 11 ), false ],
		[ 'letters that NFC makes one', 'e\u0301'.repeat( 10 ), true ],
		[ 'letters that NFC makes one, one more', 'e\u0301'.repeat( 11 ), false ],
		[ 'with space around, which does not count', `  ${ 'x'.repeat( 10 ) }\n`, true ]
	] )( 'counts code points up to the limit: %s', ( _what, typed, allowed ) => {
		expect( rulesOf( text( 10 ), typed ) ).toEqual( allowed ? [] : [ 'tooLong' ] );
	} );

	it.each( [
		[ '', 'missing' ], [ '   ', 'missing' ], [ 'abcd', 'tooShort' ], [ ' abcd ', 'tooShort' ], [ '😀😀', 'tooShort' ], [ 'abcde', undefined ],
		// Nothing of this can be seen, so nobody would be woken by it with anything to read.
		[ '\u200B'.repeat( 5 ), 'missing' ], [ '\u2060\u00AD\u200D \u3164', 'missing' ], [ 'ab\u200B\u200B\u200B', 'tooShort' ]
	] )( 'asks for so many visible characters at least: %j', ( typed, rule ) => {
		expect( rulesOf( text( 10, { min: 5 } ), typed ) ).toEqual( rule === undefined ? [] : [ rule ] );
	} );

	it( 'may be empty when nothing is asked for', () => {
		expect( text( 10 ).parse( ' ' ) ).toBe( '' );
	} );

	it.each( [ '\u0000', '\u0007', '\u0008', '\u000B', '\u000C', '\u000E', '\u001B', '\u001F', '\u007F', '\u0080', '\u0085', '\u009F' ] )( 'refuses the control character %j, in lines too', ( control ) => {
		expect( rulesOf( text( 10 ), `a${ control }b` ) ).toEqual( [ 'controlCharacter' ] );
		expect( rulesOf( text( 10, { lines: true } ), `a${ control }b` ) ).toEqual( [ 'controlCharacter' ] );
	} );

	it.each( [ '\uD83D', '\uDE00', 'a\uDE00\uD83Db' ] )( 'refuses half of a surrogate pair: %j', ( broken ) => {
		expect( rulesOf( text( 10 ), `a${ broken }b` ) ).toEqual( [ 'controlCharacter' ] );
	} );

	it.each( [ '\n', '\r', '\r\n', '\t', '\u2028', '\u2029' ] )( 'refuses %j where one line is asked for', ( separator ) => {
		expect( rulesOf( text( 10 ), `a${ separator }b` ) ).toEqual( [ 'notOneLine' ] );
	} );

	it( 'takes line feeds and tabs where lines are allowed', () => {
		expect( rulesOf( text( 10, { lines: true } ), 'a\n\tb' ) ).toEqual( [] );
	} );

	it( 'keeps what scripts need to be written: joiners and direction marks', () => {
		expect( text( 20 ).parse( 'می\u200Cخواهم \u200Fא' ) ).toBe( 'می\u200Cخواهم \u200Fא' );
	} );

	it( 'names every rule that is broken, with the limit', () => {
		const { error } = text( 3 ).safeParse( 'a\u0000\nbcd' );
		expect( error?.issues.map( ( issue ) => issue.code === 'custom' && issue.params ) ).toEqual( [
			{ rule: 'controlCharacter' }, { rule: 'notOneLine' }, { rule: 'tooLong', limit: 3 }
		] );
	} );

	it.each( [ undefined, null, 5, true, [ 'a' ], { a: 1 } ] )( 'is a string and nothing else: %j', ( input ) => {
		expect( rulesOf( text( 10 ), input ) ).toEqual( [ 'invalid_type' ] );
	} );

	it( 'gives the same again when its own result is parsed', () => {
		fc.assert( fc.property( anyString, fc.boolean(), ( typed, lines ) => {
			const parsed = text( 200, { lines } ).safeParse( typed );
			if ( parsed.success ) {
				expect( text( 200, { lines } ).safeParse( parsed.data ) ).toEqual( { success: true, data: parsed.data } );
				expect( parsed.data ).toBe( parsed.data.normalize( 'NFC' ) );
				expect( parsed.data.isWellFormed() ).toBe( true );
			}
		} ) );
	} );

	it( 'never throws, and breaks only rules that have words', () => {
		fc.assert( fc.property( fc.oneof( anyString, fc.anything() ), ( typed ) => {
			for ( const rule of rulesOf( text( 5, { min: 2 } ), typed ) ) {
				expect( [ ...fieldRules, 'invalid_type' ] ).toContain( rule );
			}
		} ) );
	} );
} );

describe( 'pattern', () => {
	it( 'takes the whole value or nothing', () => {
		expect( rulesOf( pattern( /^[a-z]{3}$/ ), 'abc' ) ).toEqual( [] );
		expect( [ 'abc\n', ' abc', 'abcd', '' ].map( ( value ) => rulesOf( pattern( /^[a-z]{3}$/ ), value ) ) ).toEqual( Array( 4 ).fill( [ 'invalid_format' ] ) );
	} );
} );
