// Who is asking: signing in, the session, the guidance; and who may page at all.
import { z } from 'zod';
import { rosterSchema } from '../roster.ts';
import { challengePattern, confirmGuidanceSchema, exchangeSchema, newSessionSchema, sessionSchema } from '../session.ts';
import { pattern } from '../text.ts';
import type { Operation } from './operation.ts';

export const personOperations: readonly Operation[] = [
	{
		id: 'startSignIn', method: 'get', path: '/oauth/start', access: 'everybody',
		summary: 'Begin signing in at the wiki, in a browser window',
		description: 'Either `origin` and `challenge`, as a panel does in a popup: the window posts a one-time code to its opener if that is ' +
			'of this origin, and the panel exchanges it with the verifier (POST /v1/session). Or `return`, on our own origin, where a ' +
			'cookie is the end of it. Every way out is a page with words for the person in front of it, never a problem document.',
		query: z.strictObject( {
			/** A wiki's, as the configuration has it. */
			origin: z.string().optional(),
			/** base64url of the SHA-256 of the verifier (S256 of RFC 7636). */
			challenge: pattern( challengePattern ).optional(),
			/** A path of our own site. */
			return: z.string().optional()
		} ),
		answers: {
			302: { description: 'On to the wiki.', headers: [ 'Location' ] },
			400: { description: 'No sign-in link of ours.', media: 'text/html' },
			403: { description: 'Not a wiki of this farm, or not a window of its own; or the wiki refuses.', media: 'text/html' },
			502: { description: 'The wiki does not answer.', media: 'text/html' }
		}
	},
	{
		id: 'openSession', method: 'post', path: '/v1/session', access: 'everybody',
		summary: 'Exchange the one-time code for a session',
		description: 'The token is shown this one time. It ends after 12 hours or by DELETE.',
		body: exchangeSchema,
		answers: { 201: { description: 'Signed in.', json: newSessionSchema } },
		refusals: [ 'signInExpired', 'storeUnavailable' ]
	},
	{
		id: 'readSession', method: 'get', path: '/v1/session', access: 'session',
		summary: 'Who is signed in, and whether they may page now',
		answers: { 200: { description: 'The session, with membership as of this moment.', json: sessionSchema } }
	},
	{
		id: 'endSession', method: 'delete', path: '/v1/session', access: 'session',
		summary: 'Sign out',
		answers: { 204: { description: 'The session is over.' } }
	},
	{
		id: 'confirmGuidance', method: 'post', path: '/v1/guidance', access: 'session',
		summary: 'The member has read what to page for',
		description: 'Needed once for each version; the version and its texts come with the session and from /i18n.',
		body: confirmGuidanceSchema,
		answers: { 200: { description: 'The session as it is now.', json: sessionSchema } },
		refusals: [ 'notMember', 'guidanceOutdated', 'membershipUnknown' ]
	},
	{
		id: 'readRoster', method: 'get', path: '/v1/roster', access: 'rosterKey',
		summary: 'Who can page now, and why',
		description: 'For identity systems by a key of their own, and for responders by their cookie on our own origin.',
		heeds: [ 'If-None-Match' ],
		answers: {
			200: { description: 'Everybody who can page.', json: rosterSchema, headers: [ 'ETag' ] },
			304: { description: 'Nothing has changed since the ETag that was given.', headers: [ 'ETag' ] }
		},
		refusals: [ 'notResponder' ]
	}
];
