// `erase`: forgets one person, wherever the store names them. Says first what there is, and does it only
// when told so: it cannot be taken back.
import { parseArgs } from 'node:util';
import { ServiceError } from '../errors.ts';
import type { Stores } from '../stores.ts';
import { EXIT_NOT_NOW, EXIT_OK, onOneLine, type Command, type Surroundings } from './command.ts';
import { withStores } from './openedStores.ts';
import { actorFrom, centralIdFrom, onlyWord } from './typedValues.ts';

/** More than one person can have of anything here. */
const MOST = 1_000_000;

export const erase: Command = {
	words: 'erase',
	summary: 'Forgets one person, by central ID.',
	help: `page-sre erase CENTRAL_ID [--yes] [--by NAME]

Forgets the person with this central ID: name, number, contacts and everything they wrote, in pages, notes,
replies, grants and the audit log; their grants and sessions end. What happened stays, and stays counted. People
of a single sign-on have numbers below zero: write '#-3'. While a page of theirs is open, nothing is done.

  --yes       Do it. Without, it only says what there is.
  --by NAME   Who does it, for the audit log. Default: the login name.

It cannot be taken back, and reaches nothing but the store: on-call services, IRC and backups have copies of their
own. Whom the wiki lists as a member of the group stays on the roster.

Exit codes:
  0    forgotten; without --yes: said what there is
  64   the command was not understood
  66   there is no store
  69   the store failed; nothing was changed
  75   a page of theirs is open; nothing was changed
  78   the configuration is faulty
`,
	async run( args, surroundings ) {
		const { values, positionals } = parseArgs( {
			args: [ ...args ], allowPositionals: true, options: { yes: { type: 'boolean' }, by: { type: 'string' } }
		} );
		const centralId = centralIdFrom( 'CENTRAL_ID', onlyWord( 'CENTRAL_ID', positionals ) );
		const by = actorFrom( values.by );
		return withStores( surroundings, async ( stores ) => {
			if ( !values.yes ) {
				return sayWhatThereIs( stores, centralId, surroundings );
			}
			try {
				const { pages, grants, auditEntries } = await stores.retention.erasePerson( centralId, by, surroundings.clock.now() );
				surroundings.write( `Forgotten: ${ inWords( pages, grants, auditEntries ) } named them, and do not any more.\n` );
				return EXIT_OK;
			} catch ( error ) {
				if ( !( error instanceof ServiceError ) || error.code !== 'pageNotOpen' ) {
					throw error;
				}
				return refuse( stores, centralId, surroundings );
			}
		} );
	}
};

async function sayWhatThereIs( { pages, grants, audit }: Stores, centralId: number, { write }: Surroundings ): Promise<number> {
	const [ theirs, held, entries ] = await Promise.all( [
		pages.list( { centralId, limit: MOST } ), grants.list( { limit: MOST } ), audit.list( { centralId, limit: MOST } )
	] );
	const grantsHeld = held.filter( ( grant ) => grant.centralId === centralId );
	const names = new Set( [ ...theirs.map( ( { sender } ) => sender.name ), ...grantsHeld.map( ( { name } ) => name ) ].map( onOneLine ) );
	write( `${ [ ...names ].join( ', ' ) || 'Nobody known by name' } (${ centralId }): ${ inWords( theirs.length, grantsHeld.length, entries.length ) }.\n` +
		'Nothing was changed; with --yes they are forgotten, for good.\n' );
	return EXIT_OK;
}

async function refuse( { pages }: Stores, centralId: number, { complain }: Surroundings ): Promise<number> {
	const open = await pages.list( { centralId, open: true, limit: MOST } );
	complain( `Nothing was changed, because they have a page that is open: ${ open.map( ( { id } ) => id ).join( ', ' ) }. ` +
		'Who answers it must know whom. Resolve it or let them withdraw it first.\n' );
	return EXIT_NOT_NOW;
}

function inWords( ...counts: number[] ): string {
	const things = [ [ 'page', 'pages' ], [ 'grant', 'grants' ], [ 'entry of the audit log', 'entries of the audit log' ] ] as const;
	return things.map( ( [ one, many ], index ) => `${ counts[ index ]! } ${ counts[ index ] === 1 ? one : many }` ).join( ', ' );
}
