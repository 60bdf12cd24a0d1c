// What is going on now, asked for every ten seconds while somebody looks: not in a hidden tab, nor once the form is
// gone. What came last stays when nothing newer comes, with its age.
//
//   loading --came--> here --came, or did not--> here
//      |               ^
//      +-- did not --> missing --came
import { shallowRef } from 'vue';
import type { ShallowRef } from 'vue';
import type { Situation } from '../../server/contract/situation.ts';
import type { Api } from '../panel/api.ts';

export type SituationState =
	| { name: 'loading' | 'missing' }
	| { name: 'here'; situation: Situation; isOld: boolean };

export interface SituationHolder {
	readonly state: ShallowRef<SituationState>;
	/** @return what ends it */
	follow(): () => void;
}

const PAUSE = 10000;

function isSituation( value: unknown ): value is Situation {
	return typeof value === 'object' && value !== null &&
		Array.isArray( ( value as Situation ).pages ) && Array.isArray( ( value as Situation ).providers );
}

export function useSituation( api: Api, page: Document = document ): SituationHolder {
	const state = shallowRef<SituationState>( { name: 'loading' } );
	let isAsking = false;

	async function ask(): Promise<void> {
		if ( isAsking || page.visibilityState === 'hidden' ) {
			return;
		}
		isAsking = true;
		const answer = await api.read( '/v1/situation' );
		isAsking = false;
		if ( answer.kind === 'answered' && isSituation( answer.value ) ) {
			state.value = { name: 'here', situation: answer.value, isOld: false };
		} else {
			state.value = state.value.name === 'here' ? { name: 'here', situation: state.value.situation, isOld: true } : { name: 'missing' };
		}
	}

	return {
		state,
		follow: () => {
			const again = (): void => void ask();
			again();
			const timer = setInterval( again, PAUSE );
			page.addEventListener( 'visibilitychange', again );
			return () => {
				clearInterval( timer );
				page.removeEventListener( 'visibilitychange', again );
			};
		}
	};
}
