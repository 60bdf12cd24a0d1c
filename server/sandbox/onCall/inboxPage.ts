// The inbox: what the on-call engineer's phone would show, as a page that works without its script.
// It shows what the service knows and asks nothing of it; the buttons are forms.
import { html, link, linked } from './html.ts';
import type { Html } from './html.ts';
import type { SandboxIncident, Transition } from './incidents.ts';
import type { SandboxPerson } from './people.ts';

export interface InboxView {
	incidents: readonly SandboxIncident[];
	people: readonly SandboxPerson[];
	drillRoutingKey: string;
	/** Why nobody would be rung now. */
	silence: 'maintenanceMode' | 'emptyRota' | null;
}

export function documentOf( title: string, main: Html ): string {
	return html`<!DOCTYPE html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${ title }</title>
<link rel="icon" href="/icon.svg">
<link rel="stylesheet" href="/inbox.css">
<header>
	<a class="brand" href="/">On-call inbox</a>
	<span class="tag">sandbox</span>
	<nav><a href="/">Inbox</a> <a href="/sandbox">Switches</a></nav>
</header>
<main>${ main }</main>
<script src="/inbox.js" defer></script>
</html>
`.markup;
}

/** @param me username of the person who looks; not in the live part, which is the same for everybody */
export function inboxPage( view: InboxView, me: string ): string {
	return documentOf( 'On-call inbox', html`
	<form class="who" method="post" action="/me">
		<label for="me">You are</label>
		<select id="me" name="me" data-submit>${ view.people.map( ( { username, name } ) => html`
			<option value="${ username }"${ username === me ? html` selected` : '' }>${ name }</option>` ) }
		</select>
		<button type="submit" class="quiet">Change</button>
	</form>
	<p class="lost" role="status" data-lost hidden>Connection lost; trying again.</p>
	<div id="live" aria-live="polite">${ inboxList( view ) }</div>` );
}

/** The part that is replaced as things happen. What nobody has answered comes first, then the newest. */
export function inboxList( view: InboxView ): Html {
	const newestFirst = view.incidents.toReversed();
	const { triggered: unanswered = [], acknowledged = [], resolved: past = [], drill: drills = [] } =
		Object.groupBy( newestFirst, ( { phase, routingKey } ) => phase !== 'resolved' && routingKey === view.drillRoutingKey ? 'drill' : phase );
	const open = [ ...unanswered, ...acknowledged ];
	const triggered = unanswered.length;
	return html`<div data-triggered="${ triggered }">
	${ silenceNote( view.silence ) }
	<h1>${ triggered === 0 ? 'Nothing is ringing' : `${ triggered } unanswered` }</h1>
	${ open.length === 0 ? html`<p class="calm">All quiet. A page that somebody sends appears here by itself.</p>` : '' }
	${ open.map( ( incident ) => card( incident, view ) ) }
	${ drills.length === 0 ? '' : html`<section class="drills"><h2>Drills</h2>
	<p>Practice: no phone rings, and nobody needs to act.</p>${ drills.map( ( incident ) => card( incident, view ) ) }</section>` }
	${ past.length === 0 ? '' : html`<h2>Past</h2><ul class="past">${ past.map( ( incident ) => pastItem( incident, view ) ) }</ul>` }
	</div>`;
}

function card( incident: SandboxIncident, view: InboxView ): Html {
	const { number, phase } = incident;
	const button = ( action: string, label: string, look: string ): Html => html`
		<form method="post" action="/incidents/${ number }/${ action }">
			<button id="${ action }-${ number }" class="${ look }" aria-describedby="title-${ number }">${ label }</button>
		</form>`;
	return html`<article class="incident ${ phase }${ incident.pagedUsers.length > 0 ? ' rings' : '' }">
		<p class="state"><span class="bell" aria-hidden="true"></span>${ stateLine( incident, view ) }</p>
		<h2 id="title-${ number }">${ incident.firstLine }</h2>
		${ facts( incident ) }
		<div class="body">${ linked( incident.body ) }</div>
		${ notes( incident ) }
		<div class="actions">
			${ phase === 'triggered' ? button( 'acknowledge', 'Acknowledge', 'primary' ) : '' }
			${ button( 'resolve', 'Resolve', phase === 'triggered' ? 'normal' : 'primary' ) }
		</div>
		${ history( incident, view ) }
	</article>`;
}

function pastItem( incident: SandboxIncident, view: InboxView ): Html {
	return html`<li><details id="past-${ incident.number }">
		<summary>${ incident.firstLine } <span class="meta">${ stateLine( incident, view ) }</span></summary>
		${ facts( incident ) }
		<div class="body">${ linked( incident.body ) }</div>
		${ notes( incident ) }
		${ history( incident, view ) }
	</details></li>`;
}

function facts( incident: SandboxIncident ): Html {
	const { number, openedAt, host, alertCount, links } = incident;
	return html`<p class="meta">#${ number } · ${ time( openedAt ) }${ host === '' ? '' : ` · ${ host }` }${
		alertCount > 1 ? ` · raised ${ alertCount } times` : '' }${
		links.map( ( { label, url } ) => html` · ${ link( url, label ) }` ) }</p>`;
}

function stateLine( incident: SandboxIncident, view: InboxView ): Html {
	const last = incident.transitions.at( -1 );
	if ( incident.phase !== 'triggered' && last !== undefined ) {
		const word = incident.phase === 'acknowledged' ? 'Acknowledged' : 'Resolved';
		return html`${ word } by ${ nameOf( last.by, view ) }, ${ time( last.at ) }`;
	}
	if ( incident.pagedUsers.length > 0 ) {
		return html`Ringing: ${ incident.pagedUsers.map( ( username ) => nameOf( username, view ) ).join( ', ' ) }`;
	}
	return incident.escalation.stepsDone === 0 ? html`About to ring` : html`Open, and nobody is being rung`;
}

function history( incident: SandboxIncident, view: InboxView ): Html {
	const words: Record<Transition[ 'name' ], string> = { ACKED: 'Acknowledged', RESOLVED: 'Resolved', UNACKED: 'Opened again' };
	return incident.transitions.length < 2 ? html`` : html`<ol class="meta">${ incident.transitions.map( ( { name, by, at } ) => html`
		<li>${ words[ name ] } by ${ nameOf( by, view ) }, ${ time( at ) }</li>` ) }</ol>`;
}

function notes( incident: SandboxIncident ): Html {
	return html`${ incident.notes.map( ( { text, at } ) => html`<div class="body"><span class="meta">Note, ${ time( at ) }</span>
${ linked( text ) }</div>` ) }`;
}

function silenceNote( silence: InboxView[ 'silence' ] ): Html {
	switch ( silence ) {
		case 'maintenanceMode':
			return html`<p class="note">Maintenance mode is on: alerts are taken, nobody is woken.</p>`;
		case 'emptyRota':
			return html`<p class="note">Nobody is on call: what opens now rings no phone.</p>`;
		case null:
			return html``;
	}
}

function nameOf( username: string, { people }: InboxView ): string {
	return people.find( ( person ) => person.username === username )?.name ?? username;
}

function time( at: number ): Html {
	const iso = new Date( at ).toISOString();
	return html`<time datetime="${ iso }">${ iso.slice( 0, 10 ) } ${ iso.slice( 11, 16 ) } UTC</time>`;
}
