// The states in which our server said no: to the person, to the page, for now; by every reason there is.
import { limitScopes, notMemberReasons } from '../../server/contract/problem.ts';
import type { ErrorCode, Problem } from '../../server/contract/problem.ts';
import { errorMessages } from '../../gadget/panel/messages.ts';
import { problem } from '../gadget/fixtures.ts';
import { ago } from './fixtures.ts';
import type { Group, State } from './state.ts';
import { written } from './writingStates.ts';

// These lead to other states than a refusal: to the fields, to signing in, to others' pages, to the guidance; or have
// more words than the code.
const elsewhere: readonly ErrorCode[] = [ 'invalidRequest', 'notSignedIn', 'sessionExpired', 'unseenPages', 'guidanceNotConfirmed', 'notMember', 'limitReached' ];

const refused = ( name: string, said: Problem ): State =>
	( { name: `refused, ${ name }`, moment: { step: { name: 'refused', problem: said, asked: 'submit' }, written } } );

export const setbacks: Group = {
	name: 'Setbacks',
	states: [
		...notMemberReasons.map( ( reason ): State => ( { name: `not a member, ${ reason }`, moment: { session: { membership: { verdict: 'notMember', reason } } } } ) ),
		refused( 'not a member any more', problem( 'notMember', { reason: 'notInGroup' } ) ),
		...limitScopes.map( ( scope ) => refused( `limit of ${ scope }`, problem( 'limitReached', { limit: { scope, max: 5, windowSeconds: 3600, retryAt: ago( -25 ) } } ) ) ),
		refused( 'limit, over by now', problem( 'limitReached', { limit: { scope: 'sender', max: 1, windowSeconds: 60, retryAt: ago( 1 ) } } ) ),
		...( Object.keys( errorMessages ) as ErrorCode[] ).filter( ( code ) => !elsewhere.includes( code ) )
			.map( ( code ) => refused( code, problem( code ) ) ),
		refused( 'a code that is newer than the panel', { ...problem( 'internal' ), code: 'newer' as ErrorCode } )
	]
};
