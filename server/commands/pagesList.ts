// `pages list`: the latest pages, one a line, or a line of JSON for each. It changes nothing.
import { parseArgs } from 'node:util';
import type { Page } from '../pages/page.ts';
import { EXIT_OK, onOneLine, UsageError, type Command } from './command.ts';
import { withStores } from './openedStores.ts';
import { countFrom } from './typedValues.ts';

export const pagesList: Command = {
	words: 'pages list',
	summary: 'Lists pages, newest first.',
	help: `page-sre pages list [--open|--closed] [--limit N] [--json]

Lists pages and drills, newest first: number, when, state, who, and what is broken. Texts are there for as long
as they are kept (PAGE_SRE_RETENTION_DAYS).

  --open      Only pages that are neither resolved nor withdrawn.
  --closed    Only those that are.
  --limit N   At most so many. Default: 50.
  --json      Prints [{"id", "kind", "state", "acceptedAt", "sender", "scope", "summary", "private"}].

Exit codes:
  0    listed
  64   the command was not understood
  66   there is no store
  69   the store failed
  78   the configuration is faulty
`,
	async run( args, surroundings ) {
		const { values: { open, closed, limit, json } } = parseArgs( { args: [ ...args ], options: {
			open: { type: 'boolean' }, closed: { type: 'boolean' }, limit: { type: 'string', default: '50' }, json: { type: 'boolean' }
		} } );
		if ( open && closed ) {
			throw new UsageError( '--open and --closed exclude each other' );
		}
		const filter = { limit: countFrom( '--limit', limit ), ...open || closed ? { open: open === true } : {} };
		return withStores( surroundings, async ( stores ) => {
			const pages = await stores.pages.list( filter );
			surroundings.write( json ?
				`${ JSON.stringify( pages.map( inShort ) ) }\n` :
				pages.map( ( page ) => `${ inWords( page ) }\n` ).join( '' ) || 'There is no such page.\n' );
			return EXIT_OK;
		} );
	}
};

function inShort( { id, kind, state, acceptedAt, sender: { centralId, name }, content }: Page ): unknown {
	const { scope, summary, private: isPrivate } = content;
	return { id, kind, state, acceptedAt: new Date( acceptedAt ).toISOString(), sender: { centralId, name }, scope, summary, private: isPrivate };
}

function inWords( { id, kind, state, acceptedAt, sender, content }: Page ): string {
	const marks = [ ...kind === 'drill' ? [ 'drill' ] : [], ...content.private ? [ 'private' ] : [] ];
	return [
		id,
		new Date( acceptedAt ).toISOString(),
		[ state, ...marks ].join( ', ' ),
		onOneLine( sender.name ) || '(forgotten)',
		[ content.scope, content.summary ].map( onOneLine ).filter( Boolean ).join( ': ' ) || '(texts no longer kept)'
	].join( '  ' );
}
