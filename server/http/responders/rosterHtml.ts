// Who can page at this moment and why, and how old that knowledge is. Only what GET /v1/roster says, for
// eyes.
import type { RosterView } from '../../contract/roster.ts';
import type { Millis, Person } from '../../pages/page.ts';
import { html, type Markup } from '../html.ts';
import { siteHtml } from './frame.ts';
import { accountHtml, nameHtml } from './people.ts';
import { moment, utc } from './times.ts';

type Reason = RosterView[ 'members' ][ number ][ 'because' ][ number ];

export function rosterHtml( { group, readAt, members }: RosterView, person: Person, now: Millis ): string {
	return siteHtml( { title: 'Roster', person, main: html`<h1>Who can page</h1>
<p>${ readAt === null ?
	html`<strong>The wiki has never given us the members of the group ${ group }.</strong> While it answers, each of them is asked for when they page.` :
	html`Members of the group ${ group }, as the wiki gave them to us at ${ moment( Date.parse( readAt ), now ) }, and holders of grants.` }
Everybody is asked for again when they page.</p>
<p>${ members.length === 1 ? '1 person' : `${ members.length } people` }</p>
<ul class="records">${ members.map( ( { name, centralId, because } ) => html`<li><p><strong>${ accountHtml( { name, centralId } ) }</strong></p>
${ because.map( ( reason ) => html`<p class="small">${ why( reason, now ) }</p>` ) }</li>` ) }</ul>` } );
}

function why( reason: Reason, now: Millis ): Markup {
	return reason.standing === 'group' ?
		html`Group ${ reason.group }, confirmed ${ moment( Date.parse( reason.verifiedAt ), now ) }` :
		html`Grant by ${ nameHtml( reason.grantedBy ) } since ${ utc( Date.parse( reason.since ) ) } until ${ utc( Date.parse( reason.until ) ) }, account confirmed ${ moment( Date.parse( reason.verifiedAt ), now ) }`;
}
