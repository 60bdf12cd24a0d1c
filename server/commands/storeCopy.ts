// `store copy`: moves an installation from its SQLite file to PostgreSQL. It reads the file and fills an
// empty database; nothing that exists is ever overwritten or removed.
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { readDatabaseUrl } from '../config.ts';
import { moveToPostgres } from '../stores.ts';
import { EXIT_CANNOT_CREATE, EXIT_NO_INPUT, EXIT_OK, EXIT_UNAVAILABLE, EXIT_USAGE } from './command.ts';
import type { Command } from './command.ts';

export const storeCopy: Command = {
	words: 'store copy',
	summary: 'Copies a SQLite store into an empty PostgreSQL database.',
	help: `page-sre store copy --from FILE [--to URL]

Copies everything or nothing, keeps the ids, and prints how many rows each table has. Stop the server first:
what it accepts meanwhile stays behind. The file is not changed, but for its schema being brought up to date.

  --from FILE   The SQLite file, as in PAGE_SRE_STORE.
  --to URL      The database. Better, because it holds a password: DATABASE_URL or DATABASE_URL_FILE.

Exit codes:
  0    copied
  64   the command was not understood, or the database is not named
  66   there is no such file
  69   one of the two failed; nothing was copied
  73   the database is not empty; nothing was changed
`,
	async run( args, { environment, write, complain } ) {
		const { from, to } = parseArgs( { args: [ ...args ], options: { from: { type: 'string' }, to: { type: 'string' } } } ).values;
		const target = readDatabaseUrl( to === undefined ? environment : { DATABASE_URL: to }, ( path ) => readFileSync( path, 'utf8' ) );
		if ( from === undefined || target.kind === 'faults' ) {
			const faults = target.kind === 'faults' ? target.faults : [];
			complain( [
				...from === undefined ? [ '--from must name the SQLite file\n' ] : [],
				...faults.map( ( { name, problem } ) => `${ to === undefined ? name : '--to' } ${ problem }\n` )
			].join( '' ) );
			return EXIT_USAGE;
		}
		try {
			const outcome = await moveToPostgres( from, target.url );
			switch ( outcome.kind ) {
				case 'copied':
					write( Object.entries( outcome.rows ).map( ( [ table, rows ] ) => `${ table }: ${ rows }\n` ).join( '' ) );
					return EXIT_OK;
				case 'sourceMissing':
					complain( `${ from } does not exist.\n` );
					return EXIT_NO_INPUT;
				case 'targetNotEmpty':
					complain( `The database is not empty (${ outcome.table }); nothing was changed.\n` );
					return EXIT_CANNOT_CREATE;
			}
		} catch ( error ) {
			complain( `Nothing was copied: ${ ( error as Error ).message }\n` );
			return EXIT_UNAVAILABLE;
		}
	}
};
