// What the sender can still do about the page that is followed: add a note, take it back, page again; and
// adding to somebody else's in place of paging too, which makes one follow that page. Each is one small
// machine. What got no answer is looked for in the page's course before it is asked for again, so that
// nothing that did happen happens twice.
//
//   idle --run()--> underWay --answered----------------------------> done
//     ^              |    ^  +-- no answer --> look: it is there ----+  ^
//     |              |    |                    |                        |
//     |              |    +------ run() ----- noAnswer -- it shows up --+
//     |              |    |
//     |              +-- refused --> refused -- it shows up (after 5xx) --> done
//     +-- another page is followed; signed in again after a 401
//
// refused and done lead to underWay by run() too.
import { shallowRef, watch } from 'vue';
import type { PageView } from '../../server/contract/page.ts';
import type { Answer, Api } from '../panel/api.ts';
import { lastSeq, tidy } from '../panel/shared.ts';
import type { ActionState, PageAction, PageActions } from '../panel/parts.ts';
import type { DraftHolder } from '../panel/useDraft.ts';
import type { PageHolder } from '../panel/usePage.ts';
import type { SessionHolder } from '../panel/useSession.ts';

/** What a page must be known to be for something to be done about it. */
type Known = Pick<PageView, 'id' | 'state' | 'round' | 'events'>;

/** One wish of the sender, about one page. */
interface Intent {
	pageId: string;
	/** The last event known when it was first asked for: what it did comes later. */
	since: number;
	ask(): Promise<Answer<PageView>>;
	isDone( page: Known ): boolean;
	whenDone?(): void;
}

const idle: ActionState = { name: 'idle' };

export function usePageActions( api: Api, page: PageHolder, session: SessionHolder, { draft }: DraftHolder ): PageActions {
	const followed = (): PageView | null => page.step.value.name === 'following' ? page.step.value.page : null;

	/**
	 * @param current the page that this is about now, if there is one
	 * @param show takes over what our server says of it
	 */
	function createAction(
		intend: ( about: Known, since: number ) => Intent, current: () => Known | null = followed, show = page.update
	): PageAction {
		const state = shallowRef<ActionState>( idle );
		// What may have happened, or may yet, although nobody said so.
		let doubt: Intent | null = null;

		function finish( intent: Intent ): void {
			doubt = null;
			state.value = { name: 'done' };
			if ( intent.whenDone ) {
				intent.whenDone();
			}
		}

		// Null when our server does not say. Who has not joined somebody else's page finds none there.
		async function look( intent: Intent ): Promise<boolean | null> {
			const answer = await api.readPage( intent.pageId );
			if ( answer.kind !== 'answered' ) {
				return answer.kind === 'refused' && answer.problem.code === 'notFound' ? false : null;
			}
			const isDone = intent.isDone( answer.value );
			if ( isDone || followed() ) {
				show( answer.value );
			}
			return isDone;
		}

		async function perform( intent: Intent ): Promise<ActionState> {
			const arrived = doubt ? await look( intent ) : false;
			if ( arrived !== false ) {
				return { name: arrived ? 'done' : 'noAnswer' };
			}
			const answer = await intent.ask();
			if ( answer.kind === 'answered' ) {
				show( answer.value );
				return { name: 'done' };
			}
			return answer.kind === 'refused' ?
				{ name: 'refused', problem: answer.problem } :
				{ name: await look( intent ) ? 'done' : 'noAnswer' };
		}

		function settle( intent: Intent, outcome: ActionState, now: Known ): void {
			const problem = outcome.name === 'refused' ? outcome.problem : null;
			// A fault of the server's may have come after what was asked for.
			const isDoubtful = outcome.name === 'noAnswer' || ( problem !== null && problem.status >= 500 );
			if ( outcome.name === 'done' || ( isDoubtful && intent.isDone( now ) ) ) {
				finish( intent );
				return;
			}
			doubt = isDoubtful ? intent : null;
			state.value = outcome;
			if ( problem && problem.status === 401 ) {
				session.expire();
			} else if ( problem && problem.code === 'guidanceNotConfirmed' ) {
				session.requireGuidance();
			}
		}

		watch( page.step, () => {
			const now = current();
			if ( doubt && state.value.name !== 'underWay' && now && now.id === doubt.pageId && doubt.isDone( now ) ) {
				finish( doubt );
			}
		}, { flush: 'sync' } );
		watch( () => {
			const now = current();
			return now && now.id;
		}, () => {
			doubt = null;
			state.value = idle;
		}, { flush: 'sync' } );
		watch( session.state, ( { name } ) => {
			if ( name === 'signedIn' && state.value.name === 'refused' && state.value.problem.status === 401 ) {
				state.value = idle;
			}
		}, { flush: 'sync' } );

		return {
			state,
			run: async () => {
				const about = current();
				if ( about && state.value.name !== 'underWay' ) {
					const intent = intend( about, doubt ? doubt.since : lastSeq( about ) );
					state.value = { name: 'underWay' };
					const outcome = await perform( intent );
					const now = current();
					// Of a page that was left meanwhile nobody waits to hear.
					if ( now && now.id === intent.pageId ) {
						settle( intent, outcome, now );
					}
				}
			}
		};
	}

	function intendNote( { id: pageId }: Known, since: number ): Intent {
		const written = draft.note;
		const text = tidy( written );
		return {
			pageId,
			since,
			ask: () => api.addNote( pageId, text ),
			isDone: ( { events } ) => events.some( ( event ) => event.kind === 'note' && event.seq > since && event.text === text ),
			whenDone: () => {
				// What was written meanwhile is another note.
				if ( draft.note === written ) {
					draft.note = '';
				}
			}
		};
	}

	const joins = new Map<string, PageAction>();

	return {
		join: ( id ) => {
			// Nothing is known of it before one has joined.
			const unknown: Known = { id, state: 'delivered', round: 1, events: [] };
			const action = joins.get( id ) || createAction( intendNote, () => followed() || unknown, page.adopt );
			joins.set( id, action );
			return action;
		},
		addNote: createAction( intendNote ),
		withdraw: createAction( ( { id: pageId }, since ) => ( {
			pageId,
			since,
			ask: () => api.withdrawPage( pageId ),
			isDone: ( { state } ) => state === 'withdrawn'
		} ) ),
		pageAgain: createAction( ( { id: pageId, round: before }, since ) => ( {
			pageId,
			since,
			ask: () => api.pageAgain( pageId, before + 1 ),
			isDone: ( { round } ) => round > before
		} ) )
	};
}
