// The public line: what everybody may read, and nothing that a channel, a bot or a relay would obey.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { announcementText } from '../../../server/announce/announcementText.ts';
import { somePage } from './somePage.ts';

const id = '01JD3Z0000000000000000TEST';
const lineOf = ( typed: Parameters<typeof somePage>[ 0 ], isPrivate = false ): string => announcementText( { page: somePage( typed ), isPrivate } );
/** What became of the summary. */
const said = ( summary: string ): string => lineOf( { summary } ).slice( '#page '.length, -` - enwiki - Steward Foo (${ id })`.length );

describe( 'announcementText', () => {
	it( 'says what, where and who', () => {
		expect( lineOf( {} ) ).toBe( `#page Login fails for everyone - enwiki - Steward Foo (${ id })` );
	} );

	it.each( [
		[ 'line breaks', 'a\r\nQUIT\nb\rc', 'a QUIT b c' ],
		[ 'other line breaks', 'a\u2028b\u2029c\u0085d\u000Be\u000Cf', 'a b c d e f' ],
		[ 'NUL', 'a\0b', 'ab' ],
		[ 'bold, italics, reverse, underline, strike, plain', '\u0002a\u001Db\u0016c\u001Fd\u001Ee\u000Ff\u0011g', 'abcdefg' ],
		[ 'colours with their digits', '\u000304,12red\u0003 \u0003plain \u0004FF0000hex', 'red plain hex' ],
		[ 'CTCP', '\u0001ACTION dies\u0001', 'ACTION dies' ],
		[ 'C1 controls', 'a\u009Bb', 'ab' ],
		[ 'right to left', 'a\u202Eb\u2066c\u200Fd', 'abcd' ],
		[ 'zero width', 'a\u200Bb\u200Dc\uFEFFd\u2060e\u00ADf\u{E0041}g', 'abcdefg' ],
		[ 'halves of characters', 'a\uD83Db\uDE00c', 'abc' ],
		[ 'a command', '!log root forged', 'log root forged' ],
		[ 'a command behind spaces and an invisible one', ' \u200B!!log x', 'log x' ],
		[ 'a command of another bot', '.quit . !', 'quit . !' ],
		[ 'the highlight', 'please #page now', 'please page now' ],
		[ 'the highlight in any case', '#PAGE #Page #pAgE', 'page page page' ],
		[ 'the highlight in itself', '##page #pa#pagege', 'page #papagege' ],
		[ 'the highlight around an invisible character', '#pa\u200Bge #\u0002page', 'page page' ],
		[ 'the highlight inside a word', 'x#pages', 'xpages' ],
		[ 'an e-mail address', 'write to Foo.Bar+x@example.org, now', 'write to [address] now' ],
		[ 'an address around an invisible character', 'foo\u200B@example.org', '[address]' ],
		[ 'an address around the highlight', 'foo@#pageexample.org', '[address]' ],
		[ 'two addresses in one', 'a@b@c <d@e>', '[address] [address]' ],
		[ 'an address in another alphabet', 'почта@пример.рф', '[address]' ],
		[ 'no address', 'meet me @ 5 - @foo', 'meet me @ 5 - @foo' ],
		[ 'letters in two parts', 'e\u0301', '\u00E9' ],
		[ 'spaces', ' a \u00A0\u3000\t b ', 'a b' ],
		[ 'nothing that can be seen', '\u200B!. \u0002', 'A page without a word' ]
	] )( 'with %s: %j', ( _, typed, expected ) => {
		expect( said( typed ) ).toBe( expected );
	} );

	it.each( [ 'scope', 'name' ] as const )( 'treats the %s alike', ( field ) => {
		const line = lineOf( { [ field ]: '\n!log #page \u202Ea@b.c\u0003' } );
		expect( line ).toContain( ' - log page [address]' );
	} );

	it( 'says nothing of details, contact or keys', () => {
		expect( lineOf( {} ) ).not.toMatch( /typed|secret/ );
	} );

	describe( 'with more than fits', () => {
		it.each( [ 'x', 'ä', '👩‍👩‍👧'.replaceAll( '\u200D', '' ), 'e\u0323\u0308', '🇩🇪' ] )( 'cuts %j where a person would', ( character ) => {
			const line = lineOf( { summary: character.repeat( 400 ) } );
			expect( line ).toMatch( new RegExp( `^#page (${ character.normalize( 'NFC' ) })+… - enwiki - Steward Foo \\(${ id }\\)$`, 'u' ) );
			expect( Buffer.byteLength( line ) ).toBeLessThanOrEqual( 400 );
			expect( Buffer.byteLength( line ) ).toBeGreaterThan( 400 - Buffer.byteLength( character ) - 3 );
		} );

		it( 'leaves the symptom the greater half', () => {
			const line = lineOf( { summary: 's'.repeat( 900 ), scope: 'o'.repeat( 900 ), name: 'n'.repeat( 900 ) } );
			expect( Buffer.byteLength( line ) ).toBe( 400 );
			expect( line.match( /s+/ )![ 0 ].length ).toBeGreaterThan( 200 );
			expect( line.endsWith( `n… (${ id })` ) ).toBe( true );
		} );
	} );

	describe( 'with a drill', () => {
		it( 'says so first, and rings nobody', () => {
			expect( lineOf( { kind: 'drill' } ) ).toBe( `DRILL Login fails for everyone - enwiki - Steward Foo (${ id })` );
			expect( lineOf( { kind: 'drill' }, true ) ).toBe( `DRILL What they wrote is private - a member of steward (${ id })` );
		} );
	} );

	describe( 'with a private page', () => {
		const base = { verdict: 'member', name: 'Bar', verifiedAt: 0 } as const;

		it.each( [
			[ 'a grant', { ...base, standing: 'grant', source: 'globalusers', grantId: 1, grantedBy: 'Jane', reason: 'secret reason', until: 1 }, 'somebody trusted' ],
			[ 'single sign-on', { ...base, standing: 'singleSignOn', source: 'singleSignOn' }, 'somebody named by single sign-on' ]
		] as const )( 'names no group where the sender is let in by %s', ( _, membership, who ) => {
			expect( lineOf( { membership }, true ) ).toBe( `#page What they wrote is private - ${ who } (${ id })` );
		} );

		it( 'says only that there is one', () => {
			expect( lineOf( {}, true ) ).toBe( `#page What they wrote is private - a member of steward (${ id })` );
		} );

		it( 'says the same whatever was typed and whoever typed it', () => {
			fc.assert( fc.property( fc.string( { unit: 'binary' } ), fc.string(), fc.string(), ( summary, scope, name ) => {
				expect( lineOf( { summary, scope, name }, true ) ).toBe( lineOf( {}, true ) );
			} ) );
		} );
	} );

	/** Anything at all, thick with what has a meaning to somebody. */
	const typed = fc.array( fc.oneof(
		fc.string( { unit: 'binary', maxLength: 8 } ),
		fc.constantFrom( '#page', '#PAGE', '#', 'page', '!', '.', '@', 'a@b.c', '\n', '\r', '\0', '\u0003', '4,', '\u0002', '\u200B', '\u202E', '\uD800', ' ', '👩‍👩‍👧', '\u0301' ),
		fc.string( { unit: 'grapheme', maxLength: 40 } )
	), { maxLength: 30 } ).map( ( parts ) => parts.join( '' ) );

	it( 'does not make an address of what it cuts', () => {
		expect( lineOf( { scope: `${ 'x'.repeat( 56 ) }@ and more` } ) ).not.toMatch( /\S@\S/ );
	} );

	it( 'keeps every promise for anything that can be typed', () => {
		fc.assert( fc.property( typed, typed, typed, fc.string(), fc.boolean(), fc.constantFrom( 'page', 'drill' ), ( summary, scope, name, group, isPrivate, kind ) => {
			const line = lineOf( { summary, scope, name, group, kind }, isPrivate );
			expect( Buffer.byteLength( line ) ).toBeLessThanOrEqual( 400 );
			expect( line ).not.toMatch( /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/u );
			expect( line ).toMatch( kind === 'page' ? /^#page \S/ : /^DRILL \S/ );
			expect( line ).not.toMatch( /^\S+ [!.]| - [!.]/ );
			expect( line.match( /#page/gi ) ?? [] ).toHaveLength( kind === 'page' ? 1 : 0 );
			expect( line ).not.toMatch( /\S@\S/ );
			expect( line.isWellFormed() ).toBe( true );
			expect( line.endsWith( ` (${ id })` ) ).toBe( true );
		} ), { numRuns: 1000 } );
	} );
} );
