// Lost and doubled over 20 kills with -9 while panels ask again, on both stores, once: `npm run test:kill` is the
// same with other numbers.
import { runKills } from '../../kill/run.ts';
import type { Figure, Reading } from '../figure.ts';

const PAGES = 1_000;

export const kills: Figure = {
	number: 5, title: 'kill -9 under load',
	async measure() {
		const readings: Reading[] = [];
		const goal = { words: '0', most: 0 };
		for ( const store of [ 'sqlite', 'postgres' ] as const ) {
			const { lost, doubled, accepted } = await runKills( { store, pages: PAGES, kills: 20, seed: 5, limitMs: 240_000 } );
			readings.push(
				{ what: `${ store }: lost over 20 kills`, values: [ lost ], unit: '', goal },
				{ what: `${ store }: doubled over 20 kills`, values: [ doubled ], unit: '', goal },
				{ what: `${ store }: accepted of ${ PAGES }`, values: [ accepted ], unit: '', goal: { words: String( PAGES ), least: PAGES } }
			);
		}
		return readings;
	}
};
