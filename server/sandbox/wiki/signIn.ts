// Special:UserLogin of the sandbox: one chooses who to be, without a password; or fills in the form that every
// MediaWiki has, as a client does that knows nothing of the sandbox. Also the ways there, for pages that need
// somebody with a name.
import { escapeHtml, redirect } from './answer.ts';
import { parameter } from './request.ts';
import { sandboxPassword } from './people.ts';
import type { Account } from './accounts.ts';
import type { Answer, Outcome, TitleView } from './answer.ts';
import type { Site } from './site.ts';
import type { WikiRequest } from './request.ts';

const reasons: Record<string, string> = {
	'mwoauth-named-account-required-reason': 'To connect an application you need to be signed in with an account that has a name.'
};

/** MediaWiki's detour for people without a named account; it remembers where they wanted to go. */
export function signInRedirect( site: Site, request: WikiRequest, account: Account | undefined, warning: string ): Answer {
	const wanted = new URLSearchParams( request.query );
	wanted.delete( 'title' );
	const page = account?.temporary ? 'Special:CreateAccount' : 'Special:UserLogin';
	const returnTo = new URLSearchParams( {
		returnto: ( request.title ?? '' ).replaceAll( ' ', '_' ),
		returntoquery: wanted.toString(),
		warning
	} );
	return redirect( `${ site.server }/w/index.php?title=${ page }&${ returnTo.toString() }` );
}

/** The forms, and after a choice the way back. */
export function userLogin( site: Site, request: WikiRequest ): Outcome {
	if ( request.method !== 'POST' ) {
		return chooser( site, request );
	}
	const name = request.form.get( 'wpName' ) ?? '';
	const password = request.form.get( 'wpPassword' );
	if ( password !== null && ( password !== sandboxPassword || site.accounts.find( name ) === undefined ) ) {
		return chooser( site, request, 'Incorrect username or password entered. Please try again.' );
	}
	if ( name === '' ) {
		return redirect( returnUrl( site, request ), [ site.sessions.signOut( request ) ] );
	}
	const account = site.accounts.find( name );
	return account === undefined ? chooser( site, request ) : redirect( returnUrl( site, request ), [ site.sessions.signIn( account ) ] );
}

export function userLogout( site: Site, request: WikiRequest ): Outcome {
	return redirect( returnUrl( site, request ), [ site.sessions.signOut( request ) ] );
}

/** Where somebody with a temporary account is sent; the sandbox makes no accounts, but lets one choose. */
export function createAccount( site: Site, request: WikiRequest ): TitleView {
	return {
		title: 'Special:CreateAccount',
		heading: 'Create account',
		gadgets: false,
		html: `${ warningHtml( request ) }<p>A temporary account cannot be used for this. On a real wiki you would create an account now; here you can choose one.</p>
${ choices( site, request ) }`
	};
}

function chooser( site: Site, request: WikiRequest, error = '' ): TitleView {
	return {
		title: 'Special:UserLogin',
		heading: 'Who do you want to be?',
		layout: /display=popup/.test( parameter( request, 'returntoquery' ) ?? '' ) ? 'minimal' : 'full',
		gadgets: false,
		html: `${ warningHtml( request ) }${ messageHtml( 'error', error ) }<p>This is the sandbox's sign-in: no password, just choose.</p>
${ choices( site, request ) }
${ passwordForm( request ) }`
	};
}

/** Names and ids of MediaWiki's own, as a real 1.43 has them. */
function passwordForm( request: WikiRequest ): string {
	const field = ( name: string, label: string, type: string, autocomplete: string ): string => `<p><label for="${ name }1">${ label }</label><br>
	<input class="cdx-text-input__input" id="${ name }1" name="${ name }" type="${ type }" autocomplete="${ autocomplete }" required></p>`;
	return `<h2>As on other wikis</h2>
<form method="post" action="/w/index.php?title=Special:UserLogin" name="userlogin" id="userloginForm">${ carried( request ) }
${ field( 'wpName', 'Username', 'text', 'username' ) }
${ field( 'wpPassword', 'Password', 'password', 'current-password' ) }
<p><button type="submit" id="wpLoginAttempt" name="wploginattempt" value="Log in" class="cdx-button">Log in</button></p>
<p>Everybody's password is <code>${ sandboxPassword }</code>.</p>
</form>`;
}

/** Only ever to a title of this wiki, whatever `returnto` says. */
function returnUrl( site: Site, request: WikiRequest ): string {
	// The form carries an empty field when one came here without a detour.
	const title = ( parameter( request, 'returnto' ) || 'Main_Page' ).replaceAll( ' ', '_' );
	const query = parameter( request, 'returntoquery' ) ?? '';
	const encoded = encodeURIComponent( title ).replace( /%3A/g, ':' ).replace( /%2F/g, '/' );
	return query === '' ? `${ site.server }/wiki/${ encoded }` : `${ site.server }/w/index.php?title=${ encoded }&${ query }`;
}

function warningHtml( request: WikiRequest ): string {
	const reason = reasons[ parameter( request, 'warning' ) ?? '' ];
	return messageHtml( 'warning', reason ?? '' );
}

function messageHtml( type: 'warning' | 'error', words: string ): string {
	return words === '' ? '' : `<div class="cdx-message cdx-message--block cdx-message--${ type }"${ type === 'error' ? ' role="alert"' : '' }>
	<span class="cdx-message__icon"></span><div class="cdx-message__content">${ words }</div>
</div>`;
}

/** Where one wants to go, for the next step. */
function carried( request: WikiRequest ): string {
	return [ 'returnto', 'returntoquery' ].map( ( name ) =>
		`<input type="hidden" name="${ name }" value="${ escapeHtml( parameter( request, name ) ?? '' ) }">` ).join( '' );
}

function choices( site: Site, request: WikiRequest ): string {
	const current = site.sessions.account( request );
	const choice = ( name: string, label: string, about: string, isCurrent: boolean ): string =>
		`<li><button type="submit" name="wpName" value="${ escapeHtml( name ) }" class="cdx-button"${ isCurrent ? ' aria-current="true"' : '' }>${ escapeHtml( label ) }</button> <span>${ escapeHtml( about ) }</span></li>`;
	return `<form method="post" action="/w/index.php?title=Special:UserLogin">${ carried( request ) }<ul class="sandbox-choices">
${ site.accounts.all().map( ( account ) => choice( account.name, account.name, account.about, account === current ) ).join( '\n' ) }
${ choice( '', 'Nobody', 'not signed in', current === undefined ) }
</ul></form>`;
}
