// Promises of the message renderer: parameters, plurals in CLDR's order and genders as translators know them.
import { describe, expect, it } from 'vitest';
import { plainText, renderMessage } from '../../../gadget/panel/renderMessage.ts';
import type { Parameter } from '../../../gadget/panel/renderMessage.ts';

function rendered( template: string, parameters: Parameter[], language: string ): string {
	return renderMessage( template, parameters, language ).map( ( part ) =>
		typeof part === 'string' ? part : `<${ 'name' in part ? part.name : part.href }>` ).join( '' );
}

const arabic = '{{PLURAL:$1|zero|one|two|few|many|other}}';

describe( 'renderMessage', () => {
	it.each<[ string, string, Parameter[], string, string ]>( [
		[ 'nothing to do', 'Plain.', [], 'en', 'Plain.' ],
		[ 'parameters in any order', '$2 before $1', [ 'a', 'b' ], 'en', 'b before a' ],
		[ 'a parameter that nobody gave', 'see $1', [], 'en', 'see $1' ],
		[ 'a name, kept apart', 'by $1.', [ { name: 'עמית' } ], 'en', 'by <עמית>.' ],
		[ 'a name that looks like a parameter', 'by $1.', [ { name: '$1' } ], 'en', 'by <$1>.' ],
		[ 'a name that looks like a plural', 'by $1.', [ { name: '{{PLURAL:$1|x|y}}' } ], 'en', 'by <{{PLURAL:$1|x|y}}>.' ],
		[ 'a link', 'to $1', [ { text: 'x', href: 'mailto:x' } ], 'en', 'to <mailto:x>' ],
		[ 'English one', '{{PLURAL:$1|$1 person is|$1 people are}} ringing', [ 1 ], 'en', '1 person is ringing' ],
		[ 'English other', '{{PLURAL:$1|$1 person is|$1 people are}} ringing', [ 3 ], 'en', '3 people are ringing' ],
		[ 'English zero', '{{PLURAL:$1|one|other}}', [ 0 ], 'en', 'other' ],
		[ 'French zero', '{{PLURAL:$1|un|autres}}', [ 0 ], 'fr', 'un' ],
		[ 'French millions with two forms', '{{PLURAL:$1|un|autres}}', [ 1000000 ], 'fr', 'autres' ],
		[ 'Japanese, one form', '残り{{PLURAL:$1|$1文字}}', [ 1 ], 'ja', '残り1文字' ],
		[ 'Arabic zero', arabic, [ 0 ], 'ar', 'zero' ],
		[ 'Arabic one', arabic, [ 1 ], 'ar', 'one' ],
		[ 'Arabic two', arabic, [ 2 ], 'ar', 'two' ],
		[ 'Arabic few', arabic, [ 7 ], 'ar', 'few' ],
		[ 'Arabic many', arabic, [ 80 ], 'ar', 'many' ],
		[ 'Arabic other', arabic, [ 100 ], 'ar', 'other' ],
		[ 'Arabic with fewer forms than it has', '{{PLURAL:$1|a|b}}', [ 7 ], 'ar', 'b' ],
		[ 'Polish few', '{{PLURAL:$1|one|few|many}}', [ 3 ], 'pl', 'few' ],
		[ 'numbers in the reader’s digits', '$1', [ 4000 ], 'de', '4.000' ],
		[ 'a man', '{{GENDER:$1|he|she|they}}', [ 'male' ], 'en', 'he' ],
		[ 'a woman', '{{GENDER:$1|he|she|they}}', [ 'female' ], 'en', 'she' ],
		[ 'a person who did not say', '{{GENDER:$1|he|she|they}}', [ 'unknown' ], 'en', 'they' ],
		[ 'a person who did not say, with two forms', '{{GENDER:$1|he|she}}', [ 'unknown' ], 'en', 'he' ],
		[ 'plural and gender together', '{{GENDER:$2|er|sie}}: {{PLURAL:$1|$1 Seite|$1 Seiten}}', [ 2, 'female' ], 'de', 'sie: 2 Seiten' ],
		[ 'any other magic, left alone', '{{GRAMMAR:genitive|x}}', [], 'en', '{{GRAMMAR:genitive|x}}' ]
	] )( 'renders %s', ( _what, template, parameters, language, expected ) => {
		expect( rendered( template, parameters, language ) ).toBe( expected );
	} );
} );

describe( 'plainText', () => {
	it( 'isolates a name, so that it cannot turn the line around', () => {
		expect( plainText( renderMessage( 'by $1.', [ { name: 'עמית' } ], 'en' ) ) ).toBe( 'by \u2068עמית\u2069.' );
	} );
} );
