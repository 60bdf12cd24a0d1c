// A page's state in words, for lists and for the page itself. Colour comes from the class and never says
// anything that the words do not.
import type { PageEvent, PageState } from '../../contract/page.ts';
import { html, type Markup } from '../html.ts';
import { nameHtml } from './people.ts';

const labels: Record<PageState, string> = {
	accepted: 'Accepted, not delivered yet',
	delivered: 'Nobody has answered yet',
	acknowledged: 'Acknowledged',
	resolved: 'Resolved',
	undelivered: 'Not delivered: nobody could be reached',
	withdrawn: 'Withdrawn by its sender'
};

/** @param events of the page, in order; without them nobody is named */
export function stateMarkup( state: PageState, events: readonly PageEvent[] = [] ): Markup {
	const by = answeredBy( state, events );
	return html`<strong class="state ${ state }">${ labels[ state ] }${ by === null ? '' : html` by ${ nameHtml( by ) }` }</strong>`;
}

/** Since when the page is in its state. */
export function stateSince( state: PageState, events: readonly PageEvent[] ): string | undefined {
	return events.findLast( ( { kind } ) => kind === state )?.at;
}

/** `PRIVATE`, `DRILL`: before anything else is read. */
export function marks( page: { private: boolean; drill: boolean } ): Markup[] {
	return [
		...page.drill ? [ html`<span class="mark drill">Drill: nobody needs to act</span>` ] : [],
		...page.private ? [ html`<span class="mark private">Private: keep it off public channels</span>` ] : []
	];
}

function answeredBy( state: PageState, events: readonly PageEvent[] ): string | null {
	const last = events.findLast( ( { kind } ) => kind === state );
	return last?.kind === 'acknowledged' || last?.kind === 'resolved' ? last.by : null;
}
