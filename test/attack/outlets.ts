// Whatever somebody typed, in every outlet that shows it to others: alert, line of IRC, cell of a table, markup,
// mail. What must hold there holds for every text that our door lets in, so the cases go through the real door.
import fc from 'fast-check';
import { csvRow } from '../../server/access/auditCsv.ts';
import { announcementText } from '../../server/announce/announcementText.ts';
import { sendPageSchema } from '../../server/contract/sendPage.ts';
import { pageHtml } from '../../server/http/responders/pageHtml.ts';
import { composeAlert } from '../../server/pages/alertText.ts';
import type { Page } from '../../server/pages/page.ts';
import { personLinks } from '../../server/wiki/links.ts';
import { domainPage } from '../server/pages/aPage.ts';
import { campaign, type Campaign } from './campaign.ts';
import { nasty, nastyPage } from './typed.ts';

const settings = {
	publicUrl: 'https://page.example', wikiUrl: 'https://meta.example', ircChannel: '#sre on Libera.Chat',
	personLinks: ( name: string ) => personLinks( 'https://meta.example', name ), readBack: []
};

/** Names come from a wiki or a single sign-on; they are well-formed there, and nothing else. */
const names = nasty.filter( ( name ) => name.isWellFormed() && name.trim() !== '' );

/** Pages that would be accepted; undefined where the door is shut. */
const accepted = fc.record( { typed: nastyPage, name: names, kind: fc.constantFrom( 'page' as const, 'drill' as const ) } ).map( ( { typed, name, kind } ): Page | undefined => {
	const parsed = sendPageSchema.safeParse( typed );
	if ( !parsed.success ) {
		return undefined;
	}
	const { idempotencyKey: _key, seen: _seen, seenIncidents: _incidents, drill: _drill, ...content } = parsed.data;
	return domainPage( content, { kind, sender: { centralId: 50001, name, email: null } } );
} );

function must( holds: boolean, what: string, text: string ): void {
	if ( !holds ) {
		throw new Error( `${ what }: ${ JSON.stringify( text ) }` );
	}
}

/** Reorders or hides what stands around it, or ends the line that it stands in. */
const breaksOut = /[\u0000-\u0009\u000B-\u001F\u007F-\u009F\u061C\u200B\u200E\u200F\u2028-\u202E\u2060-\u2069\uFEFF\u{E0000}-\u{E007F}]|\p{Surrogate}/u;

function tryAlert( page: Page ): void {
	const { firstLine, body } = composeAlert( page, 1, settings );
	must( !/\n/.test( firstLine ) && !breaksOut.test( firstLine ), 'breaks out of the first line of an alert', firstLine );
	must( Array.from( firstLine ).length <= 100, 'a first line of an alert too long for a phone', firstLine );
	must( !breaksOut.test( body ), 'hides or reorders something in an alert', body );
	// Nothing that is typed begins a line that looks like ours and says something else.
	must( body.split( '\n' ).filter( ( line ) => line.startsWith( 'Record: ' ) ).at( -1 ) === `Record: https://page.example/sre/pages/${ page.id }`, 'the last word on where the record is', body );
	must( ( page.kind === 'drill' ) === body.startsWith( 'DRILL: ' ), 'a drill that does not say so first, or a page that does', body );
}

function tryAnnouncement( page: Page ): void {
	const line = announcementText( { page, isPrivate: page.content.private } );
	must( !/[\r\n]/.test( line ) && !breaksOut.test( line ), 'breaks out of a line of IRC', line );
	must( Buffer.byteLength( line ) <= 400, 'too long for a line of IRC', line );
	must( ( line.match( /#page/gi ) ?? [] ).length === ( page.kind === 'page' ? 1 : 0 ), 'rings by #page', line );
	must( page.kind !== 'page' || line.startsWith( '#page ' ), 'is no page', line );
}

/** Tags that we write on the page of a page; whatever else begins with `<` was typed. */
const ours = /^(!DOCTYPE|\/?(html|head|body|meta|title|link|script|a|article|aside|h1|h2|h3|dl|dt|dd|div|p|section|form|label|textarea|input|button|ol|ul|li|time|span|main|header|footer|nav|bdi|strong|em|small|details|summary|fieldset|legend|br|svg|path|abbr|code|b|blockquote|q|i|p|table|thead|tbody|tr|th|td|caption|hr|img))[\s>/]/i;

function tryMarkup( page: Page ): void {
	const text = pageHtml( {
		page, incidents: [], now: page.acceptedAt, person: { centralId: 1, name: page.sender.name, singleSignOn: null },
		events: [
			{ seq: 1, at: new Date( page.acceptedAt ).toISOString(), kind: 'accepted' },
			{ seq: 2, at: new Date( page.acceptedAt ).toISOString(), kind: 'note', text: page.content.details, by: page.sender.name }
		],
		draft: { text: page.content.summary, faults: {} }
	}, settings );
	for ( const [ , tag = '' ] of text.matchAll( /<([^>]*>?)/g ) ) {
		must( ours.test( tag ), 'markup that is not ours', tag );
		must( !/\son\w+\s*=/i.test( tag.replace( /"[^"]*"/g, '' ) ), 'an attribute that runs something', tag );
	}
	for ( const [ , address = '' ] of text.matchAll( /\s(?:href|src|action)="([^"]*)"/g ) ) {
		must( /^(https?:\/\/|\/|#|mailto:)/.test( address ), 'a link that runs something', address );
	}
}

function tryCell( text: string ): void {
	const row = csvRow( {
		id: 1, at: 0, action: 'noteAdded', pageId: text, subject: { centralId: 2, name: text },
		actor: { kind: 'wiki', centralId: 1, name: text }, evidence: { reason: text }
	} );
	const cells = [ ...row.slice( 0, -2 ).matchAll( /(?:^|,)(?:"((?:[^"]|"")*)"|([^",\r\n]*))/g ) ].map( ( [ , quoted, plain = '' ] ) => quoted?.replaceAll( '""', '"' ) ?? plain );
	must( cells.length === 10, 'breaks out of its cell', row );
	must( !cells.some( ( cell ) => /^[=+\-@\t\r\n\uFF1D\uFF0B\uFF0D\uFF20]/.test( cell ) ), 'a formula', row );
}

export const outletCampaigns: readonly Campaign[] = [
	campaign( 'alerts and lines of IRC', 20, accepted, ( page ) => {
		if ( page ) {
			tryAlert( page );
			tryAnnouncement( page );
		}
	} ),
	campaign( 'markup of the responders\' site', 5, accepted, ( page ) => {
		if ( page ) {
			tryMarkup( page );
		}
	} ),
	campaign( 'cells of the audit log', 20, nasty, tryCell )
];
