// Lost and doubled over 20 kills with -9 while panels ask again: `npm run test:kill` has more of it.
import { runKills } from '../../kill/run.ts';
import type { Figure } from '../figure.ts';

export const kills: Figure = {
	number: 5, title: 'kill -9 under load',
	async measure() {
		const { lost, doubled, accepted } = await runKills( { store: 'sqlite', pages: 600, kills: 20, seed: 5, limitMs: 240_000 } );
		const goal = { words: '0', most: 0 };
		return [
			{ what: 'lost over 20 kills', values: [ lost ], unit: '', goal },
			{ what: 'doubled over 20 kills', values: [ doubled ], unit: '', goal },
			{ what: 'accepted of 600', values: [ accepted ], unit: '' }
		];
	}
};
