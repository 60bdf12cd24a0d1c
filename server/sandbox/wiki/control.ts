// /sandbox: where a person makes the wiki misbehave and changes people, with one sentence for each
// switch. Every button does what a method of SandboxWiki does, nothing more.
import { answer, escapeHtml, redirect } from './answer.ts';
import { onlyOn, surfaces } from './faults.ts';
import { titlePath } from './shell/namespaces.ts';
import { globalGroupsAt } from './accounts.ts';
import type { Account, SandboxAccounts } from './accounts.ts';
import type { Fault, Faults, Surface } from './faults.ts';
import type { Outcome, TitleView } from './answer.ts';
import type { Site } from './site.ts';
import type { WikiRequest } from './request.ts';

/** Name of a switch, what it does, and the fault it sets. */
const switches: readonly ( readonly [ id: string, label: string, sentence: string, fault: Fault ] )[] = [
	[ 'hang', 'Hang', 'Requests get no answer until you release them.', { kind: 'hang' } ],
	[ 'truncate', 'Truncate', 'The connection breaks in the middle of every answer.', { kind: 'truncate' } ],
	[ 'busy', 'Too many requests', 'Every answer is 429 and asks to wait 30 seconds.', { kind: 'tooManyRequests', retryAfterSeconds: 30 } ],
	[ 'broken', 'Server error', 'Every answer is a 503 error page in HTML.', { kind: 'serverErrorHtml', status: 503 } ],
	[ 'lag', 'Database lag', 'The API answers 200 with the error "maxlag".', { kind: 'maxlag' } ],
	[ 'ahead', 'Clock ahead', 'The wiki\'s clock is ten minutes ahead.', { kind: 'clockSkew', seconds: 600 } ],
	[ 'behind', 'Clock behind', 'The wiki\'s clock is ten minutes behind.', { kind: 'clockSkew', seconds: -600 } ],
	[ 'old', 'Old wiki', 'The API does not know list=globalusers.', { kind: 'oldWiki' } ],
	[ 'strict', 'Strict policy', 'Titles may fetch from the wiki only, so the panel cannot reach its backend.', { kind: 'strictPolicy' } ],
	[ 'refuse', 'Refuse connections', 'Connections are reset without a byte.', { kind: 'refuseConnections' } ]
];

const verbs = [ 'demote', 'promote', 'lock', 'unlock', 'suppress', 'unsuppress', 'withoutSecondFactor', 'withSecondFactor' ] as const;
type Verb = typeof verbs[ number ];

const surfaceNames: Record<Surface, string> = { api: 'The API', oauth: 'OAuth', pages: 'Wiki pages' };

export function control( site: Site, faults: Faults, request: WikiRequest ): Outcome {
	if ( request.path === '/sandbox/look' ) {
		return changeLook( site, request );
	}
	if ( request.path !== '/sandbox' ) {
		return answer( 404, 'text/plain; charset=utf-8', 'Not found\n' );
	}
	if ( request.method !== 'POST' ) {
		return view( site, faults, request );
	}
	// Other sites may not press these buttons for whoever tries the sandbox.
	if ( request.headers.origin !== undefined && request.headers.origin !== site.server ) {
		return answer( 403, 'text/plain; charset=utf-8', 'Only from the sandbox itself.\n' );
	}
	press( site, faults, request.form );
	return { ...redirect( `${ site.server }/sandbox` ), status: 303 };
}

function press( site: Site, faults: Faults, form: URLSearchParams ): void {
	const [ kind = '', value = '' ] = ( form.get( 'press' ) ?? '' ).split( ':' );
	const account = form.get( 'account' ) ?? '';
	const surface = surfaces.find( ( name ) => name === form.get( 'where' ) ) ?? 'all';
	const verb = verbs.find( ( name ) => name === value );
	switch ( kind ) {
		case 'fault':
			faults.set( switches.find( ( [ id ] ) => id === value )?.[ 3 ] ?? null, surface );
			break;
		case 'release':
			faults.release();
			break;
		case 'account':
			changeAccount( site.accounts, account, verb, form.get( 'name' ) ?? '' );
			break;
		case 'revoke':
			site.oauth.revoke( site.accounts.find( account )?.centralId ?? 0 );
			break;
		case 'consumer':
			site.oauth.consumers.forEach( ( consumer ) => {
				consumer.disabled = value === 'disable';
			} );
			break;
	}
}

function changeAccount( accounts: SandboxAccounts, account: string, verb: Verb | undefined, newName: string ): void {
	if ( accounts.find( account ) === undefined ) {
		return;
	}
	if ( verb !== undefined ) {
		accounts[ verb ]( account );
	} else if ( newName !== '' && accounts.find( newName ) === undefined ) {
		accounts.rename( account, newName );
	}
}

/** The bar's choices become part of the address once; lookOf() remembers them. */
function changeLook( site: Site, request: WikiRequest ): Outcome {
	const target = new URL( titlePath( request.query.get( 'returnto' ) || 'Main Page' ), site.server );
	const cookies = [ [ 'uselang', 'sandboxLanguage' ], [ 'useskin', 'sandboxSkin' ] ].flatMap( ( [ name = '', cookie = '' ] ) => {
		const value = request.query.get( name ) ?? '';
		return /^[a-z0-9-]+$/.test( value ) ? [ `${ cookie }=${ value }; Path=/; SameSite=Lax` ] : [];
	} );
	const theme = [ 'day', 'night', 'os' ][ Number( request.query.get( 'vectornightmode' ) ) ] ?? 'day';
	return redirect( target.href, [ ...cookies, `sandboxTheme=${ theme }; Path=/; SameSite=Lax` ] );
}

function view( site: Site, faults: Faults, request: WikiRequest ): TitleView {
	return {
		title: 'Special:Sandbox',
		heading: 'Sandbox controls',
		gadgets: false,
		html: `<p>What happens to this wiki and its people. Changes take effect at the next request and last until the sandbox is stopped.</p>
<h2>People</h2>
${ peopleTable( site, request.time ) }
<h2>Connected apps</h2>
${ consumerControls( site ) }
<h2>Misbehaviour</h2>
${ faultControls( faults ) }`
	};
}

const button = ( action: string, label: string, pressed = false ): string =>
	`<button type="submit" name="press" value="${ action }" class="cdx-button cdx-button--size-small"${ pressed ? ' aria-pressed="true"' : '' }>${ escapeHtml( label ) }</button>`;

function peopleTable( site: Site, time: number ): string {
	const rows = site.accounts.all().map( ( account ) => `<tr>
	<th scope="row"><bdi>${ escapeHtml( account.name ) }</bdi><br><small>${ escapeHtml( account.about ) }</small></th>
	<td>${ escapeHtml( stateOf( account, time ) ) }</td>
	<td><form method="post" action="/sandbox"><input type="hidden" name="account" value="${ escapeHtml( account.name ) }">
		${ isSteward( account, time ) ? button( 'account:demote', 'Demote' ) : account.temporary ? '' : button( 'account:promote', 'Make steward' ) }
		${ account.locked ? button( 'account:unlock', 'Unlock' ) : button( 'account:lock', 'Lock' ) }
		${ account.suppressed ? button( 'account:unsuppress', 'Show name' ) : button( 'account:suppress', 'Suppress' ) }
		${ account.temporary ? '' : account.secondFactor ? button( 'account:withoutSecondFactor', 'Take second factor' ) : button( 'account:withSecondFactor', 'Give second factor' ) }
		${ button( 'revoke', 'Revoke grant' ) }
		<span class="sandbox-rename"><input name="name" class="cdx-text-input__input" aria-label="New name" placeholder="New name"> ${ button( 'account:rename', 'Rename' ) }</span>
	</form></td>
</tr>` );
	return `<table class="wikitable sandbox-people"><thead><tr><th scope="col">Account</th><th scope="col">State</th><th scope="col">Change</th></tr></thead><tbody>
${ rows.join( '\n' ) }</tbody></table>`;
}

function isSteward( account: Account, time: number ): boolean {
	return globalGroupsAt( account, time ).includes( 'steward' );
}

function stateOf( account: Account, time: number ): string {
	const states = [
		isSteward( account, time ) ? 'steward' : '', account.locked ? 'locked' : '', account.suppressed ? 'suppressed' : '',
		account.secondFactor ? '' : 'without second factor'
	].filter( Boolean );
	return states.join( ', ' ) || 'no global group';
}

function consumerControls( site: Site ): string {
	const rows = [ ...site.oauth.consumers.values() ].map( ( { name, key, disabled } ) =>
		`<li><b>${ escapeHtml( name ) }</b> <code>${ escapeHtml( key ) }</code>: ${ disabled ? 'disabled' : 'approved' }</li>` );
	return `<ul>${ rows.join( '' ) }</ul>
<form method="post" action="/sandbox"><p>${ button( 'consumer:disable', 'Disable' ) } An OAuth administrator takes the approval away: signing in fails at the dialog.</p>
<p>${ button( 'consumer:enable', 'Approve' ) } Signing in works again.</p></form>`;
}

function faultControls( faults: Faults ): string {
	const columns = surfaces.map( ( surface ) => `<section class="sandbox-surface"><h3>${ surfaceNames[ surface ] }</h3>
<form method="post" action="/sandbox"><input type="hidden" name="where" value="${ surface }"><ul>
<li>${ button( 'fault:none', 'Behave', faults.on( surface ) === undefined ) } Everything works.</li>
${ switches.filter( ( [ , , , fault ] ) => ( onlyOn[ fault.kind ] ?? surface ) === surface )
	.map( ( [ id, label, sentence, fault ] ) => `<li>${ button( `fault:${ id }`, label, isOn( faults, surface, fault ) ) } ${ escapeHtml( sentence ) }</li>` ).join( '\n' ) }
</ul></form></section>` );
	return `<div class="sandbox-surfaces">${ columns.join( '\n' ) }</div>
<form method="post" action="/sandbox"><p>${ button( 'release', 'Release' ) } Answers the ${ faults.hanging() } requests that hang now.</p></form>`;
}

function isOn( faults: Faults, surface: Surface, fault: Fault ): boolean {
	return JSON.stringify( faults.on( surface ) ) === JSON.stringify( fault );
}
