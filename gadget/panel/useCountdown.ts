// How long it takes until something is possible again, second by second. Advice only: our server decides.
import { onScopeDispose, ref } from 'vue';
import type { Ref } from 'vue';
import type { Problem } from '../../server/contract/problem.ts';
import type { Host } from './host.ts';

/** @return seconds left; 0 from the beginning where nothing is waited for */
export function useCountdown( { now }: Host, limit: Problem[ 'limit' ] ): Ref<number> {
	// A clock that is behind the server's waits no longer than the whole window.
	const until = limit ? Math.min( Date.parse( limit.retryAt ), now() + limit.windowSeconds * 1000 ) : 0;
	const left = ref( 0 );
	const count = (): void => {
		left.value = Math.max( Math.ceil( ( until - now() ) / 1000 ), 0 );
	};
	count();
	const timer = setInterval( count, 1000 );
	onScopeDispose( () => clearInterval( timer ) );
	return left;
}
