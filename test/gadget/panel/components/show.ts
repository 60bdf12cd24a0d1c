// Mounts the panel in a given moment, with real components, real Codex and a played panel behind them.
import { mount } from '@vue/test-utils';
import type { VueWrapper } from '@vue/test-utils';
import { shallowRef } from 'vue';
import { afterEach, vi } from 'vitest';
import PagePanel from '../../../../gadget/panel/components/PagePanel.vue';
import { panelKey } from '../../../../gadget/panel/panel.ts';
import type { Panel } from '../../../../gadget/panel/panel.ts';
import { useDraft } from '../../../../gadget/panel/useDraft.ts';
import type { Draft } from '../../../../gadget/panel/useDraft.ts';
import type { PageStep } from '../../../../gadget/panel/usePage.ts';
import type { SessionState } from '../../../../gadget/panel/useSession.ts';
import { createWords, wordsKey } from '../../../../gadget/panel/words.ts';
import { aHost, aSession } from '../../fixtures.ts';

export const { words } = createWords( 'en', () => Promise.resolve( null ) );
export const composing: PageStep = { name: 'composing', faults: [] };
const signedIn: SessionState = { name: 'signedIn', session: aSession() };

export interface Shown {
	panel: Panel;
	wrapper: VueWrapper;
	/** All words on the screen, white space made one. */
	text: () => string;
	press: ( label: string ) => Promise<void>;
}

const mounted: VueWrapper[] = [];

/** Unmounted after the test. */
export function keep( wrapper: VueWrapper ): void {
	mounted.push( wrapper );
}

afterEach( () => {
	mounted.splice( 0 ).forEach( ( wrapper ) => wrapper.unmount() );
	document.body.innerHTML = '';
} );

export function panelOf( step: PageStep, session: SessionState = signedIn, written: Partial<Draft> = {} ): Panel {
	const host = aHost();
	const draft = useDraft( host, () => 'k'.repeat( 20 ) );
	Object.assign( draft.draft, written );
	return {
		host,
		draft,
		session: {
			state: shallowRef( session ), ready: shallowRef( true ),
			signIn: vi.fn(), signOut: vi.fn(), expire: vi.fn(), refresh: vi.fn( () => Promise.resolve() )
		},
		page: {
			step: shallowRef( step ), review: vi.fn(), edit: vi.fn(), startNew: vi.fn(),
			submit: vi.fn( () => Promise.resolve() ), retry: vi.fn( () => Promise.resolve() )
		}
	};
}

/** What every component finds provided. */
export function provided( panel: Panel ): Record<symbol, unknown> {
	return { [ panelKey as symbol ]: panel, [ wordsKey as symbol ]: words };
}

export function show( step: PageStep, session?: SessionState, written?: Partial<Draft> ): Shown {
	const panel = panelOf( step, session, written );
	const wrapper = mount( PagePanel, { attachTo: document.body, global: { provide: provided( panel ) } } );
	keep( wrapper );
	return {
		panel,
		wrapper,
		text: () => wrapper.text().replace( /\s+/g, ' ' ),
		press: ( label ) => wrapper.findAll( 'button' ).find( ( button ) => button.text() === label )!.trigger( 'click' )
	};
}
