// Names and words of people, set apart from ours: another script does not turn our sentence around, and
// what was erased or redacted says so instead of leaving a hole.
import { html, type Markup } from '../html.ts';

export function nameHtml( name: string ): Markup {
	return html`<bdi>${ name || 'somebody whose name was erased' }</bdi>`;
}

/** With the number that survives renames. */
export function accountHtml( { name, centralId }: { name: string; centralId: number | null } ): Markup {
	return html`${ nameHtml( name ) }${ centralId === null ? '' : html` <span class="small">#${ String( centralId ) }</span>` }`;
}

export function saidHtml( text: string ): Markup {
	return html`
<blockquote class="said" dir="auto">${ text || NOT_KEPT }</blockquote>`;
}

export const NOT_KEPT = 'The words are no longer kept';
