// Who runs on which core: what is measured on the first, who measures and the outside world on the second, so
// that neither waits for the other's turn. Where that cannot be, it is said with every result.
import { fork, spawnSync, type ChildProcess, type ForkOptions } from 'node:child_process';
import { once } from 'node:events';
import { availableParallelism } from 'node:os';

export type Core = 'measured' | 'measuring';

const numberOf: Record<Core, string> = { measured: '0', measuring: '1' };

export const canPin = process.platform === 'linux' && availableParallelism() > 1 && spawnSync( 'taskset', [ '--version' ] ).status === 0;

/** This process, with all its threads, from now on. */
export function stayOn( core: Core ): void {
	if ( canPin ) {
		spawnSync( 'taskset', [ '--all-tasks', '--cpu-list', '--pid', numberOf[ core ], String( process.pid ) ] );
	}
}

/**
 * Starts a module of ours with the present Node, on that core from its first moment on.
 *
 * @param options `argument` is handed over as JSON
 */
export function forkOn( core: Core, module: string, options: { argument?: unknown; silent?: boolean } = {} ): ChildProcess {
	const { argument, silent = false } = options;
	const settings: ForkOptions = { stdio: [ 'ignore', silent ? 'ignore' : 'inherit', 'inherit', 'ipc' ] };
	const args = argument === undefined ? [] : [ JSON.stringify( argument ) ];
	return canPin ?
		fork( module, args, { ...settings, execPath: 'taskset', execArgv: [ '--cpu-list', numberOf[ core ], process.execPath ] } ) :
		fork( module, args, settings );
}

/** The same of any command; never empty. */
export function commandOn( core: Core, command: readonly [ string, ...string[] ] ): readonly [ string, ...string[] ] {
	return canPin ? [ 'taskset', '--cpu-list', numberOf[ core ], ...command ] : command;
}

/** @throws Error when it ends before it says anything */
export async function firstWord<Word>( child: ChildProcess ): Promise<Word> {
	const [ word ] = await Promise.race( [ once( child, 'message' ), once( child, 'exit' ).then( ( [ code, signal ] ) => {
		throw new Error( `${ child.spawnargs.join( ' ' ) } ended: ${ String( code ?? signal ) }` );
	} ) ] ) as [ Word ];
	return word;
}

export async function ended( child: ChildProcess, signal: NodeJS.Signals ): Promise<void> {
	if ( child.exitCode === null && child.signalCode === null ) {
		const exit = once( child, 'exit' );
		child.kill( signal );
		await exit;
	}
}
