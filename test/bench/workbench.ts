// What a figure has at hand: servers on the measured core, load and the outside world on the other one. Whatever
// a figure starts here has ended when the figure has.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ended, firstWord, forkOn } from './cores.ts';
import type { LoadPlan, LoadResult } from './load/generate.ts';

export interface MeasuredServer {
	port: number;
	pid: number;
	/** As a supervisor does, or with kill -9. */
	stop( signal?: 'SIGTERM' | 'SIGKILL' ): Promise<void>;
}

export interface Workbench {
	/** For files, gone when the figure has ended. */
	folder: string;
	/** A module of servers/, which says `{ port }` once it serves. */
	serve( name: 'bareHttp' | 'product', argument?: unknown ): Promise<MeasuredServer>;
	load( plan: LoadPlan ): Promise<LoadResult>;
	/** Done when the figure has ended, last first. */
	finally( end: () => Promise<unknown> ): void;
}

export async function atWorkbench<Result>( work: ( bench: Workbench ) => Promise<Result> ): Promise<Result> {
	const folder = await mkdtemp( join( tmpdir(), 'page-sre-bench-' ) );
	const ends: ( () => Promise<unknown> )[] = [ () => rm( folder, { recursive: true } ) ];
	let generator: ReturnType<typeof forkOn> | undefined;
	const bench: Workbench = {
		folder,
		finally( end ) {
			ends.push( end );
		},
		async serve( name, argument ) {
			const child = forkOn( 'measured', join( import.meta.dirname, 'servers', `${ name }.ts` ), { argument } );
			const stop = ( signal: NodeJS.Signals = 'SIGTERM' ): Promise<void> => ended( child, signal );
			bench.finally( () => stop( 'SIGKILL' ) );
			const { port } = await firstWord<{ port: number }>( child );
			return { port, pid: child.pid!, stop };
		},
		async load( plan ) {
			if ( !generator ) {
				const started = generator = forkOn( 'measuring', join( import.meta.dirname, 'load/process.ts' ) );
				bench.finally( () => ended( started, 'SIGKILL' ) );
				await firstWord( started );
			}
			generator.send( plan );
			const said = await firstWord<{ result: LoadResult } | { failed: string }>( generator );
			if ( 'failed' in said ) {
				throw new Error( `no load: ${ said.failed }` );
			}
			return said.result;
		}
	};
	try {
		return await work( bench );
	} finally {
		for ( const end of ends.reverse() ) {
			await end();
		}
	}
}
