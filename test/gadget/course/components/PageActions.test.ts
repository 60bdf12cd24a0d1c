// Promises of what a sender can do about an open page, as people see it, hear it and walk through it.
import { nextTick } from 'vue';
import { describe, expect, it, vi } from 'vitest';
import type { PageState, PageView } from '../../../../server/contract/page.ts';
import { AT, aHost, aPage, anEvent, problem } from '../../fixtures.ts';
import { settle } from '../../fakeApi.ts';
import { show } from '../../panel/components/show.ts';
import type { Shown } from '../../panel/components/show.ts';

const MINUTE = 60_000;

function following( changes: Partial<PageView>, minutesLater = 0, note = '' ): Shown {
	const host = aHost( { now: () => Date.parse( AT ) + minutesLater * MINUTE } );
	return show( { name: 'following', page: aPage( changes ), connected: true }, undefined, { note }, host );
}

const buttons = ( { wrapper }: Shown ): string[] => wrapper.findAll( '.page-sre-actions button' ).map( ( button ) => button.text() );
const focused = (): string => document.activeElement!.tagName === 'TEXTAREA' ? 'TEXTAREA' : document.activeElement!.textContent;

describe( 'what can be done', () => {
	it.each<[ PageState, number, string[] ]>( [
		[ 'accepted', 3, [ 'Add a note', 'Withdraw' ] ],
		[ 'delivered', 0, [ 'Add a note', 'Withdraw' ] ],
		[ 'delivered', 3, [ 'Page again', 'Add a note', 'Withdraw' ] ],
		[ 'undelivered', 0, [ 'Page again', 'Add a note', 'Withdraw' ] ],
		[ 'acknowledged', 3, [ 'Add a note', 'Withdraw' ] ],
		[ 'resolved', 3, [] ],
		[ 'withdrawn', 3, [] ]
	] )( 'about a page that is %s, %i minutes after it: %j', ( state, minutes, expected ) => {
		expect( buttons( following( { state }, minutes ) ) ).toEqual( expected );
	} );

	it( 'is paging again as soon as nobody answered in time', () => {
		expect( buttons( following( { state: 'delivered', events: [ anEvent( 1, { kind: 'unanswered' } ) ] } ) ) ).toContain( 'Page again' );
	} );
} );

describe( 'Add a note', () => {
	async function written( text: string ): Promise<Shown> {
		const shown = following( { state: 'delivered' } );
		await shown.press( 'Add a note' );
		await shown.wrapper.find( 'textarea' ).setValue( text );
		return shown;
	}
	const submit = async ( { wrapper }: Shown ): Promise<void> => {
		await wrapper.find( '.page-sre-actions form' ).trigger( 'submit' );
		await settle();
		await nextTick();
	};

	it( 'leads to the field, counts near its end, and back again with the text kept', async () => {
		const shown = await written( 'x'.repeat( 899 ) );
		expect( focused() ).toBe( 'TEXTAREA' );
		expect( shown.text() ).not.toContain( 'characters left' );
		await shown.wrapper.find( 'textarea' ).setValue( '😀'.repeat( 990 ) );
		expect( shown.text() ).toContain( '10 characters left' );
		await shown.press( 'Back' );
		await nextTick();
		expect( focused() ).toContain( 'Add a note' );
		expect( shown.panel.draft.draft.note ).toBe( '😀'.repeat( 990 ) );
	} );

	it( 'is open from the start with text from before', () => {
		expect( following( {}, 0, 'From before' ).wrapper.find( 'textarea' ).element.value ).toBe( 'From before' );
	} );

	it( 'shows what arrived in the page’s course, and puts the focus back', async () => {
		const shown = await written( 'It is back.' );
		const events = [ ...aPage().events, anEvent( 2, { kind: 'note', text: 'It is back.', by: null } ) ];
		shown.api.addNote.mockResolvedValue( { kind: 'answered', value: aPage( { state: 'delivered', events } ) } );
		await submit( shown );
		expect( shown.wrapper.find( 'textarea' ).exists() ).toBe( false );
		expect( shown.text() ).toContain( 'Your note: It is back.' );
		expect( shown.wrapper.find( '[aria-live=polite]' ).text() ).toContain( 'Your note' );
		expect( focused() ).toContain( 'Add a note' );
	} );

	it.each( [ [ ' ', 'This is needed.' ], [ 'x'.repeat( 1001 ), 'Write at most 1,000 characters.' ] ] )( 'asks nobody about %j', async ( text, expected ) => {
		const shown = await written( text );
		await submit( shown );
		expect( shown.text() ).toContain( expected );
		expect( shown.api.addNote ).not.toHaveBeenCalled();
		expect( focused() ).toBe( 'TEXTAREA' );
	} );

	it( 'shows the server’s fault at the field', async () => {
		const shown = await written( '\u200B' );
		shown.api.addNote.mockResolvedValue( { kind: 'refused', problem: problem( 'invalidRequest', { fields: [ { field: 'text', rule: 'missing' } ] } ) } );
		await submit( shown );
		expect( shown.text() ).toContain( 'This is needed.' );
		expect( shown.wrapper.find( 'textarea' ).attributes( 'aria-invalid' ) ).toBe( 'true' );
	} );

	it( 'says what is under way, and that there was no answer, with the text still there', async () => {
		const shown = await written( 'It is back.' );
		let fail: () => void = () => undefined;
		shown.api.addNote.mockReturnValue( new Promise( ( resolve ) => {
			fail = () => resolve( { kind: 'noAnswer' } );
		} ) );
		shown.api.readPage.mockResolvedValue( { kind: 'noAnswer' } );
		await submit( shown );
		expect( shown.wrapper.find( '.page-sre-report [role=status]' ).text() ).toBe( 'One moment…' );
		fail();
		await settle();
		await nextTick();
		expect( shown.text() ).toContain( 'As far as can be seen, nothing was changed. Trying again is safe.' );
		expect( shown.wrapper.find( 'textarea' ).element.value ).toBe( 'It is back.' );
	} );

	it( 'does not speak of the page as if it had not been stored', async () => {
		const shown = await written( 'It is back.' );
		shown.api.addNote.mockResolvedValue( { kind: 'refused', problem: problem( 'storeUnavailable' ) } );
		await submit( shown );
		expect( shown.text() ).toContain( 'This could not be stored' );
		expect( shown.text() ).toContain( 'quote 01JREQUEST' );
		expect( shown.text() ).not.toContain( 'Your page could not be stored' );
	} );
} );

describe( 'Withdraw', () => {
	it( 'asks once, away from the buttons, and can be left', async () => {
		const shown = following( { state: 'delivered' } );
		await shown.press( 'Withdraw' );
		await nextTick();
		expect( focused() ).toContain( 'The engineers are told that it was a mistake' );
		expect( shown.api.withdrawPage ).not.toHaveBeenCalled();
		await shown.press( 'Back' );
		await nextTick();
		expect( focused() ).toContain( 'Withdraw' );
		expect( buttons( shown ) ).toEqual( [ 'Add a note', 'Withdraw' ] );
	} );

	it( 'takes the page back, and leads to its heading', async () => {
		const shown = following( { state: 'delivered' } );
		const events = [ ...aPage().events, anEvent( 2, { kind: 'withdrawn' } ) ];
		shown.api.withdrawPage.mockResolvedValue( { kind: 'answered', value: aPage( { state: 'withdrawn', events } ) } );
		await shown.press( 'Withdraw' );
		shown.wrapper.findAll<HTMLElement>( '.page-sre-actions button' ).find( ( button ) => button.text() === 'Withdraw' )!.element.focus();
		await shown.press( 'Withdraw' );
		await settle();
		await nextTick();
		expect( buttons( shown ) ).toEqual( [] );
		expect( document.activeElement ).toBe( shown.wrapper.find( '.page-sre__heading' ).element );
		expect( focused() ).toContain( 'Withdrawn' );
	} );

	it( 'does not lose the reader’s place when the page ends meanwhile', async () => {
		const shown = following( { state: 'delivered' } );
		await shown.press( 'Withdraw' );
		await nextTick();
		shown.panel.page.update( aPage( { state: 'resolved' } ) );
		await nextTick();
		expect( document.activeElement ).toBe( shown.wrapper.find( '.page-sre__heading' ).element );
	} );
} );

describe( 'Page again', () => {
	it( 'says beforehand what it does, and what happened', async () => {
		const shown = following( { state: 'undelivered' } );
		expect( shown.text() ).toContain( 'People are then alerted anew, perhaps woken.' );
		const events = [ ...aPage().events, anEvent( 2, { kind: 'pagedAgain', round: 2, by: 'sender' } ) ];
		shown.api.pageAgain.mockResolvedValue( { kind: 'answered', value: aPage( { state: 'undelivered', round: 2, events } ) } );
		await shown.press( 'Page again' );
		await vi.waitUntil( () => shown.text().includes( 'Paged again: people are alerted anew.' ) );
		expect( shown.api.pageAgain.mock.calls ).toEqual( [ [ '01JPAGE', 2 ] ] );
	} );

	it( 'says when it is too soon', async () => {
		const shown = following( { state: 'undelivered' } );
		shown.api.pageAgain.mockResolvedValue( { kind: 'refused', problem: problem( 'pagedAgainTooSoon' ) } );
		await shown.press( 'Page again' );
		await vi.waitUntil( () => shown.text().includes( 'The last alert is less than a minute old.' ) );
		expect( shown.wrapper.find( '.page-sre-actions [role=alert]' ).text() ).not.toContain( '01JREQUEST' );
	} );
} );
