// `store backup`: a copy of the SQLite store, taken while the server runs. The store itself is only read, and no
// file that exists is touched.
import { parseArgs } from 'node:util';
import { backUpFile } from '../stores.ts';
import { EXIT_CANNOT_CREATE, EXIT_NO_INPUT, EXIT_OK, EXIT_UNAVAILABLE, EXIT_USAGE } from './command.ts';
import type { Command } from './command.ts';

export const storeBackup: Command = {
	words: 'store backup',
	summary: 'Copies the SQLite store to a file, while the server runs.',
	help: `page-sre store backup --to FILE

Writes all that is stored at this moment into one file and reads it through. To restore it, stop the server, put
the file in the place of PAGE_SRE_STORE, remove the -wal and -shm files beside it, and start. It holds what people
wrote: keep it as you keep the store.

  --to FILE   The copy; must not exist. Readable by its owner only.

Exit codes:
  0    written, and read through
  64   the command was not understood, or the store is PostgreSQL: use pg_dump
  66   there is no store
  69   it could not be read or written; nothing is left of the copy
  73   the file exists; nothing was changed
  78   the configuration is faulty
`,
	async run( args, { config, write, complain } ) {
		const { to } = parseArgs( { args: [ ...args ], options: { to: { type: 'string' } } } ).values;
		const { store, databaseUrl } = config();
		if ( to === undefined || databaseUrl ) {
			complain( to === undefined ? '--to must name the file to write\n' : 'The store is PostgreSQL: back it up by pg_dump, or by archiving its write-ahead log.\n' );
			return EXIT_USAGE;
		}
		try {
			const outcome = await backUpFile( store, to );
			switch ( outcome.kind ) {
				case 'written':
					write( `${ to }: ${ outcome.pages } pages, ${ Math.ceil( outcome.bytes / 1024 ) } kB.\n` );
					return EXIT_OK;
				case 'sourceMissing':
					complain( `There is no store at ${ store }.\n` );
					return EXIT_NO_INPUT;
				case 'targetExists':
					complain( `${ to } exists; nothing was changed.\n` );
					return EXIT_CANNOT_CREATE;
			}
		} catch ( error ) {
			complain( `Nothing was written: ${ ( error as Error ).message }\n` );
			return EXIT_UNAVAILABLE;
		}
	}
};
