#!/usr/bin/env node
// The command line, `page-sre`: the process around the commands and nothing else. What there is to be done
// lies in commands/, one file each.
import { systemClock } from './clock.ts';
import { dispatch } from './commands/dispatch.ts';
import { configOrExit, environment, newId } from './main.ts';

const code = await dispatch( process.argv.slice( 2 ), {
	environment,
	config: () => configOrExit( environment ),
	write: ( text ) => process.stdout.write( text ),
	complain: ( text ) => process.stderr.write( text ),
	clock: systemClock,
	newId
} );
if ( code !== undefined ) {
	// Now: a provider that was given up may still hold a connection.
	process.exit( code );
}
