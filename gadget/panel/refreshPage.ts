// Asks how the page stands that is followed: for as long as there is no course to tell of everything at once.
import type { Api } from './api.ts';
import type { PageHolder } from './usePage.ts';
import type { SessionHolder } from './useSession.ts';

export async function refreshPage( api: Api, page: PageHolder, session: SessionHolder ): Promise<void> {
	const step = page.step.value;
	// Whoever has to sign in again is busy with that, and is not to be told twice.
	if ( step.name === 'following' && session.sender.value ) {
		const answer = await api.readPage( step.page.id );
		if ( answer.kind === 'answered' ) {
			page.update( answer.value );
		} else if ( answer.kind === 'refused' && answer.problem.status === 401 ) {
			session.expire();
		}
	}
}
