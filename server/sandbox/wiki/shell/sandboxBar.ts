// The bar above every wiki page of the sandbox: who one is, and how the wiki should look. It is the one
// thing on the page that no real wiki has.
import { escapeHtml } from '../answer.ts';
import { offeredLanguages } from './languages.ts';
import { skins } from './skins.ts';
import { themes } from './look.ts';
import type { Account } from '../accounts.ts';
import type { Look } from './look.ts';

const themeLabels: Record<typeof themes[ number ], string> = { day: 'Day', night: 'Night', os: 'As my device' };

export function sandboxBar( look: Look, account: Account | undefined, returnTo: string ): string {
	const back = escapeHtml( encodeURIComponent( returnTo ) );
	const who = account === undefined ?
		'<b>nobody</b>' :
		`<b><bdi>${ escapeHtml( account.name ) }</bdi></b> <span class="sandbox-about">(${ escapeHtml( account.about ) })</span>`;
	return `<aside id="sandbox-bar" class="sandbox-bar noprint" lang="en" dir="ltr" aria-label="Sandbox">
	<span class="sandbox-bar-who">You are ${ who } <a id="sandbox-change" href="/w/index.php?title=Special:UserLogin&amp;returnto=${ back }">change</a></span>
	<form class="sandbox-bar-look" action="/sandbox/look">
		<input type="hidden" name="returnto" value="${ escapeHtml( returnTo ) }">
		${ chooser( 'uselang', 'Language', offeredLanguages, look.language ) }
		${ chooser( 'useskin', 'Skin', skins.map( ( { name, label } ) => [ name, label ] as const ), look.skin.name ) }
		${ chooser( 'vectornightmode', 'Light', themes.map( ( theme, index ) => [ String( index ), themeLabels[ theme ] ] as const ), String( themes.indexOf( look.theme ) ) ) }
		<button type="submit">Show</button>
	</form>
	<a href="/sandbox">Sandbox controls</a>
</aside>`;
}

function chooser( name: string, label: string, choices: readonly ( readonly [ string, string ] )[], current: string ): string {
	const known = choices.some( ( [ value ] ) => value === current ) ? choices : [ ...choices, [ current, current ] as const ];
	const options = known.map( ( [ value, text ] ) =>
		`<option value="${ escapeHtml( value ) }"${ value === current ? ' selected' : '' }>${ escapeHtml( text ) }</option>` ).join( '' );
	return `<label>${ label } <select name="${ name }">${ options }</select></label>`;
}
