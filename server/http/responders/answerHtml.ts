// How a responder answers: one form, so that whatever was typed goes with whichever button is pressed and
// nothing is lost. What is allowed is decided by the store; this shows only what can work.
import type { Page } from '../../pages/page.ts';
import { html, type Markup } from '../html.ts';
import { faultOf, type FieldWords } from './faults.ts';
import { SITE } from './frame.ts';
import { providerWords } from './providerWords.ts';

/** What can be said with one tap, by key. */
export const quickReplies = {
	looking: () => 'I am looking into it.',
	join: ( ircChannel: string ) => `I am looking into it. Please join us in ${ ircChannel }.`
} as const;

export const phases = [ 'acknowledged', 'resolved' ] as const;
export type Phase = typeof phases[ number ];

/** Where a page is to be answered: at providers that tell us themselves, or here. */
export interface Elsewhere {
	provider: string;
	incident: string | null;
}

/** The latest incident at each provider that tells us itself. */
export function answeredElsewhere( incidents: readonly Elsewhere[], readBack: readonly string[] ): Elsewhere[] {
	const latest = new Map<string, Elsewhere>();
	for ( const one of incidents.filter( ( { provider } ) => readBack.includes( provider ) ) ) {
		latest.set( one.provider, one );
	}
	return [ ...latest.values() ];
}

/** What may be said here of a page in this state, if no provider has it. */
export function possiblePhases( { state }: Pick<Page, 'state'>, elsewhere: readonly Elsewhere[] ): Phase[] {
	if ( elsewhere.length > 0 || state === 'resolved' || state === 'withdrawn' ) {
		return [];
	}
	return state === 'acknowledged' ? [ 'resolved' ] : [ 'acknowledged', 'resolved' ];
}

export function elsewhereHtml( page: Pick<Page, 'state'>, elsewhere: readonly Elsewhere[] ): Markup {
	const verb = page.state === 'acknowledged' ? 'Resolve' : 'Acknowledge';
	return page.state === 'resolved' || page.state === 'withdrawn' ? html`` : html`${ elsewhere.map( ( { provider, incident } ) =>
		html`<p class="elsewhere">${ verb } at ${ providerWords( provider ) }${ incident === null ? '' : `, incident ${ incident }` }. The sender sees it within seconds.</p>` ) }`;
}

export function answerHtml( page: Page, phasesHere: readonly Phase[], ircChannel: string, draft: { text: string; faults: FieldWords } ): Markup {
	const { attributes, sentence } = faultOf( draft.faults, 'text' );
	const { do: refused } = draft.faults;
	return html`<section aria-labelledby="answer-heading"><h2 id="answer-heading">Answer the sender</h2>
<form method="post" action="${ SITE }/pages/${ page.id }" id="answer">
<p class="quick"><button name="quick" value="looking">${ quickReplies.looking() }</button>
<button name="quick" value="join">Please join us in ${ ircChannel }</button></p>
<label for="text">Your reply, shown in their panel and on the incident</label>
<textarea id="text" name="text" rows="3" dir="auto" ${ attributes }>
${ draft.text }</textarea>
${ sentence }
${ refused === undefined ? [] : html`<p class="fault" role="alert">${ refused }</p>` }
<p class="small">What is written here goes along with whichever button you press.</p>
<p><button name="do" value="reply" class="${ phasesHere.length === 0 ? 'primary' : '' }">Reply</button>
<span id="over" data-live>${ phasesHere.length < 2 ? [] : html`<button name="do" value="resolved">Resolved</button>` }</span></p>
</form></section>`;
}

const phaseWords: Record<Phase, string> = { acknowledged: 'I have it', resolved: 'Resolved' };

/** Under the thumb while one reads: only the next step, or a thumb that slips resolves what nobody has looked at. */
export function thumbBarHtml( phasesHere: readonly Phase[] ): Markup {
	const [ next ] = phasesHere;
	return html`<div class="thumb"><a class="button" href="#answer-heading">Write a reply</a>
${ next === undefined ? [] : html`<button form="answer" name="do" value="${ next }" class="primary">${ phaseWords[ next ] }</button>` }</div>`;
}
