// What each refusal means and what to do about it, for whoever writes a client: `/errors/<code>` of our own
// origin, where a problem's `type` leads. Senders read the panel's words, in their language, and never these.
import type { ErrorCode } from './problem.ts';

export interface ErrorPage {
	/** One line: what is the matter. */
	title: string;
	/** What the server found, and what it has therefore not done. */
	happened: string;
	/** What the client, or the person in front of it, does now. */
	todo: string;
}

/** A new code without a page does not compile. */
export const errorPages: Readonly<Record<ErrorCode, ErrorPage>> = {
	invalidRequest: {
		title: 'Something in the request is missing, unknown or out of form',
		happened: 'The server read the request and it does not fit its schema. Nothing was done. `fields` names every fault at once: a dotted path and the rule that it breaks.',
		todo: 'Mend all the fields that are named and ask again. Fields that the server does not know are refused, not ignored, so that nothing is dropped without a word.'
	},
	signInInvalid: {
		title: 'This is no sign-in link of ours',
		happened: 'The sign-in window was opened with parameters that this server does not make.',
		todo: 'Begin again from the panel or from the first view of this site.'
	},
	notSignedIn: {
		title: 'Nobody is signed in',
		happened: 'The request carries no session that this server knows: no token, a wrong one, one that was ended, or a cookie that came from another site.',
		todo: 'Sign in, and repeat the request with the new session. What was typed is kept by the panel meanwhile.'
	},
	sessionExpired: {
		title: 'The session is over',
		happened: 'The session was a good one and its time is up: 12 hours, and one hour for a single sign-on.',
		todo: 'Sign in again and repeat the request.'
	},
	notMember: {
		title: 'This account may not page',
		happened: 'The wiki was asked at this moment and does not have the account among those who may page. `reason` says why. Nothing was stored.',
		todo: 'Reach the engineers in one of the other ways that the panel shows. A responder can give an access grant for a limited time.'
	},
	notResponder: {
		title: 'This is for responders only',
		happened: 'The account is signed in and is not among the responders of this installation.',
		todo: 'Whoever runs the installation decides who is a responder. With another account, sign out first.'
	},
	guidanceNotConfirmed: {
		title: 'The guidance has not been read yet',
		happened: 'This member has not confirmed the guidance as it is now, so the page was not taken.',
		todo: 'Show the guidance, let the person confirm it (POST /v1/guidance with the version of the session), and send the page again with the same idempotency key.'
	},
	proxyNotTrusted: {
		title: 'Single sign-on does not come from there',
		happened: 'The request did not come by way of a proxy that this installation trusts, or the proxy named nobody.',
		todo: 'Use the address that your organisation gave you for this site. Whoever runs it finds the other end\'s address in the log.'
	},
	originRefused: {
		title: 'This site may not ask',
		happened: 'The browser says that the request comes from a site that is neither one of the configured wikis nor our own.',
		todo: 'Use the panel on one of the wikis, or our own site. A wiki that is missing is added by whoever runs the installation.'
	},
	signInExpired: {
		title: 'The sign-in took too long, or was used already',
		happened: 'The one-time code, or the wiki\'s answer, is too old, was used before, or belongs to another browser.',
		todo: 'Begin the sign-in again.'
	},
	signInRefusedByWiki: {
		title: 'The wiki refused the sign-in',
		happened: 'The wiki answered the sign-in with an error of its own. `wikiError` is its message key where it tells one.',
		todo: 'Try once more. If it stays, whoever runs the installation looks at the OAuth consumer; until then use the other ways.'
	},
	hookForged: {
		title: 'The webhook does not prove where it comes from',
		happened: 'The signature or the shared secret of the webhook is missing, wrong or too old. It was not acted upon.',
		todo: 'Compare the secret at the service with the one in our configuration, and both clocks.'
	},
	accountNotUsable: {
		title: 'The account is locked, blocked or hidden',
		happened: 'The wiki knows the account and says that it cannot be used.',
		todo: 'Use another account, or one of the other ways. For a grant: name an account that can sign in.'
	},
	notFound: {
		title: 'There is nothing at this address for you',
		happened: 'The address does not exist, or the page is somebody else\'s: the two are never told apart.',
		todo: 'Check the address. The operations that exist are in the API\'s document.'
	},
	methodNotAllowed: {
		title: 'The address exists, the method does not',
		happened: 'The header `Allow` names the methods that this address knows.',
		todo: 'Use one of them.'
	},
	idempotencyKeyReused: {
		title: 'The same key came with another page',
		happened: 'A page of this sender with this idempotency key was accepted before, and what it says is different. The new one was not taken.',
		todo: 'Keep one key for one intent through every retry, and make a new one for a new intent. GET /v1/pages?idempotencyKey=… gives the page that was accepted.'
	},
	pageNotOpen: {
		title: 'The page is no longer open',
		happened: 'It was resolved or withdrawn, or it is a drill, which cannot be paged again. Nothing was changed.',
		todo: 'If the trouble is back, send a new page.'
	},
	pagedAgainTooSoon: {
		title: 'It has just been paged',
		happened: 'The last alert of this page is too young for a new one. Nothing was changed.',
		todo: 'Wait a minute or two. Add a note meanwhile: it reaches the incident.'
	},
	unseenPages: {
		title: 'Somebody else has paged, or monitoring has raised an incident',
		happened: 'There is something open that the sender may not know of: `openPages` and `openIncidents` list it. The page was not taken.',
		todo: 'Show them to the sender. They add a note to one of them, or send the page again with the same idempotency key and what they have seen in `seen` and `seenIncidents`.'
	},
	guidanceOutdated: {
		title: 'That is not the guidance of now',
		happened: 'The version that was confirmed is not the one that is in force. Nothing was recorded.',
		todo: 'Read the session again, show the guidance of its version, and confirm that one.'
	},
	drillUnavailable: {
		title: 'No drill is possible at the moment',
		happened: 'There is no route that is known to wake nobody, so the drill was not taken.',
		todo: 'Whoever runs the installation sets one up. A drill never goes by the route of real pages.'
	},
	answerElsewhere: {
		title: 'It is answered at the on-call service',
		happened: 'An on-call service that tells us itself who acknowledged has this page, so nothing was acknowledged here.',
		todo: 'Acknowledge or resolve it there; we see it within seconds.'
	},
	payloadTooLarge: {
		title: 'The request is too large',
		happened: 'The body is larger than anything that this server takes. It was not read to its end.',
		todo: 'Send less text. The limits of each field are in the API\'s document.'
	},
	unsupportedMediaType: {
		title: 'The body is not JSON',
		happened: 'This operation takes a body of `application/json` and got something else.',
		todo: 'Send JSON in UTF-8, and say so in `Content-Type`.'
	},
	accountUnknown: {
		title: 'The wiki knows no such account',
		happened: 'A name that a responder typed is nobody\'s at the wiki.',
		todo: 'Check the spelling: names are case-sensitive after their first letter.'
	},
	limitReached: {
		title: 'That is more pages than are taken at once',
		happened: 'A limit on pages is met: `limit` says whose pages it counts, how many in which time, and when the next one is possible. The page was not taken.',
		todo: 'Add a note to a page that is open, which no limit concerns, or use one of the other ways; or wait until `retryAt`, which `Retry-After` says in seconds.'
	},
	internal: {
		title: 'Something went wrong on our side',
		happened: 'A fault of ours. It is in our log under the request id. Whether anything was stored is not known.',
		todo: 'Repeat the very same request, with the same idempotency key: it never makes two pages. If it stays, use the other ways and tell whoever runs the installation the request id.'
	},
	wikiUnavailable: {
		title: 'The wiki does not answer',
		happened: 'The wiki was needed for this request and gave no good answer in time.',
		todo: 'Try again in a moment.'
	},
	membershipUnknown: {
		title: 'Nobody can say whether this account may page',
		happened: 'The wiki did not answer, and our own record of its members is too old, or does not hold this account, to decide. Doubt is no: the page was not taken.',
		todo: 'Try again in a moment with the same idempotency key, and use one of the other ways at once: the wiki being silent may be the very trouble.'
	},
	storeUnavailable: {
		title: 'The store does not answer',
		happened: 'The page could not be stored, so it was not accepted. Should it have been stored after all, the same idempotency key finds it.',
		todo: 'Repeat the very same request, with the same idempotency key, and use one of the other ways if it stays.'
	}
};
