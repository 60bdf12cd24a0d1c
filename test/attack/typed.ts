// What somebody may type or send to break out: into a line of IRC, a mail's header, Markdown, wikitext, HTML, a
// spreadsheet, a template, or nothing at all.
import fc from 'fast-check';

const hostile = [
	'\r\nSubject: all clear', '\nQUIT :bye', '\r\n.\r\nMAIL FROM:<x@example.org>', '\u0000', '\u0007', '\u001B[2J', '\u000304,01red', '\u0001ACTION waves\u0001',
	'#page everybody', '##page', '#PAGE', '!op', '.kick', '@here <!channel> <@U123>', '[click](javascript:alert(1))', '![x](http://evil.example/x.png)', '<!--', '-->',
	'{{delete}}', '[[Category:X]]', '<nowiki>', '~~~~', '<script>alert(1)</script>', '<img src=x onerror=alert(1)>', '"><svg onload=alert(1)>', '</title><script>', '</script>',
	'\' onmouseover=alert(1) x=\'', 'javascript:alert(1)', '&lt;b&gt;', '=cmd|\'/c calc\'!A1', '+1+1', '-2+3', '@SUM(1)', '\uFF1Dcmd', '\t=1', '${7*7}', '{{7*7}}', '#{7*7}', '%s%n%x', '$(id)', '`id`', '; rm -rf /',
	'\u202Egnp.exe', '\u2066\u2067\u2069', '\u200B\u200C\u200D\uFEFF', 'e\u0301'.repeat( 30 ), 'Z\u0351\u036F\u0337'.repeat( 20 ), '\u{E0041}\u{E007F}', '\uD800', '\uDFFF', '\u2028', '\u2029', '\u0085',
	'👨‍👩‍👧‍👦', 'ﷺ'.repeat( 20 ), '\u0130\u0131', 'ß'.repeat( 40 ), '__proto__', 'constructor', '../../etc/passwd', '%0d%0aSet-Cookie:x=1', '\\', '\\u0000', '"', '\'', 'NaN', 'null', '1e999'
];

/** Something that is meant to break out, alone or amid harmless words. */
export const nasty: fc.Arbitrary<string> = fc.oneof(
	{ weight: 4, arbitrary: fc.array( fc.oneof( fc.constantFrom( ...hostile ), fc.string( { unit: 'binary', maxLength: 12 } ), fc.constant( 'Login fails' ) ), { minLength: 1, maxLength: 5 } ).map( ( parts ) => parts.join( ' ' ) ) },
	{ weight: 1, arbitrary: fc.string( { unit: 'grapheme', maxLength: 120 } ) },
	{ weight: 1, arbitrary: fc.constantFrom( ...hostile ) }
);

/** The same, within so many code points, as a form would let it through. */
const nastyUpTo = ( max: number ): fc.Arbitrary<string> => nasty.map( ( text ) => Array.from( text ).slice( 0, max ).join( '' ) );

/** A page as somebody hostile would fill it in; much of it is refused, some is not. */
export const nastyPage = fc.record( {
	idempotencyKey: fc.stringMatching( /^[A-Za-z0-9_-]{16,64}$/ ),
	summary: nastyUpTo( 80 ),
	scope: nastyUpTo( 60 ),
	since: nastyUpTo( 60 ),
	details: nastyUpTo( 4000 ),
	contact: fc.record( { ircNick: fc.oneof( fc.constantFrom( 'foo', '[x]', '`' ), nastyUpTo( 16 ) ), other: nastyUpTo( 120 ) }, { requiredKeys: [] } ),
	context: fc.record( {
		wiki: fc.oneof( fc.constant( 'enwiki' ), nasty ),
		title: nastyUpTo( 255 ),
		url: fc.oneof( fc.webUrl(), nasty.map( ( text ) => `https://x.example/${ text }` ), fc.constantFrom( 'javascript:alert(1)', 'https://a@b.example/' ) ),
		revision: fc.oneof( fc.nat(), fc.double() ),
		special: nastyUpTo( 64 ),
		target: nastyUpTo( 255 ),
		browser: nastyUpTo( 300 )
	}, { requiredKeys: [] } ),
	private: fc.boolean()
}, { requiredKeys: [ 'idempotencyKey', 'summary', 'scope' ] } );
