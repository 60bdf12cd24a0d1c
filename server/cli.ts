#!/usr/bin/env node
// The command line, `page-sre`: the process around the commands and nothing else. What there is to be done
// lies in commands/, one file each.
import { flushCompileCache } from 'node:module';
import { keepCompiled } from './keepCompiled.ts';

// Before anything else is loaded, and so that is loaded below.
keepCompiled();
const { systemClock } = await import( './clock.ts' );
const { dispatch } = await import( './commands/dispatch.ts' );
const { configOrExit, environment, newId } = await import( './main.ts' );

const code = await dispatch( process.argv.slice( 2 ), {
	environment,
	config: () => configOrExit( environment ),
	write: ( text ) => process.stdout.write( text ),
	complain: ( text ) => process.stderr.write( text ),
	clock: systemClock,
	newId
} );
if ( code === undefined ) {
	// It goes on, and may be killed without a word.
	flushCompileCache();
} else {
	// Now: a provider that was given up may still hold a connection.
	process.exit( code );
}
