// What each on-call service is given of a hostile page: a request, or a mail, that differs from that of a harmless
// page in the texts for people and nowhere else. Which fields hold texts is written down here, for each service.
import fc from 'fast-check';
import type { ProviderName } from '../../server/oncall/registry.ts';
import { composeAlert } from '../../server/pages/alertText.ts';
import type { Page } from '../../server/pages/page.ts';
import { toldText } from '../../server/pages/tellIncidents.ts';
import { campaign, type Campaign } from './campaign.ts';
import { acceptedPages, breaksOut, harmlessTwin, must, names, outletSettings } from './hostilePages.ts';
import type { Given, Services } from './services.ts';
import { nasty } from './typed.ts';
import { noteSchema } from '../../server/contract/sendPage.ts';

/** Fields of what is posted that people read; everything else is read by machines. */
const texts: Record<ProviderName, readonly string[]> = {
	'splunk-on-call': [ 'entity_display_name', 'state_message', 'json.text', 'message', 'name' ],
	pagerduty: [ 'payload.summary', 'payload.custom_details.page', 'note.content' ],
	goalert: [ 'summary', 'details' ],
	alertmanager: [ '0.annotations.summary', '0.annotations.description' ],
	webhook: [ 'data.title', 'data.text' ],
	email: []
};

/** Headers that follow from the body. */
const ofTheBody = /^(content-length|webhook-(id|timestamp|signature)|date|host)$/;

/** Fields that are shown in a language of markup, and what in them would be markup: GoAlert takes details for Markdown. */
const markup: Readonly<Record<string, RegExp>> = { 'goalert details': /(?<!\\)(?:\\\\)*[[<]/ };

function leaves( value: unknown, path = '' ): [ string, unknown ][] {
	return typeof value === 'object' && value !== null ?
		Object.entries( value ).flatMap( ( [ key, one ] ) => leaves( one, path === '' ? key : `${ path }.${ key }` ) ) :
		[ [ path, value ] ];
}

function alike( name: ProviderName, hostile: Given, harmless: Given ): void {
	must( `${ hostile.method } ${ hostile.path }` === `${ harmless.method } ${ harmless.path }`, 'another address', hostile.path );
	const headers = ( { headers: all }: Given ): string =>
		JSON.stringify( Object.entries( all ).filter( ( [ header ] ) => !ofTheBody.test( header ) ) );
	must( headers( hostile ) === headers( harmless ), 'other headers', headers( hostile ) );
	const [ ours, theirs ] = [ leaves( JSON.parse( hostile.body || '{}' ) ), leaves( JSON.parse( harmless.body || '{}' ) ) ];
	must( ours.map( ( [ path ] ) => path ).join() === theirs.map( ( [ path ] ) => path ).join(), 'other fields', hostile.body );
	for ( const [ index, [ path, value ] ] of ours.entries() ) {
		if ( !texts[ name ].includes( path ) ) {
			must( value === theirs[ index ]![ 1 ], `${ path } is not ours alone`, String( value ) );
		} else if ( typeof value === 'string' ) {
			must( !breaksOut.test( value ), `hides or reorders something in ${ path }`, value );
			must( !( markup[ `${ name } ${ path }` ]?.test( value ) ?? false ), `markup in ${ path }`, value );
		}
	}
}

function mailsAlike( hostile: string, harmless: string ): void {
	const head = ( raw: string ): string => raw.slice( 0, raw.indexOf( '\r\n\r\n' ) ).replace( /^content-transfer-encoding: .*$/im, '' );
	must( head( hostile ) === head( harmless ), 'another head of a mail', head( hostile ) );
	must( !/[^\r]\n|\r[^\n]/.test( hostile ), 'half a line end in a mail', hostile );
	must( hostile.split( '\r\n' ).every( ( line ) => line.length < 998 ), 'a line too long for a mail', hostile );
}

/** By which each says that it took something, or finds what is looked for. */
const taken = '{"result":"success","status":"success","AlertID":1,"incidents":[{"id":"P1","incident_key":"page-sre/x"}],"results":[{"cmdAccepted":true}]}';

/** What a service is told of a page in its course. */
const notes = fc.record( { text: nasty, by: fc.option( names ) } ).filter( ( { text } ) => noteSchema.safeParse( { text } ).success );

/** @param services whose time stands */
export function serviceCampaigns( { providers, given, answer }: Services ): Campaign[] {
	const all = [ ...providers ];
	const incident = { dedupKey: 'page-sre/x', incident: '1' };

	async function both( name: ProviderName, tell: ( isHostile: boolean ) => Promise<unknown> ): Promise<void> {
		const told = ( isHostile: boolean ) => async (): Promise<void> => {
			// Everybody finds what they look for; Alertmanager says nothing when it takes something.
			answer.body = name === 'alertmanager' ? '' : taken;
			await tell( isHostile );
		};
		const [ hostile, harmless ] = [ await given( told( true ) ), await given( told( false ) ) ];
		must( hostile.requests.length === harmless.requests.length && hostile.mails.length === harmless.mails.length, `more or fewer calls of ${ name }`, String( hostile.requests.length ) );
		hostile.requests.forEach( ( request, index ) => alike( name, request, harmless.requests[ index ]! ) );
		hostile.mails.forEach( ( mail, index ) => mailsAlike( mail, harmless.mails[ index ]! ) );
	}

	return [
		campaign( 'outlets: alerts at each service', 6, fc.tuple( fc.nat(), acceptedPages ), async ( [ index, page ] ) => {
			const [ name, provider ] = all[ index % all.length ]!;
			const alertOf = ( one: Page ): ReturnType<typeof composeAlert> => composeAlert( one, one.round, outletSettings );
			await both( name, async ( isHostile ) => {
				const { kind } = await provider.deliver( alertOf( isHostile ? page : harmlessTwin( page ) ) );
				must( kind === 'delivered', `not taken by ${ name }`, kind );
			} );
		} ),
		campaign( 'outlets: notes and last words at each service', 4, fc.tuple( fc.nat(), notes ), async ( [ index, { text, by } ] ) => {
			const [ name, provider ] = all[ index % all.length ]!;
			const told = ( isHostile: boolean ): string => toldText( isHostile ? by === null ? text : `${ by }: ${ text }` : 'word' );
			await both( name, async ( isHostile ) => {
				await provider.addNote?.( incident, told( isHostile ) );
				await provider.resolve?.( incident, told( isHostile ) );
			} );
		} )
	];
}
