// Whether anything gets slower with what is kept: accepting and listing with a million pages and a roster of
// 100,000, against an empty store.
import { alternate, type Figure } from '../figure.ts';
import { fillStore } from '../fillStore.ts';
import type { Asked } from '../load/generate.ts';
import { install, type Installation } from '../outside.ts';

const PAGES = 1_000_000;
const ROSTER = 100_000;

export const full: Figure = {
	number: 11, title: 'A full store',
	async measure( bench, { rounds, seconds } ) {
		const limits = { PAGE_SRE_SENDER_LIMITS: '999999/1h', PAGE_SRE_OVERALL_LIMITS: '999999/1h' };
		const ready = async ( installation: Installation, fill: boolean ): Promise<Asked> => {
			await ( await installation.start() ).stop();
			if ( fill ) {
				fillStore( installation.env.PAGE_SRE_STORE!, { pages: PAGES, roster: ROSTER } );
			}
			await installation.start();
			return installation.namedMember();
		};
		const empty = await ready( await install( bench, limits ), false );
		const filled = await ready( await install( bench, limits ), true );
		const usual = async ( asked: Asked ): Promise<number> => {
			const { p50 } = await bench.load( { ...asked, connections: 1, seconds, warmUpSeconds: 0.5 } );
			return p50;
		};
		const accept = ( asked: Asked ) => (): Promise<number> => usual( asked );
		const list = ( asked: Asked ) => (): Promise<number> => usual( { ...asked, method: 'GET', body: '' } );
		const ratios = ( pairs: [ number, number ][] ): number[] => pairs.map( ( [ one, other ] ) => other / one );
		const goal = { words: '<= 1.2', most: 1.2 };
		return [
			{ what: 'accept, 1,000,000 pages / empty', values: ratios( await alternate( rounds, accept( empty ), accept( filled ) ) ), unit: 'x', goal },
			{ what: 'list, 1,000,000 pages / empty', values: ratios( await alternate( rounds, list( empty ), list( filled ) ) ), unit: 'x', goal }
		];
	}
};
