// The farm's wikis, to pick from where something is broken. Asked for once somebody writes, and again the next time
// when they did not come; without them the field is a plain one.
import { shallowRef } from 'vue';
import type { ShallowRef } from 'vue';
import type { Wikis } from '../../server/contract/situation.ts';
import type { Api } from '../panel/api.ts';

export type Wiki = Wikis[ 'wikis' ][ number ];

export interface WikisHolder {
	/** Empty until they have come. */
	readonly list: ShallowRef<readonly Wiki[]>;
	load(): Promise<void>;
}

export function useWikis( api: Api ): WikisHolder {
	const list = shallowRef<readonly Wiki[]>( [] );
	let isAsked = false;
	return {
		list,
		load: async () => {
			if ( isAsked ) {
				return;
			}
			isAsked = true;
			const answer = await api.read( '/v1/wikis' );
			const wikis = answer.kind === 'answered' && ( answer.value as Partial<Wikis> | null || {} ).wikis;
			isAsked = Array.isArray( wikis );
			list.value = wikis || [];
		}
	};
}
