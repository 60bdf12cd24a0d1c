// Promise of the form's rules: they find exactly the faults that the server's contract finds.
import { describe, expect, it } from 'vitest';
import { checkDraft, checkNote, lengthOf, longest, nickPattern } from '../../../gadget/panel/checkDraft.ts';
import type { Draft } from '../../../gadget/panel/useDraft.ts';
import { faultsOf } from '../../../server/contract/faults.ts';
import { ircNickPattern, noteSchema, sendPageSchema } from '../../../server/contract/sendPage.ts';
import { limits } from '../../../server/contract/text.ts';

const good: Draft = { summary: 'Login fails', scope: 'enwiki', since: '', details: '', ircNick: '', contactOther: '', removed: '', private: false, drill: false, note: '', idempotencyKey: 'k'.repeat( 20 ) };

function asServer( draft: Draft ): string[] {
	const result = sendPageSchema.safeParse( {
		idempotencyKey: draft.idempotencyKey, summary: draft.summary, scope: draft.scope, since: draft.since, details: draft.details,
		contact: draft.ircNick.trim() ? { ircNick: draft.ircNick.trim() } : { other: draft.contactOther }
	} );
	return result.success ? [] : faultsOf( result.error ).map( ( { field, rule } ) => `${ field } ${ rule }` ).sort();
}

const texts = [
	'', ' ', 'abcd', 'abcde', ' abcd ', 'a\nb cdef', 'tab\there', 'line\u2028end', 'nul\u0000here', 'del\u007Fhere', 'c1\u0085here', 'half \uD800 pair',
	'😀'.repeat( 5 ), '😀'.repeat( 60 ), '😀'.repeat( 61 ), '😀'.repeat( 80 ), '😀'.repeat( 81 ), 'e\u0301'.repeat( 80 ), 'e\u0301'.repeat( 81 ),
	'x'.repeat( 4000 ), 'x'.repeat( 4001 ), 'מילים', 'a\r\nb\r\nc'
];
const nicks = [ 'foo', ' foo ', '1foo', '-foo', 'foo-1', '[`^{|}]', 'x'.repeat( 16 ), 'x'.repeat( 17 ), 'föö', 'a b' ];

const cases: [ string, Draft ][] = [
	...( [ 'summary', 'scope', 'since', 'details' ] as const ).flatMap( ( field ) =>
		texts.map( ( text ): [ string, Draft ] => [ `${ field } ${ JSON.stringify( text ).slice( 0, 30 ) }`, { ...good, [ field ]: text } ] ) ),
	...texts.map( ( text ): [ string, Draft ] => [ `contact ${ JSON.stringify( text ).slice( 0, 30 ) }`, { ...good, contactOther: text } ] ),
	...nicks.map( ( ircNick ): [ string, Draft ] => [ `nick ${ ircNick }`, { ...good, ircNick } ] )
];

describe( 'checkDraft', () => {
	it.each( cases )( 'agrees with the server about %s', ( _what, draft ) => {
		expect( checkDraft( draft ).map( ( { field, rule } ) => `${ field } ${ rule }` ).sort() ).toEqual( asServer( draft ) );
	} );

	it( 'repeats the contract’s numbers and patterns', () => {
		expect( limits ).toMatchObject( longest );
		expect( nickPattern.source ).toBe( ircNickPattern.source );
	} );

	it( 'names every fault at once, with its limit', () => {
		expect( checkDraft( { ...good, summary: 'abc', scope: '', since: 'x'.repeat( 61 ) } ) ).toEqual( [
			{ field: 'summary', rule: 'tooShort', limit: 5 },
			{ field: 'scope', rule: 'missing', limit: 1 },
			{ field: 'since', rule: 'tooLong', limit: 60 }
		] );
	} );
} );

describe( 'lengthOf', () => {
	it( 'counts what a person sees as characters, without the space around', () => {
		expect( lengthOf( ' 😀é ' ) ).toBe( 2 );
		expect( lengthOf( 'e\u0301' ) ).toBe( 1 );
	} );
} );

describe( 'checkNote', () => {
	it.each( [ ...texts, 'x'.repeat( 1000 ), 'x'.repeat( 1001 ) ] )( 'finds what the server finds in %j', ( note ) => {
		const result = noteSchema.safeParse( { text: note } );
		const rules = result.success ? [] : result.error.issues.map( ( issue ) => ( issue as { params?: { rule?: string } } ).params?.rule );
		expect( checkNote( { ...good, note } ).map( ( { rule } ) => rule ) ).toEqual( rules );
	} );
} );
