// Promises of the guidance as people read it: what must not wait comes first, links lead on, one click
// confirms, and nobody writes before that.
import { nextTick } from 'vue';
import { describe, expect, it } from 'vitest';
import { aHost, aSession } from '../../fixtures.ts';
import { settle } from '../../fakeApi.ts';
import { composing, panelOf, show, theGuidance } from './show.ts';
import type { Shown } from './show.ts';

const unread = { name: 'signedIn', session: aSession( { guidance: { version: 'a'.repeat( 16 ), confirmed: false } } ) } as const;

async function shown( step: Parameters<typeof show>[ 0 ] = composing ): Promise<Shown> {
	const here = show( step, unread, { summary: 'Login fails' } );
	await settle();
	await nextTick();
	return here;
}

describe( 'the guidance', () => {
	it( 'stands before the form, in headings and lists, with threats of harm first', async () => {
		const { wrapper } = await shown();
		expect( wrapper.find( 'form' ).exists() ).toBe( false );
		expect( wrapper.findAll( 'h3' ).map( ( title ) => title.text() ) ).toEqual( [
			'Page for', 'Do not page for', 'Where else to go', 'What happens when you page'
		] );
		const lines = wrapper.findAll( '.page-sre__list li' );
		expect( lines ).toHaveLength( Object.keys( theGuidance ).filter( ( key ) => key.startsWith( 'page-sre-' ) ).length - 4 );
		expect( lines[ 0 ]!.find( 'a' ).attributes( 'href' ) ).toBe( 'mailto:emergency@wikimedia.org' );
	} );

	it( 'leads to the other ways, with what is written already', async () => {
		const { wrapper } = await shown();
		expect( wrapper.findAll( '.page-sre__list a' ).map( ( link ) => link.attributes( 'href' ) ) ).toEqual( expect.arrayContaining( [
			'https://www.wikimediastatus.net',
			'https://phabricator.wikimedia.org/maniphest/task/edit/form/1/?projects=SRE&title=Login%20fails',
			'https://web.libera.chat/#wikimedia-sre', 'https://web.libera.chat/#wikimedia-stewards'
		] ) );
	} );

	it( 'is confirmed by one click, which leads to the form', async () => {
		const { api, press, wrapper } = await shown();
		api.confirmGuidance.mockResolvedValue( { kind: 'answered', value: aSession() } );
		await press( 'I have read this: write a page' );
		await settle();
		await nextTick();
		expect( api.confirmGuidance.mock.calls ).toEqual( [ [ { version: theGuidance[ '@version' ], language: 'en' } ] ] );
		expect( wrapper.find( 'form' ).exists() ).toBe( true );
		expect( document.activeElement!.textContent ).toContain( 'Write a page' );
	} );

	it( 'leads back to the review when it changed just before the page', async () => {
		const { api, press, wrapper } = await shown( { name: 'reviewing' } );
		api.confirmGuidance.mockResolvedValue( { kind: 'answered', value: aSession() } );
		await press( 'I have read this: write a page' );
		await settle();
		await nextTick();
		expect( wrapper.find( '.page-sre__heading' ).text() ).toBe( 'Check, then wake somebody' );
		expect( wrapper.text() ).toContain( 'Login fails' );
	} );

	it( 'says when it changed, and stays when there is no answer', async () => {
		const { api, panel, press, text } = await shown();
		panel.guidance.hasChanged.value = true;
		api.confirmGuidance.mockResolvedValue( { kind: 'noAnswer' } );
		await press( 'I have read this: write a page' );
		await settle();
		await nextTick();
		expect( text() ).toContain( 'The guidance has changed.' );
		expect( text() ).toContain( 'Trying again is safe.' );
		expect( text() ).toContain( 'An outage that hurts many people' );
	} );

	it( 'that does not come is said to be missing, with the other ways in sight and a button', async () => {
		const here = await shown();
		here.panel.guidance.state.value = { name: 'missing' };
		await nextTick();
		expect( here.text() ).toContain( 'The guidance could not be loaded' );
		expect( here.wrapper.find( '.page-sre-other' ).exists() ).toBe( true );
		await here.press( 'Try again' );
		await settle();
		await nextTick();
		expect( here.text() ).toContain( 'Do not page for' );
	} );

	it( 'is a language of its own where only English came, and runs that way', async () => {
		const { wrapper } = await shown();
		expect( wrapper.find( '.page-sre__list > div' ).attributes() ).toMatchObject( { lang: 'en', dir: 'ltr' } );
	} );

	it( 'shows a line that only a newer server knows', async () => {
		theGuidance[ 'page-sre-guidance-then-newer' ] = 'A cake is baked.';
		const { wrapper } = await shown();
		delete theGuidance[ 'page-sre-guidance-then-newer' ];
		expect( wrapper.findAll( '.page-sre__list li' ).pop()!.text() ).toBe( 'A cake is baked.' );
	} );

	it( 'read again leads back, and asks for nothing', async () => {
		const here = show( composing );
		await here.press( 'Read the guidance again' );
		await settle();
		await nextTick();
		expect( here.text() ).not.toContain( 'I have read this' );
		await here.press( 'Back' );
		expect( here.wrapper.find( 'form' ).exists() ).toBe( true );
	} );

	it( 'comes after the news that somebody may not page at all', async () => {
		const session = aSession( { guidance: unread.session.guidance, membership: { verdict: 'notMember', reason: 'notInGroup' } } );
		expect( show( composing, { name: 'signedIn', session } ).text() ).toContain( 'not among those who may page' );
	} );

	it( 'does not stand before a page that is under way', () => {
		const { isDue } = panelOf( composing, unread, {}, undefined, aHost() ).guidance;
		expect( isDue.value ).toBe( true );
		expect( show( { name: 'submitting' }, unread ).text() ).toContain( 'Passing on your page' );
	} );
} );
