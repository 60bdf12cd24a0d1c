// From what was typed to the command that is meant, and what is said when there is none. Knows all commands
// and none of their business.
import { EXIT_OK, EXIT_USAGE, UsageError } from './command.ts';
import type { Command, Surroundings } from './command.ts';
import { audit } from './audit.ts';
import { configCheck } from './configCheck.ts';
import { doctor } from './doctor.ts';
import { drill } from './drill.ts';
import { escalateUnpaged } from './escalateUnpaged.ts';
import { erase } from './erase.ts';
import { gadgetDiff } from './gadgetDiff.ts';
import { gadgetPublish } from './gadgetPublish.ts';
import { grantAdd } from './grantAdd.ts';
import { grantList } from './grantList.ts';
import { grantRevoke } from './grantRevoke.ts';
import { i18nCheck } from './i18nCheck.ts';
import { i18nSeen } from './i18nSeen.ts';
import { pagesExport } from './pagesExport.ts';
import { pagesList } from './pagesList.ts';
import { pagesShow } from './pagesShow.ts';
import { roster } from './roster.ts';
import { start } from './start.ts';
import { storeBackup } from './storeBackup.ts';
import { storeCopy } from './storeCopy.ts';

export const commands: readonly Command[] = [
	start, configCheck, doctor, drill, escalateUnpaged, storeBackup, storeCopy,
	roster, grantAdd, grantList, grantRevoke, pagesList, pagesShow, pagesExport, audit, erase,
	i18nCheck, i18nSeen, gadgetDiff, gadgetPublish
];

const usage = [
	'page-sre <command> [options]',
	'',
	...commands.map( ( { words, summary } ) => `  ${ words.padEnd( 18 ) }${ summary }` ),
	`  ${ 'help'.padEnd( 18 ) }This text.`,
	'',
	'Each says more with --help.',
	''
].join( '\n' );

/**
 * Runs what was typed. Returns the exit code, or undefined when the process is to go on.
 *
 * @param typed without the program's name
 */
export async function dispatch( typed: readonly string[], surroundings: Surroundings ): Promise<number | undefined> {
	if ( [ '', 'help', '--help', '-h' ].includes( typed.join( ' ' ) ) ) {
		surroundings.write( usage );
		return EXIT_OK;
	}
	const command = commands.find( ( { words } ) => isPrefix( words.split( ' ' ), typed ) );
	if ( !command ) {
		surroundings.complain( `Unknown command: ${ typed.join( ' ' ) }\n\n${ usage }` );
		return EXIT_USAGE;
	}
	const args = typed.slice( command.words.split( ' ' ).length );
	if ( args.includes( '--help' ) || args.includes( '-h' ) ) {
		surroundings.write( command.help );
		return EXIT_OK;
	}
	try {
		return await command.run( args, surroundings );
	} catch ( error ) {
		if ( !isMisunderstanding( error ) ) {
			throw error;
		}
		surroundings.complain( `${ error.message }\n\n${ command.help }` );
		return EXIT_USAGE;
	}
}

function isPrefix( words: readonly string[], typed: readonly string[] ): boolean {
	return words.every( ( word, index ) => typed[ index ] === word );
}

/** Ours, or that of util.parseArgs. */
function isMisunderstanding( error: unknown ): error is Error {
	return error instanceof UsageError || error instanceof Error && /^ERR_PARSE_ARGS_/.test( String( ( error as NodeJS.ErrnoException ).code ) );
}
