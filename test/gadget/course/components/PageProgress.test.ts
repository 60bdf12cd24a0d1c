// Promises of the course of a page as people see and hear it.
import { nextTick } from 'vue';
import { describe, expect, it } from 'vitest';
import { OWN_SITE } from '../../../../server/contract/page.ts';
import type { PageEvent, PageView } from '../../../../server/contract/page.ts';
import { aPage, anEvent, aSession } from '../../fixtures.ts';
import { show } from '../../panel/components/show.ts';

describe( 'following', () => {
	const events = [
		anEvent( 1, { kind: 'accepted' } ),
		anEvent( 2, { kind: 'attemptFailed', provider: 'splunk', reason: 'timeout', final: false } ),
		anEvent( 3, { kind: 'attemptFailed', provider: 'mail', reason: 'refused', final: true } ),
		anEvent( 4, { kind: 'undelivered' } ),
		anEvent( 5, { kind: 'delivered', provider: 'splunk', incident: '81' } ),
		anEvent( 6, { kind: 'ringing', provider: 'splunk', people: 0 } ),
		anEvent( 7, { kind: 'ringing', provider: 'splunk', people: 3 } ),
		anEvent( 8, { kind: 'acknowledged', provider: 'splunk', by: 'alice' } ),
		anEvent( 9, { kind: 'reopened', provider: 'splunk' } ),
		anEvent( 10, { kind: 'resolved', provider: 'splunk', by: null } ),
		anEvent( 11, { kind: 'unanswered' } ),
		anEvent( 12, { kind: 'rerouted', provider: 'splunk-on-call', done: true } ),
		anEvent( 13, { kind: 'rerouted', provider: 'pagerduty', done: false } ),
		anEvent( 14, { kind: 'pagedAgain', round: 2, by: 'sender' } ),
		anEvent( 15, { kind: 'pagedAgain', round: 3, by: 'server' } ),
		anEvent( 16, { kind: 'attemptFailed', provider: 'goalert', reason: 'muted', final: false } ),
		anEvent( 17, { kind: 'note', text: 'It is back.\nFor now.', by: null } ),
		anEvent( 18, { kind: 'withdrawn' } )
	];

	it( 'says each event in its own words, with its time', () => {
		const { wrapper } = show( { name: 'following', page: aPage( { events } ), connected: true } );
		expect( wrapper.findAll( 'ol span' ).map( ( line ) => line.text() ) ).toEqual( [
			'Accepted: the page is stored. Nobody has been notified yet.',
			'splunk has not taken it: no answer in time. Trying again.',
			'mail did not take it: Page SRE is not set up for it correctly.',
			'Nobody could be reached in time. We keep trying, but use another way now.',
			'Delivered to splunk.',
			'Nobody is being notified at the moment.',
			'3 people are being notified.',
			'Acknowledged by alice.',
			'Open again.',
			'Resolved',
			'Nobody has answered so far.',
			'Splunk On-Call was notifying nobody and has now been told to notify others.',
			'PagerDuty is notifying nobody and did not let us notify others.',
			'Paged again: people are alerted anew.',
			'Nobody answered, so people are alerted anew.',
			'GoAlert has it, but is muted: nobody is notified there.',
			'Your note: It is back.\nFor now.',
			'The page was withdrawn. The engineers are told that it was a mistake.'
		] );
		expect( wrapper.findAll( 'time' ).every( ( time ) => time.attributes( 'datetime' ) === events[ 0 ]!.at ) ).toBe( true );
	} );

	it.each( [
		[ 'splunk-on-call', 'Splunk On-Call' ], [ 'pagerduty', 'PagerDuty' ], [ 'goalert', 'GoAlert' ],
		[ 'alertmanager', 'Alertmanager' ], [ 'webhook', 'webhook' ], [ 'drill/goalert', 'GoAlert' ], [ 'drill/email', 'e-mail' ], [ 'email', 'e-mail' ], [ 'constructor', 'constructor' ]
	] )( 'calls %s by the name that people know: %s', ( provider, expected ) => {
		const delivered = anEvent( 2, { kind: 'delivered', provider, incident: null } );
		expect( show( { name: 'following', page: aPage( { events: [ delivered ] } ), connected: true } ).wrapper.find( 'ol span' ).text() )
			.toBe( `Delivered to ${ expected }.` );
	} );

	it( 'says that there was something which only a newer server can name, and goes on', () => {
		const newer = { ...events[ 0 ]!, seq: 2, kind: 'teleported' } as unknown as PageEvent;
		const reason = { ...events[ 1 ]!, seq: 3, reason: 'eclipsed' } as unknown as PageEvent;
		const { wrapper } = show( { name: 'following', page: aPage( { events: [ events[ 0 ]!, newer, reason, events[ 7 ]! ] } ), connected: true } );
		expect( wrapper.findAll( 'ol span' ).map( ( line ) => line.text() ) ).toEqual( [
			'Accepted: the page is stored. Nobody has been notified yet.',
			'Something happened that this panel cannot name yet. Reload to read it.',
			'splunk has not taken it: eclipsed. Trying again.',
			'Acknowledged by alice.'
		] );
		expect( wrapper.find( '[aria-live=polite]' ).text() ).toContain( 'Acknowledged by' );
	} );

	it( 'says how to be reached, while there is something to hear', () => {
		const following = ( changes: Partial<PageView> ): ReturnType<typeof show> => show( { name: 'following', page: aPage( changes ), connected: true } );
		const withNick = following( { contact: { ircNick: 'foo|bar' } } );
		expect( withNick.text() ).toContain( 'Stay in #wikimedia-sre as foo|bar' );
		expect( withNick.wrapper.find( 'section p a' ).attributes( 'href' ) ).toBe( 'https://web.libera.chat/?nick=foo%7Cbar#wikimedia-sre' );
		expect( following( {} ).text() ).toContain( 'Answers come here, or to your talk page.' );
		expect( following( { state: 'resolved' } ).text() ).not.toContain( 'talk page' );
	} );

	it( 'speaks each change once, politely', async () => {
		const { panel, wrapper } = show( { name: 'following', page: aPage(), connected: true } );
		const region = wrapper.find( '[aria-live=polite]' );
		const known = aPage().events;
		panel.page.step.value = { name: 'following', page: aPage( { events: [ ...known, events[ 7 ]! ] } ), connected: true };
		await nextTick();
		expect( region.text() ).toBe( 'Acknowledged by \u2068alice\u2069.' );
		panel.page.step.value = { name: 'following', page: aPage( { events: [ ...known, events[ 7 ]!, events[ 9 ]! ] } ), connected: true };
		await nextTick();
		expect( region.text() ).toBe( 'Resolved' );
	} );

	it( 'is loud about a page that reached nobody', () => {
		const { wrapper } = show( { name: 'following', page: aPage( { state: 'undelivered', events: events.slice( 0, 4 ) } ), connected: true } );
		expect( wrapper.find( '.page-sre__heading' ).text() ).toBe( 'Not delivered' );
		expect( wrapper.find( '.cdx-message--error' ).text() ).toContain( 'use another way now' );
	} );

	it( 'says when what is shown may be out of date', () => {
		expect( show( { name: 'following', page: aPage(), connected: false } ).text() ).toContain( 'Connection lost' );
		expect( show( { name: 'following', page: aPage(), connected: true } ).text() ).not.toContain( 'Connection lost' );
	} );

	it( 'shows an engineer’s answer above everything else, and speaks it', async () => {
		const { panel, wrapper } = show( { name: 'following', page: aPage(), connected: true } );
		expect( wrapper.find( '.page-sre-progress__reply' ).exists() ).toBe( false );
		const replies = [ anEvent( 2, { kind: 'reply', text: 'On it.', by: 'alice' } ), anEvent( 3, { kind: 'reply', text: 'Fixed.\nLook again.', by: 'עמית' } ) ];
		panel.page.step.value = { name: 'following', page: aPage( { events: [ ...aPage().events, ...replies ] } ), connected: true };
		await nextTick();
		const answer = wrapper.find( '.page-sre-progress__reply' );
		expect( answer.element.textContent ).toBe( 'עמית answers: Fixed.\nLook again.' );
		expect( answer.find( 'bdi' ).text() ).toBe( 'עמית' );
		expect( wrapper.findAll( 'ol span' ).map( ( line ) => line.text() ) ).toEqual( expect.arrayContaining( [ 'alice answers: On it.' ] ) );
		expect( wrapper.find( '[aria-live=polite]' ).text() ).toContain( 'On it.' );
	} );

	it( 'tells who added a note, and which is one’s own', () => {
		const notes = [ anEvent( 2, { kind: 'note', text: 'mine', by: null } ), anEvent( 3, { kind: 'note', text: 'theirs', by: 'Steward Bar' } ) ];
		const { wrapper } = show( { name: 'following', page: aPage( { events: notes } ), connected: true } );
		expect( wrapper.findAll( 'ol span' ).map( ( line ) => line.text() ) ).toEqual( [ 'Your note: mine', 'Note by Steward Bar: theirs' ] );
	} );

	it( 'says that a responder answered, wherever they did', () => {
		const acknowledged = anEvent( 2, { kind: 'acknowledged', provider: OWN_SITE, by: 'alice' } );
		const resolved = anEvent( 3, { kind: 'resolved', provider: OWN_SITE, by: null } );
		const { wrapper } = show( { name: 'following', page: aPage( { state: 'resolved', events: [ acknowledged, resolved ] } ), connected: true } );
		expect( wrapper.findAll( 'ol span' ).map( ( line ) => line.text() ) ).toEqual( [ 'Acknowledged by alice.', 'Resolved' ] );
	} );

	it( 'sends nobody to a talk page that they do not have', () => {
		const session = aSession( { sender: { centralId: 1, name: 'amal', talkUrl: null, emailUrl: null } } );
		const { text } = show( { name: 'following', page: aPage(), connected: true }, { name: 'signedIn', session } );
		expect( text() ).toContain( 'Answers come here, or by e-mail.' );
	} );

	it( 'goes on showing the page while it asks to sign in again', () => {
		const { text } = show( { name: 'following', page: aPage(), connected: false }, { name: 'signedOut', why: { kind: 'expired' } } );
		expect( text() ).toContain( 'Your sign-in has ended' );
		expect( text() ).toContain( 'Accepted: the page is stored' );
	} );
} );

describe( 'following somebody else’s page', () => {
	const theirs = aPage( {
		state: 'delivered', contact: { ircNick: 'bar' }, sender: { centralId: 2, name: 'Steward Bar' },
		events: [ anEvent( 1, { kind: 'note', text: 'by its sender', by: null } ), anEvent( 2, { kind: 'note', text: 'by me', by: 'Steward Foo' } ) ]
	} );

	it( 'says whose it is, and takes notes but is not theirs to withdraw or to page again', () => {
		const { wrapper } = show( { name: 'following', page: { ...theirs, state: 'undelivered' }, connected: true } );
		expect( wrapper.find( '.page-sre__heading' ).text() ).toBe( 'Page by Steward Bar: Not delivered' );
		expect( wrapper.findAll( '.page-sre-actions button' ).map( ( button ) => button.text() ) ).toEqual( [ 'Add a note' ] );
	} );

	it( 'knows one’s own note from the sender’s', () => {
		const { wrapper } = show( { name: 'following', page: theirs, connected: true } );
		expect( wrapper.findAll( 'ol span' ).map( ( line ) => line.text() ) ).toEqual( [ 'Note by Steward Bar: by its sender', 'Your note: by me' ] );
	} );

	it( 'tells the reader to stay under their own nick', () => {
		const { text } = show( { name: 'following', page: theirs, connected: true }, undefined, { ircNick: ' foo ' } );
		expect( text() ).toContain( 'Stay in #wikimedia-sre as foo:' );
	} );
} );
