// A page as a responder reads it: all that helps, in words, and text of others as text.
import { JSDOM } from 'jsdom';
import { describe, expect, it } from 'vitest';
import type { PageEvent } from '../../../../server/contract/page.ts';
import { pageHtml, type PageReading } from '../../../../server/http/responders/pageHtml.ts';
import type { NewPageEvent, Page, PageContent } from '../../../../server/pages/page.ts';
import { acceptedAt, domainPage } from '../../pages/aPage.ts';

const settings = {
	ircChannel: '#wikimedia-sre on Libera.Chat',
	personLinks: ( name: string ) => ( { talkUrl: `https://meta.example/talk/${ name }`, emailUrl: `https://meta.example/mail/${ name }` } ),
	readBack: [ 'splunk-on-call' ]
};
const person = { centralId: 60001, name: 'Responder', singleSignOn: null };
const MINUTE = 60_000;

const numbered = ( ...events: NewPageEvent[] ): PageEvent[] =>
	events.map( ( event, index ) => ( { ...event, seq: index + 1, at: new Date( acceptedAt + index * 1_000 ).toISOString() } ) );

function view( page: Page, events = numbered( { kind: 'accepted' } ), more: Partial<PageReading> = {} ): Document {
	return new JSDOM( pageHtml( { page, events, incidents: [], person, now: acceptedAt + 5 * MINUTE, ...more }, settings ) ).window.document;
}
const show = ( content: Partial<PageContent> = {}, page: Partial<Page> = {}, events?: PageEvent[] ): Document =>
	view( domainPage( content, page ), events );
const words = ( element: Element | null ): string => ( element?.textContent ?? '' ).replace( /\s+/g, ' ' ).trim();
const section = ( document: Document, id: string ): string => words( document.querySelector( `[aria-labelledby="${ id }"]` ) );
const buttons = ( document: Document ): string[] => [ ...document.querySelectorAll( 'button[name="do"]' ) ].map( words );

describe( 'The view of a page', () => {
	it( 'begins with what is broken, where and since when, and then who has it', () => {
		const text = words( show( { since: '14:00' } ).querySelector( 'article' ) );
		expect( text ).toMatch( /^Login fails for everyone Where enwiki Since 14:00 Accepted, not delivered yet 2026-11-23 14:05:30 UTC, 5 min ago/ );
	} );

	it( 'shows text of others as text', () => {
		const nasty = '<img src=x onerror=alert(1)>"\'</textarea><script>';
		const document = show(
			{ summary: nasty, scope: nasty, details: nasty, contact: { other: nasty }, context: { title: nasty } },
			{ sender: { centralId: 50001, name: nasty, email: null } },
			numbered( { kind: 'note', text: nasty, by: nasty }, { kind: 'reply', text: nasty, by: nasty }, { kind: 'delivered', provider: 'webhook', incident: nasty } )
		);
		expect( document.querySelectorAll( 'img, article script' ) ).toHaveLength( 0 );
		expect( words( document.querySelector( 'h1' ) ) ).toBe( nasty );
	} );

	it( 'marks what is private, and a drill', () => {
		expect( words( show( { private: true }, { kind: 'drill' } ).querySelector( 'article' ) ) ).toMatch( /^Drill: nobody needs to act ?Private: keep it off public channels/ );
		expect( show().querySelector( '.mark' ) ).toBeNull();
	} );

	it( 'says so where words were redacted and names erased', () => {
		const document = show( { summary: '', scope: '' }, { sender: { centralId: 0, name: '', email: null } }, numbered( { kind: 'note', text: '', by: '' } ) );
		expect( words( document.querySelector( 'h1' ) ) ).toBe( 'The words are no longer kept' );
		expect( section( document, 'sender' ) ).toMatch( /^From somebody whose name was erased/ );
		expect( section( document, 'course' ) ).toContain( 'Note by somebody whose name was erased The words are no longer kept' );
		expect( document.querySelector( '[aria-labelledby="sender"] a' ) ).toBeNull();
	} );

	it( 'tells the whole course, newest first, with times and ages', () => {
		const events = numbered(
			{ kind: 'accepted' }, { kind: 'attemptFailed', provider: 'pagerduty', reason: 'timeout', final: false },
			{ kind: 'attemptFailed', provider: 'email', reason: 'unauthorized', final: true },
			{ kind: 'delivered', provider: 'splunk-on-call', incident: '81' }, { kind: 'ringing', provider: 'splunk-on-call', people: 0 },
			{ kind: 'rerouted', provider: 'splunk-on-call', done: true }, { kind: 'ringing', provider: 'splunk-on-call', people: 2 }, { kind: 'unanswered' },
			{ kind: 'pagedAgain', round: 2, by: 'server' }, { kind: 'note', text: 'It is worse', by: null }, { kind: 'note', text: 'Also dewiki', by: '東京 執事' },
			{ kind: 'undelivered' }, { kind: 'acknowledged', provider: 'splunk-on-call', by: 'amal' }, { kind: 'reply', text: 'Looking', by: 'Responder' },
			{ kind: 'reopened', provider: 'splunk-on-call' }, { kind: 'resolved', provider: 'page-sre', by: 'Responder' }, { kind: 'withdrawn' }
		);
		const lines = [ ...show( {}, {}, events ).querySelectorAll( '.timeline > li' ) ].map( words );
		expect( lines.map( ( line ) => line.replace( / 2026-11-23 .*$/, '' ) ) ).toEqual( [
			'Withdrawn by the sender',
			'Resolved by Responder on this site',
			'Open again at Splunk On-Call',
			'Reply by Responder, shown to the sender Looking',
			'Acknowledged by amal at Splunk On-Call',
			'Nobody could be reached in time. Trying goes on',
			'Note by 東京 執事 Also dewiki',
			'Note by Steward Foo (sender) It is worse',
			'Paged again, alert 2, because nobody answered',
			'Nobody has answered in time; it goes on',
			'Splunk On-Call: 2 people are being notified',
			'Splunk On-Call notified nobody and was told to notify everybody',
			'Splunk On-Call: nobody is being notified',
			'Delivered to Splunk On-Call, incident 81',
			'e-mail has not taken it: it refuses our key. Its configuration needs an operator',
			'PagerDuty has not taken it: no answer in time. Trying again',
			'Accepted: stored by us, nobody notified yet'
		] );
		expect( lines.at( -1 ) ).toMatch( /2026-11-23 14:05:30 UTC, 5 min ago$/ );
	} );

	it( 'names who acknowledged in its state', () => {
		const document = show( {}, { state: 'acknowledged' }, numbered( { kind: 'acknowledged', provider: 'splunk-on-call', by: 'amal' } ) );
		expect( words( document.getElementById( 'state' ) ) ).toBe( 'Acknowledged by amal' );
	} );
} );

describe( 'The sender', () => {
	it( 'is believed because the wiki said so when they paged', () => {
		expect( section( show(), 'sender' ) ).toContain( 'Member of the group steward, asked live at 2026-11-23 14:05:00 UTC.' );
	} );

	it( 'is believed by an older answer, when the wiki gave none', () => {
		const { membership } = domainPage();
		const document = show( {}, { membership: { ...membership, source: 'roster', verifiedAt: acceptedAt - 3 * 60 * MINUTE } } );
		expect( section( document, 'sender' ) ).toContain( 'last confirmed 3 h before paging (2026-11-23 11:05:30 UTC); the wiki did not answer' );
	} );

	it( 'pages by a grant: whose, until when, why', () => {
		const document = show( {}, { membership: {
			verdict: 'member', standing: 'grant', source: 'globalusers', name: 'Plain Baz', verifiedAt: acceptedAt,
			grantId: 1, grantedBy: 'Responder', reason: 'Runs the spam wave', until: acceptedAt + 60 * MINUTE
		} } );
		expect( section( document, 'sender' ) ).toMatch( /May page by a grant of Responder until 2026-11-23 15:05:30 UTC\..*Reason: ?Runs the spam wave/ );
	} );

	it( 'of a single sign-on has an e-mail and no wiki links', () => {
		const document = show( {}, {
			sender: { centralId: -3, name: 'amal', email: 'a+b@example.org' },
			membership: { verdict: 'member', standing: 'singleSignOn', source: 'singleSignOn', name: 'amal', verifiedAt: acceptedAt }
		} );
		expect( section( document, 'sender' ) ).toContain( 'Named by single sign-on' );
		expect( [ ...document.querySelectorAll( '[aria-labelledby="sender"] a' ) ].map( ( a ) => a.getAttribute( 'href' ) ) ).toEqual( [ 'mailto:a%2Bb@example.org' ] );
	} );

	it( 'is reached on IRC, on their talk page and by e-mail', () => {
		const links = [ ...show( { contact: { ircNick: 'foo_steward', other: 'Matrix @foo' } } ).querySelectorAll( '[aria-labelledby="sender"] a' ) ];
		expect( links.map( ( a ) => [ words( a ), a.getAttribute( 'href' ) ] ) ).toEqual( [
			[ '#wikimedia-sre on Libera.Chat', 'https://web.libera.chat/#wikimedia-sre' ],
			[ 'Talk page', 'https://meta.example/talk/Steward Foo' ], [ 'E-mail form', 'https://meta.example/mail/Steward Foo' ]
		] );
		expect( section( show( { contact: { ircNick: 'foo_steward', other: 'Matrix @foo' } } ), 'sender' ) ).toMatch( /IRC: foo_steward in #wikimedia-sre.*Also: Matrix @foo/ );
	} );

	it( 'without a nick is said to have none', () => {
		expect( section( show(), 'sender' ) ).toContain( 'no IRC nick' );
	} );

	it( 'on another network gets no link that we would have to guess', () => {
		const { document } = new JSDOM( pageHtml(
			{ page: domainPage( { contact: { ircNick: 'foo' } } ), events: [], incidents: [], person, now: acceptedAt }, { ...settings, ircChannel: '#sre on irc.example.org' }
		) ).window;
		expect( document.querySelectorAll( '[aria-labelledby="sender"] a' ) ).toHaveLength( 2 );
		expect( section( document, 'sender' ) ).toContain( '#sre on irc.example.org' );
	} );
} );

describe( 'Answering', () => {
	const atSplunk = { incidents: [ { provider: 'splunk-on-call', incident: '80' }, { provider: 'splunk-on-call', incident: '81' } ] };

	it.each( [
		[ 'accepted', [ 'Reply', 'Resolved', 'I have it' ] ], [ 'undelivered', [ 'Reply', 'Resolved', 'I have it' ] ], [ 'delivered', [ 'Reply', 'Resolved', 'I have it' ] ],
		[ 'acknowledged', [ 'Reply', 'Resolved' ] ], [ 'resolved', [ 'Reply' ] ], [ 'withdrawn', [ 'Reply' ] ]
	] as const )( 'is possible here while no provider has it that tells us: %s', ( state, expected ) => {
		expect( buttons( view( domainPage( {}, { state } ), [], { incidents: [ { provider: 'webhook', incident: null } ] } ) ) ).toEqual( expected );
	} );

	it( 'is done at the provider that has it, by its latest incident', () => {
		const document = view( domainPage( {}, { state: 'delivered' } ), [], atSplunk );
		expect( buttons( document ) ).toEqual( [ 'Reply' ] );
		expect( words( document.querySelector( '.elsewhere' ) ) ).toContain( 'Acknowledge at Splunk On-Call, incident 81.' );
		expect( document.querySelectorAll( '.elsewhere' ) ).toHaveLength( 1 );
	} );

	it.each( [ [ 'acknowledged', 'Resolve at Splunk On-Call' ], [ 'resolved', undefined ], [ 'withdrawn', undefined ] ] as const )( 'elsewhere goes by the state: %s', ( state, expected ) => {
		const elsewhere = view( domainPage( {}, { state } ), [], atSplunk ).querySelector( '.elsewhere' );
		expect( elsewhere?.textContent.slice( 0, expected?.length ) ).toBe( expected );
	} );

	it( 'is one form, so that what was typed goes with every button', () => {
		const document = show();
		const forms = [ ...document.querySelectorAll<HTMLButtonElement>( 'button[name="do"], button[name="quick"]' ) ].map( ( button ) => button.form?.id );
		expect( new Set( forms ) ).toEqual( new Set( [ 'answer' ] ) );
		expect( document.querySelector<HTMLTextAreaElement>( '#answer textarea' )?.name ).toBe( 'text' );
	} );

	it( 'gives back what could not be taken, with its fault beside it', () => {
		const typed = '\nfirst line is empty </textarea>';
		const document = view( domainPage(), [], { draft: { text: typed, faults: { text: 'Write at most 1000 characters.' } } } );
		const field = document.querySelector<HTMLTextAreaElement>( 'textarea' )!;
		expect( field.value ).toBe( typed );
		expect( [ field.getAttribute( 'aria-invalid' ), words( document.getElementById( field.getAttribute( 'aria-describedby' )! ) ) ] )
			.toEqual( [ 'true', 'Write at most 1000 characters.' ] );
	} );
} );
