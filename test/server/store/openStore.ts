// A real SQLite file for one test, with every store on it, and a second connection as another process
// would have. The two must take turns: SQLite waits for a lock without letting go of this thread.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DeliveryStore, IncidentStore, PageStore } from '../../../server/pages/ports.ts';
import { openDatabase, type Database } from '../../../server/store/database.ts';
import { createDeliveryStore } from '../../../server/store/deliveryStore.ts';
import { createIncidentStore } from '../../../server/store/incidentStore.ts';
import { createPageStore } from '../../../server/store/pageStore.ts';

export const bounds = { failoverMs: 1_000, answerMs: 300_000 };

export interface Stores {
	database: Database;
	pages: PageStore;
	deliveries: DeliveryStore;
	incidents: IncidentStore;
}

export interface OpenStore extends Stores {
	file: string;
	/** As another process on the same file. */
	other(): Promise<Stores>;
	remove(): Promise<void>;
}

export async function openStore(): Promise<OpenStore> {
	const folder = await mkdtemp( join( tmpdir(), 'page-sre-test-' ) );
	const file = join( folder, 'deeper/store.sqlite' );
	const opened: Database[] = [];
	const open = async (): Promise<Stores> => {
		const database = await openDatabase( file );
		opened.push( database );
		return {
			database,
			pages: createPageStore( database, bounds ),
			deliveries: createDeliveryStore( database, bounds ),
			incidents: createIncidentStore( database, bounds )
		};
	};
	return {
		...await open(),
		file,
		other: open,
		async remove() {
			await Promise.all( opened.map( ( database ) => database.destroy() ) );
			await rm( folder, { recursive: true } );
		}
	};
}
