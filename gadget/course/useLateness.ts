// Whether a page that a provider took has waited so long for an answer that its sender may want to
// alert people anew. Advice only: whether it is too soon is decided by our server.
import { onScopeDispose, ref, watch } from 'vue';
import type { Ref } from 'vue';
import type { PageView } from '../../server/contract/page.ts';
import type { Host } from '../panel/host.ts';
import { alertedAt, isUnanswered } from './pageProgress.ts';

// Longer than a telephone needs to wake somebody, shorter than the server's own patience (5 minutes).
const LATE = 120000;

export function useLateness( { now }: Host, page: () => PageView ): Ref<boolean> {
	const isLate = ref( false );
	let timer: ReturnType<typeof setTimeout> | undefined;
	const stop = watch( [ () => isUnanswered( page() ), () => alertedAt( page() ) ], ( [ unanswered, at ] ) => {
		// A clock that is behind the server's waits the whole time from now, and never longer.
		const rest = unanswered ? 0 : Math.min( Date.parse( at ) + LATE - now(), LATE );
		clearTimeout( timer );
		isLate.value = rest <= 0;
		if ( !isLate.value ) {
			timer = setTimeout( () => {
				isLate.value = true;
			}, rest );
		}
	}, { immediate: true } );
	onScopeDispose( () => {
		stop();
		clearTimeout( timer );
	} );
	return isLate;
}
