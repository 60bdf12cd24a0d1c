// A session whose state a test decides, and that ends when it is told to.
import { shallowRef } from 'vue';
import { vi } from 'vitest';
import type { SessionHolder, SessionState } from '../../gadget/panel/useSession.ts';

export function fakeSession( begin: SessionState ): SessionHolder {
	const state = shallowRef<SessionState>( begin );
	return {
		state,
		ready: shallowRef( true ),
		signIn: vi.fn(),
		signOut: vi.fn(),
		expire: vi.fn( () => {
			state.value = { name: 'signedOut', why: { kind: 'expired' } };
		} ),
		refresh: vi.fn( () => Promise.resolve() )
	};
}
