// Cutting text to a provider's limit: never longer, never a broken character, as much as fits.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cutText } from '../../server/cutText.ts';

describe( 'cutText', () => {
	it.each( [
		[ 'fits', 4, 'fits' ],
		[ 'too long', 6, 'too…' ],
		[ 'ääää', 7, 'ää…' ],
		// One family is 18 bytes; half of it would be another family.
		[ '👩‍👩‍👧👩‍👩‍👧', 21, '👩‍👩‍👧…' ],
		[ '👩‍👩‍👧👩‍👩‍👧', 20, '…' ],
		[ 'e\u0301e\u0301e\u0301', 7, 'e\u0301…' ]
	] )( 'makes %j of %i bytes %j', ( text, maxBytes, expected ) => {
		expect( cutText( text, maxBytes ) ).toBe( expected );
	} );

	it( 'never exceeds its limit and keeps the beginning of any text', () => {
		fc.assert( fc.property( fc.string( { unit: 'grapheme', maxLength: 50 } ), fc.integer( { min: 3, max: 60 } ), ( text, maxBytes ) => {
			const cut = cutText( text, maxBytes );
			expect( Buffer.byteLength( cut ) ).toBeLessThanOrEqual( maxBytes );
			expect( text.startsWith( cut.endsWith( '…' ) && cut !== text ? cut.slice( 0, -1 ) : cut ) ).toBe( true );
		} ) );
	} );
} );
