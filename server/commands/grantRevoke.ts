// `grant revoke`: ends one access grant at once. Pages that were accepted already go on.
import { parseArgs } from 'node:util';
import { ServiceError } from '../errors.ts';
import { EXIT_NO_INPUT, EXIT_OK, UsageError, type Command } from './command.ts';
import { withStores } from './openedStores.ts';
import { actorFrom, onlyWord } from './typedValues.ts';

export const grantRevoke: Command = {
	words: 'grant revoke',
	summary: 'Ends an access grant at once.',
	help: `page-sre grant revoke ID [--by NAME]

Ends the grant with this number (grant list) at once. Does nothing to one that is over already.

  --by NAME   Who revokes it, for the audit log. Default: the login name.

Exit codes:
  0    the grant is not in force any more
  64   the command was not understood
  66   there is no such grant, or no store
  69   the store failed
  78   the configuration is faulty
`,
	async run( args, surroundings ) {
		const { values, positionals } = parseArgs( { args: [ ...args ], allowPositionals: true, options: { by: { type: 'string' } } } );
		const typed = onlyWord( 'ID', positionals );
		if ( !/^[1-9]\d{0,8}$/.test( typed ) ) {
			throw new UsageError( 'ID must be the number of a grant' );
		}
		const by = actorFrom( values.by );
		return withStores( surroundings, async ( stores ) => {
			try {
				await stores.grants.revoke( Number( typed ), by, surroundings.clock.now() );
			} catch ( error ) {
				if ( !( error instanceof ServiceError ) || error.code !== 'notFound' ) {
					throw error;
				}
				surroundings.complain( `There is no grant ${ typed }.\n` );
				return EXIT_NO_INPUT;
			}
			surroundings.write( `Grant ${ typed } is not in force any more.\n` );
			return EXIT_OK;
		} );
	}
};
