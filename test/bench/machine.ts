// What the machine was like while it was measured: without that no figure means anything.
import { closeSync, fdatasyncSync, openSync, readFileSync, writeSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import { join } from 'node:path';
import { canPin } from './cores.ts';
import { quantiles } from './load/generate.ts';

export interface Machine {
	cores: string;
	pinned: boolean;
	load: string;
	node: string;
	/** ms of an fdatasync of 4 kB. */
	fsync: { p50: number; p99: number };
}

export function machine( folder: string ): Machine {
	return {
		cores: `${ cpus().length } x ${ cpus()[ 0 ]?.model ?? 'unknown' }`, pinned: canPin, load: loadavg().map( ( one ) => one.toFixed( 1 ) ).join( ' ' ),
		node: process.versions.node, fsync: probe( folder )
	};
}

const PROBES = 300;

export function probe( folder: string ): { p50: number; p99: number } {
	const file = openSync( join( folder, 'fsync' ), 'w' );
	const took: number[] = [];
	for ( let number = 0; number < PROBES; number++ ) {
		writeSync( file, Buffer.alloc( 4096, number ) );
		const began = performance.now();
		fdatasyncSync( file );
		took.push( performance.now() - began );
	}
	closeSync( file );
	return quantiles( took );
}

/** MB that a process holds now; what several share is counted in parts (PSS), as V8 itself by two Nodes. */
export function memoryOf( pid: number ): number {
	return Number( /^Pss:\s+(\d+) kB/m.exec( readFileSync( `/proc/${ pid }/smaps_rollup`, 'utf8' ) )?.[ 1 ] ) / 1024;
}

/** ms of a core that a process has used. */
export function coreMsOf( pid: number ): number {
	const fields = readFileSync( `/proc/${ pid }/stat`, 'utf8' ).split( ') ' )[ 1 ]!.split( ' ' );
	// User and system time, in hundredths of a second (USER_HZ).
	return ( Number( fields[ 11 ] ) + Number( fields[ 12 ] ) ) * 10;
}
