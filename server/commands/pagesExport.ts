// `pages export`: everything that is kept about pages, for other programs, one page a line. It changes
// nothing, and holds a few pages in memory however many there are.
import { parseArgs } from 'node:util';
import { EXIT_OK, type Command } from './command.ts';
import { withStores } from './openedStores.ts';
import { asJson, readRecord } from './pagesRecord.ts';
import { momentFrom } from './typedValues.ts';

const AT_ONCE = 100;

export const pagesExport: Command = {
	words: 'pages export',
	summary: 'Prints pages with their course and audit entries, as lines of JSON.',
	help: `page-sre pages export [--from TIME] [--until TIME]

Prints pages and drills, newest first, one a line: {"id", "kind", "state", "acceptedAt", "round", "sender",
"membership", "summary", "scope", "since", "details", "private", "language", "contact", "context", "events",
"audit"}. It holds what people wrote and who they are: keep it as you keep the store.

  --from TIME    Accepted at that time or later; UTC, like 2026-11-23 or 2026-11-23T14:05Z.
  --until TIME   Accepted before it.

Exit codes:
  0    exported
  64   the command was not understood
  66   there is no store
  69   the store failed; the last line may be missing
  78   the configuration is faulty
`,
	async run( args, surroundings ) {
		const { values } = parseArgs( { args: [ ...args ], options: { from: { type: 'string' }, until: { type: 'string' } } } );
		const from = values.from === undefined ? -Infinity : momentFrom( '--from', values.from );
		const until = values.until === undefined ? Infinity : momentFrom( '--until', values.until );
		return withStores( surroundings, async ( stores ) => {
			let before: string | undefined;
			for ( ;; ) {
				const pages = await stores.pages.list( { limit: AT_ONCE, ...before === undefined ? {} : { before } } );
				for ( const page of pages.filter( ( { acceptedAt } ) => acceptedAt >= from && acceptedAt < until ) ) {
					surroundings.write( `${ asJson( await readRecord( stores, page ) ) }\n` );
				}
				const oldest = pages.at( -1 );
				// Ids sort by the time of acceptance.
				if ( oldest === undefined || oldest.acceptedAt < from ) {
					return EXIT_OK;
				}
				before = oldest.id;
			}
		} );
	}
};
