// All pages: those that wait for somebody first. Drills are marked, and can be left out or shown alone.
import type { PageEvent } from '../../contract/page.ts';
import type { Millis, Page, Person } from '../../pages/page.ts';
import { html, type Markup } from '../html.ts';
import { siteHtml, SITE } from './frame.ts';
import { nameHtml, NOT_KEPT } from './people.ts';
import { marks, stateMarkup } from './stateWords.ts';
import { ago } from './times.ts';

export const shown = [ 'all', 'pages', 'drills' ] as const;
export type Shown = typeof shown[ number ];

const shownWords: Record<Shown, string> = { all: 'Pages and drills', pages: 'Only pages', drills: 'Only drills' };

export interface PageList {
	/** With their events; undefined: this is a later part of the list, and they are not on it. */
	open: readonly { page: Page; events: readonly PageEvent[] }[] | undefined;
	past: readonly Page[];
	/** Where the rest begins, if there is any. */
	next: string | undefined;
	show: Shown;
	person: Person;
	now: Millis;
}

export function listHtml( { open, past, next, show, person, now }: PageList ): string {
	return siteHtml( { title: 'Pages', person, main: html`<h1>Pages</h1>
<ul class="choices">${ shown.map( ( one ) => html`<li>${ one === show ?
	html`<strong>${ shownWords[ one ] }</strong>` :
	html`<a href="${ SITE }/?show=${ one }">${ shownWords[ one ] }</a>` }</li>` ) }</ul>
${ open === undefined ? [] : html`<section aria-labelledby="open"><h2 id="open">Open</h2>
${ open.length === 0 ? html`<p>None is open.</p>` : html`<ul class="pages">${ open.map( ( { page, events } ) => entry( page, events, now ) ) }</ul>` }</section>` }
<section aria-labelledby="past"><h2 id="past">Past</h2>
${ past.length === 0 ? html`<p>None.</p>` : html`<ul class="pages">${ past.map( ( page ) => entry( page, [], now ) ) }</ul>` }
${ next === undefined ? [] : html`<p><a class="button" href="${ SITE }/?show=${ show }&amp;before=${ next }">Older</a></p>` }</section>` } );
}

function entry( page: Page, events: readonly PageEvent[], now: Millis ): Markup {
	const { summary, scope, private: isPrivate } = page.content;
	return html`<li><a href="${ SITE }/pages/${ page.id }">${ marks( { private: isPrivate, drill: page.kind === 'drill' } ) }
<span class="symptom" dir="auto">${ summary || NOT_KEPT }</span></a>
${ stateMarkup( page.state, events ) }
<span class="small">${ ago( page.acceptedAt, now ) }, <bdi>${ scope || '-' }</bdi>, ${ nameHtml( page.sender.name ) }</span></li>`;
}
