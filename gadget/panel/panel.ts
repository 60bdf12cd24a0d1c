// Puts the panel's parts together in one straight line, for either host, and hands them to the
// components. No behaviour of its own.
import { computed, inject, watch } from 'vue';
import type { App, InjectionKey } from 'vue';
import { createApi } from './api.ts';
import type { Host } from './host.ts';
import { randomText } from './randomText.ts';
import { useDraft } from './useDraft.ts';
import type { DraftHolder } from './useDraft.ts';
import { usePage } from './usePage.ts';
import type { PageHolder } from './usePage.ts';
import { usePageActions } from './usePageActions.ts';
import type { PageActions } from './usePageActions.ts';
import { useSession } from './useSession.ts';
import type { SessionHolder } from './useSession.ts';
import { createWords, wordsKey } from './words.ts';

export interface Panel {
	host: Host;
	session: SessionHolder;
	draft: DraftHolder;
	page: PageHolder;
	actions: PageActions;
}

export const panelKey: InjectionKey<Panel> = Symbol( 'panel' );

/**
 * @return what gives an app its panel, and the promise that there are words worth showing
 */
export function createPanel( host: Host ): { install: ( app: App ) => void; ready: Promise<void> } {
	const api = createApi( host.backendUrl );
	const { words, ready, expectCourse } = createWords( host.language, api.loadTranslations );
	const session = useSession( host, api );
	const draft = useDraft( host, randomText );
	const page = usePage( host, api, session, draft );
	const actions = usePageActions( api, page, session, draft );
	const isFollowing = computed( () => page.step.value.name === 'following' );
	watch( isFollowing, ( yes ) => yes && expectCourse(), { flush: 'sync' } );
	return {
		install: ( app ) => {
			app.provide( wordsKey, words );
			app.provide( panelKey, { host, session, draft, page, actions } );
		},
		ready
	};
}

export function usePanel(): Panel {
	const panel = inject( panelKey );
	if ( !panel ) {
		throw new Error( 'no panel provided' );
	}
	return panel;
}
