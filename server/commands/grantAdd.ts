// `grant add`: lets one account page until a moment. The wiki says who it is, as on the responders' site;
// who may type this is whoever may read the configuration.
import { parseArgs } from 'node:util';
import { createGrants } from '../access/grants.ts';
import { userAgentOf } from '../configuredProviders.ts';
import type { Problem } from '../contract/problem.ts';
import { ServiceError } from '../errors.ts';
import { createAccountSearch } from '../wiki/accountSearch.ts';
import { createActionApi } from '../wiki/actionApi.ts';
import { EXIT_NO_USER, EXIT_OK, EXIT_UNAVAILABLE, onOneLine, UsageError, type Command } from './command.ts';
import { withStores } from './openedStores.ts';
import { actorFrom, onlyWord } from './typedValues.ts';

/** Somebody waits at a terminal, and nobody's page does. */
const WIKI_TIMEOUT_MS = 10_000;

export const grantAdd: Command = {
	words: 'grant add',
	summary: 'Lets one wiki account page for some hours.',
	help: `page-sre grant add NAME --reason TEXT [--hours N] [--by NAME]

Lets the wiki account NAME page until the grant ends or is revoked. The wiki is asked whether there is such an
account and whether it is locked. Works beside a running server, at once.

  --reason TEXT   Why, from 5 to 300 characters. Responders read it; the audit log does not keep it.
  --hours N       For how long, from 5 minutes (0.1) to 14 days (336). Default: 24.
  --by NAME       Who grants it, for the audit log and for its holder. Default: the login name.

Exit codes:
  0    granted
  64   the command was not understood
  66   there is no store
  67   the wiki knows no such account, or it is locked; nothing was granted
  69   the wiki did not answer, or the store failed; nothing was granted
  78   the configuration is faulty
`,
	async run( args, surroundings ) {
		const { values, positionals } = parseArgs( {
			args: [ ...args ], allowPositionals: true,
			options: { reason: { type: 'string' }, hours: { type: 'string' }, by: { type: 'string' } }
		} );
		const name = onlyWord( 'NAME', positionals );
		const { reason } = values;
		if ( reason === undefined ) {
			throw new UsageError( '--reason is missing' );
		}
		const by = actorFrom( values.by );
		const hours = values.hours === undefined ? {} : { hours: hoursFrom( values.hours ) };
		const { clock, write, complain } = surroundings;
		return withStores( surroundings, async ( stores, config ) => {
			const api = createActionApi( { wikiUrl: config.wikiUrl, userAgent: userAgentOf( config ), timeoutMs: WIKI_TIMEOUT_MS, clock } );
			const grants = createGrants( {
				store: stores.grants, roster: stores.roster, accounts: createAccountSearch( api ), graceMs: config.access.roster.graceMs, clock
			} );
			try {
				const grant = await grants.add( { name, reason, ...hours }, by );
				write( `Grant ${ grant.id }: ${ onOneLine( grant.name ) } (${ grant.centralId }) may page until ${ new Date( grant.until ).toISOString() }.\n` );
				return EXIT_OK;
			} catch ( error ) {
				return refused( error, name, complain );
			}
		} );
	}
};

function hoursFrom( text: string ): number {
	if ( !/^\d{1,4}(\.\d+)?$/.test( text ) ) {
		throw new UsageError( '--hours must be a number of hours' );
	}
	return Number( text );
}

const asTyped: Readonly<Record<string, string>> = { name: 'NAME', reason: '--reason', hours: '--hours' };
const rules: Partial<Record<NonNullable<Problem[ 'fields' ]>[ number ][ 'rule' ], string>> = {
	missing: 'is empty', tooShort: 'is too short', tooLong: 'is too long', controlCharacter: 'has characters that nobody sees', notOneLine: 'must be one line'
};

function refused( error: unknown, name: string, complain: ( text: string ) => void ): number {
	if ( !( error instanceof ServiceError ) ) {
		throw error;
	}
	switch ( error.code ) {
		case 'invalidRequest':
			throw new UsageError( ( error.details.fields ?? [] )
				.map( ( { field, rule } ) => `${ asTyped[ field ] ?? field } ${ rules[ rule ] ?? 'cannot be understood' }` ).join( '; ' ) );
		case 'accountUnknown':
			complain( `The wiki knows no account ${ onOneLine( name ) }; nothing was granted.\n` );
			return EXIT_NO_USER;
		case 'accountNotUsable':
			complain( `The account ${ onOneLine( name ) } is locked; nothing was granted.\n` );
			return EXIT_NO_USER;
		case 'wikiUnavailable':
			complain( `${ ( error.cause as Error ).message }; nothing was granted.\n` );
			return EXIT_UNAVAILABLE;
		default:
			throw error;
	}
}
