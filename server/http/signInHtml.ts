// What the sign-in window shows when it comes back from the wiki, or when a single sign-on goes wrong. It
// posts the outcome to the panel that opened it and closes; where that panel is gone, it offers to go on here.
import type { ErrorCode, Problem } from '../contract/problem.ts';
import type { HandoffMessage } from '../contract/session.ts';
import { documentHtml, html, jsonScript, type Markup } from './html.ts';
import type { Words } from './serverWords.ts';

const assets = html`<link rel="stylesheet" href="/sign-in/signIn.css"><script src="/sign-in/signIn.js" defer></script>`;

/** Which message explains which failure; what cannot happen here is said as an interrupted sign-in. */
const failureKeys: Partial<Record<ErrorCode, string>> = {
	accountNotUsable: 'page-sre-account-not-usable',
	notMember: 'page-sre-popup-no-role',
	originRefused: 'page-sre-origin-refused',
	proxyNotTrusted: 'page-sre-popup-not-by-proxy',
	signInRefusedByWiki: 'page-sre-refused-by-wiki',
	wikiUnavailable: 'page-sre-wiki-unavailable',
	storeUnavailable: 'page-sre-internal',
	internal: 'page-sre-internal'
};

export function handoffHtml( words: Words, handoff: { origin: string; message: Extract<HandoffMessage, { code: string }> } ): string {
	return signInDocument( words, html`
<h1>${ words.text( 'page-sre-popup-signed-in' ) }</h1>
<p>${ words.text( 'page-sre-popup-close' ) }</p>
<form method="post" action="/oauth/continue" id="continue" hidden>
<input type="hidden" name="code" value="${ handoff.message.code }">
<p>${ words.text( 'page-sre-popup-opener-gone' ) }</p>
<button>${ words.text( 'page-sre-popup-continue' ) }</button>
</form>
${ jsonScript( 'handoff', handoff ) }` );
}

/** @param origin of the panel that waits, if it is known who that is */
export function signInFailedHtml( words: Words, problem: Problem, origin: string | undefined ): string {
	const message: HandoffMessage = { type: 'page-sre:sign-in-failed', error: problem.code };
	return signInDocument( words, html`
<h1>${ words.text( 'page-sre-popup-failed' ) }</h1>
<p role="alert">${ words.text( failureKeys[ problem.code ] ?? 'page-sre-sign-in-unfinished', problem.wikiError ?? '' ) }</p>
<p>${ words.text( 'page-sre-request-id', problem.requestId ) }</p>
<p><a href="/">${ words.text( 'page-sre-own-site' ) }</a></p>
${ origin === undefined ? [] : jsonScript( 'handoff', { origin, message } ) }` );
}

function signInDocument( words: Words, main: Markup ): string {
	return documentHtml( { language: words.language, title: words.text( 'page-sre-sign-in-title' ), head: assets, body: html`<main>${ main }</main>` } );
}
