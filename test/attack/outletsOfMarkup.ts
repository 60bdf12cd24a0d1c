// Every document that our server writes with somebody's words in it. The markup of a hostile one is, tag by tag and
// attribute by attribute, that of a harmless one; and what can be followed leads where links may lead.
import fc from 'fast-check';
import { pageEventSchema, type PageEvent } from '../../server/contract/page.ts';
import type { Problem } from '../../server/contract/problem.ts';
import { documentHtml, html, jsonScript } from '../../server/http/html.ts';
import { auditHtml } from '../../server/http/responders/auditHtml.ts';
import { notResponderHtml, signInHtml, troubleHtml } from '../../server/http/responders/entryHtml.ts';
import { grantsHtml } from '../../server/http/responders/grantsHtml.ts';
import { listHtml } from '../../server/http/responders/listHtml.ts';
import { pageHtml } from '../../server/http/responders/pageHtml.ts';
import { rosterHtml } from '../../server/http/responders/rosterHtml.ts';
import { campaign, type Campaign } from './campaign.ts';
import { acceptedPages, entries, harmlessTwin, must, names, outletSettings } from './hostilePages.ts';
import { nasty } from './typed.ts';

/** Tags with the names and, where a machine reads them, the values of their attributes. */
function skeleton( document: string ): string {
	return [ ...document.matchAll( /<(?:[^">]|"[^"]*")*>/g ) ].map( ( [ tag ] ) =>
		tag.replace( /(\s(?:value|aria-label|title|href|data-page)=)"[^"]*"/g, '$1""' ) ).join( '' );
}

/** @param write the same document, with the words of `say` in it */
function tryDocument( write: ( say: ( text: string ) => string ) => string ): void {
	const hostile = write( ( text ) => text );
	const harmless = write( ( text ) => text.trim() === '' ? text : 'word' );
	must( skeleton( hostile ) === skeleton( harmless ), 'other markup than that of a harmless one', hostile );
	must( hostile.replace( /<(?:[^">]|"[^"]*")*>/g, '' ).includes( '<' ) === harmless.replace( /<(?:[^">]|"[^"]*")*>/g, '' ).includes( '<' ), 'half a tag', hostile );
	for ( const [ , address = '' ] of hostile.matchAll( /\s(?:href|src|action)="([^"]*)"/g ) ) {
		must( /^(https?:\/\/|\/|#|mailto:)/.test( address ), 'a link that runs something', address );
	}
}

const at = '2026-11-23T14:05:30.000Z';
const now = Date.parse( at );
const person = ( name: string ): Parameters<typeof rosterHtml>[ 1 ] => ( { centralId: 1, name, singleSignOn: null } );

type OfKind<Kind extends PageEvent[ 'kind' ]> = Extract<PageEvent, { kind: Kind }>;

/** Each event that there is, with somebody's words wherever it has any: a new one does not compile until it is here. */
const events: { [ Kind in PageEvent[ 'kind' ] ]: ( text: string, name: string ) => Omit<OfKind<Kind>, 'seq' | 'at' | 'kind'> } = {
	accepted: () => ( {} ),
	attemptFailed: ( text ) => ( { provider: text, reason: 'refused', final: false } ),
	delivered: ( text, name ) => ( { provider: name, incident: text } ),
	ringing: ( text ) => ( { provider: text, people: 2 } ),
	acknowledged: ( text, name ) => ( { provider: text, by: name } ),
	resolved: ( text, name ) => ( { provider: text, by: name } ),
	reopened: ( text ) => ( { provider: text } ),
	undelivered: () => ( {} ),
	unanswered: () => ( {} ),
	rerouted: ( text ) => ( { provider: text, done: true } ),
	pagedAgain: () => ( { round: 2, by: 'sender' } ),
	note: ( text, by ) => ( { text, by } ),
	reply: ( text, by ) => ( { text, by } ),
	withdrawn: () => ( {} )
};

const everyEvent = ( text: string, name: string ): PageEvent[] => Object.entries( events ).map( ( [ kind, made ], index ) =>
	pageEventSchema.parse( { seq: index + 1, at, kind, ...made( text, name ) } ) );

const grantOf = ( name: string, reason: string ): Parameters<typeof grantsHtml>[ 0 ][ 'past' ][ number ] => ( {
	id: 1, centralId: 5, name, reason, grantedBy: name, createdAt: now, until: now + 1, revokedAt: now, revokedBy: name
} );
const problem = ( text: string ): Problem => ( { type: '/errors/notFound', title: 'x', status: 404, code: 'notFound', retryable: false, requestId: text } as unknown as Problem );

const two = fc.record( { text: nasty, name: names } );

/** By file of server/http/responders; outlets.test.ts finds what is missing. */
export const documents = {
	pageHtml: campaign( 'outlets: the document of a page', 3, fc.record( { page: acceptedPages, text: nasty, name: names } ), ( { page, text, name } ) => {
		tryDocument( ( say ) => pageHtml( {
			page: say( 'x' ) === 'word' ? harmlessTwin( page ) : page, now, person: person( say( name ) ), events: everyEvent( say( text ), say( name ) ),
			incidents: [ { provider: 'splunk-on-call', incident: say( text ) } ],
			draft: { text: say( text ), faults: { text: say( text ) } }
		}, outletSettings ) );
	} ),
	listHtml: campaign( 'outlets: the list of pages', 2, fc.record( { page: acceptedPages, name: names, text: nasty } ), ( { page, name, text } ) => {
		tryDocument( ( say ) => {
			const shown = say( 'x' ) === 'word' ? harmlessTwin( page ) : page;
			const open = [ { page: shown, events: everyEvent( say( text ), say( name ) ) } ];
			return listHtml( { open, past: [ shown ], next: undefined, show: 'all', person: person( say( name ) ), now } );
		} );
	} ),
	auditHtml: campaign( 'outlets: the audit log', 2, fc.record( { entry: entries, query: two } ), ( { entry, query: { text, name } } ) => {
		tryDocument( ( say ) => auditHtml( {
			query: { action: say( text ), person: say( name ), page: say( text ), from: say( text ), until: say( text ) },
			faults: { person: say( text ) },
			entries: [ { ...entry, pageId: entry.pageId && 'x', actor: { ...entry.actor, name: say( entry.actor.name ) },
				subject: entry.subject && { ...entry.subject, name: say( entry.subject.name ) },
				evidence: Object.fromEntries( Object.entries( entry.evidence ).map( ( [ key, value ] ) => [ key, typeof value === 'string' ? say( value ) : value ] ) ) } ],
			next: 1, person: person( say( name ) ), now
		} ) );
	} ),
	grantsHtml: campaign( 'outlets: grants', 2, two, ( { text, name } ) => {
		tryDocument( ( say ) => grantsHtml( {
			inForce: [ grantOf( say( name ), say( text ) ) ], past: [ grantOf( say( name ), say( text ) ) ], person: person( say( name ) ), now,
			draft: { name: say( name ), reason: say( text ), hours: say( text ) }, faults: { name: say( text ), reason: say( text ) }
		} ) );
	} ),
	rosterHtml: campaign( 'outlets: the roster', 1, two, ( { text, name } ) => {
		tryDocument( ( say ) => rosterHtml( { group: say( text ), readAt: at, members: [ { centralId: 1, name: say( name ), because: [
			{ standing: 'group', group: say( text ), verifiedAt: at }, { standing: 'grant', grantedBy: say( name ), since: at, until: at, verifiedAt: at }
		] } ] }, person( say( name ) ), now ) );
	} ),
	entryHtml: campaign( 'outlets: who does not get in', 2, two, ( { text, name } ) => {
		tryDocument( ( say ) => signInHtml( { returnTo: say( name ), singleSignOn: true, typed: [ say( text ) ] } ) +
			notResponderHtml( person( say( name ) ), [ say( text ) ] ) +
			troubleHtml( problem( say( name ) ), person( say( name ) ), [ say( text ) ] ) );
	} )
} satisfies Record<string, Campaign>;

export const markupCampaigns: readonly Campaign[] = [
	...Object.values( documents ),
	campaign( 'outlets: data for our own scripts', 6, fc.record( { data: fc.dictionary( nasty, nasty ), text: nasty } ), ( { data, text } ) => {
		const hostile = documentHtml( { language: 'en', title: text, body: html`<p title="${ text }">${ text }</p>${ jsonScript( 'x', data ) }` } );
		const harmless = documentHtml( { language: 'en', title: 'x', body: html`<p title="x">x</p>${ jsonScript( 'x', {} ) }` } );
		must( skeleton( hostile ) === skeleton( harmless ), 'ends the element of data', hostile );
	} )
];
