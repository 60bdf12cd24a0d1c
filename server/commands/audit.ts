// `audit`: who did what when, on what evidence. It changes nothing; nothing can.
import { parseArgs } from 'node:util';
import { csvHeader, csvRow } from '../access/auditCsv.ts';
import { auditActions, type AuditAction, type AuditFilter } from '../access/ports.ts';
import { EXIT_OK, UsageError, type Command } from './command.ts';
import { entryInWords } from './auditWords.ts';
import { withStores } from './openedStores.ts';
import { centralIdFrom, countFrom, momentFrom } from './typedValues.ts';

const AT_ONCE = 500;

export const audit: Command = {
	words: 'audit',
	summary: 'Lists the audit log, newest first.',
	help: `page-sre audit [--action ACTION] [--person CENTRAL_ID] [--from TIME] [--until TIME] [--limit N] [--csv]

Lists who did what when, and on what evidence, newest first.

  --action ACTION       One of: ${ auditActions.slice( 0, 6 ).join( ', ' ) },
                        ${ auditActions.slice( 6 ).join( ', ' ) }.
  --person CENTRAL_ID   What this person did, and what concerns them.
  --from TIME           At that time or later; UTC, like 2026-11-23 or 2026-11-23T14:05Z.
  --until TIME          Before it.
  --limit N             At most so many. Default: 100; with --csv, all.
  --csv                 Prints a table for other programs, with a header.

Exit codes:
  0    listed
  64   the command was not understood
  66   there is no store
  69   the store failed
  78   the configuration is faulty
`,
	async run( args, surroundings ) {
		const { values: { action, person, from, until, limit, csv } } = parseArgs( { args: [ ...args ], options: {
			action: { type: 'string' }, person: { type: 'string' }, from: { type: 'string' }, until: { type: 'string' },
			limit: { type: 'string' }, csv: { type: 'boolean' }
		} } );
		const wanted: Omit<AuditFilter, 'limit'> = {
			...action === undefined ? {} : { action: actionFrom( action ) },
			...person === undefined ? {} : { centralId: centralIdFrom( '--person', person ) },
			...from === undefined ? {} : { from: momentFrom( '--from', from ) },
			...until === undefined ? {} : { until: momentFrom( '--until', until ) }
		};
		const most = limit === undefined ? csv ? Infinity : 100 : countFrom( '--limit', limit );
		return withStores( surroundings, async ( stores ) => {
			if ( csv ) {
				surroundings.write( csvHeader );
			}
			let written = 0;
			let before: number | undefined;
			while ( written < most ) {
				const limitNow = Math.min( AT_ONCE, most - written );
				const entries = await stores.audit.list( { ...wanted, ...before === undefined ? {} : { before }, limit: limitNow } );
				entries.forEach( ( entry ) => surroundings.write( csv ? csvRow( entry ) : `${ entryInWords( entry ) }\n` ) );
				written += entries.length;
				before = entries.at( -1 )?.id;
				if ( before === undefined ) {
					break;
				}
			}
			return EXIT_OK;
		} );
	}
};

function actionFrom( typed: string ): AuditAction {
	const action = auditActions.find( ( known ) => known === typed );
	if ( !action ) {
		throw new UsageError( `--action must be one of: ${ auditActions.join( ', ' ) }` );
	}
	return action;
}
