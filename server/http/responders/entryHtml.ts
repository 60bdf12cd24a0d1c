// What somebody sees who does not get in, or whose request failed: what is wrong, what to do now, and the
// words that they had typed. Nothing of the site itself.
import type { ErrorCode, Problem } from '../../contract/problem.ts';
import type { Person } from '../../pages/page.ts';
import { html, type Markup } from '../html.ts';
import { signOutForm, siteHtml, SITE } from './frame.ts';

/** What was posted and did not get anywhere, so that it can be copied. */
export type Typed = readonly string[];

export function signInHtml( options: { returnTo: string; singleSignOn: boolean; typed: Typed } ): string {
	const { returnTo, singleSignOn, typed } = options;
	const way = encodeURIComponent( returnTo );
	return siteHtml( { title: 'Sign in', person: null, main: html`<h1>Responders, sign in</h1>
${ rescued( typed ) }
<p>This is where responders read and answer pages.</p>
<p class="ways"><a class="button primary" href="/oauth/start?return=${ way }">Sign in with your wiki account</a>
${ singleSignOn ? html`<a class="button" href="/sso/start?return=${ way }">Sign in by single sign-on</a>` : [] }</p>
<p>You have paged and want to follow your page? <a href="/">That is on the senders' site.</a></p>` } );
}

export function notResponderHtml( person: Person, typed: Typed ): string {
	return siteHtml( { title: 'Not a responder', person: null, main: html`<h1>This site is for responders</h1>
${ rescued( typed ) }
<p role="alert">You are signed in as <strong><bdi>${ person.name }</bdi></strong>, and that is not one of the responders' accounts.</p>
<p>Who is a responder is set by whoever runs Page SRE. If you have another account, sign out and use that one.</p>
${ signOutForm() }
<p>You want to send a page or follow yours? <a href="/">That is on the senders' site.</a></p>` } );
}

const words: Partial<Record<ErrorCode, string>> = {
	notFound: 'There is nothing at this address. The link may be cut off, or the page may be older than this store.',
	originRefused: 'That form did not come from this site, so nothing was done.',
	methodNotAllowed: 'This address cannot be asked in that way.',
	payloadTooLarge: 'That was more text than this site takes. Nothing was done.',
	invalidRequest: 'That form or link is not one of ours. Nothing was done.',
	storeUnavailable: 'The store does not answer at the moment. Nothing was done that you cannot see; try again.',
	wikiUnavailable: 'The wiki does not answer at the moment. Try again.'
};

export function troubleHtml( problem: Problem, person: Person | null, typed: Typed ): string {
	return siteHtml( { title: 'That did not work', person, main: html`<h1>That did not work</h1>
<p role="alert">${ words[ problem.code ] ?? 'Something went wrong on our side. It is in our log.' }</p>
${ rescued( typed ) }
<p><a class="button" href="${ SITE }/">All pages</a></p>
<p class="small">Request ${ problem.requestId }</p>` } );
}

function rescued( typed: Typed ): Markup | [] {
	return typed.length === 0 ? [] : html`<section class="rescued"><h2>What you wrote</h2>
<p>It has gone nowhere. Copy it before you go on.</p>
${ typed.map( ( text ) => html`<textarea readonly rows="4" aria-label="What you wrote">
${ text }</textarea>` ) }</section>`;
}
