// Mounts the panel in a given moment, with real components, real Codex and a played panel behind them.
import { mount } from '@vue/test-utils';
import type { VueWrapper } from '@vue/test-utils';
import { h, shallowRef } from 'vue';
import { afterEach, vi } from 'vitest';
import { englishGuidance } from '../../../../gadget/build/guidance.ts';
import aid from '../../../../gadget/aid/index.ts';
import OpenPages from '../../../../gadget/course/components/OpenPages.vue';
import OwnPages from '../../../../gadget/course/components/OwnPages.vue';
import PageProgress from '../../../../gadget/course/components/PageProgress.vue';
import { useOwnPages } from '../../../../gadget/course/useOwnPages.ts';
import { usePageActions } from '../../../../gadget/course/usePageActions.ts';
import PagePanel from '../../../../gadget/panel/components/PagePanel.vue';
import { panelKey } from '../../../../gadget/panel/panel.ts';
import type { Panel } from '../../../../gadget/panel/panel.ts';
import type { Part } from '../../../../gadget/panel/parts.ts';
import type { PartHolder } from '../../../../gadget/panel/usePart.ts';
import { useGuidance } from '../../../../gadget/panel/useGuidance.ts';
import { useDraft } from '../../../../gadget/panel/useDraft.ts';
import type { Draft } from '../../../../gadget/panel/useDraft.ts';
import type { PageStep } from '../../../../gadget/panel/usePage.ts';
import type { SessionState } from '../../../../gadget/panel/useSession.ts';
import type { Host } from '../../../../gadget/panel/host.ts';
import { createWords, wordsKey } from '../../../../gadget/panel/words.ts';
import source from '../../../../i18n/en.json';
import { fakeApi } from '../../fakeApi.ts';
import type { FakeApi } from '../../fakeApi.ts';
import { fakeSession } from '../../fakeSession.ts';
import { aHost, aSession } from '../../fixtures.ts';

const { '@metadata': _metadata, ...english } = source;
/** As the build makes it. */
export const theGuidance = englishGuidance( english );
const made = createWords( 'en', ( file ) => Promise.resolve( file === 'en-guidance' ? theGuidance : null ) );
made.addEnglish( english );
export const { words } = made;
export const composing: PageStep = { name: 'composing', faults: [] };
const signedIn: SessionState = { name: 'signedIn', session: aSession() };

export interface Shown {
	panel: Panel;
	/** What the sender's actions ask. */
	api: FakeApi;
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

/** The course as it is once it has come, but for the stream of events. */
export function courseOf( api: FakeApi, { page, session, draft }: Pick<Panel, 'page' | 'session' | 'draft'> ): Part {
	const own = useOwnPages( api, page, session, draft );
	return {
		english: {},
		components: { OpenPages, OwnPages: () => h( OwnPages, { own } ), PageProgress },
		props: { actions: usePageActions( api, page, session, draft ) }
	};
}

export function panelOf(
	step: PageStep, session: SessionState = signedIn, written: Partial<Draft> = {},
	api: FakeApi = fakeApi(), host: Host = aHost(), parts: Partial<Panel[ 'parts' ]> = {}
): Panel {
	const draft = useDraft( host, () => 'k'.repeat( 20 ) );
	Object.assign( draft.draft, written );
	const holder = fakeSession( session );
	const workings: Omit<Panel, 'parts'> = {
		host,
		refresh: vi.fn( () => Promise.resolve() ),
		draft,
		reach: { hindrance: shallowRef( null ), files: vi.fn( () => Promise.resolve( {} ) ), look: vi.fn() },
		session: holder,
		guidance: useGuidance( api, holder, made.readGuidance ),
		page: {
			step: shallowRef( step ), review: vi.fn(), edit: vi.fn(), startNew: vi.fn(),
			adopt: vi.fn( ( page ) => {
				workings.page.step.value = { name: 'following', page, connected: true };
			} ),
			go: ( to ) => {
				workings.page.step.value = to;
			},
			see: vi.fn(), submit: vi.fn( () => Promise.resolve() ), retry: vi.fn( () => Promise.resolve() ),
			update: ( page ) => {
				workings.page.step.value = { name: 'following', page, connected: true };
			}
		}
	};
	const { page } = workings;
	const there = ( part: Part ): PartHolder => ( { state: shallowRef( { name: 'ready', part } ), load: vi.fn() } );
	return {
		...workings,
		parts: {
			course: there( courseOf( api, { page, session: holder, draft } ) ),
			aid: there( aid.create( { host, api, session: holder, draft, page } ) ),
			...parts
		}
	};
}

/** What every component finds provided. */
export function provided( panel: Panel ): Record<symbol, unknown> {
	return { [ panelKey as symbol ]: panel, [ wordsKey as symbol ]: words };
}

/** @param parts there, if they are left out */
export function show(
	step: PageStep, session?: SessionState, written?: Partial<Draft>, host?: Host, parts?: Partial<Panel[ 'parts' ]>, api = fakeApi()
): Shown {
	const panel = panelOf( step, session, written, api, host, parts );
	const wrapper = mount( PagePanel, { attachTo: document.body, global: { provide: provided( panel ) } } );
	keep( wrapper );
	return {
		panel,
		api,
		wrapper,
		text: () => wrapper.text().replace( /\s+/g, ' ' ),
		press: ( label ) => wrapper.findAll( 'button' ).find( ( button ) => button.text() === label )!.trigger( 'click' )
	};
}
