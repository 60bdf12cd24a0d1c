// The pages a person sees at Special:OAuth: the question, the no, the refusal, the code to copy.
// Text and forms only; what an answer does is decided in authorize.ts.
import { escapeHtml } from '../answer.ts';
import { refusalHtml } from './refusal.ts';
import type { OAuthRefusal } from './refusal.ts';
import type { Account } from '../accounts.ts';
import type { Consumer } from './memory.ts';
import type { TitleView } from '../answer.ts';

/** What the person is asked, gathered from the address or the posted form. */
export interface Question {
	account: Account;
	consumer: Consumer;
	requestToken: string;
	subpage: 'authorize' | 'authenticate';
	popup: boolean;
}

const grantTexts: Record<string, string> = {
	'mwoauth-authonly': 'Know who you are. It cannot read pages or act on your behalf.',
	'mwoauth-authonlyprivate': 'Know who you are, your real name and your email address. It cannot act on your behalf.',
	basic: 'Basic access to pages that everybody can see.'
};

export function dialogView( question: Question, editToken: string ): TitleView {
	const { account, consumer, requestToken, subpage, popup } = question;
	const title = `Special:OAuth/${ subpage }`;
	const hidden = {
		title, wpEditToken: editToken, display: popup ? 'popup' : '', wpaction: 'accept', wpconfirmUpdate: '1',
		oauth_version: '1', consumerKey: consumer.key, requestToken
	};
	const fields = Object.entries( hidden )
		.map( ( [ name, value ] ) => `<input type="hidden" name="${ name }" value="${ escapeHtml( value ) }">` ).join( '' );
	const grants = consumer.grants.map( ( grant ) => `<li>${ escapeHtml( grantTexts[ grant ] ?? grant ) }</li>` ).join( '' );
	return {
		title,
		heading: `Connect ${ consumer.name }`,
		layout: popup ? 'minimal' : 'full',
		gadgets: false,
		html: `<form class="sandbox-oauth" method="post" action="/wiki/${ title }" id="mw-mwoauth-authorize-form">
	<p>Hello ${ escapeHtml( account.name ) }, <b>${ escapeHtml( consumer.name ) }</b> asks to be connected with your account. It would be able to:</p>
	<ul>${ grants }</ul>
	${ fields }
	<p class="sandbox-buttons">
		<button type="submit" name="accept" value="Allow" class="cdx-button cdx-button--action-progressive cdx-button--weight-primary">Allow</button>
		<button type="submit" name="cancel" value="Cancel" class="cdx-button">Cancel</button>
	</p>
</form>`
	};
}

/** There is no way back to the client from here: recorded so. */
export function cancelledView( { consumer, subpage, popup }: Question ): TitleView {
	const name = escapeHtml( consumer.name );
	return {
		title: `Special:OAuth/${ subpage }`,
		heading: 'Connected apps',
		layout: popup ? 'minimal' : 'full',
		gadgets: false,
		html: `<p>You have chosen not to allow "${ name }" to access your account. You can close this window, or begin again from where you came.</p>`
	};
}

export function refusalView( refusal: OAuthRefusal, popup: boolean ): TitleView {
	return {
		title: 'Special:OAuth',
		heading: 'Application Connection Error',
		layout: popup ? 'minimal' : 'full',
		cache: 'never',
		gadgets: false,
		html: `<div class="cdx-message cdx-message--block cdx-message--error" role="alert" data-refusal="${ refusal.key }">
	<span class="cdx-message__icon"></span><div class="cdx-message__content">${ refusalHtml( refusal ) }</div>
</div>`
	};
}

/** For consumers without a callback: the person carries the code over by hand. */
export function verifiedView( verifier: string ): TitleView {
	return {
		title: 'Special:OAuth/verified',
		heading: 'Connected apps',
		gadgets: false,
		html: `<p>The application may use your account now. To finish, give it this code: <b>${ escapeHtml( verifier ) }</b></p>`
	};
}
