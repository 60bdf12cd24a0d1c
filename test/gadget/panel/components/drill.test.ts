// Promises of a drill in the panel: every step says that it is one, nothing that wakes people is near, and
// what was written for practice is still there for the emergency.
import { nextTick } from 'vue';
import { describe, expect, it } from 'vitest';
import type { PageStep } from '../../../../gadget/panel/usePage.ts';
import { aPage, aSession, anOpenPage, problem } from '../../fixtures.ts';
import { composing, show } from './show.ts';

const able = { name: 'signedIn', session: aSession( { drill: true } ) } as const;
const note = 'This is a drill: it goes all the way and wakes nobody.';

describe( 'a drill', () => {
	it( 'is offered quietly where it is possible, and only there', () => {
		expect( show( composing, able ).text() ).toContain( 'Practise with a drill' );
		expect( show( composing ).text() ).not.toContain( 'Practise' );
	} );

	it( 'keeps the text on the way in and on the way out', async () => {
		const { press, panel, text } = show( composing, able, { summary: 'Login fails' } );
		await press( 'Practise with a drill' );
		expect( panel.draft.draft ).toMatchObject( { drill: true, summary: 'Login fails' } );
		expect( text() ).toContain( note );
		await nextTick();
		expect( document.activeElement!.textContent ).toContain( 'Drill: Write a page' );
		await press( 'Leave the drill' );
		expect( panel.draft.draft ).toMatchObject( { drill: false, summary: 'Login fails' } );
		expect( text() ).not.toContain( note );
	} );

	it( 'can be left even where drills are possible no more', () => {
		expect( show( composing, undefined, { drill: true } ).text() ).toContain( 'Leave the drill' );
	} );

	const steps: [ string, PageStep ][] = [
		[ 'composing', composing ],
		[ 'reviewing', { name: 'reviewing' } ],
		[ 'submitting', { name: 'submitting' } ],
		[ 'unanswered', { name: 'unanswered', asked: 'submit' } ],
		[ 'refused', { name: 'refused', problem: problem( 'drillUnavailable' ), asked: 'submit' } ],
		[ 'unseen', { name: 'unseen', openPages: [ anOpenPage() ], openIncidents: [] } ],
		[ 'following', { name: 'following', page: aPage( { drill: true, state: 'acknowledged' } ), connected: true } ]
	];
	it.each( steps )( 'says that it is one while %s', ( _name, step ) => {
		const { wrapper, text } = show( step, able, step.name === 'following' ? {} : { drill: true } );
		expect( wrapper.find( '.page-sre__heading' ).text() ).toMatch( /^Drill: / );
		expect( text() ).toContain( note );
	} );

	it.each( steps )( 'is not spoken of without one while %s', ( _name, step ) => {
		const real: PageStep = step.name === 'following' ? { ...step, page: aPage() } : step;
		expect( show( real, able ).text() ).not.toMatch( /Drill:|This is a drill/ );
	} );

	it( 'is started by a button of its own', async () => {
		const { wrapper, press, panel } = show( { name: 'reviewing' }, able, { drill: true } );
		expect( wrapper.text() ).not.toContain( 'Wake an engineer' );
		expect( wrapper.text() ).not.toContain( 'wake somebody' );
		await press( 'Start the drill' );
		expect( panel.page.submit ).toHaveBeenCalledTimes( 1 );
	} );

	it( 'is never paged again', async () => {
		const page = aPage( { drill: true, state: 'undelivered' } );
		const { wrapper, panel } = show( { name: 'following', page, connected: true } );
		expect( wrapper.findAll( '.page-sre-actions button' ).map( ( button ) => button.text() ) ).toEqual( [ 'Add a note', 'Withdraw' ] );
		panel.page.step.value = { name: 'following', page: { ...page, drill: false }, connected: true };
		await nextTick();
		expect( wrapper.find( '.page-sre-actions' ).text() ).toContain( 'Page again' );
	} );
} );
