// Whether a sender waits for the provider: p99 of a submit with the provider 100 ms away against 0 ms.
import { alternate, type Figure } from '../figure.ts';
import { install } from '../outside.ts';

export const farProvider: Figure = {
	number: 3, title: 'Independence from the provider',
	async measure( bench, { rounds, seconds } ) {
		const installation = await install( bench );
		await installation.start();
		const asked = await installation.namedMember();
		// Open and far below what it could take, so that a backlog of the far one is not what is measured.
		const at = ( delayMs: number ) => async (): Promise<number> => {
			installation.provider.delay( delayMs );
			return ( await bench.load( { ...asked, connections: 8, perSecond: 100, seconds, warmUpSeconds: 1 } ) ).p99;
		};
		const pairs = await alternate( rounds, at( 0 ), at( 100 ) );
		return [ { what: 'p99 at 100 ms / p99 at 0 ms', values: pairs.map( ( [ near, far ] ) => far / near ), unit: 'x', goal: { words: '<= 1.1', most: 1.1 } } ];
	}
};
