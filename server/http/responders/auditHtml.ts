// Who did what, when, on which evidence: a form to search by, and what was found, newest first.
import { auditActions, type AuditAction, type AuditEntry } from '../../access/ports.ts';
import type { Millis, Person } from '../../pages/page.ts';
import { html, type Markup } from '../html.ts';
import { asAddress, type AuditQuery } from './auditQuery.ts';
import { faultOf, type FieldWords } from './faults.ts';
import { siteHtml, SITE } from './frame.ts';
import { accountHtml } from './people.ts';
import { moment } from './times.ts';

const actionWords: Record<AuditAction, string> = {
	pageAccepted: 'Page accepted',
	drillAccepted: 'Drill accepted',
	noteAdded: 'Note added',
	pageWithdrawn: 'Page withdrawn',
	pagedAgain: 'Paged again',
	replied: 'Replied',
	acknowledged: 'Acknowledged',
	resolved: 'Resolved',
	guidanceConfirmed: 'Guidance confirmed',
	grantAdded: 'Grant added',
	grantRevoked: 'Grant revoked',
	textsRedacted: 'Texts redacted',
	personErased: 'Person erased'
};

export interface AuditReading {
	query: AuditQuery;
	faults: FieldWords;
	/** Newest first; undefined: the query has faults. */
	entries: readonly AuditEntry[] | undefined;
	/** Where the rest begins, if there is any. */
	next: number | undefined;
	person: Person;
	now: Millis;
}

export function auditHtml( { query, faults, entries, next, person, now }: AuditReading ): string {
	return siteHtml( { title: 'Audit', person, main: html`<h1>Audit log</h1>
${ form( query, faults ) }
${ entries === undefined ? [] : html`<p><a class="button" href="${ SITE }/audit.csv${ asAddress( query ) }" download>Download all of these as CSV</a></p>
${ entries.length === 0 ? html`<p>Nothing was found.</p>` : html`<ol class="records">${ entries.map( ( entry ) => found( entry, now ) ) }</ol>` }
${ next === undefined ? [] : html`<p><a class="button" href="${ SITE }/audit${ asAddress( query, { before: String( next ) } ) }">Older</a></p>` }` }` } );
}

function found( { at, actor, action, pageId, subject, evidence }: AuditEntry, now: Millis ): Markup {
	const facts = Object.entries( evidence );
	return html`<li><p><strong>${ actionWords[ action ] }</strong> by ${ accountHtml( actor ) }${ subject === null ? '' : html`, about ${ accountHtml( subject ) }` }</p>
<p class="small">${ moment( at, now ) }</p>
${ pageId === null ? [] : html`<p class="small"><a href="${ SITE }/pages/${ pageId }">Page ${ pageId }</a></p>` }
${ facts.length === 0 ? [] : html`<p class="small">${ facts.map( ( [ name, value ] ) => html`<span class="evidence">${ name }: ${ String( value ) }</span> ` ) }</p>` }</li>`;
}

function form( query: AuditQuery, faults: FieldWords ): Markup {
	// Folded while nothing was asked: on a phone the log itself would lie below it.
	const isAsked = Object.values( query ).some( ( value ) => value !== '' );
	return html`<details${ isAsked ? html` open` : '' }><summary>Search</summary>
<form method="get" action="${ SITE }/audit" class="search">
<div><label for="action">Action</label>
<select id="action" name="action"><option value="">All</option>${ auditActions.map( ( action ) =>
	html`<option value="${ action }"${ action === query.action ? html` selected` : '' }>${ actionWords[ action ] }</option>` ) }</select></div>
${ input( 'person', 'Person: name, or # and number', query, faults ) }
${ input( 'page', 'Page id', query, faults ) }
${ input( 'from', 'From (UTC)', query, faults, 'date' ) }
${ input( 'until', 'Until the end of (UTC)', query, faults, 'date' ) }
<div><button>Search</button></div>
</form></details>`;
}

function input( field: keyof AuditQuery, label: string, query: AuditQuery, faults: FieldWords, type = 'text' ): Markup {
	const { attributes, sentence } = faultOf( faults, field );
	return html`<div><label for="${ field }">${ label }</label>
<input id="${ field }" name="${ field }" type="${ type }" value="${ query[ field ] }" dir="auto" autocomplete="off" ${ attributes }>${ sentence }</div>`;
}
