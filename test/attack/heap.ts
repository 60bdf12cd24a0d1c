// What a process still holds once everything that nobody needs is gone: the only figure that shows growth.
import { setImmediate as turn } from 'node:timers/promises';
import { getHeapStatistics, setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

export async function heapMegabytes(): Promise<number> {
	setFlagsFromString( '--expose-gc' );
	const collect = runInNewContext( 'gc' ) as () => void;
	await turn();
	collect();
	return Math.round( getHeapStatistics().used_heap_size / 1024 / 1024 * 10 ) / 10;
}
