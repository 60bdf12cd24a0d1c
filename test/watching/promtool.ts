// Prometheus's own checker, from the system. Where it is missing, that is said, not passed over.
import { spawnSync } from 'node:child_process';

/** @throws Error when promtool is missing or finds anything wrong; its message is promtool's */
export function promtool( ...args: string[] ): string {
	const { error, status, stdout, stderr } = spawnSync( 'promtool', args, { encoding: 'utf8' } );
	if ( error ) {
		throw new Error( `promtool could not be run (${ error.message }). It comes with Prometheus: apt-get install prometheus, or https://prometheus.io/download/` );
	}
	if ( status !== 0 ) {
		throw new Error( `promtool ${ args.join( ' ' ) }\n${ stdout }\n${ stderr }` );
	}
	return stdout;
}
