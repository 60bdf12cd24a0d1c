// Whether a sender waits for the provider: p99 of a submit with the provider 100 ms away against 0 ms.
import { inTurn, ratios, type Figure } from '../figure.ts';
import { install } from '../outside.ts';
import { warm } from '../warm.ts';

export const farProvider: Figure = {
	number: 3, title: 'Independence from the provider',
	async measure( bench, { rounds, seconds } ) {
		const installation = await install( bench );
		const { provider, settle } = installation;
		await installation.start();
		const asked = await installation.members( { sessions: 64, named: true } );
		await warm( bench, installation, [ asked ] );
		// Open and far below what it could take, so that a backlog of the far one is not what is measured.
		const at = ( delayMs: number ) => async (): Promise<number> => {
			provider.delay( delayMs );
			const { p99 } = await bench.load( { ...asked, connections: 8, perSecond: 100, seconds: 2 * seconds, warmUpSeconds: 0.5 } );
			await settle();
			return p99;
		};
		const { near, far } = await inTurn( rounds, { near: at( 0 ), far: at( 100 ) } );
		return [
			{ what: 'p99 at 100 ms / p99 at 0 ms', ...ratios( far, near ), goal: { words: '<= 1.1', most: 1.1 } },
			{ what: 'p99 at 0 ms', values: near, unit: 'ms' }
		];
	}
};
