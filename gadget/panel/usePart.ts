// How the panel comes by another part of itself: loaded behind the panel as soon as that is shown, tried again by
// itself while a wiki is breaking, and whenever somebody asks. What the parts are is parts.ts.
//
//   idle --load()--> loading --came--> ready
//                     ^  |              ^
//              load() |  +-- failed, or too late --> missing: tried again in the background, a few times
//                     +---------------------------------+
import { shallowRef } from 'vue';
import type { ShallowRef } from 'vue';
import type { Part, PartModule } from './parts.ts';

export type PartState = { name: 'idle' | 'loading' | 'missing' } | { name: 'ready'; part: Part };

export interface PartHolder {
	readonly state: ShallowRef<PartState>;
	/** Does nothing while it is loading, or there. */
	load(): void;
}

// ResourceLoader does not say when a request is lost; after this long something is wrong.
const PATIENCE = 10000;
// Quick at first, for a line that broke; then a servers' trouble has a minute to pass.
const PAUSES = [ 1000, 4000, 15000, 40000 ];

/** @param create called once, with what came */
export function usePart( load: () => PromiseLike<PartModule>, create: ( module: PartModule ) => Part ): PartHolder {
	const state = shallowRef<PartState>( { name: 'idle' } );
	let pause: ReturnType<typeof setTimeout> | undefined;

	async function attempt( failures: number ): Promise<void> {
		let patience: ReturnType<typeof setTimeout> | undefined;
		const late = new Promise<never>( ( _resolve, reject ) => {
			patience = setTimeout( reject, PATIENCE );
		} );
		try {
			const module = await Promise.race( [ load(), late ] );
			// Somebody who did not wait for the background may have been faster.
			if ( state.value.name !== 'ready' ) {
				state.value = { name: 'ready', part: create( module ) };
			}
		} catch ( error ) {
			if ( state.value.name !== 'ready' ) {
				state.value = { name: 'missing' };
				clearTimeout( pause );
				if ( failures < PAUSES.length ) {
					pause = setTimeout( () => void attempt( failures + 1 ), PAUSES[ failures ] );
				}
			}
		}
		clearTimeout( patience );
	}

	return {
		state,
		load: () => {
			if ( state.value.name === 'idle' || state.value.name === 'missing' ) {
				clearTimeout( pause );
				state.value = { name: 'loading' };
				void attempt( 0 );
			}
		}
	};
}
