// Both stores, real ones, for suites that run over each: a new SQLite file, or a new database in the
// PostgreSQL of this run. `other()` is a second process on the same store.
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { inject } from 'vitest';
import { Secret } from '../../../server/secret.ts';
import type { AuditStore, GrantStore, GuidanceStore, RetentionStore, RosterStore } from '../../../server/access/ports.ts';
import type { ActionStore, CourseStore, DeliveryStore, IncidentStore, PageStore } from '../../../server/pages/ports.ts';
import { createActionStore } from '../../../server/store/actionStore.ts';
import { createAuditStore } from '../../../server/store/auditLog.ts';
import { createCourseStore } from '../../../server/store/courseStore.ts';
import { openDatabase, type Database } from '../../../server/store/database.ts';
import { createDeliveryStore } from '../../../server/store/deliveryStore.ts';
import { createGrantStore } from '../../../server/store/grantStore.ts';
import { createGuidanceStore } from '../../../server/store/guidanceStore.ts';
import { createIncidentStore } from '../../../server/store/incidentStore.ts';
import { createPageStore } from '../../../server/store/pageStore.ts';
import { createRetentionStore } from '../../../server/store/retentionStore.ts';
import { createRosterStore } from '../../../server/store/rosterStore.ts';

export const bounds = { failoverMs: 1_000, answerMs: 300_000, providers: [ 'one', 'two' ] };

/** The ports as one process has them. */
export interface Stores {
	database: Database;
	pages: PageStore;
	deliveries: DeliveryStore;
	incidents: IncidentStore;
	course: CourseStore;
	actions: ActionStore;
	roster: RosterStore;
	grants: GrantStore;
	guidance: GuidanceStore;
	audit: AuditStore;
	retention: RetentionStore;
}

export interface OpenStore extends Stores {
	/** As another process on the same store. On SQLite the two must take turns: a lock stops this thread. */
	other(): Promise<Stores>;
	remove(): Promise<void>;
}

export interface StoreUnderTest {
	name: 'SQLite' | 'PostgreSQL';
	/** Whether two of `other()` may write at the same time. */
	sharesWrites: boolean;
	open(): Promise<OpenStore>;
	/** What another process needs to open it. */
	openEmpty(): Promise<{ target: { file: string } | { url: string }; remove: () => Promise<void> }>;
}

export const stores: readonly StoreUnderTest[] = [
	{
		name: 'SQLite',
		sharesWrites: false,
		async open(): Promise<OpenStore> {
			const { file, remove } = await newFile();
			return openStores( file, remove );
		},
		async openEmpty(): ReturnType<StoreUnderTest[ 'openEmpty' ]> {
			const { file, remove } = await newFile();
			return { target: { file }, remove };
		}
	},
	{
		name: 'PostgreSQL',
		sharesWrites: true,
		async open(): Promise<OpenStore> {
			const { url, drop } = await newPostgres();
			return openStores( url, drop );
		},
		async openEmpty(): ReturnType<StoreUnderTest[ 'openEmpty' ]> {
			const { url, drop } = await newPostgres();
			return { target: { url: url.reveal() }, remove: drop };
		}
	}
];

/** The path of a file that does not exist yet, nor its folder. */
export async function newFile(): Promise<{ file: string; remove: () => Promise<void> }> {
	const folder = await mkdtemp( join( tmpdir(), 'page-sre-test-' ) );
	return { file: join( folder, 'deeper/store.sqlite' ), remove: () => rm( folder, { recursive: true } ) };
}

/** An empty database of its own. */
export async function newPostgres(): Promise<{ url: Secret; drop: () => Promise<void> }> {
	const name = `test_${ randomBytes( 8 ).toString( 'hex' ) }`;
	await asAdmin( `create database ${ name }` );
	const url = new URL( inject( 'postgresUrl' ) );
	url.pathname = `/${ name }`;
	return { url: new Secret( url.href ), drop: () => asAdmin( `drop database ${ name } with ( force )` ) };
}

/** What an administrator of the database server does beside us. */
export async function asAdmin( statement: string ): Promise<void> {
	const client = new Client( { connectionString: inject( 'postgresUrl' ) } );
	await client.connect();
	try {
		await client.query( statement );
	} finally {
		await client.end();
	}
}

export async function openStores( target: string | Secret, remove: () => Promise<void> = async () => undefined ): Promise<OpenStore> {
	const opened: Database[] = [];
	const open = async (): Promise<Stores> => {
		const database = await openDatabase( target );
		opened.push( database );
		return {
			database,
			pages: createPageStore( database, bounds ),
			deliveries: createDeliveryStore( database, bounds ),
			incidents: createIncidentStore( database, bounds ),
			course: createCourseStore( database, bounds ),
			actions: createActionStore( database ),
			roster: createRosterStore( database ),
			grants: createGrantStore( database ),
			guidance: createGuidanceStore( database ),
			audit: createAuditStore( database ),
			retention: createRetentionStore( database )
		};
	};
	return {
		...await open(),
		other: open,
		async remove() {
			await Promise.all( opened.map( ( database ) => database.destroy() ) );
			await remove();
		}
	};
}
