// Promises of an accepted page whose course did not come: it is shown as accepted at once, its state is no old one,
// and there is a way on. The same where others’ pages would be shown.
import { nextTick, shallowRef } from 'vue';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { PartHolder, PartState } from '../../../../gadget/panel/usePart.ts';
import type { PageStep } from '../../../../gadget/panel/usePage.ts';
import { aPage, anOpenPage } from '../../fixtures.ts';
import { courseOf, show } from './show.ts';
import type { Shown } from './show.ts';

afterEach( () => {
	vi.useRealTimers();
} );

function without( step: PageStep, name: 'loading' | 'missing' ): Shown & { course: PartHolder; arrive: () => Promise<void> } {
	const course: PartHolder = { state: shallowRef<PartState>( { name } ), load: vi.fn() };
	const shown = show( step, undefined, undefined, undefined, { course } );
	return {
		...shown,
		course,
		arrive: async () => {
			course.state.value = { name: 'ready', part: courseOf( shown.api, shown.panel ) };
			await nextTick();
			await nextTick();
		}
	};
}

const link = 'a[href="https://page-sre.example/pages/01JPAGE"]';
const following = ( changes = {} ): PageStep => ( { name: 'following', page: aPage( changes ), connected: true } );

describe( 'an accepted page without its course', () => {
	it.each( [ [ 'loading' ], [ 'missing' ] ] as const )( 'is accepted, by name and with its address on our own site, while that is %s', ( name ) => {
		const { text, wrapper } = without( following(), name );
		expect( wrapper.find( '.page-sre__heading' ).text() ).toBe( 'Accepted, not delivered yet' );
		expect( text() ).toContain( 'Login fails for everyone' );
		expect( wrapper.find( link ).exists() ).toBe( true );
		expect( wrapper.find( '.page-sre-other' ).exists() ).toBe( true );
	} );

	it( 'is loud when it reached nobody', () => {
		expect( without( following( { state: 'undelivered' } ), 'missing' ).wrapper.find( '.cdx-message--error' ).text() ).toContain( 'use another way now' );
	} );

	it( 'says what is the matter, calmly, and tries again when asked', async () => {
		const { text, press, course } = without( following(), 'missing' );
		expect( text() ).toContain( 'Nothing that was accepted is lost' );
		await press( 'Try again' );
		expect( course.load ).toHaveBeenCalledTimes( 2 );
	} );

	it( 'is asked for now and then, until the course tells', async () => {
		vi.useFakeTimers();
		const { panel, arrive } = without( following(), 'loading' );
		await vi.advanceTimersByTimeAsync( 25_000 );
		expect( panel.refresh ).toHaveBeenCalledTimes( 2 );
		await arrive();
		await vi.advanceTimersByTimeAsync( 25_000 );
		expect( panel.refresh ).toHaveBeenCalledTimes( 2 );
	} );

	it( 'is not asked for any longer when it is left', async () => {
		vi.useFakeTimers();
		const { panel, wrapper } = without( following(), 'missing' );
		wrapper.unmount();
		await vi.advanceTimersByTimeAsync( 25_000 );
		expect( panel.refresh ).not.toHaveBeenCalled();
	} );

	it( 'gets it when it comes, with the reader’s place', async () => {
		const { text, arrive, wrapper } = without( following(), 'missing' );
		wrapper.find<HTMLElement>( '.cdx-message button' ).element.focus();
		await arrive();
		expect( text() ).toContain( 'Accepted: the page is stored' );
		expect( text() ).not.toContain( 'could not be loaded' );
		expect( wrapper.find( link ).exists() ).toBe( false );
		expect( document.activeElement ).toBe( wrapper.find( '.page-sre__heading' ).element );
	} );
} );

describe( 'others’ open pages without the course', () => {
	it( 'still let one page anyway, and come when it comes', async () => {
		const { press, panel, text, arrive } = without( { name: 'unseen', openPages: [ anOpenPage() ], openIncidents: [] }, 'missing' );
		expect( text() ).toContain( 'Somebody has already paged' );
		expect( text() ).toContain( 'could not be loaded' );
		await press( 'Page anyway' );
		expect( panel.page.submit ).toHaveBeenCalledTimes( 1 );
		await arrive();
		expect( text() ).toContain( 'Nobody can log in' );
	} );
} );

describe( 'the panel', () => {
	it( 'begins to load it as soon as it is shown', () => {
		expect( without( { name: 'composing', faults: [] }, 'loading' ).course.load ).toHaveBeenCalledTimes( 1 );
	} );
} );
