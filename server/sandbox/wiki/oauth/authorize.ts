// Special:OAuth/authorize and /authenticate: the person says yes or no. Yes goes back to the callback;
// no ends on a page of the wiki, and the client never hears of it.
import { callbackUrl } from './callback.ts';
import { dialogView, cancelledView, refusalView } from './views.ts';
import { OAuthRefusal } from './refusal.ts';
import { parameter } from '../request.ts';
import { redirect } from '../answer.ts';
import { refusals } from './refusals.ts';
import { requestTokenLifetime } from './memory.ts';
import { signInRedirect } from '../signIn.ts';
import type { Account } from '../accounts.ts';
import type { Answer, Outcome } from '../answer.ts';
import type { Question } from './views.ts';
import type { Site } from '../site.ts';
import type { WikiRequest } from '../request.ts';

const authOnlyGrants = [ 'mwoauth-authonly', 'mwoauth-authonlyprivate' ];

export function authorize( site: Site, request: WikiRequest, subpage: Question[ 'subpage' ] ): Outcome {
	const account = site.sessions.account( request );
	if ( account === undefined || account.temporary ) {
		return signInRedirect( site, request, account, 'mwoauth-named-account-required-reason' );
	}
	const popup = parameter( request, 'display' ) === 'popup';
	try {
		return answerQuestion( site, request, { ...checkQuestion( site, request, account ), account, subpage, popup } );
	} catch ( error ) {
		if ( error instanceof OAuthRefusal ) {
			return refusalView( error, popup );
		}
		throw error;
	}
}

/** Without a consumer key in the address, the request token tells whose it is. */
function checkQuestion( site: Site, request: WikiRequest, account: Account ): Pick<Question, 'consumer' | 'requestToken'> {
	const requestToken = parameter( request, 'requestToken' ) ?? parameter( request, 'oauth_token' ) ?? '';
	const key = parameter( request, 'consumerKey' ) ?? parameter( request, 'oauth_consumer_key' ) ??
		site.oauth.requestToken( requestToken, request.time )?.consumerKey;
	if ( requestToken === '' || key === undefined ) {
		throw refusals.missingParameters();
	}
	if ( account.locked ) {
		throw refusals.insufficientRights();
	}
	const consumer = site.oauth.consumers.get( key );
	if ( consumer === undefined ) {
		throw refusals.consumerUnknown();
	}
	if ( consumer.disabled ) {
		throw refusals.consumerNotApproved( consumer.name );
	}
	return { consumer, requestToken };
}

function answerQuestion( site: Site, request: WikiRequest, question: Question ): Outcome {
	const submitted = request.method === 'POST' && request.form.get( 'wpEditToken' ) === site.sessions.editToken( request );
	if ( submitted && request.form.has( 'cancel' ) ) {
		return cancelledView( question );
	}
	if ( submitted && request.form.has( 'accept' ) ) {
		return accept( site, request, question );
	}
	const approvedBefore = question.subpage === 'authenticate' && canSkipDialog( site, question );
	return approvedBefore ? accept( site, request, question ) : dialogView( question, site.sessions.editToken( request ) );
}

/** Only for grants that reveal no more than who one is, and only while they are the same as before. */
function canSkipDialog( site: Site, { account, consumer }: Question ): boolean {
	const grant = site.oauth.findGrant( account, consumer );
	return grant !== undefined &&
		consumer.grants.every( ( name ) => authOnlyGrants.includes( name ) ) &&
		grant.grants.join() === consumer.grants.join();
}

function accept( site: Site, request: WikiRequest, { account, consumer, requestToken }: Question ): Answer {
	const token = site.oauth.requestToken( requestToken, request.time );
	if ( token?.consumerKey !== consumer.key ) {
		throw refusals.requestTokenUnknown();
	}
	if ( token.used ) {
		throw refusals.requestTokenUsed();
	}
	if ( token.callback === undefined ) {
		throw refusals.callbackGone();
	}
	const verifier = site.newHex( 16 );
	const location = callbackUrl( site.server, token.callback, verifier, token.key );
	token.callback = undefined;
	token.authorized = { verifier, grant: site.oauth.grant( account, consumer ) };
	token.expiresAt = request.time + requestTokenLifetime;
	return redirect( location );
}
