// Whatever somebody typed, in every outlet that shows it to others: on-call services, mail, the line of IRC, the
// responders' site, a terminal, tables. Each outlet is given the same page twice, with hostile words and with
// harmless ones: only the words may differ, never what stands around them.
import { csvRow } from '../../server/access/auditCsv.ts';
import type { AuditEntry } from '../../server/access/ports.ts';
import { announcementText } from '../../server/announce/announcementText.ts';
import { entryInWords } from '../../server/commands/auditWords.ts';
import { asJson } from '../../server/commands/pagesRecord.ts';
import { composeAlert } from '../../server/pages/alertText.ts';
import type { Page } from '../../server/pages/page.ts';
import { campaign, type Campaign } from './campaign.ts';
import { acceptedPages, breaksOut, entries, harmlessTwin, must, outletSettings } from './hostilePages.ts';
import { markupCampaigns } from './outletsOfMarkup.ts';
import { serviceCampaigns } from './outletsOfServices.ts';
import type { Services } from './services.ts';

function tryAlert( page: Page ): void {
	const { firstLine, body } = composeAlert( page, page.round, outletSettings );
	must( !/\n/.test( firstLine ) && !breaksOut.test( firstLine ), 'breaks out of the first line of an alert', firstLine );
	must( Array.from( firstLine ).length <= 100, 'a first line of an alert too long for a phone', firstLine );
	must( !breaksOut.test( body ), 'hides or reorders something in an alert', body );
	// Nothing that is typed begins a line that looks like ours and says something else.
	must( body.split( '\n' ).filter( ( line ) => line.startsWith( 'Record: ' ) ).at( -1 ) === `Record: https://page.example/sre/pages/${ page.id }`, 'the last word on where the record is', body );
	must( ( page.kind === 'drill' ) === body.startsWith( 'DRILL: ' ), 'a drill that does not say so first, or a page that does', body );
	// Only the details have lines of their own.
	const twin = composeAlert( { ...harmlessTwin( page ), content: { ...harmlessTwin( page ).content, details: '' } }, page.round, outletSettings ).body;
	const without = composeAlert( { ...page, content: { ...page.content, details: '' } }, page.round, outletSettings ).body;
	const labels = ( text: string ): string => text.split( '\n' ).map( ( line ) => /^[A-Z][\w -]*:/.exec( line )?.[ 0 ] ?? '' ).join( '|' );
	must( without.split( '\n' ).length === twin.split( '\n' ).length, 'a line more or less in an alert', labels( without ) );
}

function tryAnnouncement( page: Page ): void {
	for ( const isPrivate of [ page.content.private, true ] ) {
		const line = announcementText( { page, isPrivate } );
		must( !/[\r\n]/.test( line ) && !breaksOut.test( line ), 'breaks out of a line of IRC', line );
		must( Buffer.byteLength( line ) <= 400, 'too long for a line of IRC', line );
		must( ( line.match( /#page/gi ) ?? [] ).length === ( page.kind === 'page' ? 1 : 0 ), 'rings by #page', line );
		must( page.kind !== 'page' || line.startsWith( '#page ' ), 'is no page', line );
		must( !isPrivate || line === announcementText( { page: { ...harmlessTwin( page ), membership: page.membership }, isPrivate } ), 'tells what is private', line );
	}
}

function tryCell( entry: AuditEntry ): void {
	const row = csvRow( entry );
	const cells = [ ...row.slice( 0, -2 ).matchAll( /(?:^|,)(?:"((?:[^"]|"")*)"|([^",\r\n]*))/g ) ].map( ( [ , quoted, plain = '' ] ) => quoted?.replaceAll( '""', '"' ) ?? plain );
	must( cells.length === 10, 'breaks out of its cell', row );
	must( !cells.some( ( cell, index ) => ![ 0, 4, 6 ].includes( index ) && /^[=+\-@\t\r\n\uFF1D\uFF0B\uFF0D\uFF20]/.test( cell ) ), 'a formula', row );
}

/** Moves a cursor, rings a bell, begins a line of its own. */
const onTerminal = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u;

function tryTerminal( entry: AuditEntry ): void {
	const line = entryInWords( entry );
	// The id of a page is ours; nobody types it.
	must( !onTerminal.test( entryInWords( { ...entry, pageId: null } ) ), 'breaks out of a line of a terminal', line );
}

function tryRecord( page: Page ): void {
	const record = asJson( { page, events: [], entries: [] } );
	must( !/[\r\n]/.test( record ), 'two lines of JSON for one page', record );
	must( JSON.stringify( Object.keys( JSON.parse( record ) as object ) ) === JSON.stringify( Object.keys( JSON.parse( asJson( { page: harmlessTwin( page ), events: [], entries: [] } ) ) as object ) ), 'a field more or less', record );
}

export function outletCampaigns( services: Services ): Campaign[] {
	return [
		campaign( 'outlets: alerts', 10, acceptedPages, tryAlert ),
		campaign( 'outlets: lines of IRC', 10, acceptedPages, tryAnnouncement ),
		campaign( 'outlets: lines of JSON', 4, acceptedPages, tryRecord ),
		campaign( 'outlets: cells of a table', 12, entries, tryCell ),
		campaign( 'outlets: lines of a terminal', 8, entries, tryTerminal ),
		...markupCampaigns,
		...serviceCampaigns( services )
	];
}
