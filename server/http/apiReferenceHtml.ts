// The API's document and the refusals as pages for people who write clients. In English, as the alerts are;
// what there is to say is in contract/.
import { errorPages } from '../contract/errorPages.ts';
import { operations } from '../contract/openApi/document.ts';
import type { Access, Operation } from '../contract/openApi/operation.ts';
import { refusalsOf } from '../contract/openApi/refusals.ts';
import { errorCodes, type ErrorCode } from '../contract/problem.ts';
import { documentHtml, html, type Markup } from './html.ts';

const codes = Object.keys( errorCodes ) as ErrorCode[];

const accessWords: Record<Access, string> = {
	everybody: 'Everybody may ask.',
	session: 'With a session: a bearer token, or our cookie on our own origin.',
	rosterKey: 'With a key of an identity system, or as a responder by cookie on our own origin.',
	metricsKey: 'With a key of monitoring; without keys, from the machine itself.',
	signature: 'With the proof of origin that the service has.'
};

export function apiHtml(): string {
	return referenceHtml( 'The API', html`<h1>The API of Page SRE</h1>
<p>For programs: <a href="/openapi.json">openapi.json</a>, OpenAPI 3.1, with the shape of everything. What a refusal means: <a href="/errors">refusals</a>.</p>
${ operations.map( operationHtml ) }` );
}

export function errorsHtml(): string {
	return referenceHtml( 'Refusals', html`<h1>Refusals</h1>
<p>Every no of <a href="/api">the API</a> is a problem document (RFC 9457) with one of these codes. They are a closed list; the words that people read are the panel's.</p>
<dl>${ codes.map( ( code ) => html`<dt><a href="/errors/${ code }"><code>${ code }</code></a> ${ String( errorCodes[ code ].status ) }</dt><dd>${ errorPages[ code ].title }</dd>` ) }</dl>` );
}

export function errorHtml( code: ErrorCode ): string {
	const { status, retryable } = errorCodes[ code ];
	const { title, happened, todo } = errorPages[ code ];
	return referenceHtml( code, html`<h1>${ title }</h1>
<p><code>${ code }</code>, HTTP ${ String( status ) }</p>
<h2>What happened</h2>
<p>${ prose( happened ) }</p>
<h2>What to do</h2>
<p>${ prose( todo ) }</p>
<p>${ retryable ?
	'Retryable: the very same request may succeed later.' :
	'Not retryable: the very same request will be refused again.' }</p>
<p><a href="/errors">All refusals</a> <a href="/api">The API</a></p>` );
}

function operationHtml( operation: Operation ): Markup {
	const { id, method, path, summary, description, access } = operation;
	const refusals = refusalsOf( operation );
	return html`<section id="${ id }"><h2><code>${ method.toUpperCase() } ${ path }</code></h2>
<p><strong>${ summary }.</strong> ${ accessWords[ access ] }</p>
${ description === undefined ? [] : html`<p>${ prose( description ) }</p>` }
${ refusals.length === 0 ? [] : html`<p>Refusals: ${ refusals.map( ( code ) => html`<a href="/errors/${ code }"><code>${ code }</code></a> ` ) }</p>` }</section>`;
}

/** What stands between backticks is code. */
function prose( text: string ): Markup[] {
	return text.split( '`' ).map( ( part, index ) => index % 2 === 1 ? html`<code>${ part }</code>` : html`${ part }` );
}

function referenceHtml( title: string, main: Markup ): string {
	return documentHtml( {
		language: 'en', title: `${ title } - Page SRE`,
		head: html`<link rel="stylesheet" href="/api/assets/reference.css">`,
		body: html`<main>${ main }</main>`
	} );
}
