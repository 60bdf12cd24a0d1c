// Addresses of people: whatever their name, the link leads to their page and to nothing else.
import { describe, expect, it } from 'vitest';
import { personLinks } from '../../../server/wiki/links.ts';

describe( 'personLinks', () => {
	it.each( [
		[ 'Foo', 'Foo' ],
		[ 'Steward Foo', 'Steward_Foo' ],
		[ "O'Brien & Sons+1", "O'Brien_%26_Sons%2B1" ],
		[ '東京 執事', '%E6%9D%B1%E4%BA%AC_%E5%9F%B7%E4%BA%8B' ],
		[ 'Why? #1 100%', 'Why%3F_%231_100%25' ],
		[ '../Special:Log', '..%2FSpecial%3ALog' ],
		[ '"><script>', '%22%3E%3Cscript%3E' ],
		[ 'مضيف', '%D9%85%D8%B6%D9%8A%D9%81' ]
	] )( 'leads to %j', ( name, title ) => {
		expect( personLinks( 'https://meta.wikimedia.org', name ) ).toEqual( {
			talkUrl: `https://meta.wikimedia.org/wiki/User_talk:${ title }`,
			emailUrl: `https://meta.wikimedia.org/wiki/Special:EmailUser/${ title }`
		} );
	} );

	it( 'names the same person when the link is read back', () => {
		const { pathname, search, hash } = new URL( personLinks( 'https://meta.wikimedia.org', "O'Brien & Sons+1?#" ).talkUrl );
		expect( [ decodeURIComponent( pathname ), search, hash ] ).toEqual( [ "/wiki/User_talk:O'Brien_&_Sons+1?#", '', '' ] );
	} );
} );
