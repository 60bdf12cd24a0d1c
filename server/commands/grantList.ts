// `grant list`: who may page because a responder said so, and until when. It changes nothing.
import { parseArgs } from 'node:util';
import type { Grant } from '../access/ports.ts';
import { EXIT_OK, onOneLine, type Command } from './command.ts';
import { withStores } from './openedStores.ts';

/** More than anybody reads, and than there will ever be. */
const MOST = 10_000;

export const grantList: Command = {
	words: 'grant list',
	summary: 'Lists access grants, newest first.',
	help: `page-sre grant list [--all] [--json]

Lists the grants that are in force, newest first: number, until when, who, by whom and why.

  --all    Also those that are over or revoked.
  --json   Prints [{"id", "centralId", "name", "reason", "grantedBy", "createdAt", "until", "revokedAt", "revokedBy"}].

Exit codes:
  0    listed
  64   the command was not understood
  66   there is no store
  69   the store failed
  78   the configuration is faulty
`,
	async run( args, surroundings ) {
		const { values } = parseArgs( { args: [ ...args ], options: { all: { type: 'boolean' }, json: { type: 'boolean' } } } );
		const now = surroundings.clock.now();
		return withStores( surroundings, async ( stores ) => {
			const grants = await stores.grants.list( { limit: MOST, ...values.all ? {} : { now } } );
			surroundings.write( values.json ?
				`${ JSON.stringify( grants.map( withTimes ) ) }\n` :
				grants.map( ( grant ) => `${ inWords( grant, now ) }\n` ).join( '' ) || 'No grant is in force.\n' );
			return EXIT_OK;
		} );
	}
};

const iso = ( at: number ): string => new Date( at ).toISOString();

function withTimes( grant: Grant ): unknown {
	const { createdAt, until, revokedAt } = grant;
	return { ...grant, createdAt: iso( createdAt ), until: iso( until ), revokedAt: revokedAt === null ? null : iso( revokedAt ) };
}

function inWords( { id, centralId, name, reason, grantedBy, until, revokedAt, revokedBy }: Grant, now: number ): string {
	const standing = revokedAt !== null ?
		`revoked ${ iso( revokedAt ) } by ${ nameOf( revokedBy ) }` :
		`${ until > now ? 'until' : 'over since' } ${ iso( until ) }`;
	return `${ id }  ${ standing }  ${ nameOf( name ) } (${ centralId })  by ${ nameOf( grantedBy ) }: ${ onOneLine( reason ) || '(reason no longer kept)' }`;
}

function nameOf( name: string | null ): string {
	return onOneLine( name ?? '' ) || '(forgotten)';
}
