// A program started for the first time: from the process to the first good answer. Our own is started as an
// operator starts it, by the command line.
import { spawn } from 'node:child_process';
import { get } from 'node:http';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { commandOn, ended } from './cores.ts';
import type { MeasuredServer, Workbench } from './workbench.ts';

export interface Started extends MeasuredServer {
	/** ms from the start to the first answer. */
	tookMs: number;
}

const ASK_EVERY_MS = 2;
const LIMIT_MS = 60_000;

export function startBareExpress( bench: Workbench, port: number ): Promise<Started> {
	return coldStart( bench, [ join( import.meta.dirname, 'servers/bareExpress.ts' ), String( port ) ], { port, path: '/', env: {} } );
}

/**
 * With the one flag that docs/deploy gives it.
 *
 * @param env its settings; ready is when it says so
 */
export function startShipped( bench: Workbench, env: Readonly<Record<string, string>> ): Promise<Started> {
	const port = Number( env.PAGE_SRE_LISTEN!.split( ':' )[ 1 ] );
	return coldStart( bench, [ '--max-semi-space-size=4', join( import.meta.dirname, '../../server/cli.ts' ), 'start' ], { port, path: '/readyz', env } );
}

async function coldStart(
	bench: Workbench, args: readonly string[], { port, path, env }: { port: number; path: string; env: Readonly<Record<string, string>> }
): Promise<Started> {
	const [ command, ...all ] = commandOn( 'measured', [ process.execPath, ...args ] );
	const began = performance.now();
	const child = spawn( command, all, { env: { PATH: process.env.PATH, ...env }, stdio: [ 'ignore', 'ignore', 'inherit' ] } );
	const stop = ( signal: NodeJS.Signals = 'SIGTERM' ): Promise<void> => ended( child, signal );
	bench.finally( () => stop( 'SIGKILL' ) );
	while ( !await answers( port, path ) ) {
		if ( child.exitCode !== null || performance.now() - began > LIMIT_MS ) {
			throw new Error( `${ args.join( ' ' ) } does not start` );
		}
		await pause( ASK_EVERY_MS );
	}
	return { port, pid: child.pid!, stop, tookMs: performance.now() - began };
}

function answers( port: number, path: string ): Promise<boolean> {
	return new Promise( ( resolve ) => {
		get( { port, path, host: '127.0.0.1', agent: false }, ( response ) => {
			response.resume();
			resolve( response.statusCode! < 300 );
		} ).on( 'error', () => resolve( false ) );
	} );
}
