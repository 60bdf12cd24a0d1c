// /sandbox: the switches that make the on-call service misbehave, each with its sentence, so that a
// person can watch what the product does about it.
import { faultSwitches } from './faults.ts';
import type { Fault, Side } from './faults.ts';
import { html } from './html.ts';
import type { Html } from './html.ts';
import { documentOf } from './inboxPage.ts';

export interface SwitchesView {
	active: Record<Side, Fault | null>;
	held: number;
	/** Calls that the real service does not know either. */
	unexpected: readonly { method: string; path: string }[];
}

const sides: readonly { id: Side | 'all'; label: string }[] = [
	{ id: 'all', label: 'everywhere' },
	{ id: 'ingest', label: 'only where alerts come in' },
	{ id: 'api', label: 'only where incidents are read' }
];

export function switchesPage( view: SwitchesView ): string {
	const { ingest, api } = view.active;
	const well = ingest === null && api === null;
	return documentOf( 'Switches - on-call inbox', html`
	<h1>Switches</h1>
	<p>Make the on-call service misbehave, then send a page and see that it is not lost.</p>
	<p class="${ well ? 'calm' : 'note' }" role="status">${ well ? 'The service is well.' : html`
		Alerts: <strong>${ titleOf( ingest ) }</strong> · reading: <strong>${ titleOf( api ) }</strong>` }</p>
	<form method="post" action="/sandbox/release">
		<button class="${ well ? 'normal' : 'primary' }">${ view.held === 0 ?
			'Make it well again' :
			`Make it well and let ${ view.held } held request(s) go` }</button>
	</form>
	<form method="post" action="/sandbox/monitoring">
		<button class="normal">Let monitoring raise an incident of its own</button>
	</form>
	<form method="post" action="/sandbox/fault">
		<fieldset><legend>Where</legend>${ sides.map( ( { id, label } ) => html`
			<label><input type="radio" name="where" value="${ id }"${ id === 'all' ? html` checked` : '' }> ${ label }</label>` ) }
		</fieldset>
		<ul class="switches">${ faultSwitches.map( ( { id, title, sentence } ) => switchItem( id, title, sentence ) ) }</ul>
	</form>
	${ view.unexpected.length === 0 ? '' : html`<h2>Unexpected calls</h2>
	<ul>${ view.unexpected.map( ( { method, path } ) => html`<li><code>${ method } ${ path }</code></li>` ) }</ul>` }` );
}

function switchItem( id: string, title: string, sentence: string ): Html {
	return html`<li>
		<button id="switch-${ id }" name="fault" value="${ id }" class="normal" aria-describedby="about-${ id }">${ title }</button>
		<span id="about-${ id }">${ sentence }</span>
	</li>`;
}

function titleOf( fault: Fault | null ): string {
	if ( fault === null ) {
		return 'well';
	}
	const shown = JSON.stringify( fault );
	return faultSwitches.find( ( candidate ) => JSON.stringify( candidate.fault ) === shown )?.title ?? fault.kind;
}
