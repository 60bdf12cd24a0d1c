// The process: environment in, signals, exit code. The only reader of process.env and of secret files.
import { readFileSync } from 'node:fs';
import { readConfig, type Config, type ConfigFault } from './config.ts';
import { newId as newIdAt } from './newId.ts';
import { startServer, type RunningServer } from './server.ts';

/** sysexits.h EX_CONFIG: a supervisor should not restart us with the same configuration. */
const EXIT_CONFIG = 78;

/** Sorts by time. */
export const newId = (): string => newIdAt( Date.now() );

export const environment: Readonly<Record<string, string | undefined>> = process.env;

/** The configuration, or the end of the process with every fault named. */
export function configOrExit( env: Readonly<Record<string, string | undefined>> ): Config {
	const result = readConfig( env, ( path ) => readFileSync( path, 'utf8' ) );
	if ( result.kind === 'config' ) {
		return result.config;
	}
	process.stderr.write( explain( result.faults ) );
	process.exit( EXIT_CONFIG );
}

/**
 * Starts, and stops on SIGINT or SIGTERM; `also` is stopped after the server. What cannot start says why in
 * one line and ends the process with 1.
 */
export async function runUntilStopped( config: Config, also: () => Promise<void> = async () => undefined ): Promise<RunningServer> {
	// Signals are heard before there is anything to stop: one that comes early stops what is being started.
	const starting = startServer( config );
	let stopping: Promise<void> | undefined;
	const stop = ( signal: string ): void => {
		// A second signal while stopping means: now.
		if ( stopping ) {
			process.exit( 1 );
		}
		stopping = starting.then( ( server ) => server.stop() ).then( also ).then( () => process.exit( 0 ), ( error: unknown ) => {
			process.stderr.write( `Page SRE could not stop cleanly after ${ signal }: ${ String( error ) }\n` );
			process.exit( 1 );
		} );
	};
	process.on( 'SIGINT', stop );
	process.on( 'SIGTERM', stop );
	try {
		return await starting;
	} catch ( error ) {
		process.stderr.write( `Page SRE could not start: ${ ( error as Error ).message }\n` );
		process.exit( 1 );
	}
}

function explain( faults: readonly ConfigFault[] ): string {
	return [
		'Page SRE cannot start with this configuration:',
		...faults.map( ( { name, problem } ) => `  ${ name } ${ problem }` ),
		'With no PAGE_SRE_ variable set at all, it starts on an embedded sandbox instead.',
		''
	].join( '\n' );
}
