// Promises of the choice between joining and paging too: what is known of others' pages, and nothing of
// private ones; what was written becomes the note; paging anyway is always possible.
import { nextTick, shallowRef } from 'vue';
import { describe, expect, it, vi } from 'vitest';
import type { OpenPage } from '../../../../server/contract/page.ts';
import type { PageStep } from '../../../../gadget/panel/usePage.ts';
import type { PartHolder, PartState } from '../../../../gadget/panel/usePart.ts';
import { aPage, anEvent, anIncident, anOpenPage, problem } from '../../fixtures.ts';
import { settle } from '../../fakeApi.ts';
import { courseOf, show } from './show.ts';
import type { Shown } from './show.ts';

const written = { summary: ' Login fails ', scope: 'enwiki', since: '', details: 'a\nb' };
const unseen = ( ...openPages: OpenPage[] ): Shown => show( { name: 'unseen', openPages, openIncidents: [] }, undefined, written );
const hidden = anOpenPage( { id: '01JHIDDEN', private: true, summary: null, scope: null, by: null } );
const joined = aPage( {
	id: '01JOTHER', sender: { centralId: 2, name: 'Steward Bar' },
	events: [ ...aPage().events, anEvent( 2, { kind: 'note', text: 'Login fails\nenwiki\na\nb', by: 'Steward Foo' } ) ]
} );
const submit = async ( { wrapper }: Shown ): Promise<void> => {
	await wrapper.find( 'article form' ).trigger( 'submit' );
	await settle();
	await nextTick();
};

describe( 'others’ open pages', () => {
	it( 'say what, where, who, when and how it stands', () => {
		const { wrapper } = unseen( anOpenPage() );
		expect( wrapper.find( '.page-sre__heading' ).text() ).toBe( 'Somebody has already paged' );
		const facts = wrapper.find( 'article' ).text();
		for ( const fact of [ 'Nobody can log in', 'all wikis', 'Steward Bar', '20 seconds ago', 'Delivered, no answer yet' ] ) {
			expect( facts ).toContain( fact );
		}
		expect( wrapper.find( 'time' ).attributes( 'datetime' ) ).toBe( anOpenPage().acceptedAt );
	} );

	it( 'are counted from now even where this computer’s clock is behind', () => {
		expect( unseen( anOpenPage( { acceptedAt: '2026-11-23T14:09:00.000Z' } ) ).wrapper.find( 'article' ).text() ).toContain( 'now' );
	} );

	it( 'that are private show neither words nor sender, and take no note', () => {
		const { wrapper } = unseen( hidden );
		expect( wrapper.find( 'article' ).text() ).toContain( 'Private: its words and its sender are not shown.' );
		expect( wrapper.findAll( 'article button' ) ).toHaveLength( 0 );
	} );

	it( 'keep the other ways in sight, and can be left for the form or paged beside', async () => {
		const { press, panel, wrapper } = unseen( anOpenPage(), hidden );
		expect( wrapper.find( '.page-sre-other' ).exists() ).toBe( true );
		await press( 'Edit' );
		expect( panel.page.edit ).toHaveBeenCalledTimes( 1 );
		await press( 'Page anyway' );
		expect( panel.page.submit ).toHaveBeenCalledTimes( 1 );
	} );

	it( 'and incidents, whose parts did not come, are one warning, and then the other', async () => {
		const lacking = (): PartHolder => ( { state: shallowRef<PartState>( { name: 'missing' } ), load: vi.fn() } );
		const [ course, aid ] = [ lacking(), lacking() ];
		const step: PageStep = { name: 'unseen', openPages: [ anOpenPage() ], openIncidents: [ anIncident() ] };
		const { api, panel, text } = show( step, undefined, written, undefined, { course, aid } );
		const warnings = (): number => text().split( 'could not be loaded' ).length - 1;
		expect( warnings() ).toBe( 1 );
		course.state.value = { name: 'ready', part: courseOf( api, panel ) };
		await nextTick();
		expect( [ warnings(), text().includes( 'Nobody can log in' ) ] ).toEqual( [ 1, true ] );
	} );
} );

describe( 'adding a note to one of them', () => {
	it( 'begins with what was written, goes to that page, and follows it', async () => {
		const here = unseen( anOpenPage(), anOpenPage( { id: '01JTHIRD' } ) );
		here.api.addNote.mockResolvedValue( { kind: 'answered', value: joined } );
		await here.press( 'Add a note to this one' );
		await nextTick();
		expect( document.activeElement ).toBe( here.wrapper.find( 'textarea' ).element );
		expect( here.wrapper.find( 'textarea' ).element.value ).toBe( 'Login fails\nenwiki\na\nb' );
		await submit( here );
		expect( here.api.addNote.mock.calls ).toEqual( [ [ '01JOTHER', 'Login fails\nenwiki\na\nb' ] ] );
		expect( here.panel.page.adopt ).toHaveBeenCalledWith( joined );
		expect( here.wrapper.find( '.page-sre__heading' ).text() ).toContain( 'Page by \u2068Steward Bar\u2069'.replace( /[\u2068\u2069]/g, '' ) );
	} );

	it( 'says so when that page was closed meanwhile, and leaves the choice', async () => {
		const here = unseen( anOpenPage() );
		here.api.addNote.mockResolvedValue( { kind: 'refused', problem: problem( 'pageNotOpen' ) } );
		await here.press( 'Add a note to this one' );
		await submit( here );
		expect( here.text() ).toContain( 'This page was answered or closed meanwhile' );
		expect( here.text() ).toContain( 'Page anyway' );
	} );

	it( 'takes no more than a note may have', async () => {
		const here = show( { name: 'unseen', openPages: [ anOpenPage() ], openIncidents: [] }, undefined, { ...written, details: '😀'.repeat( 4000 ) } );
		await here.press( 'Add a note to this one' );
		expect( Array.from( here.panel.draft.draft.note ) ).toHaveLength( 1000 );
	} );

	it( 'does not show one page’s trouble at another', async () => {
		const here = unseen( anOpenPage(), anOpenPage( { id: '01JTHIRD' } ) );
		here.api.addNote.mockResolvedValue( { kind: 'refused', problem: problem( 'pageNotOpen' ) } );
		await here.press( 'Add a note to this one' );
		await submit( here );
		const [ first, second ] = here.wrapper.findAll( 'article' );
		await second!.find( 'button' ).trigger( 'click' );
		expect( first!.text() ).toContain( 'closed meanwhile' );
		expect( second!.text() ).not.toContain( 'closed meanwhile' );
	} );
} );
