// The first thousands of requests run code that Node has not compiled yet; what is measured comes after them.
import type { Asked } from './load/generate.ts';
import type { Installation } from './outside.ts';
import type { Workbench } from './workbench.ts';

export const CONNECTIONS = 64;
const WARM_UP_S = 6;

/** Load as in the first figure, by each of these, until they are through. */
export async function warm( bench: Workbench, { settle }: Pick<Installation, 'settle'>, all: readonly Asked[] ): Promise<void> {
	for ( const asked of all ) {
		await bench.load( { ...asked, connections: CONNECTIONS, seconds: WARM_UP_S, warmUpSeconds: 0 } );
		await settle();
	}
}
