// What every view of the responders' site has around it. No view decides here what it shows.
import type { Person } from '../../pages/page.ts';
import { documentHtml, html, type Markup } from '../html.ts';

/** Where this site is mounted; its links and forms say it in full. */
export const SITE = '/sre';

export interface FrameOptions {
	title: string;
	/** Null: nobody who may see more than this. */
	person: Person | null;
	main: Markup;
}

const views: [ path: string, name: string ][] = [ [ '/', 'Pages' ], [ '/grants', 'Grants' ], [ '/roster', 'Roster' ], [ '/audit', 'Audit' ] ];

/** In English by decision: so are the alerts. */
export function siteHtml( { title, person, main }: FrameOptions ): string {
	return documentHtml( {
		language: 'en',
		title: `${ title } - Page SRE`,
		head: html`<link rel="stylesheet" href="${ SITE }/assets/responders.css"><script src="${ SITE }/assets/responders.js" defer></script>`,
		body: html`${ person === null ? [] : navigation( title ) }
<main>
${ main }
</main>
${ person === null ? [] : signedInAs( person ) }`
	} );
}

export function signOutForm(): Markup {
	return html`<form method="post" action="${ SITE }/sign-out"><button class="quiet">Sign out</button></form>`;
}

function navigation( title: string ): Markup {
	return html`<nav aria-label="Views"><ul>${ views.map( ( [ path, name ] ) =>
		html`<li><a href="${ SITE }${ path }"${ name === title ? html` aria-current="page"` : '' }>${ name }</a></li>` ) }</ul></nav>`;
}

function signedInAs( person: Person ): Markup {
	return html`<footer><p>Signed in as <bdi>${ person.name }</bdi>${ person.singleSignOn ? ' by single sign-on' : '' }</p>${ signOutForm() }</footer>`;
}
