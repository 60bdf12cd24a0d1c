// What everybody reads before their first page, and again when it has changed: one screen, one click. Whether
// somebody has to is the session's to say; that the text which was read is the one that counts, our server's.
//
//   loading --came--> reading --confirm()--> reading, under way --yes--> (the session says: confirmed)
//    ^ |  ^             ^                       |   |
//    | |  |             +-- refused, no answer -+   |
//    | |  +------------- it has changed meanwhile --+
//    | +-- did not come --> missing
//    +---- load() ----------+
import { computed, ref, shallowRef, watch } from 'vue';
import type { ComputedRef, Ref, ShallowRef } from 'vue';
import type { Api } from './api.ts';
import type { ActionState } from './parts.ts';
import type { SessionHolder } from './useSession.ts';
import type { GuidanceText } from './words.ts';

export type GuidanceState =
	| { name: 'loading' | 'missing' }
	| { name: 'reading'; text: GuidanceText; asked: ActionState };

export interface GuidanceHolder {
	readonly state: ShallowRef<GuidanceState>;
	/** Nothing can be written before this was read. */
	readonly isDue: ComputedRef<boolean>;
	/** Whether it was confirmed before, as it was then. */
	readonly hasChanged: Ref<boolean>;
	/** By the reader's own wish. */
	readonly isOpen: Ref<boolean>;
	open(): void;
	close(): void;
	load(): Promise<void>;
	confirm(): Promise<void>;
}

/** @param read brings the text, fresh from our server; null when it does not come */
export function useGuidance( api: Api, session: SessionHolder, read: () => Promise<GuidanceText | null> ): GuidanceHolder {
	const state = shallowRef<GuidanceState>( { name: 'loading' } );
	const hasChanged = ref( false );
	const isOpen = ref( false );
	const isConfirmed = computed( () => session.state.value.name === 'signedIn' ? session.state.value.session.guidance.confirmed : null );

	async function load(): Promise<void> {
		state.value = { name: 'loading' };
		const text = await read();
		state.value = text ? { name: 'reading', text, asked: { name: 'idle' } } : { name: 'missing' };
	}

	async function confirm(): Promise<void> {
		const now = state.value;
		if ( now.name !== 'reading' || now.asked.name === 'underWay' ) {
			return;
		}
		const { text } = now;
		const show = ( asked: ActionState ): void => {
			state.value = { name: 'reading', text, asked };
		};
		show( { name: 'underWay' } );
		const answer = await api.confirmGuidance( { version: text.version, language: text.language } );
		if ( answer.kind === 'answered' ) {
			show( { name: 'idle' } );
			session.update( answer.value );
		} else if ( answer.kind === 'noAnswer' ) {
			show( { name: 'noAnswer' } );
		} else if ( answer.problem.code === 'guidanceOutdated' ) {
			hasChanged.value = true;
			await load();
		} else if ( answer.problem.status === 401 ) {
			show( { name: 'idle' } );
			session.expire();
		} else {
			show( { name: 'refused', problem: answer.problem } );
		}
	}

	watch( isConfirmed, ( now, before ) => {
		if ( now === false ) {
			hasChanged.value = before === true;
			void load();
		}
	}, { immediate: true, flush: 'sync' } );

	return {
		state,
		isDue: computed( () => isConfirmed.value === false ),
		hasChanged,
		isOpen,
		open: () => {
			isOpen.value = true;
			hasChanged.value = false;
			void load();
		},
		close: () => {
			isOpen.value = false;
		},
		load,
		confirm
	};
}
