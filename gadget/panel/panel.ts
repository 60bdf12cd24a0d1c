// Puts the panel's parts together in one straight line, for either host, and hands them to the
// components. No behaviour of its own.
import { inject, watch } from 'vue';
import type { App, InjectionKey } from 'vue';
import { createApi } from './api.ts';
import type { Host } from './host.ts';
import type { PartModule, PartName } from './parts.ts';
import { randomText } from './randomText.ts';
import { refreshPage } from './refreshPage.ts';
import { useDraft } from './useDraft.ts';
import type { DraftHolder } from './useDraft.ts';
import { useGuidance } from './useGuidance.ts';
import type { GuidanceHolder } from './useGuidance.ts';
import { usePage } from './usePage.ts';
import type { PageHolder } from './usePage.ts';
import { usePart } from './usePart.ts';
import type { PartHolder } from './usePart.ts';
import { useReach } from './useReach.ts';
import type { ReachHolder } from './useReach.ts';
import { useSession } from './useSession.ts';
import type { SessionHolder } from './useSession.ts';
import { createWords, wordsKey } from './words.ts';

export interface Panel {
	host: Host;
	session: SessionHolder;
	guidance: GuidanceHolder;
	draft: DraftHolder;
	page: PageHolder;
	parts: Record<PartName, PartHolder>;
	reach: ReachHolder;
	/** Asks how the page stands that is followed. */
	refresh: () => Promise<void>;
}

export const panelKey: InjectionKey<Panel> = Symbol( 'panel' );

/**
 * @param loadPart brings another part; called again when it fails
 * @return what gives an app its panel, and the promise that there are words worth showing
 */
export function createPanel(
	host: Host, loadPart: ( name: PartName ) => PromiseLike<PartModule>
): { install: ( app: App ) => void; ready: Promise<void> } {
	const api = createApi( host.backendUrl );
	const reach = useReach( host, api );
	const { words, ready, expectPart, addEnglish, readGuidance } = createWords( host.language, async ( file ) => {
		const content = ( await reach.files() )[ file ];
		return content ? api.loadTranslations( `${ file }.${ content }` ) : null;
	} );
	const session = useSession( host, api );
	const guidance = useGuidance( api, session, readGuidance );
	const draft = useDraft( host, randomText );
	const page = usePage( host, api, session, draft );
	const workings = { host, api, session, draft, page };
	const part = ( name: PartName ): PartHolder => usePart( () => loadPart( name ), ( { create } ) => {
		const created = create( workings );
		addEnglish( created.english );
		return created;
	} );
	const parts = { course: part( 'course' ), aid: part( 'aid' ) };
	// Not to be fetched in the moment at which things break, nor by those who only look.
	watch( [ session.sender, page.step ], ( [ sender ] ) => sender && [ 'aid', 'course' ].forEach( expectPart ), { flush: 'sync' } );
	return {
		install: ( app ) => {
			app.provide( wordsKey, words );
			app.provide( panelKey, { host, session, guidance, draft, page, parts, reach, refresh: () => refreshPage( api, page, session ) } );
		},
		ready
	};
}

/** Whether what is written, or followed, wakes nobody. */
export function isDrill( { page, draft }: Panel ): boolean {
	const step = page.step.value;
	return step.name === 'following' ? step.page.drill : draft.draft.drill;
}

export function usePanel(): Panel {
	const panel = inject( panelKey );
	if ( !panel ) {
		throw new Error( 'no panel provided' );
	}
	return panel;
}
