#!/usr/bin/env node
// The command line, `page-sre`: the process around the commands and nothing else. What there is to be done
// lies in commands/, one file each.
import { enableCompileCache, flushCompileCache } from 'node:module';
import { join } from 'node:path';

// What Node makes of our TypeScript and of our libraries is kept for the next start, which then takes half the
// time and a fifth less memory. It lies beside the code, with its owner and its rights: whoever can change it
// can change the code as well. In the shared folder for temporary files, which is where Node would put it,
// somebody else could lie in wait for us. NODE_COMPILE_CACHE names another folder; where neither can be written,
// nothing is kept and nothing else changes. It comes before all that is loaded, and so that is loaded below.
enableCompileCache( join( import.meta.dirname, '../node_modules/.cache/page-sre' ) );
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
