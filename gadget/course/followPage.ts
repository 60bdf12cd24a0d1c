// Keeps the page that the panel follows as our server knows it, for as long as it is followed: anew for every
// page, and after every sign-in. What an event means is pageProgress.ts's; how a line is kept, eventStream.ts's.
import { watch } from 'vue';
import type { PageView } from '../../server/contract/page.ts';
import type { Api } from '../panel/api.ts';
import { lastSeq } from '../panel/shared.ts';
import type { PageHolder } from '../panel/usePage.ts';
import type { SessionHolder } from '../panel/useSession.ts';
import { followEvents } from './eventStream.ts';
import { withEvent } from './pageProgress.ts';

export function followPage( api: Api, page: PageHolder, session: SessionHolder ): void {
	let stop = (): void => undefined;
	const followed = (): PageView | null => page.step.value.name === 'following' ? page.step.value.page : null;

	/** @param connected whether what is known is fresh */
	function know( connected: boolean, next = ( known: PageView ): PageView => known ): void {
		const known = followed();
		if ( known ) {
			page.update( next( known ), connected );
		}
	}

	function begin(): void {
		stop();
		const now = followed();
		if ( !now ) {
			return;
		}
		know( true );
		stop = followEvents( ( seq, signal ) => api.openEvents( now.id, seq, signal ), lastSeq( now ), {
			event: ( event ) => know( true, ( known ) => withEvent( known, event ) ),
			connected: know,
			refused: ( problem ) => {
				know( false );
				if ( problem.status === 401 ) {
					session.expire();
				}
			}
		} );
	}

	// Not by a watched id: to begin changes the step, and Vue before 3.5 calls a watcher again for its own change.
	let begun: string | null = null;
	watch( page.step, () => {
		const now = followed();
		const id = now && now.id;
		if ( id !== begun ) {
			begun = id;
			begin();
		}
	}, { immediate: true, flush: 'sync' } );
	watch( session.state, ( now, before ) => {
		if ( now.name === 'signedIn' && before.name !== 'signedIn' ) {
			begin();
		}
	}, { flush: 'sync' } );
}
