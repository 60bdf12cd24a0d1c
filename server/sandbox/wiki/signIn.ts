// Special:UserLogin of the sandbox: one chooses who to be, without a password. Also the ways there,
// for pages that need somebody with a name.
import { escapeHtml, redirect } from './answer.ts';
import { parameter } from './request.ts';
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

/** The form, and after a choice the way back. */
export function userLogin( site: Site, request: WikiRequest ): Outcome {
	if ( request.method !== 'POST' ) {
		return chooser( site, request );
	}
	const name = request.form.get( 'wpName' ) ?? '';
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

function chooser( site: Site, request: WikiRequest ): TitleView {
	return {
		title: 'Special:UserLogin',
		heading: 'Who do you want to be?',
		layout: /display=popup/.test( parameter( request, 'returntoquery' ) ?? '' ) ? 'minimal' : 'full',
		gadgets: false,
		html: `${ warningHtml( request ) }<p>This is the sandbox's sign-in: no password, just choose.</p>
${ choices( site, request ) }`
	};
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
	return reason === undefined ? '' : `<div class="cdx-message cdx-message--block cdx-message--warning">
	<span class="cdx-message__icon"></span><div class="cdx-message__content">${ reason }</div>
</div>`;
}

function choices( site: Site, request: WikiRequest ): string {
	const current = site.sessions.account( request );
	const carried = [ 'returnto', 'returntoquery' ].map( ( name ) =>
		`<input type="hidden" name="${ name }" value="${ escapeHtml( parameter( request, name ) ?? '' ) }">` ).join( '' );
	const choice = ( name: string, label: string, about: string, isCurrent: boolean ): string =>
		`<li><button type="submit" name="wpName" value="${ escapeHtml( name ) }" class="cdx-button"${ isCurrent ? ' aria-current="true"' : '' }>${ escapeHtml( label ) }</button> <span>${ escapeHtml( about ) }</span></li>`;
	return `<form method="post" action="/w/index.php?title=Special:UserLogin">${ carried }<ul class="sandbox-choices">
${ site.accounts.all().map( ( account ) => choice( account.name, account.name, account.about, account === current ) ).join( '\n' ) }
${ choice( '', 'Nobody', 'not signed in', current === undefined ) }
</ul></form>`;
}
