// Runs other people's programs to their end, and says in full what they said when they fail.
import { execFile } from 'node:child_process';

export interface CommandOptions {
	cwd?: string;
	/** Beside this process's own. */
	env?: Record<string, string>;
	input?: string;
}

/** @return what the program wrote to its standard output */
export function run( program: string, args: readonly string[], { cwd, env = {}, input = '' }: CommandOptions = {} ): Promise<string> {
	return new Promise( ( resolve, reject ) => {
		const options = { cwd, env: { ...process.env, ...env }, maxBuffer: 50_000_000 };
		const child = execFile( program, args, options, ( error, stdout, stderr ) => {
			if ( error === null ) {
				resolve( stdout );
			} else {
				reject( new Error( `${ [ program, ...args ].join( ' ' ) } failed (${ error.code ?? error.signal ?? 'no code' }):\n${ stderr }${ stdout }` ) );
			}
		} );
		// A program that ends without reading has said why by its exit code.
		child.stdin?.on( 'error', () => undefined ).end( input );
	} );
}

/** Whether there is such a program at all. */
export async function exists( program: string ): Promise<boolean> {
	return run( program, [ '--version' ] ).then( () => true, () => false );
}
