// The sender's own pages, the newest first and a part at a time, and the way there, to one of them, and back: to what
// was being written, or to the page that was followed. Changes nothing about any page, nor about what is written.
//
//   idle --enter()--> underWay --came--> done --ask()--> underWay ...
//                      ^   +-- no answer, refused --> noAnswer, refused
//                      +--------------- ask() -----------+
import { shallowRef, watch } from 'vue';
import type { ShallowRef } from 'vue';
import type { PageList } from '../../server/contract/listPages.ts';
import type { PageView } from '../../server/contract/page.ts';
import type { Api } from '../panel/api.ts';
import type { ActionState } from '../panel/parts.ts';
import type { DraftHolder } from '../panel/useDraft.ts';
import type { PageHolder, PageStep } from '../panel/usePage.ts';
import type { SessionHolder } from '../panel/useSession.ts';

export interface OwnPagesHolder {
	/** As far as they have come. */
	readonly list: ShallowRef<PageList>;
	readonly state: ShallowRef<ActionState>;
	enter(): void;
	/** What follows; at first the newest. */
	ask(): Promise<void>;
	look( page: PageView ): void;
	/** To where one was. */
	leave(): void;
}

export function useOwnPages( api: Api, page: PageHolder, session: SessionHolder, { draft }: DraftHolder ): OwnPagesHolder {
	const list = shallowRef<PageList>( { pages: [], next: null } );
	const state = shallowRef<ActionState>( { name: 'idle' } );
	let origin: PageStep = page.step.value;
	// Of the page that was followed there: it must not be added to another one.
	let note = '';
	let lookedAt: string | null = null;

	function forget(): void {
		list.value = { pages: [], next: null };
		state.value = { name: 'idle' };
	}

	async function ask(): Promise<void> {
		if ( state.value.name === 'underWay' ) {
			return;
		}
		const known = list.value;
		state.value = { name: 'underWay' };
		const answer = await api.read( `/v1/pages${ known.next ? `?before=${ known.next }` : '' }` );
		// Forgotten meanwhile: they may be somebody else's.
		if ( list.value !== known ) {
			return;
		}
		if ( answer.kind === 'refused' ) {
			state.value = { name: 'refused', problem: answer.problem };
			if ( answer.problem.status === 401 ) {
				session.expire();
			}
			return;
		}
		const { pages, next } = Object( answer.kind === 'answered' && answer.value ) as PageList;
		state.value = { name: pages ? 'done' : 'noAnswer' };
		if ( pages ) {
			list.value = { pages: known.pages.concat( pages ), next };
		}
	}

	function leave(): void {
		if ( lookedAt && origin.name === 'composing' ) {
			// What was only looked at is not brought back at the next visit.
			page.startNew();
		}
		page.go( origin );
		draft.note = note;
	}

	watch( session.state, ( { name } ) => {
		forget();
		if ( name === 'signedIn' && page.step.value.name === 'listing' ) {
			void ask();
		}
	}, { flush: 'sync' } );

	return {
		list,
		state,
		enter: () => {
			const step = page.step.value;
			page.go( { name: 'listing' } );
			if ( step.name === 'following' && step.page.id === lookedAt ) {
				const { pages, next } = list.value;
				// As it stands now.
				list.value = { pages: pages.map( ( known ) => known.id === lookedAt ? step.page : known ), next };
				return;
			}
			origin = step;
			note = draft.note;
			lookedAt = null;
			forget();
			void ask();
		},
		ask,
		look: ( wanted ) => {
			if ( origin.name === 'following' && origin.page.id === wanted.id ) {
				leave();
				return;
			}
			lookedAt = wanted.id;
			draft.note = '';
			page.go( { name: 'following', page: wanted, connected: true } );
		},
		leave
	};
}
