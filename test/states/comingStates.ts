// The states before anything is written: signing in, our server out of reach, and the guidance.
import type { SignedOutReason } from '../../gadget/panel/useSession.ts';
import { problem } from '../gadget/fixtures.ts';
import type { Group, State } from './state.ts';

const out = ( name: string, why: SignedOutReason ): State => ( { name: `sign-in, ${ name }`, moment: { signIn: { name: 'signedOut', why } } } );

export const coming: Group = {
	name: 'Coming',
	states: [
		{ name: 'sign-in, looking who it is', moment: { signIn: { name: 'checking' } } },
		out( 'fresh', { kind: 'fresh' } ),
		{ name: 'sign-in, on our own origin with single sign-on', moment: {
			signIn: { name: 'signedOut', why: { kind: 'fresh' } }, host: { signIn: 'redirect', singleSignOnUrl: '#sso' }, answers: {
				readSession: () => Promise.resolve( { kind: 'refused', problem: problem( 'notSignedIn' ) } )
			}
		} },
		{ name: 'sign-in, waiting for the window', moment: { signIn: { name: 'waiting' } } },
		{ name: 'sign-in, exchanging', moment: { signIn: { name: 'exchanging' } } },
		...( [ 'blocked', 'closed', 'expired', 'noAnswer', 'impossible' ] as const ).map( ( kind ) => out( kind, { kind } ) ),
		out( 'failed with a code', { kind: 'failed', error: 'signInExpired' } ),
		out( 'failed with a word of the wiki', { kind: 'failed', error: 'mwoauth-invalid-authorization' } ),
		...( [ 'signInInvalid', 'signInRefusedByWiki', 'accountNotUsable', 'wikiUnavailable', 'originRefused', 'internal' ] as const )
			.map( ( code ) => out( `refused, ${ code }`, { kind: 'refused', problem: problem( code ) } ) ),
		{ name: 'reach, gone', moment: { signIn: { name: 'signedOut', why: { kind: 'fresh' } }, hindrance: 'gone' } },
		{ name: 'reach, forbidden by the wiki', moment: { signIn: { name: 'signedOut', why: { kind: 'fresh' } }, hindrance: 'forbidden' } },
		{ name: 'guidance, loading', moment: { guidance: 'loading' } },
		{ name: 'guidance, missing', moment: { guidance: 'missing' } },
		{ name: 'guidance, changed', namesOtherWays: true, moment: { guidance: 'changed' } },
		{ name: 'guidance, no answer to the confirmation', namesOtherWays: true, moment: {
			guidance: 'changed', answers: { confirmGuidance: () => Promise.resolve( { kind: 'noAnswer' } ) }, clicks: [ '.page-sre-reading button' ]
		} },
		{ name: 'guidance, read again', namesOtherWays: true, moment: { guidance: 'again' } }
	]
};
