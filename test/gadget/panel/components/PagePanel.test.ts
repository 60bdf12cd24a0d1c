// Promises of the panel as a whole: the way out of every doubtful state is in sight, and it can be heard
// and walked through without a mouse.
import { mount } from '@vue/test-utils';
import { nextTick } from 'vue';
import { describe, expect, it, vi } from 'vitest';
import PanelDialog from '../../../../gadget/panel/components/PanelDialog.vue';
import Say from '../../../../gadget/panel/components/Say.vue';
import type { PageStep } from '../../../../gadget/panel/usePage.ts';
import type { SessionState } from '../../../../gadget/panel/useSession.ts';
import { aHost, aPage, problem } from '../../fixtures.ts';
import { composing, keep, panelOf, provided, show } from './show.ts';

describe( 'PagePanel', () => {
	const steps: [ string, PageStep ][] = [
		[ 'composing', composing ],
		[ 'reviewing', { name: 'reviewing' } ],
		[ 'submitting', { name: 'submitting' } ],
		[ 'unanswered', { name: 'unanswered', asked: 'submit' } ],
		[ 'refused', { name: 'refused', problem: problem( 'internal' ), asked: 'submit' } ],
		[ 'following', { name: 'following', page: aPage( { state: 'undelivered' } ), connected: false } ]
	];

	it.each( steps )( 'keeps the other ways in sight while %s', ( _name, step ) => {
		const links = show( step ).wrapper.findAll( '.page-sre-other a' ).map( ( link ) => link.attributes( 'href' ) );
		expect( links ).toEqual( [
			'https://page-sre.example',
			'https://web.libera.chat/#wikimedia-sre',
			'https://web.libera.chat/#wikimedia-stewards',
			'https://www.wikimediastatus.net',
			expect.stringMatching( /^https:\/\/phabricator\.wikimedia\.org\/maniphest\/task\/edit\/form\/1\/\?projects=SRE/ ),
			'mailto:emergency@wikimedia.org'
		] );
	} );

	it( 'goes on at our own site with what is written, when asked to', async () => {
		const carryOver = vi.fn();
		const { wrapper, panel } = show( composing, undefined, { summary: 'Login fails' }, aHost( { carryOver } ) );
		await wrapper.find( '.page-sre-other a' ).trigger( 'click' );
		expect( carryOver.mock.calls.map( ( [ draft ] ) => JSON.parse( draft as string ) as unknown ) ).toEqual( [ panel.draft.draft ] );
	} );

	describe( 'when our server cannot be reached', () => {
		const signedOut: SessionState = { name: 'signedOut', why: { kind: 'fresh' } };

		it( 'says so before anybody signs in, and takes it back', async () => {
			const { text, panel } = show( composing, signedOut );
			expect( text() ).not.toContain( 'does not answer' );
			panel.reach.hindrance.value = 'gone';
			await nextTick();
			expect( text() ).toContain( 'Page SRE does not answer. Use another way' );
			expect( text() ).toContain( 'Talk to SRE' );
			panel.reach.hindrance.value = null;
			await nextTick();
			expect( text() ).not.toContain( 'does not answer' );
		} );

		it( 'leaves it to the course to say so of a page that is followed', async () => {
			const { text, panel } = show( { name: 'following', page: aPage(), connected: false } );
			panel.reach.hindrance.value = 'gone';
			await nextTick();
			expect( text() ).not.toContain( 'does not answer' );
		} );

		it( 'leads to our own site with what is written where the wiki forbids it, in place of a sign-in that cannot work', async () => {
			const carryOver = vi.fn();
			const { wrapper, press, panel } = show( composing, signedOut, { summary: 'Login fails' }, aHost( { carryOver } ) );
			panel.reach.hindrance.value = 'forbidden';
			await nextTick();
			expect( wrapper.findAll( '.page-sre__heading' ).map( ( heading ) => heading.text() ) ).toEqual( [ 'No answer' ] );
			expect( wrapper.text() ).not.toContain( 'Sign in' );
			await press( 'Page SRE on its own site' );
			expect( carryOver ).toHaveBeenCalledWith( JSON.stringify( panel.draft.draft ) );
		} );

		it( 'asks anew each time that it is opened', () => {
			expect( show( composing ).panel.reach.look ).toHaveBeenCalledTimes( 1 );
		} );
	} );

	it.each( steps )( 'shows exactly one heading while %s', ( _name, step ) => {
		expect( show( step ).wrapper.findAll( '.page-sre__heading' ) ).toHaveLength( 1 );
	} );

	it( 'moves the focus to the heading of what comes next', async () => {
		const { panel, wrapper } = show( { name: 'reviewing' } );
		panel.page.step.value = { name: 'unanswered', asked: 'submit' };
		await nextTick();
		await nextTick();
		expect( document.activeElement ).toBe( wrapper.find( '.page-sre__heading' ).element );
		expect( document.activeElement!.textContent ).toBe( 'No answer' );
	} );

	it( 'carries title and nick over to the other ways', async () => {
		const { panel, wrapper } = show( composing );
		Object.assign( panel.draft.draft, { summary: 'Login & logout', ircNick: 'foo|bar' } );
		await nextTick();
		const links = wrapper.findAll( '.page-sre-other a' ).map( ( link ) => link.attributes( 'href' ) );
		expect( links ).toContain( 'https://web.libera.chat/?nick=foo%7Cbar#wikimedia-sre' );
		expect( links ).toContain( 'https://phabricator.wikimedia.org/maniphest/task/edit/form/1/?projects=SRE&title=Login%20%26%20logout' );
	} );
} );

describe( 'PanelDialog', () => {
	it( 'opens, closes with Escape, and keeps what was typed', async () => {
		const wrapper = mount( PanelDialog, {
			attachTo: document.body,
			global: { provide: provided( panelOf( composing ) ) }
		} );
		keep( wrapper );
		const dialog = wrapper.vm as unknown as { open: () => void };
		const found = (): HTMLInputElement | null => document.querySelector( '.page-sre-dialog input' );
		expect( found() ).toBeNull();
		dialog.open();
		await nextTick();
		found()!.value = 'Login fails';
		found()!.dispatchEvent( new Event( 'input' ) );
		found()!.dispatchEvent( new KeyboardEvent( 'keyup', { key: 'Escape', bubbles: true } ) );
		found()!.dispatchEvent( new KeyboardEvent( 'keydown', { key: 'Escape', bubbles: true } ) );
		await vi.waitUntil( () => found() === null );
		dialog.open();
		await nextTick();
		expect( found()!.value ).toBe( 'Login fails' );
	} );
} );

describe( 'Say', () => {
	it( 'keeps a name apart from the words around it, whatever it contains', () => {
		const wrapper = mount( Say, {
			props: { message: 'page-sre-event-acknowledged', parameters: [ { name: '<b>עמית</b> $1' } ] },
			global: { provide: provided( panelOf( composing ) ) }
		} );
		expect( wrapper.find( 'bdi' ).element.textContent ).toBe( '<b>עמית</b> $1' );
	} );

	it( 'keeps a link apart too, so that a channel’s sign stays before its name', () => {
		const wrapper = mount( Say, {
			props: { message: 'page-sre-harm', parameters: [ { text: '#channel', href: 'https://chat.example' } ] },
			global: { provide: provided( panelOf( composing ) ) }
		} );
		expect( wrapper.find( 'a' ).attributes( 'dir' ) ).toBe( 'auto' );
	} );
} );
