// The wiki's own titles: a few with text, so that the sandbox looks lived in, and the answer for all the
// others. Raw text of gadget pages is served from here, too.
import { answer, escapeHtml } from './answer.ts';
import { gadgetPages } from './resources/load.ts';
import { splitTitle } from './shell/namespaces.ts';
import type { Outcome, TitleView } from './answer.ts';
import type { Site } from './site.ts';
import type { WikiRequest } from './request.ts';

interface Text {
	heading: string;
	html: string;
}

const texts: Record<string, Text> = {
	'Main Page': {
		heading: 'Main Page',
		html: `<p><b>Welcome to Sandbox Meta</b>, a wiki that exists on this computer only. It stands in for the wiki where stewards work, so that Page SRE can be tried without anybody being woken.</p>
<h2>What to try</h2>
<ol>
<li>Choose who you are in the bar at the top. Be a steward first.</li>
<li>Open <b>Page SRE</b>: in the <i>Tools</i> menu here, or in the menu with three dots on mobile.</li>
<li>Send a page, and watch it arrive in the sandbox's on-call inbox.</li>
<li>Be somebody else: a former steward, a locked one, nobody. The link is gone.</li>
<li>Make the wiki misbehave in the <a href="/sandbox">sandbox controls</a>, and send again.</li>
</ol>
<h2>Titles to stand on</h2>
<ul>
<li><a href="/wiki/Steward_requests/Global">Steward requests/Global</a></li>
<li><a href="/wiki/User_talk:Steward_Foo">User talk:Steward Foo</a></li>
<li><a href="/wiki/Special:RecentChanges">Special:RecentChanges</a>, a special page without a revision</li>
<li><a href="/wiki/A_title_without_text">A title without text</a></li>
</ul>`
	},
	'Steward requests/Global': {
		heading: 'Steward requests/Global',
		html: `<p>This title hosts requests for global actions: locks, unlocks, global blocks.</p>
<h2>Requests</h2>
<h3>Login fails for everyone on the English Wikipedia</h3>
<p>Since a few minutes nobody can log in; the form answers with an error page. Accounts on other wikis work. — <a href="/wiki/User:Plain_Baz">Plain Baz</a> (<a href="/wiki/User_talk:Plain_Baz">talk</a>)</p>
<h3>Global lock for a spam account</h3>
<p>Cross-wiki spam, please look. — <a href="/wiki/User:Former_Bar">Former Bar</a> (<a href="/wiki/User_talk:Former_Bar">talk</a>)</p>`
	}
};

/** Gadgets run on every title but these. */
const withoutGadgets = [ 'preferences', 'resetpass', 'passwordreset' ];
const specialPages = [ 'recentchanges', 'specialpages', 'blankpage', 'preferences', 'emailuser', 'contributions', 'whatlinkshere', 'listgrants' ];

export async function viewTitle( site: Site, request: WikiRequest ): Promise<Outcome> {
	const name = request.title ?? 'Main Page';
	const page = ( await gadgetPages( site ) ).get( name );
	if ( request.query.get( 'action' ) === 'raw' ) {
		return page === undefined ? answer( 404, 'text/x-wiki; charset=UTF-8', '' ) : raw( page, request.query.get( 'ctype' ) );
	}
	const { namespace, special } = splitTitle( name );
	if ( namespace === -1 ) {
		return specialPage( name, special ?? '' );
	}
	const text = texts[ name ] ?? ( page === undefined ? userText( site, name ) : { heading: name, html: `<pre>${ escapeHtml( page ) }</pre>` } );
	return text === undefined ? noText( name ) : { title: name, ...text, revision: number( name, 7 ), article: number( name, 3 ) };
}

function raw( text: string, contentType: string | null ): Outcome {
	const allowed = [ 'text/javascript', 'text/css' ].find( ( type ) => type === contentType ) ?? 'text/x-wiki';
	return answer( 200, `${ allowed }; charset=UTF-8`, text, { 'Cache-Control': 'no-cache, must-revalidate' } );
}

function userText( site: Site, name: string ): Text | undefined {
	const { namespace, about } = splitTitle( name );
	const account = site.accounts.find( about ?? '' );
	if ( account === undefined || account.suppressed || ( namespace !== 2 && namespace !== 3 ) ) {
		return undefined;
	}
	return {
		heading: name,
		html: `<p>${ namespace === 2 ? 'The user page' : 'The talk page' } of <b>${ escapeHtml( account.name ) }</b>, ${ escapeHtml( account.about ) }.</p>`
	};
}

function specialPage( name: string, special: string ): TitleView {
	const known = specialPages.includes( special.toLowerCase() );
	return {
		title: name,
		heading: known ? special : 'No such special page',
		status: known ? 200 : 404,
		gadgets: !withoutGadgets.includes( special.toLowerCase() ),
		html: known ? '<p>A special page of the sandbox. It has no text and no revision.</p>' : '<p>You have requested a special page that the sandbox does not have.</p>'
	};
}

function noText( name: string ): TitleView {
	return { title: name, heading: name, status: 404, html: '<p>There is currently no text in this title.</p>' };
}

/** Stable and believable: the same title has the same revision on every start. */
function number( name: string, factor: number ): number {
	return [ ...name ].reduce( ( sum, letter ) => ( sum * 31 + ( letter.codePointAt( 0 ) ?? 0 ) ) % 9_999_991, factor ) + 10_000;
}
