// What wakes somebody: a first line for the smallest screen, and a body that answers in order. Nothing
// that a sender types may reorder it, hide in it, or break out of its line.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sendPageSchema } from '../../../server/contract/sendPage.ts';
import { composeAlert } from '../../../server/pages/alertText.ts';
import type { Page, PageContent } from '../../../server/pages/page.ts';
import type { Alert } from '../../../server/pages/provider.ts';
import { personLinks } from '../../../server/wiki/links.ts';
import { acceptedAt, domainPage } from './aPage.ts';

const settings = {
	publicUrl: 'https://page-sre.example.org', wikiUrl: 'https://meta.wikimedia.org', ircChannel: '#wikimedia-sre on Libera.Chat',
	personLinks: ( name: string ) => personLinks( 'https://meta.wikimedia.org', name )
};
const alertOf = ( content: Partial<PageContent> = {}, page: Partial<Page> = {} ): Alert =>
	composeAlert( domainPage( content, page ), page.round ?? 1, settings );
const length = ( text: string ): number => Array.from( text ).length;
const segmenter = new Intl.Segmenter( 'en', { granularity: 'grapheme' } );
const graphemes = ( text: string ): string[] => [ ...segmenter.segment( text ) ].map( ( { segment } ) => segment );
const by = ( name: string ): Partial<Page> => ( { sender: { centralId: 50001, name, email: null } } );

const evidence = { verdict: 'member', name: 'Bar', source: 'globalusers', verifiedAt: acceptedAt - 30_000 } as const;
const granted = { ...evidence, standing: 'grant', grantId: 1, grantedBy: 'Jane SRE', reason: 'runs the\nlogin bot', until: acceptedAt + 86_400_000 } as const;
const named = ( name: string, email: string | null ): Partial<Page> => ( {
	sender: { centralId: -1, name, email }, membership: { ...evidence, standing: 'singleSignOn', source: 'singleSignOn' }
} );

describe( 'The first line of an alert', () => {
	it( 'is the symptom, then where, then who', () => {
		expect( alertOf().firstLine ).toBe( 'Login fails for everyone - enwiki - Steward Foo' );
	} );

	it.each( [
		[ 'Foo', 'Steward Foo' ], [ 'steward of all', 'steward of all' ], [ '東京 執事', 'Steward 東京 執事' ], [ "O'Brien & Sons+1", "Steward O'Brien & Sons+1" ]
	] )( 'says why %j is believed, once', ( name, who ) => {
		expect( alertOf( {}, by( name ) ).firstLine ).toBe( `Login fails for everyone - enwiki - ${ who }` );
	} );

	it( 'says of whoever was let in by a grant that they are trusted, and claims no group', () => {
		expect( alertOf( {}, { ...by( 'Bar' ), membership: granted } ).firstLine ).toBe( 'Login fails for everyone - enwiki - Trusted Bar' );
	} );

	it( 'has the bare name of whom a single sign-on has named', () => {
		expect( alertOf( {}, named( 'jdoe', null ) ).firstLine ).toBe( 'Login fails for everyone - enwiki - jdoe' );
	} );

	const long: [ string, string ][] = [
		[ 'Latin', 'Nobody can save any edit on any of the wikis since the deployment of just now!!' ],
		[ 'Arabic', 'لا يستطيع أحد تسجيل الدخول إلى أي من الويكيات منذ نصف ساعة وكل الصفحات لا تعمل الآن'.slice( 0, 80 ) ],
		[ 'Japanese', '全てのウィキでログインできません。'.repeat( 5 ).slice( 0, 80 ) ],
		[ 'emoji families', '👩‍👩‍👧‍👦'.repeat( 11 ) ],
		[ 'flags', '🇩🇪'.repeat( 40 ) ],
		[ 'combining marks', 'e\u0323\u0302'.repeat( 26 ) ],
		[ 'Devanagari', 'क्षि'.repeat( 20 ) ]
	];
	const longScope = 'enwiki, dewiki, frwiki, jawiki and probably all the others';
	const longName = 'Ein sehr langer Benutzername 😀 der nicht aufhört und nicht aufhört';

	it.each( long )( 'has at most 100 characters, whole ones, and ends with who: %s', ( _script, summary ) => {
		const { firstLine } = alertOf( { summary, scope: longScope }, by( longName ) );
		expect( length( firstLine ) ).toBeLessThanOrEqual( 100 );
		expect( firstLine ).toMatch( /^.+ - enwiki, dewiki, \S*\.\.\. - Steward Ein sehr langer \S*\.\.\.$/ );
		const symptom = firstLine.split( ' - enwiki' )[ 0 ]!.replace( /\.\.\.$/, '' );
		expect( graphemes( summary ).slice( 0, graphemes( symptom ).length ).join( '' ) ).toContain( symptom );
		expect( graphemes( symptom ).at( -1 ) ).toBe( graphemes( summary )[ graphemes( symptom ).length - 1 ] );
		expect( length( symptom ) ).toBeGreaterThan( 25 );
	} );

	it( 'cuts nothing that fits exactly', () => {
		// 100 - length of ' - enwiki - Steward Foo'
		const summary = 'x'.repeat( 77 );
		expect( alertOf( { summary } ).firstLine ).toBe( `${ summary } - enwiki - Steward Foo` );
		expect( alertOf( { summary: `${ summary }y` } ).firstLine ).toBe( `${ 'x'.repeat( 74 ) }... - enwiki - Steward Foo` );
	} );

	it( 'has no address and no id of ours', () => {
		const { firstLine, recordUrl, dedupKey } = alertOf( { context: { url: 'https://en.wikipedia.org/wiki/X', requestId: 'r-1' } } );
		expect( [ recordUrl, dedupKey, domainPage().id, 'https:', 'r-1' ].filter( ( part ) => firstLine.includes( part ) ) ).toEqual( [] );
	} );

	it.each( [
		[ '“Log‐in” fails… – ‘again’ « now »', '"Log-in" fails... - \'again\' " now "' ], [ 'no\u00A0break', 'no break' ], [ 'Café', 'Café' ]
	] )( 'is spelt so that an SMS stays one: %j', ( summary, shown ) => {
		expect( alertOf( { summary } ).firstLine ).toBe( `${ shown } - enwiki - Steward Foo` );
	} );
} );

describe( 'Text of the sender', () => {
	it.each( [
		[ 'line feeds', 'Login\nfails\r\nnow' ], [ 'line separators', 'Login\u2028fails\u2029now' ], [ 'tabs and runs of space', ' Login\t fails   now ' ],
		[ 'controls', 'Login\u0000fails\u001B\u0007now' ], [ 'IRC formatting', 'Login\u0002fails\u000304\u000Fnow'.replace( '04', '' ) ],
		[ 'bidi overrides', 'Login\u202Efails\u202Cnow' ], [ 'bidi isolates', 'Login\u2066fails\u2069now' ], [ 'marks of direction', 'Login\u200Efails\u200Fnow' ],
		[ 'zero-width spaces', 'Login\u200Bfails\uFEFFnow' ], [ 'tag characters', 'Login\u{E0041}fails\u{E007F}now' ], [ 'word joiners', 'Login\u2060fails\u2064now' ]
	] )( 'stays in its line without %s', ( _what, summary ) => {
		const alert = alertOf( { summary } );
		expect( alert.firstLine ).toBe( 'Login fails now - enwiki - Steward Foo' );
		expect( alert.body.split( '\n' ) ).toContain( 'Login fails now' );
	} );

	it( 'keeps the joiners that scripts are written with', () => {
		for ( const summary of [ 'نمی\u200Cتوان وارد شد', 'क्\u200Dष is broken', '👩\u200D💻 is broken' ] ) {
			expect( alertOf( { summary } ).firstLine ).toContain( summary );
		}
	} );

	it( 'cannot speak as one of our lines', () => {
		const forged = 'x\nFrom: Jimbo, member of staff';
		const { body } = alertOf( { scope: forged, since: forged, contact: { other: forged }, context: { title: forged } }, by( forged ) );
		expect( body.split( '\n' ).filter( ( line ) => line.startsWith( 'From: ' ) ) ).toEqual( [ expect.stringMatching( /^From: x From: Jimbo/ ) ] );
	} );

	it( 'is broken into lines only where it may be', () => {
		expect( alertOf( { details: 'one\n\n  two\u202E \n\u0000' } ).body ).toContain( '\n\none\n\n  two\n\n' );
	} );

	it( 'never brings a control character, nor more than 100 characters, nor another line, into the first line', () => {
		fc.assert( fc.property( fc.string( { unit: 'binary', maxLength: 80 } ), fc.string( { unit: 'grapheme', maxLength: 60 } ), fc.string( { unit: 'binary', maxLength: 60 } ), ( summary, scope, name ) => {
			const { firstLine, body } = alertOf( { summary, scope, details: summary }, by( name ) );
			expect( length( firstLine ) ).toBeLessThanOrEqual( 100 );
			expect( firstLine ).not.toMatch( /[\p{Cc}\u2028\u2029\u202A-\u202E\u2066-\u2069]/u );
			expect( body.replaceAll( '\n', '' ) ).not.toMatch( /[\p{Cc}\u2028\u2029\u202A-\u202E\u2066-\u2069]/u );
		} ) );
	} );
} );

describe( 'Where they were on the wiki', () => {
	const about = ( context: NonNullable<Parameters<typeof alertOf>[ 0 ]>[ 'context' ] ): string[] => {
		const lines = alertOf( { context } ).body.split( '\n' );
		return lines.slice( lines.indexOf( 'Where they were on the wiki:' ) + 1, lines.findIndex( ( line ) => line.startsWith( 'Accepted' ) ) );
	};
	const whole = {
		wiki: 'enwiki', title: 'Cats', url: 'https://en.wikipedia.org/w/index.php?title=Cats&diff=7&oldid=5', revision: 7, requestId: 'r-1', skin: 'minerva',
		diff: 5, special: 'CentralAuth', target: 'User\u202E:X', servedBy: 'mw1.eqiad', browser: 'Firefox\n128', timeZone: 'Europe/Paris'
	};

	it( 'is told from the place to the browser, each in its line, with the comparison as a link', () => {
		expect( about( whole ) ).toEqual( [
			'Wiki: enwiki', 'Title: Cats', `URL: ${ whole.url }`, 'Special title: CentralAuth', 'About: User :X', 'Revision: 7', 'Compared with: 5',
			'Comparison: https://en.wikipedia.org/wiki/Special:Diff/5/7', 'Served by: mw1.eqiad', 'Request id: r-1', 'Skin: minerva',
			'Browser: Firefox 128', 'Their time zone: Europe/Paris'
		] );
	} );

	it.each( [ { url: undefined }, { url: 'https://example.org/other/Cats' }, { revision: undefined }, { diff: undefined } ] )( 'has no link to a comparison that cannot be known: %j', ( change ) => {
		expect( about( { ...whole, ...change } ).join( '\n' ) ).not.toContain( 'Special:Diff' );
	} );
} );

describe( 'The body of an alert', () => {
	const full = (): string[] => alertOf( {
		since: '14:00 UTC', details: 'Error 500\non every page', contact: { ircNick: 'foo', other: 'Signal: foo.42' },
		context: { wiki: 'enwiki', title: 'Main Page', url: 'https://en.wikipedia.org/wiki/Main_Page', revision: 7, requestId: 'r-1', skin: 'minerva' }
	} ).body.split( '\n' );

	it( 'answers in the order in which an engineer asks', () => {
		expect( full() ).toEqual( [
			'Answer: foo in #wikimedia-sre on Libera.Chat',
			'',
			'Login fails for everyone',
			'Where: enwiki',
			'Since: 14:00 UTC',
			'',
			'Error 500',
			'on every page',
			'',
			'From: Steward Foo, member of steward (asked at the wiki 2026-11-23 14:05 UTC)',
			'Also: Signal: foo.42',
			'Talk page: https://meta.wikimedia.org/wiki/User_talk:Steward_Foo',
			'E-mail: https://meta.wikimedia.org/wiki/Special:EmailUser/Steward_Foo',
			'',
			'Where they were on the wiki:',
			'Wiki: enwiki',
			'Title: Main Page',
			'URL: https://en.wikipedia.org/wiki/Main_Page',
			'Revision: 7',
			'Request id: r-1',
			'Skin: minerva',
			'Accepted: 2026-11-23 14:05 UTC',
			'Record: https://page-sre.example.org/sre/pages/01JDCWZ5X0000000000000000A'
		] );
	} );

	it( 'says what was not said', () => {
		const { body } = alertOf();
		expect( body ).toContain( 'Since: not said' );
		expect( body ).toContain( 'No details were given.' );
		expect( body ).toMatch( /^Answer: https:\/\/meta\.wikimedia\.org\/wiki\/User_talk:Steward_Foo \(no IRC nick given\)\n/ );
		expect( body ).not.toContain( 'Where they were on the wiki' );
	} );

	const fromOf = ( page: Partial<Page>, content: Partial<PageContent> = {} ): string[] =>
		alertOf( content, page ).body.split( '\n' ).filter( ( line ) => /^(Answer|From|Trusted by|Also|Talk page|E-mail): /.test( line ) );

	it.each( [
		[ 1, '1 min' ], [ 60_000, '1 min' ], [ 60_001, '2 min' ], [ 59 * 60_000, '59 min' ], [ 59 * 60_000 + 1, '1 h' ], [ 3 * 3_600_000, '3 h' ],
		[ 48 * 3_600_000, '48 h' ], [ 48 * 3_600_000 + 1, '3 days' ], [ 7 * 86_400_000, '7 days' ]
	] )( 'says how old our own record is where the wiki did not answer: %i ms, %s', ( age, shown ) => {
		const membership = { ...evidence, standing: 'group', group: 'steward', source: 'roster', verifiedAt: acceptedAt - age } as const;
		expect( fromOf( { membership } )[ 1 ] ).toBe( `From: Steward Foo, member of steward (membership last confirmed ${ shown } ago; the wiki did not answer)` );
	} );

	it( 'says who trusts the holder of a grant, why, and until when', () => {
		expect( fromOf( { ...by( 'Bar' ), membership: granted } ) ).toEqual( [
			'Answer: https://meta.wikimedia.org/wiki/User_talk:Bar (no IRC nick given)',
			'From: Bar, trusted until 2026-11-24 14:05 UTC (asked at the wiki 2026-11-23 14:05 UTC)',
			'Trusted by: Jane SRE, because: runs the login bot',
			'Talk page: https://meta.wikimedia.org/wiki/User_talk:Bar',
			'E-mail: https://meta.wikimedia.org/wiki/Special:EmailUser/Bar'
		] );
		expect( fromOf( { membership: { ...granted, source: 'roster', verifiedAt: acceptedAt - 7_200_000 } } )[ 1 ] )
			.toBe( 'From: Steward Foo, trusted until 2026-11-24 14:05 UTC (account last confirmed 2 h ago; the wiki did not answer)' );
	} );

	it( 'answers by the e-mail of whom a single sign-on has named, who has no page on the wiki', () => {
		expect( fromOf( named( 'jdoe', 'jdoe@example.org\nFrom: x' ) ) ).toEqual( [
			'Answer: jdoe@example.org From: x (no IRC nick given)',
			'From: jdoe, named by single sign-on (2026-11-23 14:05 UTC)',
			'E-mail: jdoe@example.org From: x'
		] );
		expect( fromOf( named( 'jdoe', 'jdoe@example.org' ), { contact: { ircNick: 'jd' } } )[ 0 ] ).toBe( 'Answer: jd in #wikimedia-sre on Libera.Chat' );
	} );

	it( 'answers by its record where nothing else is known', () => {
		expect( fromOf( named( 'jdoe', null ) ) ).toEqual( [
			'Answer: https://page-sre.example.org/sre/pages/01JDCWZ5X0000000000000000A (no IRC nick given)',
			'From: jdoe, named by single sign-on (2026-11-23 14:05 UTC)'
		] );
	} );

	it( 'shortens nothing', () => {
		const details = `${ 'x'.repeat( 3999 ) }!`;
		expect( alertOf( { details } ).body ).toContain( details );
	} );
} );

describe( 'An alert', () => {
	it( 'names the wiki where the sender stood, or the home wiki', () => {
		expect( alertOf( { context: { url: 'https://ja.wikipedia.org/wiki/X?y' } } ).host ).toBe( 'ja.wikipedia.org' );
		expect( alertOf().host ).toBe( 'meta.wikimedia.org' );
	} );

	it( 'has the same key in every attempt, and another for every page', () => {
		expect( alertOf().dedupKey ).toBe( 'page-sre/01JDCWZ5X0000000000000000A' );
		expect( alertOf( {}, { state: 'undelivered' } ).dedupKey ).toBe( alertOf().dedupKey );
		expect( alertOf( {}, { id: 'other' } ).dedupKey ).not.toBe( alertOf().dedupKey );
	} );

	it( 'can be made of every page that the contract lets in', () => {
		const url = fc.webUrl( { withFragments: true, withQueryParameters: true } );
		fc.assert( fc.property( fc.record( { summary: fc.string( { unit: 'binary', minLength: 5 } ), scope: fc.string( { minLength: 1 } ), context: fc.record( { url } ) } ), ( input ) => {
			const parsed = sendPageSchema.safeParse( { ...input, idempotencyKey: 'k'.repeat( 16 ) } );
			if ( parsed.success ) {
				expect( alertOf( parsed.data ).firstLine ).not.toMatch( /^ ?- / );
			}
		} ) );
	} );
} );

describe( 'The alert of a drill', () => {
	const drill = { kind: 'drill' } as const;

	it( 'says so before anything else, on the lock screen and in the text', () => {
		const { firstLine, body } = alertOf( { contact: { ircNick: 'foo' } }, drill );
		expect( firstLine ).toBe( 'DRILL Login fails for everyone - enwiki - Steward Foo' );
		expect( body.split( '\n' ).slice( 0, 2 ) ).toEqual( [ 'DRILL: this is practice, nobody needs to act.', 'Answer: foo in #wikimedia-sre on Libera.Chat' ] );
	} );

	it( 'says so however long the symptom is', () => {
		const { firstLine } = alertOf( { summary: 'x'.repeat( 80 ) }, drill );
		expect( firstLine ).toMatch( /^DRILL x+\.\.\. - enwiki - Steward Foo$/ );
		expect( length( firstLine ) ).toBe( 100 );
	} );

	it( 'is marked for services that tell urgent from not urgent; a page never is', () => {
		expect( alertOf( {}, drill ).drill ).toBe( true );
		expect( alertOf().drill ).toBeUndefined();
	} );
} );
