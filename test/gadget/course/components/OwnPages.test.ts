// Promises of the sender's own pages as people see them, hear them and walk through them.
import { nextTick } from 'vue';
import { describe, expect, it } from 'vitest';
import type { PageStep } from '../../../../gadget/panel/usePage.ts';
import type { SessionState } from '../../../../gadget/panel/useSession.ts';
import { AT, aHost, aPage, aSession, problem } from '../../fixtures.ts';
import { fakeApi, settle } from '../../fakeApi.ts';
import { composing, show } from '../../panel/components/show.ts';
import type { Shown } from '../../panel/components/show.ts';

const following: PageStep = { name: 'following', page: aPage(), connected: true };
const answered = ( pages: unknown[], next: string | null = null ): { kind: 'answered'; value: unknown } => ( { kind: 'answered', value: { pages, next } } );

function begin( step: PageStep, session?: SessionState ): Shown {
	// A year later.
	return show( step, session, {}, aHost( { now: () => Date.parse( AT ) + 365 * 86_400_000 } ), undefined, fakeApi() );
}

async function press( shown: Shown, label: string ): Promise<void> {
	await shown.press( label );
	await settle();
	await nextTick();
}

const focused = (): string => document.activeElement!.textContent.trim();
const hasWay = ( { wrapper }: Shown ): boolean => wrapper.findAll( 'button' ).some( ( button ) => button.text() === 'Your pages' );

describe( 'the way there', () => {
	it( 'is in sight while a page is written or followed', () => {
		expect( hasWay( begin( composing ) ) ).toBe( true );
		expect( hasWay( begin( following ) ) ).toBe( true );
	} );

	it.each<[ string, PageStep, SessionState? ]>( [
		[ 'while a page is handed in', { name: 'submitting' } ],
		[ 'before the last click', { name: 'reviewing' } ],
		[ 'for nobody in particular', following, { name: 'signedOut', why: { kind: 'fresh' } } ],
		[ 'before the guidance is confirmed', composing, { name: 'signedIn', session: aSession( { guidance: { version: 'a', confirmed: false } } ) } ]
	] )( 'is out of the way %s', ( _when, step, session ) => {
		expect( hasWay( begin( step, session ) ) ).toBe( false );
	} );
} );

describe( 'the list', () => {
	it( 'says of each when it was, what it said, how it stands, and whether it was a drill', async () => {
		const shown = begin( composing );
		shown.api.read.mockResolvedValue( answered( [ aPage( { state: 'resolved' } ), aPage( { id: '01JDRILL', drill: true } ), aPage( { id: '01JOLD', summary: '' } ) ] ) );
		await press( shown, 'Your pages' );
		const lines = shown.wrapper.findAll( '.page-sre-history li' ).map( ( line ) => line.text() );
		for ( const fact of [ 'Login fails for everyone', 'November 23', '365 days ago', 'Resolved' ] ) {
			expect( lines[ 0 ] ).toContain( fact );
		}
		expect( lines[ 1 ] ).toContain( 'Drill: Login fails for everyone' );
		expect( lines[ 2 ] ).toContain( 'Text removed' );
		expect( focused() ).toBe( 'Your pages' );
	} );

	it( 'takes the place of the form, keeps the other ways in sight, and leads back', async () => {
		const shown = begin( composing );
		shown.api.read.mockResolvedValue( answered( [ aPage() ] ) );
		await press( shown, 'Your pages' );
		expect( shown.wrapper.find( 'form' ).exists() ).toBe( false );
		expect( shown.wrapper.find( '.page-sre-other' ).exists() ).toBe( true );
		await press( shown, 'Back' );
		expect( shown.wrapper.find( 'form' ).exists() ).toBe( true );
		expect( focused() ).toBe( 'Write a page' );
	} );

	it( 'opens one with its course and nothing to do about it once it is over', async () => {
		const shown = begin( composing );
		shown.api.read.mockResolvedValue( answered( [ aPage( { state: 'resolved' } ) ] ) );
		await press( shown, 'Your pages' );
		await shown.wrapper.find( '.page-sre-history a' ).trigger( 'click' );
		await settle();
		expect( focused() ).toBe( 'Resolved' );
		expect( shown.text() ).toContain( 'Accepted: the page is stored.' );
		expect( shown.wrapper.findAll( '.page-sre-actions button' ) ).toHaveLength( 0 );
	} );

	it( 'leads a click for a new tab to our own site', async () => {
		const shown = begin( composing );
		shown.api.read.mockResolvedValue( answered( [ aPage() ] ) );
		await press( shown, 'Your pages' );
		const link = shown.wrapper.find( '.page-sre-history a' );
		expect( link.attributes( 'href' ) ).toBe( 'https://page-sre.example/pages/01JPAGE' );
		await link.trigger( 'click', { ctrlKey: true } );
		expect( shown.panel.page.step.value.name ).toBe( 'listing' );
	} );

	it( 'says that there is none', async () => {
		const shown = begin( composing );
		shown.api.read.mockResolvedValue( answered( [] ) );
		await press( shown, 'Your pages' );
		expect( shown.text() ).toContain( 'You have not paged yet.' );
	} );

	it( 'goes on to older ones, and the focus with it', async () => {
		const shown = begin( composing );
		shown.api.read.mockResolvedValueOnce( answered( [ aPage() ], '01JPAGE' ) ).mockResolvedValueOnce( answered( [ aPage( { id: '01JOLD', summary: 'An older one' } ) ] ) );
		await press( shown, 'Your pages' );
		await press( shown, 'Show older' );
		expect( focused() ).toBe( 'An older one' );
		expect( shown.text() ).not.toContain( 'Show older' );
	} );

	it( 'says when there is no answer, or a refusal, and tries again', async () => {
		const shown = begin( composing );
		shown.api.read.mockResolvedValueOnce( { kind: 'refused', problem: problem( 'internal' ) } );
		await press( shown, 'Your pages' );
		expect( shown.text() ).toContain( 'Something broke on our side' );
		shown.api.read.mockResolvedValueOnce( { kind: 'noAnswer' } );
		await press( shown, 'Try again' );
		expect( shown.text() ).toContain( 'What it has accepted is not lost' );
		expect( focused() ).toBe( 'Try again' );
		shown.api.read.mockResolvedValueOnce( answered( [ aPage() ] ) );
		await press( shown, 'Try again' );
		expect( focused() ).toBe( 'Login fails for everyone' );
	} );
} );
