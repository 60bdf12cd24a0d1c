// What the process holds, idle and under the load of the first figure, beside bare express idle. Started as an
// operator does; limits are off, for nobody could page so often.
import { setTimeout as pause } from 'node:timers/promises';
import { freePort } from '../../environment.ts';
import { startBareExpress, startShipped } from '../coldStart.ts';
import { inTurn, ratios, type Figure } from '../figure.ts';
import { memoryOf } from '../machine.ts';
import { install } from '../outside.ts';
import { CONNECTIONS } from '../warm.ts';

/** After the start: the first round of all background work is over, and what it left behind may be collected. */
const SETTLE_MS = 5_000;
const SAMPLE_MS = 100;
/** Long enough for the heap to find its size. */
const LEAST_LOAD_S = 8;
/** Each takes 20 s, and memory differs little. */
const MOST_ROUNDS = 3;

export const memory: Figure = {
	number: 8, title: 'Memory',
	async measure( bench, { rounds, seconds } ) {
		const installation = await install( bench, { PAGE_SRE_SENDER_LIMITS: 'none', PAGE_SRE_OVERALL_LIMITS: 'none' } );
		await ( await installation.start() ).stop();
		const port = await freePort();
		const most: number[] = [];

		async function ofBareExpress(): Promise<number> {
			const server = await startBareExpress( bench, port );
			await pause( SETTLE_MS );
			const idle = memoryOf( server.pid );
			await server.stop( 'SIGKILL' );
			return idle;
		}

		async function ofProduct(): Promise<number> {
			const server = await startShipped( bench, installation.env );
			await pause( SETTLE_MS );
			const idle = memoryOf( server.pid );
			const asked = await installation.members( { sessions: CONNECTIONS } );
			const samples: number[] = [];
			const sampling = setInterval( () => samples.push( memoryOf( server.pid ) ), SAMPLE_MS );
			await bench.load( { ...asked, connections: CONNECTIONS, seconds: Math.max( LEAST_LOAD_S, seconds ), warmUpSeconds: 0 } );
			await installation.settle();
			clearInterval( sampling );
			most.push( Math.max( ...samples ) );
			await server.stop( 'SIGKILL' );
			return idle;
		}

		const idle = await inTurn( Math.min( rounds, MOST_ROUNDS ), { bare: ofBareExpress, product: ofProduct } );
		return [
			{ what: 'idle / bare express', ...ratios( idle.product, idle.bare ), goal: { words: '<= 1.3', most: 1.3 } },
			{ what: 'most under load', values: most, unit: 'MB', goal: { words: '<= 130 MB', most: 130 } },
			{ what: 'idle', values: idle.product, unit: 'MB' },
			{ what: 'bare express', values: idle.bare, unit: 'MB' }
		];
	}
};
