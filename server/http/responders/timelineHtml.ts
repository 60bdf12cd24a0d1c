// The course of a page, newest first: what is new is what a phone shows. Words of people are set apart
// from ours.
import { OWN_SITE, type FailureReason, type PageEvent } from '../../contract/page.ts';
import type { Millis } from '../../pages/page.ts';
import { html, type Markup } from '../html.ts';
import { nameHtml, saidHtml } from './people.ts';
import { providerWords } from './providerWords.ts';
import { moment } from './times.ts';

const reasons: Record<FailureReason, string> = {
	timeout: 'no answer in time',
	network: 'no connection',
	rateLimited: 'it asks us to slow down',
	serverError: 'a fault on its side',
	unauthorized: 'it refuses our key',
	notFound: 'our route is unknown to it',
	refused: 'it refuses the alert',
	unreadable: 'its answer cannot be read',
	muted: 'it is muted and notifies nobody'
};

/** @param events in order */
export function timelineHtml( events: readonly PageEvent[], sender: string, now: Millis ): Markup {
	return html`<ol class="timeline" reversed>${ events.toReversed().map( ( event ) => html`<li class="${ event.kind }">
<div>${ whatHappened( event, sender ) }</div>
<div class="small">${ moment( Date.parse( event.at ), now ) }</div></li>` ) }</ol>`;
}

function whatHappened( event: PageEvent, sender: string ): Markup {
	switch ( event.kind ) {
		case 'accepted':
			return html`Accepted: stored by us, nobody notified yet`;
		case 'attemptFailed':
			return html`${ providerWords( event.provider ) } has not taken it: ${ reasons[ event.reason ] }. ${ event.final ? 'Its configuration needs an operator' : 'Trying again' }`;
		case 'delivered':
			return html`Delivered to ${ providerWords( event.provider ) }${ event.incident === null ? '' : `, incident ${ event.incident }` }`;
		case 'ringing':
			return html`${ providerWords( event.provider ) }: ${ notified( event.people ) }`;
		case 'acknowledged':
			return html`Acknowledged${ byWhom( event.by, event.provider ) }`;
		case 'resolved':
			return html`Resolved${ byWhom( event.by, event.provider ) }`;
		case 'reopened':
			return html`Open again at ${ providerWords( event.provider ) }`;
		case 'undelivered':
			return html`Nobody could be reached in time. Trying goes on`;
		case 'unanswered':
			return html`Nobody has answered in time; it goes on`;
		case 'rerouted':
			return event.done ?
				html`${ providerWords( event.provider ) } notified nobody and was told to notify everybody` :
				html`${ providerWords( event.provider ) } notifies nobody and could not be told to notify everybody`;
		case 'pagedAgain':
			return html`Paged again, alert ${ String( event.round ) }, ${ event.by === 'sender' ? 'by the sender' : 'because nobody answered' }`;
		case 'note':
			return html`Note by ${ nameHtml( event.by ?? sender ) }${ event.by === null ? ' (sender)' : '' }${ saidHtml( event.text ) }`;
		case 'reply':
			return html`Reply by ${ nameHtml( event.by ) }, shown to the sender${ saidHtml( event.text ) }`;
		case 'withdrawn':
			return html`Withdrawn by the sender`;
	}
}

function notified( people: number ): string {
	switch ( people ) {
		case 0:
			return 'nobody is being notified';
		case 1:
			return '1 person is being notified';
		default:
			return `${ people } people are being notified`;
	}
}

function byWhom( by: string | null, provider: string ): Markup {
	return html`${ by === null ? '' : html` by ${ nameHtml( by ) }` } ${ provider === OWN_SITE ? 'on this site' : `at ${ providerWords( provider ) }` }`;
}
