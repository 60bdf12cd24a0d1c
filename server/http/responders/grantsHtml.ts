// Who may page for a while although the group does not let them: those in force with a way to end them, a
// form for one more, and what has been.
import type { Grant } from '../../access/ports.ts';
import type { Millis, Person } from '../../pages/page.ts';
import { html, type Markup } from '../html.ts';
import { faultOf, type FieldWords } from './faults.ts';
import { siteHtml, SITE } from './frame.ts';
import { accountHtml, nameHtml, saidHtml } from './people.ts';
import { span, utc } from './times.ts';

/** In hours; the longest that access grants allow is 14 days. */
export const durations = [ 1, 4, 8, 24, 48, 72, 168, 336 ] as const;
export const DEFAULT_HOURS = 24;

/** As posted. */
export interface GrantDraft {
	name: string;
	reason: string;
	hours: string;
}

export interface GrantsReading {
	/** Newest first, both. */
	inForce: readonly Grant[];
	past: readonly Grant[];
	person: Person;
	now: Millis;
	draft: GrantDraft;
	faults: FieldWords;
}

export function grantsHtml( { inForce, past, person, now, draft, faults }: GrantsReading ): string {
	return siteHtml( { title: 'Grants', person, main: html`<h1>Access grants</h1>
<p>A grant lets one wiki account page until a time, for a reason. It ends by itself, and at once when it is revoked.</p>
<section aria-labelledby="in-force"><h2 id="in-force">In force</h2>
${ inForce.length === 0 ? html`<p>None.</p>` : html`<ul class="records">${ inForce.map( ( grant ) => html`<li>${ granted( grant ) }
<p>Until ${ utc( grant.until ) }, ${ span( grant.until - now ) } left</p>
<form method="post" action="${ SITE }/grants"><button name="revoke" value="${ String( grant.id ) }" aria-label="Revoke the grant of ${ grant.name }">Revoke</button></form></li>` ) }</ul>` }
</section>
${ form( draft, faults ) }
<section aria-labelledby="past"><h2 id="past">Past</h2>
${ past.length === 0 ? html`<p>None.</p>` : html`<ul class="records">${ past.map( ( grant ) => html`<li>${ granted( grant ) }
<p>${ grant.revokedAt === null ? html`Ended ${ utc( grant.until ) }` : html`Revoked ${ utc( grant.revokedAt ) } by ${ nameHtml( grant.revokedBy ?? '' ) }` }</p></li>` ) }</ul>` }
</section>` } );
}

function granted( { name, centralId, reason, grantedBy, createdAt }: Grant ): Markup {
	return html`<p><strong>${ accountHtml( { name, centralId } ) }</strong></p>
${ saidHtml( reason ) }
<p class="small">By ${ nameHtml( grantedBy ) }, ${ utc( createdAt ) }</p>`;
}

function form( draft: GrantDraft, faults: FieldWords ): Markup {
	const [ name, reason, hours ] = [ 'name', 'reason', 'hours' ].map( ( field ) => faultOf( faults, field ) ) as [ Fault, Fault, Fault ];
	return html`<section aria-labelledby="add"><h2 id="add">Add a grant</h2>
<form method="post" action="${ SITE }/grants">
<label for="name">Account name on the wiki</label>
<input id="name" name="name" value="${ draft.name }" dir="auto" autocapitalize="off" autocomplete="off" spellcheck="false" required ${ name.attributes }>
${ name.sentence }
<label for="reason">Reason, read by whoever they page</label>
<textarea id="reason" name="reason" rows="2" dir="auto" required ${ reason.attributes }>
${ draft.reason }</textarea>
${ reason.sentence }
<label for="hours">For how long</label>
<select id="hours" name="hours" ${ hours.attributes }>${ durations.map( ( one ) => html`<option value="${ String( one ) }"${ String( one ) === draft.hours ? html` selected` : '' }>${ span( one * 3_600_000 ) }</option>` ) }</select>
${ hours.sentence }
<p><button class="primary">Let this account page</button></p>
</form></section>`;
}

type Fault = ReturnType<typeof faultOf>;
