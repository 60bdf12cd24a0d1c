// Whether anything gets slower with what is kept: accepting and listing with a million pages and a roster of
// 100,000, against an empty store. The sender has paged before in both.
import { inTurn, ratios, type Figure } from '../figure.ts';
import { fillStore } from '../fillStore.ts';
import type { Asked } from '../load/generate.ts';
import { install, type Installation } from '../outside.ts';
import { CONNECTIONS, warm } from '../warm.ts';

const PAGES = 1_000_000;
const ROSTER = 100_000;

export const full: Figure = {
	number: 11, title: 'A full store',
	async measure( bench, { rounds, seconds } ) {
		const [ emptyOne, fullOne ] = [ await install( bench ), await install( bench ) ];
		await ( await fullOne.start() ).stop();
		fillStore( fullOne.env.PAGE_SRE_STORE!, { pages: PAGES, roster: ROSTER } );

		async function ready( installation: Installation ): Promise<{ accept: () => Promise<number>; list: () => Promise<number> }> {
			await installation.start();
			const asked = await installation.members( { sessions: CONNECTIONS } );
			await warm( bench, installation, [ asked ] );
			const usual = async ( one: Asked ): Promise<number> => {
				const { p50 } = await bench.load( { ...one, connections: 1, seconds, warmUpSeconds: 0.5 } );
				await installation.settle();
				return p50;
			};
			return { accept: () => usual( asked ), list: () => usual( { ...asked, method: 'GET', body: '' } ) };
		}

		const empty = await ready( emptyOne );
		const filled = await ready( fullOne );
		const accept = await inTurn( rounds, { empty: empty.accept, filled: filled.accept } );
		const list = await inTurn( rounds, { empty: empty.list, filled: filled.list } );
		const goal = { words: '<= 1.2', most: 1.2 };
		return [
			{ what: 'p50 of an accept, 1,000,000 pages / empty', ...ratios( accept.filled, accept.empty ), goal },
			{ what: 'p50 of a list, 1,000,000 pages / empty', ...ratios( list.filled, list.empty ), goal },
			{ what: 'p50 of an accept, empty', values: accept.empty, unit: 'ms' },
			{ what: 'p50 of a list, empty', values: list.empty, unit: 'ms' }
		];
	}
};
