// One page, as somebody reads it who was asleep a minute ago: what is broken, where, since when, who has it;
// then everything else. Texts are other people's and are shown as text.
import type { PageEvent } from '../../contract/page.ts';
import type { Millis, Page, Person } from '../../pages/page.ts';
import { wikiFacts } from '../../pages/wikiFacts.ts';
import { html, type Markup } from '../html.ts';
import { answeredElsewhere, answerHtml, elsewhereHtml, possiblePhases, thumbBarHtml, type Elsewhere } from './answerHtml.ts';
import type { FieldWords } from './faults.ts';
import { siteHtml } from './frame.ts';
import { NOT_KEPT } from './people.ts';
import { senderHtml, type SenderSettings } from './senderHtml.ts';
import { marks, stateMarkup, stateSince } from './stateWords.ts';
import { timelineHtml } from './timelineHtml.ts';
import { moment } from './times.ts';

export interface PageSettings extends SenderSettings {
	/** Names of providers that tell us themselves who acknowledged. */
	readBack: readonly string[];
}

export interface PageReading {
	page: Page;
	/** In order. */
	events: readonly PageEvent[];
	/** Where providers have it. */
	incidents: readonly Elsewhere[];
	person: Person;
	now: Millis;
	/** What was typed and could not be taken. */
	draft?: { text: string; faults: FieldWords };
}

export function pageHtml( { page, events, incidents, person, now, draft = { text: '', faults: {} } }: PageReading, settings: PageSettings ): string {
	const { content } = page;
	const elsewhere = answeredElsewhere( incidents, settings.readBack );
	const phases = possiblePhases( page, elsewhere );
	const since = stateSince( page.state, events );
	// What lies in an element with data-live is read again when something happens; the form never is.
	return siteHtml( { title: content.summary || 'Page', person, main: html`<article data-page="${ page.id }">
${ marks( { private: content.private, drill: page.kind === 'drill' } ) }
<h1 dir="auto">${ content.summary || NOT_KEPT }</h1>
<dl class="facts">
<dt>Where</dt> <dd dir="auto">${ content.scope || '-' }</dd>
<dt>Since</dt> <dd dir="auto">${ content.since || 'not said' }</dd>
</dl>
<div class="now"><div id="state" role="status" data-live>${ stateMarkup( page.state, events ) }</div>
<div id="since" data-live><p class="small">${ since === undefined ? [] : moment( Date.parse( since ), now ) }</p>
${ elsewhereHtml( page, elsewhere ) }</div></div>
${ senderHtml( page, settings ) }
${ content.details === '' ? [] : html`<section aria-labelledby="details"><h2 id="details">Details</h2><p class="said" dir="auto">${ content.details }</p></section>` }
${ answerHtml( page, phases, settings.ircChannel, draft ) }
<section aria-labelledby="course"><h2 id="course">What happened</h2>
<p class="small" id="connection" hidden></p>
<div id="events" data-live data-seq="${ String( events.at( -1 )?.seq ?? 0 ) }">${ timelineHtml( events, page.sender.name, now ) }</div></section>
${ contextHtml( page ) }
</article>
<div id="thumb" class="under-thumb" data-live>${ thumbBarHtml( phases ) }</div>` } );
}

function contextHtml( page: Page ): Markup {
	const facts = wikiFacts( page.content.context );
	return html`<section aria-labelledby="context"><h2 id="context">Where they were</h2><dl class="facts">
${ facts.map( ( { label, value, isLink } ) => isLink ?
	html`<dt>${ label }</dt> <dd><a href="${ value }" rel="noopener noreferrer">${ value }</a></dd>` :
	html`<dt>${ label }</dt> <dd dir="auto">${ value }</dd>` ) }
<dt>Page</dt> <dd>${ page.id }${ page.round > 1 ? `, alert ${ page.round }` : '' }</dd>
</dl></section>`;
}
