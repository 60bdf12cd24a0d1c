// `pages show`: one page with its course and what the audit log has about it. It changes nothing.
import { parseArgs } from 'node:util';
import type { PageEvent } from '../contract/page.ts';
import { entryInWords } from './auditWords.ts';
import { EXIT_NO_INPUT, EXIT_OK, onOneLine, UsageError, type Command } from './command.ts';
import { withStores } from './openedStores.ts';
import { asJson, readRecord, type PageRecord } from './pagesRecord.ts';
import { onlyWord } from './typedValues.ts';

export const pagesShow: Command = {
	words: 'pages show',
	summary: 'Shows one page, its course, and what the audit log has about it.',
	help: `page-sre pages show ID [--json]

Shows everything that is kept about one page. ID is the 26 characters that every alert ends with.

  --json   Prints it as a line of pages export.

Exit codes:
  0    shown
  64   the command was not understood
  66   there is no such page, or no store
  69   the store failed
  78   the configuration is faulty
`,
	async run( args, surroundings ) {
		const { values, positionals } = parseArgs( { args: [ ...args ], allowPositionals: true, options: { json: { type: 'boolean' } } } );
		const id = onlyWord( 'ID', positionals );
		if ( !/^[0-9A-Z]{26}$/.test( id ) ) {
			throw new UsageError( 'ID must be the id of a page: 26 digits and capital letters' );
		}
		return withStores( surroundings, async ( stores ) => {
			const page = await stores.pages.find( id );
			if ( !page ) {
				surroundings.complain( `There is no page ${ id }.\n` );
				return EXIT_NO_INPUT;
			}
			const record = await readRecord( stores, page );
			surroundings.write( values.json ? `${ asJson( record ) }\n` : inWords( record ) );
			return EXIT_OK;
		} );
	}
};

function inWords( { page, events, entries }: PageRecord ): string {
	const { sender, membership, content: { contact, context, details, ...content } } = page;
	const facts: [ string, string ][] = [
		[ 'page', [ page.id, page.kind, ...content.private ? [ 'private' ] : [] ].join( ', ' ) ],
		[ 'state', `${ page.state }, accepted ${ iso( page.acceptedAt ) }, round ${ page.round }` ],
		[ 'sender', [ onOneLine( sender.name ) || '(forgotten)', `(${ sender.centralId })`, sender.email ?? '' ].join( ' ' ).trim() ],
		[ 'standing', [
			membership.standing, ...membership.standing === 'grant' ? [ `${ membership.grantId }` ] : [],
			`by ${ membership.source },`, `verified ${ iso( membership.verifiedAt ) }`
		].join( ' ' ) ],
		[ 'what', content.summary ], [ 'where', content.scope ], [ 'since', content.since ],
		[ 'contact', Object.values( contact ).join( ', ' ) ],
		[ 'context', Object.entries( context ).map( ( [ name, value ] ) => `${ name } ${ value }` ).join( ', ' ) ]
	];
	return [
		...facts.map( ( [ name, value ] ) => line( name, onOneLine( value ) || '-' ) ),
		...details.split( '\n' ).map( ( text, index ) => line( index === 0 ? 'details' : '', onOneLine( text ) || '-' ) ),
		...events.map( ( event, index ) => line( index === 0 ? 'course' : '', eventInWords( event ) ) ),
		...entries.map( ( entry, index ) => line( index === 0 ? 'audit' : '', entryInWords( entry ) ) ),
		''
	].join( '\n' );
}

const iso = ( at: number ): string => new Date( at ).toISOString();

function line( name: string, value: string ): string {
	return `${ name.padEnd( 10 ) }${ value }`;
}

function eventInWords( { seq: _seq, at, kind, ...rest }: PageEvent ): string {
	const facts = Object.entries<unknown>( rest ).filter( ( [ , value ] ) => value !== null ).map( ( [ name, value ] ) => `${ name } ${ onOneLine( String( value ) ) }` );
	return [ at, kind, ...facts.length > 0 ? [ `(${ facts.join( ', ' ) })` ] : [] ].join( ' ' );
}
