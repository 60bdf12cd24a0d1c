// What somebody may type or send to break out: into a line of IRC, a mail's header, Markdown, wikitext, HTML, a
// spreadsheet, a template, or nothing at all.
import fc from 'fast-check';
import type { z } from 'zod';
import { contactSchema, sendPageSchema, wikiContextSchema, type Contact, type SendPage, type WikiContext } from '../../server/contract/sendPage.ts';
import type { PageContent } from '../../server/pages/page.ts';

const hostile = [
	'\r\nSubject: all clear', '\nQUIT :bye', '\r\n.\r\nMAIL FROM:<x@example.org>', '\u0000', '\u0007', '\u001B[2J', '\u000304,01red', '\u0001ACTION waves\u0001',
	'#page everybody', '##page', '#PAGE', '!op', '.kick', '@here <!channel> <@U123>', '[click](javascript:alert(1))', '<javascript:alert(1)>', '[x]: http://evil.example', '\\[x](http://evil.example)', '```', '| a | b |', '![x](http://evil.example/x.png)', '<!--', '-->',
	'{{delete}}', '{{subst:x}}', '}}{{', '|', '#REDIRECT [[x]]', '==x==', '<ref>', '[[Category:X]]', '<nowiki>', '~~~~', '<script>alert(1)</script>', '<img src=x onerror=alert(1)>', '"><svg onload=alert(1)>', '</title><script>', '</script>',
	'\' onmouseover=alert(1) x=\'', 'javascript:alert(1)', '&lt;b&gt;', '=cmd|\'/c calc\'!A1', '+1+1', '-2+3', '@SUM(1)', '\uFF1Dcmd', '\t=1', '${7*7}', '${{STATE.ACK_USER}}', '${{', '{{ .Labels.x }}', '{{7*7}}', '#{7*7}', '%s%n%x', '$(id)', '`id`', '; rm -rf /',
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

type Typed<Of> = { [ Field in keyof Required<Of> ]: fc.Arbitrary<unknown> };

// A field that the wire gets does not compile until somebody hostile fills it in here, too.

const typedContact = {
	ircNick: fc.oneof( fc.constantFrom( 'foo', '[x]', '`', '\\\\|^_{}' ), nastyUpTo( 16 ) ),
	other: nastyUpTo( 120 )
} satisfies Typed<Contact>;

const typedContext = {
	wiki: fc.oneof( fc.constant( 'enwiki' ), nasty ),
	title: nastyUpTo( 255 ),
	url: fc.oneof( fc.webUrl(), nasty.map( ( text ) => `https://x.example/${ text }` ), fc.constantFrom( 'javascript:alert(1)', 'https://a@b.example/', 'https://x.example/wiki/A' ) ),
	revision: fc.oneof( fc.nat(), fc.double() ),
	requestId: fc.oneof( fc.stringMatching( /^[A-Za-z0-9-]{1,64}$/ ), nasty ),
	skin: fc.oneof( fc.constant( 'vector-2022' ), nasty ),
	diff: fc.oneof( fc.nat(), fc.double() ),
	special: nastyUpTo( 64 ),
	target: nastyUpTo( 255 ),
	servedBy: fc.oneof( fc.constant( 'mw-web.eqiad.main-5d8f7' ), nasty ),
	browser: nastyUpTo( 300 ),
	timeZone: fc.oneof( fc.constant( 'Europe/Paris' ), nasty )
} satisfies Typed<WikiContext>;

const typedPage = {
	idempotencyKey: fc.stringMatching( /^[A-Za-z0-9_-]{16,64}$/ ),
	summary: nastyUpTo( 80 ),
	scope: nastyUpTo( 60 ),
	since: nastyUpTo( 60 ),
	details: nastyUpTo( 4000 ),
	contact: fc.record( typedContact, { requiredKeys: [] } ),
	context: fc.record( typedContext, { requiredKeys: [] } ),
	private: fc.boolean(),
	language: fc.oneof( fc.constantFrom( 'en', 'ar' ), nasty ),
	drill: fc.boolean(),
	seen: fc.array( nasty, { maxLength: 2 } ),
	seenIncidents: fc.array( nasty, { maxLength: 2 } )
} satisfies Typed<SendPage>;

/** A page as somebody hostile would fill it in; much of it is refused, some is not. */
export const nastyPage = fc.record( typedPage, { requiredKeys: [ 'idempotencyKey', 'summary', 'scope' ] } );

/** What of it each field by itself would be let through, so that the rest of the program gets to see it. */
export const nastyContent: fc.Arbitrary<PageContent> = nastyPage.map( ( typed ) => {
	const { contact = {}, context = {}, ...fields } = typed;
	const { idempotencyKey: _key, seen: _seen, seenIncidents: _incidents, drill: _drill, ...content } = sendPageSchema.parse( {
		summary: 'Login fails', scope: 'enwiki', ...letThrough( sendPageSchema.shape, fields ), idempotencyKey: 'k'.repeat( 16 ),
		contact: letThrough( contactSchema.shape, contact ), context: letThrough( wikiContextSchema.shape, context )
	} );
	return content;
} );

function letThrough( shape: Readonly<Record<string, z.ZodType>>, typed: Readonly<Record<string, unknown>> ): Record<string, unknown> {
	return Object.fromEntries( Object.entries( typed ).filter( ( [ field, value ] ) => shape[ field ]!.safeParse( value ).success ) );
}
