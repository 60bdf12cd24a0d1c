// A session whose state a test decides, and that ends when it is told to.
import { computed, shallowRef } from 'vue';
import { vi } from 'vitest';
import type { SessionView } from '../../server/contract/session.ts';
import type { SessionHolder, SessionState } from '../../gadget/panel/useSession.ts';

export function fakeSession( begin: SessionState ): SessionHolder {
	const state = shallowRef<SessionState>( begin );
	const update = ( session: SessionView ): void => {
		state.value = { name: 'signedIn', session };
	};
	return {
		state,
		sender: computed( () => state.value.name === 'signedIn' ? state.value.session.sender : null ),
		ready: shallowRef( true ),
		signIn: vi.fn(),
		signOut: vi.fn(),
		expire: vi.fn( () => {
			state.value = { name: 'signedOut', why: { kind: 'expired' } };
		} ),
		update: vi.fn( update ),
		requireGuidance: vi.fn( () => {
			if ( state.value.name === 'signedIn' ) {
				const { session } = state.value;
				update( { ...session, guidance: { ...session.guidance, confirmed: false } } );
			}
		} ),
		refresh: vi.fn( () => Promise.resolve() )
	};
}
