// From starting the process to its first answer: bare express, the product with an empty store, and with 10,000
// pages that nobody has taken.
import { alternate, type Figure } from '../figure.ts';
import { install } from '../outside.ts';
import { fillStore } from '../fillStore.ts';

const UNDELIVERED = 10_000;

export const start: Figure = {
	number: 7, title: 'Cold start',
	async measure( bench, { rounds } ) {
		const installation = await install( bench );
		const full = await install( bench );
		await ( await full.start() ).stop();
		fillStore( full.env.PAGE_SRE_STORE!, { pages: UNDELIVERED, state: 'accepted' } );
		const timed = async ( begin: () => Promise<{ stop( signal?: 'SIGKILL' ): Promise<void> }> ): Promise<number> => {
			const began = performance.now();
			const server = await begin();
			const took = performance.now() - began;
			await server.stop( 'SIGKILL' );
			return took;
		};
		full.provider.delay( Infinity );
		const empty = await alternate( rounds, () => timed( () => bench.serve( 'bareExpress' ) ), () => timed( () => installation.start() ) );
		const waiting = await alternate( rounds, () => timed( () => bench.serve( 'bareExpress' ) ), () => timed( () => full.start() ) );
		full.provider.delay( 0 );
		const calls = full.provider.calls();
		const began = performance.now();
		await full.start();
		while ( full.provider.calls() === calls ) {
			await new Promise( setImmediate );
		}
		return [
			{ what: 'empty store / bare express', values: empty.map( ( [ bare, ours ] ) => ours / bare ), unit: 'x', goal: { words: '<= 2', most: 2 } },
			{ what: `${ UNDELIVERED } undelivered pages / bare express`, values: waiting.map( ( [ bare, ours ] ) => ours / bare ), unit: 'x', goal: { words: '<= 3', most: 3 } },
			{ what: 'start to first delivery', values: [ performance.now() - began ], unit: 'ms', goal: { words: '<= 1 s', most: 1_000 } },
			{ what: 'bare express', values: empty.map( ( [ bare ] ) => bare ), unit: 'ms' }
		];
	}
};
