// From starting the process to its first answer: bare express, the product with an empty store, and with 10,000
// pages that nobody has taken; and when the first of those reaches the provider.
import { freePort } from '../../environment.ts';
import { startBareExpress, startShipped, type Started } from '../coldStart.ts';
import { inTurn, ratios, type Figure } from '../figure.ts';
import { fillStore } from '../fillStore.ts';
import { install } from '../outside.ts';

const UNDELIVERED = 10_000;

export const start: Figure = {
	number: 7, title: 'Cold start',
	async measure( bench, { rounds } ) {
		const empty = await install( bench );
		const full = await install( bench );
		for ( const { start: startOnce } of [ empty, full ] ) {
			await ( await startOnce() ).stop();
		}
		fillStore( full.env.PAGE_SRE_STORE!, { pages: UNDELIVERED, state: 'accepted' } );
		const port = await freePort();
		const first: number[] = [];

		const took = ( begin: () => Promise<Started> ) => async (): Promise<number> => {
			const server = await begin();
			await server.stop( 'SIGKILL' );
			return server.tookMs;
		};
		// Nothing is answered there, so they go on waiting: 20 attempts and their leases are lost in each round.
		full.provider.delay( Infinity );
		const toFirstDelivery = async (): Promise<Started> => {
			const [ began, calls ] = [ performance.now(), full.provider.calls() ];
			const server = await startShipped( bench, full.env );
			while ( full.provider.calls() === calls ) {
				await new Promise( setImmediate );
			}
			first.push( performance.now() - began );
			return server;
		};
		const times = await inTurn( rounds, {
			bare: took( () => startBareExpress( bench, port ) ),
			empty: took( () => startShipped( bench, empty.env ) ),
			full: took( toFirstDelivery )
		} );
		return [
			{ what: 'empty store / bare express', ...ratios( times.empty, times.bare ), goal: { words: '<= 2', most: 2 } },
			{ what: `${ UNDELIVERED } undelivered pages / bare express`, ...ratios( times.full, times.bare ), goal: { words: '<= 3', most: 3 } },
			{ what: 'from the start to the first delivery', values: first, unit: 'ms', goal: { words: '<= 1 s', most: 1_000 } },
			{ what: 'empty store', values: times.empty, unit: 'ms' },
			{ what: 'bare express', values: times.bare, unit: 'ms' }
		];
	}
};
