// Who pages, why they are believed, and how to reach them. Only what was true when they paged; nothing is
// asked anew.
import type { Member, Page } from '../../pages/page.ts';
import { html, type Markup } from '../html.ts';
import { nameHtml, saidHtml } from './people.ts';
import { span, utc } from './times.ts';

export interface SenderSettings {
	/** e.g. `#wikimedia-sre on Libera.Chat` */
	ircChannel: string;
	personLinks: ( name: string ) => { talkUrl: string; emailUrl: string | null };
}

export function senderHtml( page: Page, { ircChannel, personLinks }: SenderSettings ): Markup {
	const { sender, membership, acceptedAt, content: { contact } } = page;
	// Whom a single sign-on has named has no wiki account: their numbers are below zero.
	const links = sender.centralId > 0 ? personLinks( sender.name ) : undefined;
	return html`<section aria-labelledby="sender"><h2 id="sender">From ${ nameHtml( sender.name ) }</h2>
<div>${ standing( membership, acceptedAt ) }</div>
<ul class="ways">
${ contact.ircNick === undefined ? [] : html`<li>IRC: <bdi class="nick">${ contact.ircNick }</bdi> in ${ channel( ircChannel ) }</li>` }
${ links === undefined ? [] : html`<li><a class="button" href="${ links.talkUrl }">Talk page</a></li>
${ links.emailUrl === null ? [] : html`<li><a class="button" href="${ links.emailUrl }">E-mail form</a></li>` }` }
${ sender.email === null ? [] : html`<li><a class="button" href="mailto:${ encodeURIComponent( sender.email ).replaceAll( '%40', '@' ) }">${ sender.email }</a></li>` }
${ contact.other === undefined ? [] : html`<li>Also: <bdi>${ contact.other }</bdi></li>` }
</ul>
${ contact.ircNick === undefined ? html`<p class="small">They gave no IRC nick. Others find them by the ways above; the reply below is shown in their panel.</p>` : [] }
</section>`;
}

function standing( membership: Member, acceptedAt: number ): Markup {
	const lastConfirmed = membership.source === 'roster' ?
		html`last confirmed ${ span( acceptedAt - membership.verifiedAt ) } before paging (${ utc( membership.verifiedAt ) }); the wiki did not answer` :
		html`asked live at ${ utc( membership.verifiedAt ) }`;
	switch ( membership.standing ) {
		case 'group':
			return html`Member of the group ${ membership.group }, ${ lastConfirmed }.`;
		case 'grant':
			return html`May page by a grant of ${ nameHtml( membership.grantedBy ) } until ${ utc( membership.until ) }. Account ${ lastConfirmed }. Reason:${ saidHtml( membership.reason ) }`;
		case 'singleSignOn':
			return html`Named by single sign-on at ${ utc( membership.verifiedAt ) }. They have no wiki account here.`;
		case 'commandLine':
			return html`Started at the command line of the server at ${ utc( membership.verifiedAt ) }.`;
	}
}

/** A link where we know the network's own web chat (https://libera.chat/guides/webchat, read 2026-11). */
function channel( ircChannel: string ): Markup {
	const onLibera = /^#(\S+) on Libera\.Chat$/i.exec( ircChannel );
	return onLibera ?
		html`<a href="https://web.libera.chat/#${ encodeURIComponent( onLibera[ 1 ]! ) }">${ ircChannel }</a>` :
		html`<span>${ ircChannel }</span>`;
}
